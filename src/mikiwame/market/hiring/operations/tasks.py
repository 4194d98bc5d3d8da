"""The posting of a batch: what lists, search and reports read of task work. Only its batch calls these.

It has the states of any posting, and neither places nor applications nor a promised decision: its batch
knows who answers. ``by`` is None where the batch moves by itself: its money came, its day is over.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import F, QuerySet

from mikiwame.core.clock import day_in_tokyo
from mikiwame.core.errors import require
from mikiwame.core.fields import lock
from mikiwame.core.operation import operation
from mikiwame.core.terms import Format, RewardBasis
from mikiwame.market.hiring import events, rules
from mikiwame.market.hiring.models import Posting, PostingIndex
from mikiwame.market.hiring.states import POSTING, PostingState
from mikiwame.market.history.operations import record
from mikiwame.market.members.models import Member, Party
from mikiwame.market.terms import operations as terms
from mikiwame.market.terms.models import Sheet

from . import index, outcomes, writing

AN_HOUR = 3_600
GIST_MOST = 1_000
PAID_AFTER = 7
"""Days after the last one of approval by which the money is on its way: it leaves every day."""

_OWN = frozenset({"title", "body", "category"})


@operation
def draft(client: Party, *, by: Member, at: datetime) -> Posting:
    """A client begins a batch: its posting, with an empty sheet, which nobody else sees."""
    require(rules.may_begin(by, client))

    posting = Posting(client=client, format=Format.TASK, state_since=at, created_at=at, saved_at=at)
    posting.sheet = terms.draft(posting.key, at=at)
    posting.save()
    return posting


@operation
def save(posting: Posting, values: Mapping[str, Any], *, by: Member, at: datetime) -> Posting:
    """Write title, body or category (its slug); raises Refused with the field that doesn't fit."""
    posting = lock(posting)
    require(rules.may_write_task(by, posting))

    for name in _OWN & values.keys():
        setattr(posting, name, writing.fitting(name, values[name]))
    posting.saved_at = at
    posting.save()
    return posting


@operation
def discard(posting: Posting, *, by: Member) -> None:
    """The draft goes, after its batch."""
    posting = lock(posting)
    require(rules.may_write_task(by, posting))

    sheet = posting.sheet
    posting.delete()
    sheet.delete()


@operation
def publish(
    posting: Posting,
    *,
    reward: int,
    places: int,
    closes_on: date,
    approve_days: int,
    by: Member | None,
    at: datetime,
) -> Posting:
    """Offer the tasks to everybody: ``reward`` yen for each of ``places`` answers, until ``closes_on``.

    The sheet is written from this and freezes. Raises Refused: title_missing, body_missing, category_missing,
    number_out_of_range (reward, places, inspection_days), date_past or closes_far (closes_on).
    """
    posting = lock(posting)
    require(rules.may_move_task(by, posting, "publish"))
    require(rules.task_publishable(posting, places=places, closes_on=closes_on, at=at))

    days = {"start_date": day_in_tokyo(at), "deadline": closes_on}
    sheet = _stated(posting, **days, reward=reward, headcount=places, inspection_days=approve_days)
    posting.sheet = terms.freeze(sheet, at=at)
    ends = {"published_at": at, "apply_until": closes_on}
    posting.become(PostingState.OPEN, at=at, **ends, task_places=places, places_left=places)
    index.enlist(posting)

    _record_publication(posting, by=by, at=at)
    return posting


@operation
def pause(posting: Posting, *, by: Member | None, at: datetime) -> Posting:
    """Nobody begins for a while."""
    posting = lock(posting)
    require(rules.may_move_task(by, posting, "pause"))

    posting.become(PostingState.PAUSED, at=at)
    index.unlist(posting)

    record(events.PostingPaused(**outcomes.sides(posting)), by=_key(by), at=at)
    return posting


@operation
def resume(posting: Posting, *, by: Member | None, at: datetime) -> Posting:
    """Answers are welcome again."""
    posting = lock(posting)
    require(rules.may_move_task(by, posting, "resume"))

    posting.become(PostingState.OPEN, at=at)
    index.enlist(posting)

    record(events.PostingResumed(**outcomes.sides(posting)), by=_key(by), at=at)
    return posting


@operation
def close(posting: Posting, *, by: Member | None, at: datetime) -> Posting:
    """The client asks for no more answers, or the closing day is over."""
    posting = lock(posting)
    require(rules.may_move_task(by, posting, "close"))

    posting.become(PostingState.CLOSED, at=at)
    index.unlist(posting)

    record(events.PostingClosed(**outcomes.sides(posting), declined=0), by=_key(by), at=at)
    return posting


@operation
def fill(posting: Posting, *, at: datetime) -> Posting:
    """All answers that were asked for have come."""
    posting = lock(posting)
    require(rules.may_move_task(None, posting, "settle"))
    assert posting.task_places is not None

    posting.become(PostingState.FILLED, at=at, places_left=0)
    index.unlist(posting)

    fact = events.PostingFilled(**outcomes.sides(posting), places=posting.task_places, format=posting.format)
    record(fact, by=None, at=at)
    return posting


@operation
def expire(posting: Posting, *, at: datetime) -> Posting:
    """The closing day passed while operators had stopped it, which stays so; otherwise see ``close``."""
    posting = lock(posting)
    require(rules.may_move_task(None, posting, "expire"))

    posting.become(PostingState.EXPIRED, at=at)
    index.unlist(posting)

    fact = events.PostingExpired(**outcomes.sides(posting), applicants=0, undecided=0, format=posting.format)
    record(fact, by=None, at=at)
    return posting


@operation
def suspend(posting: Posting, *, reason: str, by: Member, at: datetime) -> Posting:
    """An operator takes the tasks off the list; the reason is recorded."""
    posting = lock(posting)
    require(rules.may_moderate_task(by, posting, "suspend", reason))

    posting.become(PostingState.SUSPENDED, at=at, suspended_at=at)
    index.unlist(posting)

    record(events.PostingSuspended(**outcomes.sides(posting), reason=reason.strip()), by=by.key, at=at)
    return posting


@operation
def reinstate(posting: Posting, *, reason: str, by: Member, at: datetime) -> Posting:
    """An operator puts the tasks back; the closing day, now in ``apply_until``, gets back the days lost."""
    posting = lock(posting)
    require(rules.may_moderate_task(by, posting, "reinstate", reason))
    assert posting.apply_until is not None
    assert posting.suspended_at is not None

    lost = day_in_tokyo(at) - day_in_tokyo(posting.suspended_at)
    posting.become(PostingState.OPEN, at=at, suspended_at=None, apply_until=posting.apply_until + lost)
    index.enlist(posting)

    fact = events.PostingReinstated(**outcomes.sides(posting), reason=reason.strip(), format=posting.format)
    record(fact, by=by.key, at=at)
    return posting


@operation
def extend(posting: Posting, more: int) -> Posting:
    """Ask for more answers than were posted: in ``task_places``, for the frozen sheet stays as it was read.

    Raises Refused("number_out_of_range", field="places").
    """
    posting = lock(posting)
    require(rules.may_move_task(None, posting, "close"))
    assert posting.task_places is not None
    places = posting.task_places + more
    require(rules.places_within(more) and rules.places_within(places))

    Posting.objects.filter(pk=posting.pk).update(task_places=places, places_left=F("places_left") + more)
    posting.refresh_from_db()
    PostingIndex.objects.filter(pk=posting.pk).update(places=places, places_left=posting.places_left)
    return posting


@operation
def top_up(posting: Posting, reward: int, *, at: datetime) -> Posting:
    """Offer more for each answer: in a new version of the sheet, for the frozen one stays as it was read."""
    posting = lock(posting)
    require(rules.may_move_task(None, posting, "close"))

    posting.sheet = terms.freeze(terms.copy(posting.sheet, subject=posting.key, at=at, reward=reward), at=at)
    hourly = posting.seconds and reward * AN_HOUR // posting.seconds
    posting.hourly = hourly
    posting.save(update_fields=["sheet", "hourly"])
    PostingIndex.objects.filter(pk=posting.pk).update(reward=reward, hourly=hourly)
    return posting


@operation
def count(posting: Posting, left: int) -> None:
    """Put down how many answers are still asked for; a chore does, not each answer. What is over stays."""
    require(rules.is_task(posting))
    _write(Posting.objects.exclude(state__in=sorted(POSTING.final)), posting, places_left=left)
    _write(PostingIndex.objects.all(), posting, places_left=left)


@operation
def measure(posting: Posting, seconds: int, hourly: int | None) -> None:
    """Put down what an answer takes, expected at first and measured later, and the yen an hour of that."""
    require(rules.is_task(posting))
    _write(Posting.objects.all(), posting, seconds=seconds, hourly=hourly)
    _write(PostingIndex.objects.all(), posting, seconds=seconds, hourly=hourly)


def _write(rows: QuerySet[Any], posting: Posting, **figures: int | None) -> None:
    """Write only what is new, so that no row is marked anew for nothing; the posting's row goes first."""
    rows.filter(pk=posting.pk).exclude(**figures).update(**figures)


def _stated(posting: Posting, **lines: Any) -> Sheet:
    """The posting's terms: its text says what is done and handed in, and one answer can be fixed once."""
    said = {"scope": _gist(posting.body), "deliverable": posting.title, "change_rounds": 1}
    basis, paid = RewardBasis.PER_PIECE, lines["inspection_days"] + PAID_AFTER
    return terms.write(posting.sheet, **lines, **said, reward_basis=basis, payment_days=paid)


def _key(by: Member | None) -> str | None:
    return by.key if by else None


def _gist(text: str) -> str:
    """The beginning of a text, up to the end of a line where it is too long."""
    whole, _, _ = text[:GIST_MOST].rpartition("\n")
    return text if len(text) <= GIST_MOST else (whole or text[:GIST_MOST]).rstrip()


def _record_publication(posting: Posting, *, by: Member | None, at: datetime) -> None:
    fact = events.PostingPublished(
        **outcomes.sides(posting),
        category=str(posting.category_id),
        places=posting.task_places or 0,
        newcomer_places=0,
        format=posting.format,
        reward=posting.sheet.reward or 0,
    )
    record(fact, by=_key(by), at=at)
