"""What the posting of a batch has beyond any that something owns (``owned``): answers, and what they pay.

It promises no decision. Only its batch calls these.
"""

from datetime import date, datetime
from typing import Any

from django.db.models import F, QuerySet

from mikiwame.core.clock import day_in_tokyo
from mikiwame.core.errors import require
from mikiwame.core.fields import lock
from mikiwame.core.operation import operation
from mikiwame.core.terms import RewardBasis
from mikiwame.market.hiring import events, rules
from mikiwame.market.hiring.models import Posting, PostingIndex
from mikiwame.market.hiring.states import POSTING, PostingState
from mikiwame.market.history.operations import record
from mikiwame.market.members.models import Member
from mikiwame.market.terms import operations as terms
from mikiwame.market.terms.models import Sheet

from . import index, outcomes, writing

AN_HOUR = 3_600
PAID_AFTER = 7
"""Days after the last one of approval by which the money is on its way: it leaves every day."""


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
    require(rules.may_move_owned(by, posting, "publish"))
    require(rules.task_publishable(posting, places=places, closes_on=closes_on, at=at))

    days = {"start_date": day_in_tokyo(at), "deadline": closes_on}
    sheet = _stated(posting, **days, reward=reward, headcount=places, inspection_days=approve_days)
    posting.sheet = terms.freeze(sheet, at=at)
    ends = {"published_at": at, "apply_until": closes_on}
    posting.become(PostingState.OPEN, at=at, **ends, task_places=places, places_left=places)
    index.enlist(posting)

    outcomes.record_publication(posting, posting.task_places or 0, by=by, at=at)
    return posting


@operation
def fill(posting: Posting, *, at: datetime) -> Posting:
    """All answers that were asked for have come."""
    posting = lock(posting)
    require(rules.may_move_owned(None, posting, "settle"))
    assert posting.task_places is not None

    posting.become(PostingState.FILLED, at=at, places_left=0)
    index.unlist(posting)

    fact = events.PostingFilled(**outcomes.sides(posting), places=posting.task_places, format=posting.format)
    record(fact, by=None, at=at)
    return posting


@operation
def extend(posting: Posting, more: int) -> Posting:
    """Ask for more answers than were posted: in ``task_places``, for the frozen sheet stays as it was read.

    Raises Refused("number_out_of_range", field="places").
    """
    posting = lock(posting)
    require(rules.may_move_owned(None, posting, "close"))
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
    require(rules.may_move_owned(None, posting, "close"))

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
    said = {"scope": writing.gist(posting.body), "deliverable": posting.title, "change_rounds": 1}
    basis, paid = RewardBasis.PER_PIECE, lines["inspection_days"] + PAID_AFTER
    return terms.write(posting.sheet, **lines, **said, reward_basis=basis, payment_days=paid)
