"""What happened to money. Amounts in yen; ``client`` and ``worker`` are keys of parties."""

from dataclasses import dataclass

from mikiwame.market.history.events import Event


@dataclass(frozen=True, kw_only=True)
class _AboutMoney:
    client: str
    worker: str | None
    title: str
    purpose: str
    amount: int


@dataclass(frozen=True, kw_only=True)
class DepositRequested(Event, _AboutMoney):
    """A client was asked to pay in."""


@dataclass(frozen=True, kw_only=True)
class DepositCancelled(Event, _AboutMoney):
    """A payment is no longer waited for."""


@dataclass(frozen=True, kw_only=True)
class MoneyHeld(Event, _AboutMoney):
    """A client's money came in and is held."""


@dataclass(frozen=True, kw_only=True)
class MoneyReturned(Event, _AboutMoney):
    """Money came in that nobody waited for; it goes back to the client."""


@dataclass(frozen=True, kw_only=True)
class MoneyReleased(Event, _AboutMoney):
    """Held money went to the worker; ``amount`` is the gross."""

    net: int
    fee: int
    withheld: int


@dataclass(frozen=True, kw_only=True)
class PartReleased(Event, _AboutMoney):
    """Part of the held money went to the worker, ``amount`` gross; the rest stays held."""

    net: int
    fee: int
    withheld: int


@dataclass(frozen=True, kw_only=True)
class MoneyRefunded(Event, _AboutMoney):
    """Held money, ``amount`` of it, went back to the client."""


@dataclass(frozen=True, kw_only=True)
class MoneyDrawn(Event, _AboutMoney):
    """Part of the money held for many went to one worker; one fact for all that she got at once.

    ``count`` is the number of her releases, the amounts are their sums, ``amount`` the gross.
    """

    count: int
    net: int
    fee: int
    withheld: int


@dataclass(frozen=True, kw_only=True)
class MoneyGivenBack(Event, _AboutMoney):
    """Part of the money held for many, ``amount`` of it, went back to the client."""


@dataclass(frozen=True, kw_only=True)
class MoneyCarriedOver(Event, _AboutMoney):
    """Part of the money held for many went over to another hold of the client's, the key ``to``."""

    to: str


@dataclass(frozen=True, kw_only=True)
class MoneySettled(Event, _AboutMoney):
    """Held money was divided between the two sides."""

    to_worker: int
    refunded: int


@dataclass(frozen=True, kw_only=True)
class PayoutArrived(Event):
    """Money left for a party's bank account and arrived."""

    party: str
    owed: str
    amount: int


@dataclass(frozen=True, kw_only=True)
class PayoutFailed(Event):
    """Money could not be paid out; it is back on the party's balance."""

    party: str
    owed: str
    amount: int
