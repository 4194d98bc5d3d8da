"""What happened between a client and a worker, from the offer to the end of their contract.

Facts about milestones have the contract as their subject and carry the milestone's number, so that a
contract's facts are its timeline. Amounts in yen, gross unless named otherwise.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TypedDict

from mikiwame.market.history.events import Event


class Sides(TypedDict):
    """Whom a fact concerns: the keys of the two parties, and what they call the thing."""

    client: str
    worker: str
    title: str


class OfferSides(Sides):
    """The same of an offer."""

    after: str
    purpose: str


@dataclass(frozen=True, kw_only=True)
class Between:
    """What every fact about a two-sided thing carries."""

    client: str
    worker: str
    title: str

    def watched_by(self) -> tuple[str, ...]:
        """Both sides."""
        return self.client, self.worker


# Offers


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


# Money


@dataclass(frozen=True, kw_only=True)
class MilestoneFunded(Between, Event):
    """The money of a milestone is held."""

    number: int
    amount: int


@dataclass(frozen=True, kw_only=True)
class FundingLapsed(Between, Event):
    """The client did not pay in on time: the contract is over, the worker is free."""

    number: int
    amount: int


@dataclass(frozen=True, kw_only=True)
class PeriodFunded(Between, Event):
    """The money of a week or a month of deliveries is held."""

    number: int
    amount: int
    deliveries: int
    first: date
    last: date


@dataclass(frozen=True, kw_only=True)
class PeriodUnfunded(Between, Event):
    """The money of the next week or month did not come: work rests until it does, or ends at the limit."""

    number: int
    amount: int
    until: datetime


@dataclass(frozen=True, kw_only=True)
class PeriodEnded(Between, Event):
    """The last delivery of a week or a month has come to its end; so much was paid for it."""

    number: int
    accepted: int
    missed: int
    amount: int


# Work


@dataclass(frozen=True, kw_only=True)
class HoursHandedIn(Between, Event):
    """The hours of a week were handed in, or by themselves when its time was over; the client inspects them.

    ``returned``: what went back because fewer hours were worked than paid ahead.
    """

    number: int
    delivery: int
    minutes: int
    amount: int
    returned: int
    until: datetime


@dataclass(frozen=True, kw_only=True)
class HoursUnused(Between, Event):
    """No hours were worked in a week: its money went back, nobody has failed, and work goes on or is over."""

    number: int
    amount: int
    goes_on: bool


@dataclass(frozen=True, kw_only=True)
class WeekShortened(Between, Event):
    """Work by the hour ended within a week: hours of until then may be written down, until the limit."""

    number: int
    day: date
    until: datetime


@dataclass(frozen=True, kw_only=True)
class StartDeclared(Between, Event):
    """The client declared that the condition for the start is met."""


@dataclass(frozen=True, kw_only=True)
class WorkMayBegin(Between, Event):
    """The lamp is green for a milestone; its due date moved by the days that the worker had to wait."""

    number: int
    due: date
    postponed: int


@dataclass(frozen=True, kw_only=True)
class WorkDelivered(Between, Event):
    """The worker handed over a milestone's work; silence until the limit accepts it."""

    number: int
    delivery: int
    until: datetime


@dataclass(frozen=True, kw_only=True)
class DeliveryOverdue(Between, Event):
    """The work was not handed over in time; the contract ends by itself at the limit."""

    number: int
    until: datetime


@dataclass(frozen=True, kw_only=True)
class DeliveryMissed(Between, Event):
    """A delivery of work that goes on did not come in time: its money goes back, and the work goes on."""

    number: int
    due: date
    amount: int
    in_a_row: int


@dataclass(frozen=True, kw_only=True)
class ChangesRequested(Between, Event):
    """The client asked for changes and named the term that is not met."""

    number: int
    term: str
    round: int
    until: datetime


@dataclass(frozen=True, kw_only=True)
class DeliveryAccepted(Between, Event):
    """The client accepted a milestone's work; the money went to the worker."""

    number: int
    amount: int
    net: int


@dataclass(frozen=True, kw_only=True)
class DeliveryAcceptedBySilence(Between, Event):
    """The inspection's limit passed without a word: the work is accepted, the money went to the worker."""

    number: int
    amount: int
    net: int


@dataclass(frozen=True, kw_only=True)
class ContractFinished(Between, Event):
    """All parts are done and paid."""


# Amendments


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
    """

    version: int
    returned: int


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


# Trials: ``application`` is that on which the trial was made


@dataclass(frozen=True, kw_only=True)
class Tried(Between):
    """What every fact about a trial carries; ``rights``: whose those of its work are from now on."""

    application: str
    rights: str


@dataclass(frozen=True, kw_only=True)
class TrialEnded(Tried, Event):
    """The trial is over: the client says until the limit whether she hires; until then nothing passes."""

    until: datetime


@dataclass(frozen=True, kw_only=True)
class TrialReopened(Tried, Event):
    """The offer that followed the trial came to nothing: the client decides again until the limit."""

    until: datetime


@dataclass(frozen=True, kw_only=True)
class TrialHired(Tried, Event):
    """Both agreed after the trial: the rights of its work pass to the client, as its terms say."""


@dataclass(frozen=True, kw_only=True)
class TrialDeclined(Tried, Event):
    """The client does not hire after the trial; ``reason`` is one of ``hiring.states.DeclineReason``."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class TrialWithdrawn(Tried, Event):
    """The worker does not want to be hired after the trial."""


@dataclass(frozen=True, kw_only=True)
class TrialUndecided(Tried, Event):
    """The client let the time to decide after the trial pass."""


# Standby fees


@dataclass(frozen=True, kw_only=True)
class Standby(Between):
    """What every fact about a standby fee carries; ``amount`` gross."""

    amount: int


@dataclass(frozen=True, kw_only=True)
class StandbyFeeOwed(Standby, Event):
    """The first money never came, and for that the terms promised the worker a standby fee."""

    until: datetime


@dataclass(frozen=True, kw_only=True)
class StandbyFeePaid(Standby, Event):
    """The client paid the standby fee: ``net`` of it arrives, the fee and the tax are as of any reward."""

    net: int


@dataclass(frozen=True, kw_only=True)
class StandbyFeeWaived(Standby, Event):
    """The worker wants the standby fee no more."""


@dataclass(frozen=True, kw_only=True)
class StandbyFeeUnpaid(Standby, Event):
    """The standby fee was not paid in time; it is still owed."""


# Endings


@dataclass(frozen=True, kw_only=True)
class WorkerLeft(Between, Event):
    """The worker left over worse terms; what she had handed over is still inspected and paid."""

    number: int
    refunded: int


@dataclass(frozen=True, kw_only=True)
class CancelledAfterHiring(Between, Event):
    """The client cancelled a contract while no money was held."""


@dataclass(frozen=True, kw_only=True)
class WorkerCancelled(Between, Event):
    """The worker cancelled a contract while no money was held."""


@dataclass(frozen=True, kw_only=True)
class CancellationProposed(Between, Event):
    """One side proposed to part; if the other agrees, the held money goes back to the client."""

    until: datetime


@dataclass(frozen=True, kw_only=True)
class CancellationRefused(Between, Event):
    """The other side wants to go on."""


@dataclass(frozen=True, kw_only=True)
class CancellationWithdrawn(Between, Event):
    """The proposal to part was taken back."""


@dataclass(frozen=True, kw_only=True)
class CancellationLapsed(Between, Event):
    """The proposal to part was not answered in time: the contract goes on."""


@dataclass(frozen=True, kw_only=True)
class BreakProposed(Between, Event):
    """One side proposed days off in work that goes on."""

    first: date
    last: date
    until: datetime


@dataclass(frozen=True, kw_only=True)
class BreakAgreed(Between, Event):
    """Both agreed on days off: so many deliveries are left out, and their money goes back."""

    first: date
    last: date
    skipped: int


@dataclass(frozen=True, kw_only=True)
class BreakRefused(Between, Event):
    """The other side wants no days off."""

    first: date
    last: date


@dataclass(frozen=True, kw_only=True)
class BreakWithdrawn(Between, Event):
    """The proposal of days off was taken back."""

    first: date
    last: date


@dataclass(frozen=True, kw_only=True)
class BreakLapsed(Between, Event):
    """The proposal of days off was not answered in time: everything stays due."""

    first: date
    last: date


@dataclass(frozen=True, kw_only=True)
class NoticeGiven(Between, Event):
    """One side gave notice: work that goes on ends with a last day."""

    by_client: bool
    last: date


@dataclass(frozen=True, kw_only=True)
class ReasonRequested(Between, Event):
    """The worker asked why the client ends the work; she answers until the limit."""

    until: datetime


@dataclass(frozen=True, kw_only=True)
class ReasonGiven(Between, Event):
    """The client said why she ends the work."""


@dataclass(frozen=True, kw_only=True)
class ReasonWithheld(Between, Event):
    """The client did not say in time why she ends the work."""


@dataclass(frozen=True, kw_only=True)
class ContractEnded(Between, Event):
    """The contract ended before its time; why, and what went back to the client."""

    ending: str
    refunded: int


# Disputes: ``to_worker`` and ``to_client`` divide what is contested


@dataclass(frozen=True, kw_only=True)
class DisputeOpened(Between, Event):
    """One side does not agree about a delivery; ``contested`` of it stays held, the other side answers."""

    number: int
    amount: int
    contested: int
    until: datetime


@dataclass(frozen=True, kw_only=True)
class UndisputedPaid(Between, Event):
    """What nobody contests of a milestone in dispute went to the worker at once."""

    number: int
    amount: int
    net: int


@dataclass(frozen=True, kw_only=True)
class DisputeAnswered(Between, Event):
    """The other side stated its case; an operator decides until the limit."""

    number: int


@dataclass(frozen=True, kw_only=True)
class DisputeUnanswered(Between, Event):
    """The other side did not answer in time; the operators decide on what is there."""

    number: int


@dataclass(frozen=True, kw_only=True)
class DisputeLate(Between, Event):
    """The operators did not decide in time; they are asked again. Told once for each decision."""

    number: int


@dataclass(frozen=True, kw_only=True)
class DisputeDecided(Between, Event):
    """An operator decided who gets how much, and why; it counts unless one side appeals until the limit."""

    number: int
    to_worker: int
    to_client: int
    reason: str
    until: datetime


@dataclass(frozen=True, kw_only=True)
class RulingAccepted(Between, Event):
    """One side accepts the operator's decision before the time to appeal is over."""

    number: int


@dataclass(frozen=True, kw_only=True)
class RulingAppealed(Between, Event):
    """One side appealed; another operator decides for good."""

    number: int


@dataclass(frozen=True, kw_only=True)
class DisputeReviewed(Between, Event):
    """Another operator decided after an appeal, for good."""

    number: int
    to_worker: int
    to_client: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class DisputeSettled(Between, Event):
    """An operator's decision counts: the contested money was divided by it."""

    number: int
    to_worker: int
    to_client: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class SettlementProposed(Between, Event):
    """One side proposed how to divide the contested money; earlier facts name no time for the answer."""

    number: int
    to_worker: int
    to_client: int
    until: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class SettlementRefused(Between, Event):
    """The other side does not agree to a proposal to divide the contested money."""

    number: int


@dataclass(frozen=True, kw_only=True)
class SettlementLapsed(Between, Event):
    """A proposal to divide the contested money was not answered in time."""

    number: int


@dataclass(frozen=True, kw_only=True)
class SettlementWithdrawn(Between, Event):
    """A proposal to divide the contested money was taken back."""

    number: int


@dataclass(frozen=True, kw_only=True)
class DisputeAgreed(Between, Event):
    """Both sides settled the dispute between themselves: the contested money was divided as they agreed."""

    number: int
    to_worker: int
    to_client: int
