"""What happened to contests and entries. Amounts in yen; ``client`` and ``worker`` are keys of parties."""

from dataclasses import dataclass
from datetime import datetime

from mikiwame.market.history.events import Event


@dataclass(frozen=True, kw_only=True)
class AboutContest:
    """Whose contest it is, and what readers call it."""

    client: str
    worker: str | None = None
    title: str

    def watched_by(self) -> tuple[str, ...]:
        """The client, and of what concerns one worker, she too."""
        return (self.client, self.worker) if self.worker else (self.client,)


@dataclass(frozen=True, kw_only=True)
class AboutEntrant(AboutContest):
    """Who has an entry in it, that stands."""

    worker: str


@dataclass(frozen=True, kw_only=True)
class AboutEntry(AboutContest):
    """Whose entry, to which contest."""

    worker: str
    contest: str

    def names(self) -> dict[str, str]:
        """The contest's page shows it."""
        return {"contest": self.contest}


@dataclass(frozen=True, kw_only=True)
class ContestOpened(AboutContest, Event):
    """The whole prize is in escrow and workers may enter."""

    category: str
    amount: int
    prizes: int
    closes_at: datetime


@dataclass(frozen=True, kw_only=True)
class ContestCancelled(AboutContest, Event):
    """The client gave it up before anybody had entered; the prize went back."""

    refunded: int


@dataclass(frozen=True, kw_only=True)
class ContestSuspended(AboutContest, Event):
    """An operator stopped it; nobody enters meanwhile."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class ContestReinstated(AboutContest, Event):
    """An operator lets it go on; its last day moved by what it had lost."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class EntrantHeldUp(AboutEntrant, Event):
    """Operators stopped the contest; her entry stands, and so much stays held for whoever has entered.

    At the end of its last day, ``closes_at``, the client chooses, stopped or not.
    """

    amount: int
    closes_at: datetime


@dataclass(frozen=True, kw_only=True)
class EntrantReadmitted(AboutEntrant, Event):
    """Operators let the contest go on: she may change what she handed in until its new last day is over."""

    closes_at: datetime


@dataclass(frozen=True, kw_only=True)
class EntriesClosed(AboutContest, Event):
    """The last day is over: so many entries are frozen, and its client decides until ``decide_until``."""

    entries: int
    decide_until: datetime


@dataclass(frozen=True, kw_only=True)
class ContestDecided(AboutContest, Event):
    """The client named the winners in time; what nobody was there to win went back."""

    winners: int
    paid: int
    refunded: int
    entries: int


@dataclass(frozen=True, kw_only=True)
class ContestUndecided(AboutContest, Event):
    """The client named no winner in time: the prize was shared by the rule that everybody had read."""

    sharers: int
    paid: int
    refunded: int
    entries: int


@dataclass(frozen=True, kw_only=True)
class PrizeReturned(AboutContest, Event):
    """Nobody was there to be paid: the whole prize went back."""

    refunded: int


@dataclass(frozen=True, kw_only=True)
class EntrySubmitted(AboutEntry, Event):
    """A worker handed in an entry, under a number; entering first, she agreed to the contest's terms."""

    number: int


@dataclass(frozen=True, kw_only=True)
class EntryWithdrawn(AboutEntry, Event):
    """Its maker took it back before the last day was over."""

    number: int


@dataclass(frozen=True, kw_only=True)
class EntryShortlisted(AboutEntry, Event):
    """The client counts it among the finalists, who share the prize where she names no winner."""

    number: int


@dataclass(frozen=True, kw_only=True)
class EntryUnlisted(AboutEntry, Event):
    """The client counts it among the finalists no more; until she must have decided she may."""

    number: int


@dataclass(frozen=True, kw_only=True)
class ExclusionRequested(AboutEntry, Event):
    """The client says which rule the entry breaks; operators decide. The subject is the entry."""

    breach: str
    evidence: str

    def watched_by(self) -> tuple[str, ...]:
        """Not the maker: she hears of it when an operator finds so too."""
        return (self.client,)


@dataclass(frozen=True, kw_only=True)
class BreachConfirmed(AboutEntry, Event):
    """An operator found that it breaks a rule: it is excluded unless its maker appeals until the limit."""

    reason: str
    until: datetime


@dataclass(frozen=True, kw_only=True)
class ExclusionAppealed(AboutEntry, Event):
    """Its maker appealed: another operator decides for good, and meanwhile it can win."""


@dataclass(frozen=True, kw_only=True)
class EntryExcluded(AboutEntry, Event):
    """It breaks a rule, and nobody appealed or another operator found the same: it can win nothing."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class EntryKept(AboutEntry, Event):
    """An operator found that it breaks no rule."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class ExclusionReversed(AboutEntry, Event):
    """After an appeal, another operator found that it breaks no rule: it stands."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class PrizeWon(AboutEntry, Event):
    """The client named it the winner of the prize ``rank``; it is paid, and its rights went over."""

    rank: int
    amount: int
    net: int
    fee: int
    withheld: int


@dataclass(frozen=True, kw_only=True)
class PrizeShared(AboutEntry, Event):
    """It got a share, for its client named no winner; its rights stay with its maker."""

    amount: int
    net: int
    fee: int
    withheld: int


@dataclass(frozen=True, kw_only=True)
class ParticipationPaid(AboutEntry, Event):
    """It got what is paid for taking part; its rights stay with its maker."""

    amount: int
    net: int
    fee: int
    withheld: int


@dataclass(frozen=True, kw_only=True)
class EntryPassedOver(AboutEntry, Event):
    """It got no prize; its rights stay with its maker."""
