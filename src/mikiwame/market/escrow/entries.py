"""How each thing that happens to money stands in the ledger."""

from collections.abc import Sequence
from uuid import UUID

from mikiwame.core.ids import new_id
from mikiwame.market.ledger.entry import Entry, Opening, Transfer

from .accounts import BANK, PAYOUTS

Share = tuple[UUID, int]
"""An account and what it gets of a hold."""


def held(receipt: str, hold: str, *, amount: int, on: UUID) -> Entry:
    """A payment came in and is held, on an account that is opened for it."""
    return _entry(_key(receipt), "received", (BANK, on, amount), opens=(Opening(on, hold),))


def returned(receipt: str, *, amount: int, owed: UUID) -> Entry:
    """A payment came in that nobody waited for: it is owed back to who paid."""
    return _entry(_key(receipt), "received", (BANK, owed, amount))


def divided(hold: str, held: UUID, shares: Sequence[Share]) -> Entry:
    """A hold ends, whole and once."""
    return _entry(hold, "divided", *((held, account, amount) for account, amount in shares))


def released_part(release: str, held: UUID, shares: Sequence[Share]) -> Entry:
    """Part of a hold for one worker goes to her."""
    return _entry(release, "part released", *((held, account, amount) for account, amount in shares))


def drawn(held: UUID, shares: Sequence[Share]) -> Entry:
    """Part of a hold goes to many at once; what keeps it from happening twice is the releases' purposes."""
    return _entry(f"draw:{new_id()}", "drawn", *((held, account, amount) for account, amount in shares))


def given_back(refund: str, *, amount: int, held: UUID, owed: UUID) -> Entry:
    """Part of a hold goes back."""
    return _entry(refund, "given back", (held, owed, amount))


def carried(carry: str, *, amount: int, held: UUID, to: UUID) -> Entry:
    """Part of a hold goes over to another one."""
    return _entry(carry, "carried over", (held, to, amount))


def due(payout: str, *, amount: int, owed: UUID) -> Entry:
    """Money leaves a balance."""
    return _entry(f"{payout}:due", "payout due", (owed, PAYOUTS, amount))


def arrived(payout: str, *, amount: int) -> Entry:
    """Money has left the house."""
    return _entry(f"{payout}:arrived", "payout arrived", (PAYOUTS, BANK, amount))


def failed(payout: str, *, amount: int, owed: UUID) -> Entry:
    """Money could not leave: it is back on the balance."""
    return _entry(f"{payout}:failed", "payout failed", (PAYOUTS, owed, amount))


def _key(receipt: str) -> str:
    return f"receipt:{receipt}"


def _entry(key: str, reason: str, *parts: tuple[UUID, UUID, int], opens: tuple[Opening, ...] = ()) -> Entry:
    """Parts of nothing are left out."""
    return Entry(key, reason, tuple(Transfer(*part) for part in parts if part[2]), opens)
