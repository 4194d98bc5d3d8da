"""What the facts about one thing show of its two sides, as the engine's measures.

Pure: facts in the order in which they happened go in, and the same facts always show the same. Times are in
whole minutes, so that sums stay exact. What is nobody's doing is not counted: a contract that ended before a
side had to act shows nothing of that side.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from uuid import UUID

from mikiwame.discernment.record import Measure
from mikiwame.market.contests import events as contests
from mikiwame.market.contracts import events as contracts
from mikiwame.market.contracts.states import Ending
from mikiwame.market.hiring import events as hiring
from mikiwame.market.history.events import Event
from mikiwame.market.history.models import Fact
from mikiwame.market.messaging import events as messaging
from mikiwame.market.messaging.rules import ANSWER_DAYS

from .states import Side

MEASURED = {
    Side.CLIENT: (
        Measure.FUNDED,
        Measure.DAYS_TO_FUND,
        Measure.WAITING_PAID,
        Measure.DECIDED,
        Measure.DAYS_TO_DECIDE,
        Measure.HIRED,
        Measure.HIRED_AFTER_TRIAL,
        Measure.INSPECTED,
        Measure.DAYS_TO_INSPECT,
        Measure.CANCELLED_AFTER_HIRE,
        Measure.WORSENED_AFTER_HIRE,
        Measure.DISPUTED,
        Measure.REHIRED,
        Measure.APPROVED,
        Measure.OVERTURNED,
        Measure.HOURS_TO_APPROVE,
        Measure.HOURS_FOR_1000_YEN,
        Measure.HOURS_TO_REPLY,
    ),
    Side.WORKER: (
        Measure.COMPLETED,
        Measure.PUNCTUAL,
        Measure.REWORKED,
        Measure.APPROVED,
        Measure.DISPUTED,
        Measure.HOURS_TO_REPLY,
    ),
}
"""What a side's record can say."""

CORE = {Side.CLIENT: Measure.FUNDED, Side.WORKER: Measure.COMPLETED}
"""What a side owes above all: while too little of it is known, no record is called good."""

NEVER_BEGUN = (Ending.START_MISSED, Ending.START_TOO_LATE)
NEVER_DELIVERED = (Ending.DELIVERY_OVERDUE, Ending.WORKER_SILENT, Ending.DELIVERIES_MISSED)

ANSWERS = (contracts.DeliveryAccepted, contracts.ChangesRequested)
FUNDED = (contracts.MilestoneFunded, contracts.PeriodFunded)
SILENCE = contracts.DeliveryAcceptedBySilence
OVER = (
    contracts.ContractFinished,
    contracts.ContractEnded,
    contracts.CancelledAfterHiring,
    contracts.WorkerCancelled,
    contracts.FundingLapsed,
)


@dataclass(frozen=True)
class Shown:
    """One measure of one side: it happened ``amount`` times of ``of``, or took ``amount`` minutes in all."""

    side: Side
    measure: Measure
    amount: int
    of: int
    at: datetime


def of_contract(facts: Sequence[Fact], *, worked_before: bool) -> Iterator[Shown]:
    """What a contract shows; ``worked_before``: the two had finished other work before, a trial aside.

    The facts begin with those of its offer.
    """
    yield from _funding(facts)
    yield from _inspections(facts)
    yield from _deliveries(facts)
    yield from _ending(facts)
    yield from _disputes(facts)
    yield from _worsening(facts)
    yield from _trial(facts)
    agreed = _first(facts, contracts.ContractAgreed)
    if agreed:
        yield Shown(Side.CLIENT, Measure.REHIRED, int(worked_before), 1, agreed.at)


def of_posting(facts: Sequence[Fact], *, hired: int) -> Iterator[Shown]:
    """What a posting shows once it is over: did all who applied hear in time, and how many were hired.

    One that expired while operators had stopped it shows nothing: its client could not act.
    """
    published = _first(facts, hiring.PostingPublished)
    over = _last(facts, hiring.PostingFilled, hiring.PostingClosed, hiring.PostingExpired)
    stopped = _last(facts, hiring.PostingSuspended, hiring.PostingReinstated)
    if not published or not over or _is(stopped, hiring.PostingSuspended):
        return
    places = published.data["places"]
    yield Shown(Side.CLIENT, Measure.HIRED, min(hired, places), places, over.at)
    if _is(over, hiring.PostingExpired):
        if over.data["applicants"]:
            yield Shown(Side.CLIENT, Measure.DECIDED, int(not over.data["undecided"]), 1, over.at)
    elif hired or over.data.get("declined") or _is(over, hiring.PostingFilled):
        yield Shown(Side.CLIENT, Measure.DECIDED, 1, 1, over.at)


def of_contest(facts: Sequence[Fact]) -> Iterator[Shown]:
    """Whether a contest's client named winners in time; without entries to name, it shows nothing."""
    over = _first(facts, contests.ContestDecided, contests.ContestUndecided)
    if over:
        yield Shown(Side.CLIENT, Measure.DECIDED, int(_is(over, contests.ContestDecided)), 1, over.at)


ENTRY_OVER = (
    contests.PrizeWon,
    contests.PrizeShared,
    contests.ParticipationPaid,
    contests.EntryPassedOver,
    contests.EntryExcluded,
)


def of_entry(facts: Sequence[Fact]) -> Iterator[Shown]:
    """What an entry shows of its maker: a prize is work seen through, whoever gets none is no worse for it.

    Of all that came to an end, whether operators found, for good, that it broke a rule.
    """
    over = _last(facts, *ENTRY_OVER)
    if over is None:
        return
    if _is(over, contests.PrizeWon):
        yield Shown(Side.WORKER, Measure.COMPLETED, 1, 1, over.at)
    yield Shown(Side.WORKER, Measure.DISPUTED, int(_is(over, contests.EntryExcluded)), 1, over.at)


def of_application(facts: Sequence[Fact]) -> Iterator[Shown]:
    """How long an applicant waited for the client's first answer: an offer, a trial or a no."""
    applied = _first(facts, hiring.ApplicationSubmitted)
    answer = _first(facts, hiring.PlaceTaken, hiring.ApplicantPutOnTrial, hiring.ApplicationDeclined)
    if applied and answer:
        waited = _minutes(answer.at - applied.at)
        yield Shown(Side.CLIENT, Measure.DAYS_TO_DECIDE, waited, 1, answer.at)


def of_offer(facts: Sequence[Fact]) -> Iterator[Shown]:
    """Whether the chosen worker was offered worse terms than those that she had applied for."""
    made = _first(facts, contracts.OfferMade)
    if made and made.data.get("worsens"):
        yield Shown(Side.CLIENT, Measure.WORSENED_AFTER_HIRE, 1, 1, made.at)


def of_reply(
    before: Iterable[tuple[UUID, datetime]], *, by: UUID, at: datetime, side: Side
) -> Iterator[Shown]:
    """How long the other side waited for this message; one that answers nothing shows nothing.

    ``before``: who wrote when before it in the conversation, the latest first.
    """
    waiting = None
    for author, sent_at in before:
        if author == by:
            break
        waiting = sent_at
    if waiting:
        yield Shown(side, Measure.HOURS_TO_REPLY, _minutes(at - waiting), 1, at)


_TIME_TO_ANSWER = ANSWER_DAYS * 24 * 60


def of_question(facts: Sequence[Fact]) -> Iterator[Shown]:
    """That nobody replied in time to what needed an answer: as long a wait as the time for it.

    A fact that doesn't tell how long it was is from before that was put down: it took as long at the least.
    """
    missed = _first(facts, messaging.AnswerMissed)
    if missed:
        side, waited = Side(missed.data["missed_by"]), missed.data.get("waited", _TIME_TO_ANSWER)
        yield Shown(side, Measure.HOURS_TO_REPLY, waited, 1, missed.at)


@dataclass(frozen=True)
class Judged:
    """One of a worker's answers to a batch of which the end is known."""

    approved: bool
    overturned: bool
    submitted_at: datetime
    judged_at: datetime
    took: timedelta
    reward: int
    """in yen, before the fee"""


def of_answers(judged: Sequence[Judged]) -> Iterator[Shown]:
    """Of a worker's answers to a batch: the approved, how soon, what they paid, and what others overturned.

    All of her time counts for what they paid, also that of what was rejected.
    """
    if not judged:
        return
    at = max(answer.judged_at for answer in judged)
    approved = [answer for answer in judged if answer.approved]
    for side in Side:
        yield Shown(side, Measure.APPROVED, len(approved), len(judged), at)
    if approved:
        waited = sum(_minutes(answer.judged_at - answer.submitted_at) for answer in approved)
        yield Shown(Side.CLIENT, Measure.HOURS_TO_APPROVE, waited, len(approved), at)
        yield Shown(Side.CLIENT, Measure.HOURS_FOR_1000_YEN, _minutes_for_10000_yen(judged), 1, at)
    refused = [answer for answer in judged if answer.overturned or not answer.approved]
    if refused:
        overturned = sum(answer.overturned for answer in refused)
        yield Shown(Side.CLIENT, Measure.OVERTURNED, overturned, len(refused), at)


def _funding(facts: Sequence[Fact]) -> Iterator[Shown]:
    """Whether every payment came in time, how long the first took, and if a wait in vain was paid for."""
    agreed = _first(facts, contracts.ContractAgreed)
    funded = _first(facts, *FUNDED)
    lapsed = _first(facts, contracts.FundingLapsed, contracts.PeriodUnfunded, contracts.TopUpUnpaid)
    if lapsed or funded:
        decisive = lapsed or funded
        assert decisive is not None
        yield Shown(Side.CLIENT, Measure.FUNDED, int(lapsed is None), 1, decisive.at)
    waited = _first(facts, contracts.StandbyFeeUnpaid, contracts.StandbyFeePaid)
    if waited:
        paid = _is(waited, contracts.StandbyFeePaid)
        yield Shown(Side.CLIENT, Measure.WAITING_PAID, int(paid), 1, waited.at)
    if agreed and funded:
        yield Shown(Side.CLIENT, Measure.DAYS_TO_FUND, _minutes(funded.at - agreed.at), 1, funded.at)


def _inspections(facts: Sequence[Fact]) -> Iterator[Shown]:
    """Of each delivery: did the client answer herself, after how long. What is in dispute isn't counted."""
    waiting: dict[int, datetime] = {}
    for fact in facts:
        number = fact.data.get("number")
        if _is(fact, contracts.WorkDelivered, contracts.HoursHandedIn):
            waiting[fact.data["number"]] = fact.at
        elif number in waiting and _is(fact, *ANSWERS):
            since = waiting.pop(number)
            yield Shown(Side.CLIENT, Measure.INSPECTED, 1, 1, fact.at)
            yield Shown(Side.CLIENT, Measure.DAYS_TO_INSPECT, _minutes(fact.at - since), 1, fact.at)
        elif number in waiting and _is(fact, SILENCE):
            waiting.pop(number)
            yield Shown(Side.CLIENT, Measure.INSPECTED, 0, 1, fact.at)


def _deliveries(facts: Sequence[Fact]) -> Iterator[Shown]:
    """Of each part: was it handed over in time, and accepted without changes.

    Hours that are handed in by themselves say nothing of their worker.
    """
    delivered: dict[int, datetime] = {}
    overdue: dict[int, datetime] = {}
    answered: dict[int, tuple[bool, datetime]] = {}
    for fact in facts:
        if _is(fact, contracts.WorkDelivered) or (_is(fact, contracts.HoursHandedIn) and fact.by):
            delivered.setdefault(fact.data["number"], fact.at)
        elif _is(fact, contracts.DeliveryOverdue, contracts.DeliveryMissed):
            overdue.setdefault(fact.data["number"], fact.at)
        elif _is(fact, *ANSWERS, SILENCE):
            number = fact.data["number"]
            changed = _is(fact, contracts.ChangesRequested) or answered.get(number, (False, fact.at))[0]
            answered[number] = changed, fact.at
    for number, at in (delivered | overdue).items():
        yield Shown(Side.WORKER, Measure.PUNCTUAL, int(number not in overdue), 1, at)
    for changed, at in answered.values():
        yield Shown(Side.WORKER, Measure.REWORKED, int(changed), 1, at)


def _ending(facts: Sequence[Fact]) -> Iterator[Shown]:
    """Whether the client let the work come about, and whether the worker saw it through."""
    over = _last(facts, *OVER)
    if over is None:
        return
    ending = over.data.get("ending")
    if ending == Ending.WORSENED:
        return  # counted as what it was: terms that came after hiring
    finished = _is(over, contracts.ContractFinished)
    if finished or _is(over, contracts.ContractEnded, contracts.CancelledAfterHiring):
        called_off = _is(over, contracts.CancelledAfterHiring) or ending in NEVER_BEGUN
        yield Shown(Side.CLIENT, Measure.CANCELLED_AFTER_HIRE, int(called_off), 1, over.at)
    if finished or _is(over, contracts.WorkerCancelled) or ending in NEVER_DELIVERED:
        yield Shown(Side.WORKER, Measure.COMPLETED, int(finished), 1, over.at)


def _trial(facts: Sequence[Fact]) -> Iterator[Shown]:
    """Whether the client decided after a trial, in time, and hired; who would not wait shows nothing."""
    over = _last(facts, contracts.TrialHired, contracts.TrialDeclined, contracts.TrialUndecided)
    if over:
        yield Shown(Side.CLIENT, Measure.DECIDED, int(not _is(over, contracts.TrialUndecided)), 1, over.at)
        hired = int(_is(over, contracts.TrialHired))
        yield Shown(Side.CLIENT, Measure.HIRED_AFTER_TRIAL, hired, 1, over.at)


def _disputes(facts: Sequence[Fact]) -> Iterator[Shown]:
    """Against whom operators decided, of work that was handed over; a dispute alone is nobody's fault.

    Where nobody else could look at an appeal, the contract says nothing of either side, good or bad.
    """
    settled = [fact for fact in facts if _is(fact, contracts.DisputeSettled)]
    if not settled and _first(facts, contracts.DisputeUnreviewed):
        return
    decisive = settled[-1] if settled else _last(facts, *OVER)
    if decisive is None or not _first(facts, contracts.WorkDelivered, contracts.HoursHandedIn):
        return
    against = {
        Side.CLIENT: any(fact.data["to_worker"] for fact in settled),
        Side.WORKER: any(fact.data["to_client"] for fact in settled),
    }
    for side, lost in against.items():
        yield Shown(side, Measure.DISPUTED, int(lost), 1, decisive.at)


def _worsening(facts: Sequence[Fact]) -> Iterator[Shown]:
    """Whether the client proposed worse terms after hiring; of what was never paid for nothing is known."""
    later = [fact for fact in facts if fact.data.get("proposed_by") == Side.CLIENT]
    worse = [fact for fact in later if fact.data.get("worsens") or fact.data.get("worse")]
    over = _last(facts, *OVER)
    if worse:
        yield Shown(Side.CLIENT, Measure.WORSENED_AFTER_HIRE, 1, 1, worse[0].at)
    elif over and _first(facts, *FUNDED) and not list(of_offer(facts)):
        yield Shown(Side.CLIENT, Measure.WORSENED_AFTER_HIRE, 0, 1, over.at)


def _first(facts: Sequence[Fact], *kinds: type[Event]) -> Fact | None:
    return next((fact for fact in facts if _is(fact, *kinds)), None)


def _last(facts: Sequence[Fact], *kinds: type[Event]) -> Fact | None:
    return next((fact for fact in reversed(facts) if _is(fact, *kinds)), None)


def _is(fact: Fact | None, *kinds: type[Event]) -> bool:
    return fact is not None and fact.kind in {kind.kind for kind in kinds}


def _minutes_for_10000_yen(judged: Sequence[Judged]) -> int:
    """How long a worker worked for ¥10,000, what was rejected included, by the median of what one took her.

    The median, because who forgets the page, or a slow answer at first, says nothing about the batch.
    """
    minutes = median(answer.took / timedelta(minutes=1) for answer in judged) * len(judged)
    paid = sum(answer.reward for answer in judged if answer.approved)
    return round(minutes * 10_000 / paid)


def _minutes(took: timedelta) -> int:
    return max(int(took.total_seconds() // 60), 0)
