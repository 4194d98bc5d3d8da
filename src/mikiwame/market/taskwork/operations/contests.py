"""A refused answer is looked at anew: by workers of neither side, without names, then by an operator."""

from collections.abc import Callable
from datetime import datetime, timedelta

from mikiwame.core.errors import require
from mikiwame.core.fields import lock
from mikiwame.core.operation import operation
from mikiwame.core.texts import clean
from mikiwame.market.history.operations import record
from mikiwame.market.members.models import Member
from mikiwame.market.taskwork import events, queries, rules
from mikiwame.market.taskwork.models import Answer, Judgement
from mikiwame.market.taskwork.states import LOOKED_AT, AnswerState, Finding
from mikiwame.market.turns import operations as turns
from mikiwame.market.turns import queries as clocks
from mikiwame.market.turns.states import TurnKind

from . import outcomes

WORDS_MOST = 2_000


@operation
def contest(answer: Answer, *, words: str, by: Member, at: datetime) -> Answer:
    """The worker says why a returned answer is right as it is; it keeps its place, and its money is held.

    Others look at it anew; where they or an operator have already found the return right, an operator does.
    """
    answer = lock(answer)
    require(rules.may_contest(by, answer, words, at))

    turns.take(TurnKind.FIX, answer.key, at=at)
    said = clean(words, most=WORDS_MOST, field="words")
    record(events.AnswerContested(subject=answer.key, words=said, **outcomes.about(answer)), by=by.key, at=at)
    if answer.confirmed_at:
        outcomes.ask_operators(answer, by=by.key, at=at, contest=said)
    else:
        limit = at + timedelta(days=rules.JUDGE_DAYS)
        answer.become(AnswerState.CONTESTED, at=at, contest=said, limit_at=limit)
    return answer


@operation
def judge(answer: Answer, *, finding: Finding, by: Member, at: datetime) -> Judgement:
    """A worker of neither side finds for one; as soon as a majority is sure, that is what comes of it."""
    answer = lock(answer)
    approved, judged = queries.approved_of(by.party), queries.times_judged(answer, by.party)
    require(rules.may_judge(by, answer, approved, judged, at))

    mine = Judgement.objects.create(
        answer=answer, judge=by.party, fixes=answer.fixes, finding=finding, found_at=at
    )
    found = rules.majority(queries.findings(answer))
    if found:
        alike = answer.judgements.filter(fixes=answer.fixes)
        alike.filter(finding=found).update(agreed=True)
        alike.exclude(finding=found).update(agreed=False)
        _JUDGED[found](answer, at=at)
    return mine


@operation
def appeal(answer: Answer, *, by: Member, at: datetime) -> Answer:
    """The worker asks an operator, after others have found against her."""
    answer = lock(answer)
    require(rules.may_appeal(by, answer, at))

    turns.take(TurnKind.UPHELD, answer.key, at=at)
    outcomes.ask_operators(answer, by=by.key, at=at)
    return answer


@operation
def refer(*, at: datetime, limit: int = 100) -> int:
    """What others haven't found about in time goes to the operators; returns how many. A chore."""
    due = Answer.objects.filter(state__in=LOOKED_AT, limit_at__lte=at).order_by("limit_at", "id")
    taken = list(due.select_for_update(no_key=True, of=("self",), skip_locked=True)[:limit])
    for answer in taken:
        outcomes.ask_operators(answer, by=None, at=at)
    return len(taken)


@operation
def decide(answer: Answer, *, finding: Finding, ruling: str, by: Member, at: datetime) -> Answer:
    """An operator finds for one side, with a reason; who wasn't heard yet may still mend or contest."""
    answer = lock(answer)
    require(rules.may_decide(by, answer, ruling))

    turns.drop_all(answer.key, at=at)
    said = clean(ruling, most=WORDS_MOST, field="ruling")
    fact = events.AppealDecided(subject=answer.key, finding=finding, reason=said, **outcomes.about(answer))
    record(fact, by=by.key, at=at)
    if finding == Finding.WORKER:
        outcomes.overturn(answer, by=by.key, at=at)
    elif answer.contest:
        outcomes.reject(answer, by=by.key, at=at)
    else:
        outcomes.hand_back(answer, by=by.key, at=at, confirmed_at=at)
    return lock(answer)


@operation
def prolong_appeal(answer: Answer, *, at: datetime) -> Answer:
    """The operators didn't decide in time: they are asked again; recorded once, however long it takes."""
    answer = lock(answer)
    require(rules.answer_in_state(answer, "decide"))

    told = clocks.has_passed(TurnKind.APPEAL, answer.key, since=answer.state_since)
    turn = turns.pass_by(TurnKind.APPEAL, answer.key, at=at)
    answer.limit_at = at + timedelta(days=rules.DECIDE_DAYS)
    answer.save(update_fields=["limit_at"])
    outcomes.wait_for_operators(answer, since=turn.until)

    if not told:
        record(events.AppealLate(subject=answer.key, **outcomes.about(answer)), by=None, at=at)
    return answer


def _for_worker(answer: Answer, *, at: datetime) -> None:
    outcomes.overturn(answer, by=None, at=at)


def _for_client(answer: Answer, *, at: datetime) -> None:
    """A worker who hasn't been heard yet may still mend it, or contest; else she may appeal."""
    if answer.state == AnswerState.DOUBTED:
        outcomes.hand_back(answer, by=None, at=at, confirmed_at=at)
        return
    limit = at + timedelta(days=rules.APPEAL_DAYS)
    answer.become(AnswerState.UPHELD, at=at, limit_at=limit)
    outcomes.wait_for_worker(answer, TurnKind.UPHELD, at=at)

    fact = events.AnswerUpheld(subject=answer.key, reason=answer.reason, **outcomes.about(answer))
    record(fact, by=None, at=at)


_JUDGED: dict[Finding, Callable[..., None]] = {Finding.WORKER: _for_worker, Finding.CLIENT: _for_client}
"""What comes of an answer when a majority has found for that side."""
