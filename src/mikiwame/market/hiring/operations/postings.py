"""A posting from the first line of its draft to its end."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from mikiwame.core.clock import TOKYO, day_in_tokyo
from mikiwame.core.errors import require
from mikiwame.core.fields import lock
from mikiwame.core.operation import operation
from mikiwame.market.hiring import events, rules
from mikiwame.market.hiring.models import Place, Posting
from mikiwame.market.hiring.states import ApplicationState, DeclineReason, PostingState
from mikiwame.market.history.operations import record
from mikiwame.market.members.models import Member, Party
from mikiwame.market.messaging import operations as attaching
from mikiwame.market.messaging import queries as messaging
from mikiwame.market.terms import operations as terms
from mikiwame.market.terms import queries as sheets
from mikiwame.market.turns import operations as turns
from mikiwame.market.turns.states import TurnKind

from . import index, outcomes, writing

PREFILLED = {"headcount": 1, "inspection_days": 7}
"""What a new sheet says until the client says otherwise."""

_OWN = frozenset({"title", "body", "category", "newcomer_places", "continuing", "apply_until", "decide_days"})
_LINES = frozenset({"requirement_lines", "question_lines", "parts"})


@operation
def draft(client: Party, *, by: Member, at: datetime, values: Mapping[str, Any] | None = None) -> Posting:
    """A client begins to write, with ``values`` as ``save`` takes them; nobody else sees it."""
    require(rules.may_begin(by, client))

    posting = Posting(client=client, state_since=at, created_at=at, saved_at=at)
    posting.sheet = terms.draft(posting.key, at=at, **PREFILLED)
    posting.save()
    return save(posting, values, by=by, at=at) if values else posting


@operation
def save(posting: Posting, values: Mapping[str, Any], *, by: Member, at: datetime) -> Posting:
    """Write down what is there so far; incomplete is fine, impossible is refused with its field.

    ``values``: title, body, category (its slug), newcomer_places, continuing, apply_until, decide_days,
    ``requirement_lines`` and ``question_lines`` as (text, must it be) pairs, columns of the terms sheet, and
    its ``parts``.
    """
    posting = lock(posting)
    require(rules.may_write(by, posting))

    for name in _OWN & values.keys():
        setattr(posting, name, writing.fitting(name, values[name]))
    posting.saved_at = at
    posting.save()
    if "requirement_lines" in values:
        writing.write_requirements(posting, values["requirement_lines"])
    if "question_lines" in values:
        writing.write_questions(posting, values["question_lines"])
    of_terms = {name: value for name, value in values.items() if name not in _OWN | _LINES}
    if of_terms.get("headcount") is not None:
        require(rules.within_limits("headcount", of_terms["headcount"]))
    posting.sheet = terms.write(posting.sheet, **of_terms)
    if "parts" in values:
        posting.sheet = terms.write_milestones(posting.sheet, values["parts"])
    return posting


@operation
def copy(posting: Posting, *, by: Member, at: datetime) -> Posting:
    """The client begins a new draft with what a posting said, without its files; its days are left open."""
    require(rules.may_copy(by, posting))

    fresh = Posting(client=posting.client, state_since=at, created_at=at, saved_at=at)
    for name in ("format", "category", "title", "body", "newcomer_places", "continuing", "decide_days"):
        setattr(fresh, name, getattr(posting, name))
    open_days = {"deadline": None, "start_date": None, "start_latest": None}
    fresh.sheet = terms.copy(posting.sheet, subject=fresh.key, at=at, **open_days)
    fresh.save()
    writing.write_requirements(fresh, [(line.text, line.essential) for line in posting.requirements.all()])
    writing.write_questions(fresh, [(line.text, line.required) for line in posting.questions.all()])
    return fresh


@operation
def discard(posting: Posting, *, by: Member) -> None:
    """The client throws a draft away."""
    posting = lock(posting)
    require(rules.may_write(by, posting))

    for file in messaging.attachments(posting.key):
        attaching.detach(file, by=by)
    sheet = posting.sheet
    posting.delete()
    sheet.delete()


@operation
def publish(posting: Posting, *, by: Member, at: datetime) -> Posting:
    """The work is offered to everybody: its terms freeze, its places open, the clock on the decision runs."""
    posting = lock(posting)
    require(rules.may_publish(by, posting, at))
    assert posting.apply_until is not None

    until = decision_day(posting.apply_until, posting.decide_days)
    terms.freeze(posting.sheet, at=at)
    posting.become(PostingState.OPEN, at=at, published_at=at, decide_until=until)
    places = _make_places(posting)
    _promise_decision(posting, since=at, until=until)
    index.enlist(posting)

    fact = events.PostingPublished(
        **outcomes.sides(posting),
        category=str(posting.category_id),
        places=places,
        newcomer_places=posting.newcomer_places,
        format=posting.format,
        reward=sheets.least(posting.sheet),
    )
    record(fact, by=by.key, at=at)
    return posting


@operation
def pause(posting: Posting, *, by: Member, at: datetime) -> Posting:
    """No applications for a while; who has applied still hears by the promised day."""
    posting = lock(posting)
    require(rules.may_steer(by, posting, "pause", at))

    posting.become(PostingState.PAUSED, at=at)
    index.unlist(posting)

    record(events.PostingPaused(**outcomes.sides(posting)), by=by.key, at=at)
    return posting


@operation
def resume(posting: Posting, *, by: Member, at: datetime) -> Posting:
    """Applications are welcome again, until the day that was named."""
    posting = lock(posting)
    require(rules.may_steer(by, posting, "resume", at))

    posting.become(PostingState.OPEN, at=at)
    index.enlist(posting)

    record(events.PostingResumed(**outcomes.sides(posting)), by=by.key, at=at)
    return posting


@operation
def close(posting: Posting, *, by: Member, at: datetime) -> Posting:
    """The client looks no further; who still waits is told so. Offers that stand can still be accepted."""
    posting = lock(posting)
    require(rules.may_close(by, posting, at))

    posting.become(PostingState.CLOSED, at=at)
    index.unlist(posting)
    turns.take(TurnKind.DECISION, posting.key, at=at)
    declined = outcomes.decline_waiting(posting, DeclineReason.CANCELLED, by=by.key, at=at)

    record(events.PostingClosed(**outcomes.sides(posting), declined=declined), by=by.key, at=at)
    return posting


@operation
def expire(posting: Posting, *, at: datetime) -> Posting:
    """The promised day of decision has passed: off the list, who still waited is told, and it is counted.

    Raises Refused("not_yet") before the limit.
    """
    posting = lock(posting)
    require(rules.is_project(posting) and rules.in_state(posting, "expire"))
    turns.pass_by(TurnKind.DECISION, posting.key, at=at)

    applicants = posting.applications.exclude(state=ApplicationState.WITHDRAWN).count()
    posting.become(PostingState.EXPIRED, at=at)
    index.unlist(posting)
    undecided = outcomes.expire_waiting(posting, at=at)

    fact = events.PostingExpired(**outcomes.sides(posting), applicants=applicants, undecided=undecided)
    record(fact, by=None, at=at)
    return posting


@operation
def suspend(posting: Posting, *, reason: str, by: Member, at: datetime) -> Posting:
    """An operator takes a posting off the list, with a reason; nobody agrees to it meanwhile."""
    posting = lock(posting)
    require(rules.may_moderate(by, posting, "suspend", reason))

    posting.become(PostingState.SUSPENDED, at=at, suspended_at=at)
    index.unlist(posting)

    record(events.PostingSuspended(**outcomes.sides(posting), reason=reason.strip()), by=by.key, at=at)
    outcomes.tell_halted(posting, by=by.key, at=at)
    return posting


@operation
def reinstate(posting: Posting, *, reason: str, by: Member, at: datetime) -> Posting:
    """An operator puts a posting back, and its clock gets back the days that it lost."""
    posting = lock(posting)
    require(rules.may_moderate(by, posting, "reinstate", reason))
    assert posting.apply_until is not None
    assert posting.suspended_at is not None

    lost = day_in_tokyo(at) - day_in_tokyo(posting.suspended_at)
    apply_until = posting.apply_until + lost
    until = decision_day(apply_until, posting.decide_days)
    turns.move_limit(TurnKind.DECISION, posting.key, until=until, at=at)
    ends = {"apply_until": apply_until, "decide_until": until}
    posting.become(PostingState.OPEN, at=at, suspended_at=None, **ends)
    index.enlist(posting)

    record(events.PostingReinstated(**outcomes.sides(posting), reason=reason.strip()), by=by.key, at=at)
    outcomes.tell_resumed(posting, by=by.key, at=at)
    return posting


def decision_day(apply_until: date, decide_days: int) -> datetime:
    """Until when applicants are promised to hear: so many days after the end of the last day, in Tokyo."""
    return datetime.combine(apply_until + timedelta(days=1 + decide_days), time.min, TOKYO)


def _promise_decision(posting: Posting, *, since: datetime, until: datetime) -> None:
    """The client's clock runs; who waits for it are all applicants, so nobody is named."""
    turns.open_turn(
        TurnKind.DECISION,
        posting.key,
        whose=posting.client,
        waiting=None,
        title=posting.title,
        page=posting.key,
        since=since,
        until=until,
    )


def _make_places(posting: Posting) -> int:
    """Open the places, those for newcomers first; returns how many."""
    headcount = posting.sheet.headcount or 0
    Place.objects.bulk_create(
        Place(posting=posting, number=number, for_newcomer=number <= posting.newcomer_places)
        for number in range(1, headcount + 1)
    )
    return headcount
