"""What became of proposals to change terms."""

from dataclasses import dataclass
from datetime import datetime

from mikiwame.market.history.events import Event

from .sides import Between


@dataclass(frozen=True, kw_only=True)
class Reworded(Between):
    """What every fact about an amendment carries: which side proposed it, the terms that it changes."""

    amendment: str
    proposed_by: str
    terms: list[str]


@dataclass(frozen=True, kw_only=True)
class AmendmentProposed(Reworded, Event):
    """One side proposed other terms.

    ``against``: those that become worse for the worker; ``worsens``: those of them that set her free to go.
    """

    worsens: list[str]
    against: list[str]
    until: datetime


@dataclass(frozen=True, kw_only=True)
class AmendmentAccepted(Reworded, Event):
    """The other side agreed: from now on this version of the terms holds.

    ``returned``: what went back at once of money that was held for parts that are worth less now.
    ``added``: what stays of what the client paid in before, for parts that are worth more.
    """

    version: int
    returned: int
    added: int = 0


@dataclass(frozen=True, kw_only=True)
class TopUpAsked(Reworded, Event):
    """The other side agreed, and the client pays in what held parts are worth more; then the terms hold."""

    amount: int
    until: datetime


@dataclass(frozen=True, kw_only=True)
class TopUpUnpaid(Reworded, Event):
    """The client did not pay in what she had agreed to on top: the old terms stand, the worker may leave."""

    amount: int


@dataclass(frozen=True, kw_only=True)
class RaiseDropped(Between, Event):
    """A raise came to nothing before it was paid: work ends, or what it was for is contested or over."""

    amendment: str


@dataclass(frozen=True, kw_only=True)
class AmendmentRefused(Reworded, Event):
    """The other side wants the old terms; ``worse``: what the worker, refusing, called worse for her."""

    worse: list[str]


@dataclass(frozen=True, kw_only=True)
class AmendmentWithdrawn(Reworded, Event):
    """The proposal to change terms was taken back."""


@dataclass(frozen=True, kw_only=True)
class AmendmentCalledWorse(Reworded, Event):
    """The worker leaves over a proposal that was taken back; ``worse``: what it would have made worse."""

    worse: list[str]


@dataclass(frozen=True, kw_only=True)
class AmendmentLapsed(Reworded, Event):
    """The proposal to change terms was not answered in time: the old ones stand."""
