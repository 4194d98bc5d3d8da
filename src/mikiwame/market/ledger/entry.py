"""What is posted: transfers of one debit, one credit and one amount, bundled in entries. No Django.

Imbalance can't be written down: whatever leaves one account arrives in the other.
"""

import hashlib
from dataclasses import dataclass, field
from uuid import UUID

from mikiwame.core.ids import new_id

MOST_TRANSFERS = 32_767
"""As many transfers make up one entry; their numbers are of two bytes."""


@dataclass(frozen=True, slots=True)
class Transfer:
    """A positive amount, in minor units, that leaves one account and arrives in another."""

    debit: UUID
    credit: UUID
    amount: int

    def __post_init__(self) -> None:
        if self.amount <= 0 or self.debit == self.credit:
            raise ValueError(f"not a transfer: {self.amount} from {self.debit} to {self.credit}")


@dataclass(frozen=True, slots=True)
class Opening:
    """A covered account that an entry opens, because it is the first to move money there."""

    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class Entry:
    """Transfers that happen together or not at all, once for each key however often they are posted.

    The identifier is that of the first who posts the key.
    """

    key: str
    reason: str
    transfers: tuple[Transfer, ...]
    opens: tuple[Opening, ...] = ()
    id: UUID = field(default_factory=new_id, compare=False)

    def __post_init__(self) -> None:
        if not 0 < len(self.transfers) <= MOST_TRANSFERS:
            raise ValueError(f"an entry of {len(self.transfers)} transfers: {self.key}")

    @property
    def fingerprint(self) -> bytes:
        """SHA-256 of the content: what the same key must mean when it comes again."""
        lines = (f"{part.debit} {part.credit} {part.amount}" for part in self.transfers)
        return hashlib.sha256("\n".join([self.reason, *lines]).encode()).digest()
