"""The platform's own accounts. Their identifiers are fixed, so that nobody has to look them up."""

from uuid import UUID

BANK = UUID("01930000-0000-7000-8000-00000000ba4c")
"""The money that the house really has; what it owes to everybody is the other side of it."""

FEES = UUID("01930000-0000-7000-8000-00000000fee5")
"""What the house has earned."""

PAYOUTS = UUID("01930000-0000-7000-8000-00000000b0a7")
"""Money that has left a balance and has not yet arrived."""

PLATFORM = {"bank": BANK, "fees": FEES, "payouts": PAYOUTS}
