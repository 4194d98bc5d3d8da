"""What happened to an offer, until both were bound by its terms."""

from dataclasses import dataclass
from datetime import datetime

from mikiwame.market.history.events import Event

from .sides import Between


@dataclass(frozen=True, kw_only=True)
class Offered(Between):
    """What every fact about an offer carries.

    ``after``: of a direct one the earlier contract, else an empty text. ``purpose``: one of
    ``states.OfferKind``; facts from before there were trials carry none.
    """

    after: str
    purpose: str = "hire"


@dataclass(frozen=True, kw_only=True)
class OfferMade(Offered, Event):
    """The client made an offer (内定); the worker may accept it until the limit.

    ``amount`` is that of the whole; of work that goes on, of its first week or month, as ``per`` says.
    ``worsens``: the terms that are worse for her than the posting's, at the price that she asked for; of a
    direct offer none, for nothing was posted.
    """

    amount: int
    per: str
    until: datetime
    worsens: list[str]


@dataclass(frozen=True, kw_only=True)
class OfferDeclined(Offered, Event):
    """The worker declined the offer."""


@dataclass(frozen=True, kw_only=True)
class OfferWithdrawn(Offered, Event):
    """The client took the offer back before it was answered."""


@dataclass(frozen=True, kw_only=True)
class OfferLapsed(Offered, Event):
    """The offer was not answered in time."""


@dataclass(frozen=True, kw_only=True)
class ContractAgreed(Between, Event):
    """The worker accepted the offer: both are bound by its terms, and the client pays in until the limit."""

    offer: str
    format: str
    amount: int
    until: datetime
    purpose: str = "hire"

    def names(self) -> dict[str, str]:
        """The page of the offer shows it too."""
        return {"subject": self.subject, "offer": self.offer}
