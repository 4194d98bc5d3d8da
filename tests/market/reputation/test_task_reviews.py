"""A worker says how a batch was: once, when all of hers is decided, sealed for a while, counted apart."""

from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction

from mikiwame.market.history import queries as history
from mikiwame.market.members.models import Member
from mikiwame.market.notifications.models import Notification
from mikiwame.market.reputation import queries
from mikiwame.market.reputation.models import Regard, Review
from mikiwame.market.reputation.operations import reports, reviews
from mikiwame.market.reputation.operations.reviews import Verdict
from mikiwame.market.taskwork.models import Batch
from mikiwame.market.taskwork.operations import endings, judging
from mikiwame.ops import consumers
from tests.cast import MORNING, Cast
from tests.market.reputation.stage import settle
from tests.market.taskwork.stage import MINUTE, again, answered, opened, returned
from tests.races import at_once, code_of

LATER = MORNING + MINUTE
SEALED = timedelta(days=settings.REVIEW_DAYS)
GOOD = Verdict(terms_kept=True, on_time=True, clear=True, again=True, comment="わかりやすい設問でした。")
BAD = Verdict(terms_kept=True, on_time=False, clear=False)


def decided(cast: Cast, *workers: Member) -> Batch:
    """A batch of Sakurai's in which one answer of each of these is approved."""
    batch = opened(cast, units=4, answers_per_unit=3)
    for worker in workers:
        answered(batch, worker)
    judging.approve_all(batch, until=LATER, by=cast.sakurai, at=LATER)
    return again(batch)


def refusal(batch: Batch, by: Member, at: datetime = LATER) -> str | None:
    return code_of(lambda: reviews.review_tasks(batch, GOOD, by=by, at=at))


def test_it_is_sealed_and_then_counted_with_its_words(cast: Cast) -> None:
    batch = decided(cast, cast.yuki, cast.ken)
    made = reviews.review_tasks(batch, GOOD, by=cast.yuki, at=LATER)
    reviews.review_tasks(batch, BAD, by=cast.ken, at=LATER)

    early = queries.task_reviews_about(cast.sakurai.party, at=LATER + SEALED - MINUTE)
    assert (early.people, early.latest) == (0, [])
    open_now = queries.task_reviews_about(cast.sakurai.party, at=LATER + SEALED)
    assert open_now.people == 2
    assert open_now.said == {"terms_kept": (2, 2), "on_time": (1, 2), "clear": (1, 2), "again": (1, 1)}
    assert open_now.latest == [made]
    [fact, _] = history.facts_of(["reputation.TasksReviewed"], since=MORNING)
    assert fact.data["author"] == cast.yuki.party.key
    assert "comment" not in fact.data


def test_of_each_worker_the_latest_counts(cast: Cast) -> None:
    for verdict in (BAD, BAD, GOOD):
        reviews.review_tasks(decided(cast, cast.yuki), verdict, by=cast.yuki, at=LATER)
    found = queries.task_reviews_about(cast.sakurai.party, at=LATER + SEALED)
    assert (found.people, found.said["on_time"]) == (1, (1, 1))


def test_nothing_is_said_before_all_of_hers_is_decided_nor_twice_nor_by_others(cast: Cast) -> None:
    batch = opened(cast, units=4)
    first, second = answered(batch, cast.yuki), answered(batch, cast.yuki)
    assert refusal(batch, cast.yuki) == "answers_undecided"
    judging.approve(batch, [first.pk], by=cast.sakurai, at=LATER)
    returned(second, cast)
    assert refusal(batch, cast.yuki) == "answers_undecided"
    judging.let_stand(second, by=cast.yuki, at=LATER)

    assert refusal(batch, cast.yuki) is None
    assert refusal(batch, cast.yuki) == "already_reviewed"
    for other in (cast.sakurai, cast.ken, cast.oda):
        assert refusal(batch, other) == "not_joined"


def test_when_the_batch_has_been_over_for_long_it_is_too_late(cast: Cast) -> None:
    batch = decided(cast, cast.yuki)
    endings.close(batch, by=cast.sakurai, at=LATER)
    batch = endings.finish(batch, at=LATER)
    assert refusal(batch, cast.yuki, at=LATER + SEALED) == "too_late"
    reviews.review_tasks(batch, GOOD, by=cast.yuki, at=LATER + SEALED - MINUTE)


def test_cheap_tasks_count_for_nothing_among_contracts(cast: Cast) -> None:
    reviews.review_tasks(decided(cast, cast.yuki), GOOD, by=cast.yuki, at=LATER)
    after = LATER + SEALED
    settle(after)

    assert not queries.reviews_about(cast.sakurai.party)
    cast.sakurai.party.standing.refresh_from_db()
    assert cast.sakurai.party.standing.review_count == 0
    assert queries.report_about(cast.sakurai.party, at=after).esteem.report is None
    reports.weigh_raters(at=after)
    assert not Regard.objects.exists()


def test_the_client_is_not_told_who_wrote(cast: Cast) -> None:
    batch = decided(cast, cast.yuki)
    reviews.review_tasks(batch, BAD, by=cast.yuki, at=LATER)
    while consumers.take_in(LATER):
        pass
    kinds = set(Notification.objects.values_list("kind", flat=True))
    assert "taskwork.AnswersApproved" in kinds
    assert "reputation.TasksReviewed" not in kinds


def test_a_review_is_of_a_contract_with_stars_or_of_tasks_without(cast: Cast) -> None:
    reviews.review_tasks(decided(cast, cast.yuki), GOOD, by=cast.yuki, at=LATER)
    for wrong in ({"stars": 5}, {"batch": None}, {"opened_at": None}, {"reply": "ありがとう"}):
        with pytest.raises(IntegrityError, match="reputation_review"), transaction.atomic():
            Review.objects.update(**wrong)


@pytest.mark.django_db(transaction=True)
def test_sent_twice_at_once_it_is_written_once(cast: Cast) -> None:
    batch = decided(cast, cast.yuki)
    refused = at_once(*[lambda: reviews.review_tasks(batch, GOOD, by=cast.yuki, at=LATER)] * 4)
    assert refused == ["already_reviewed"] * 3
    assert Review.objects.count() == 1
