"""The posting of a batch: what only its batch may do with it, and what lists show of it."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from mikiwame.core.clock import day_in_tokyo
from mikiwame.core.errors import NotFound, Refused
from mikiwame.core.terms import Format, RewardBasis, Term
from mikiwame.market.hiring import queries, rules
from mikiwame.market.hiring.listing import Filters, Listing, Sort
from mikiwame.market.hiring.models import Place, Posting, PostingIndex
from mikiwame.market.hiring.operations import files, owned, postings, tasks
from mikiwame.market.hiring.states import POSTING, PostingState
from mikiwame.market.history.queries import facts_about
from mikiwame.market.terms import queries as terms
from mikiwame.market.terms.lines import Deadline, Inspection, Reward, Start
from mikiwame.market.terms.models import Sheet
from mikiwame.market.turns import queries as turns
from mikiwame.market.turns.states import TurnKind
from tests.cast import MORNING, Cast
from tests.market.hiring.stage import SURVEY, applied, drafted, published, task_drafted, task_published
from tests.races import at_once, code_of

TODAY = day_in_tokyo(MORNING)
LATER = MORNING + timedelta(days=3)


def kinds(posting: Posting) -> list[str]:
    """What has happened to it."""
    return [fact.kind.removeprefix("hiring.") for fact in facts_about(posting.key)]


def listed(**filters: Any) -> list[Listing]:
    """What the list shows."""
    return queries.listed(Filters(**filters), at=MORNING).listings


def test_a_batch_is_written_published_and_found(cast: Cast) -> None:
    posting = task_drafted(cast.sakurai)
    assert (posting.state, posting.format, posting.title) == ("draft", Format.TASK, SURVEY["title"])
    assert not listed()
    with pytest.raises(NotFound):
        queries.posting_for(cast.yuki, posting.pk)

    posting = tasks.publish(
        posting,
        reward=55,
        places=500,
        closes_on=TODAY + timedelta(days=14),
        approve_days=5,
        by=cast.sakurai,
        at=MORNING,
    )

    [shown] = listed(format="task")
    assert (shown.reward, shown.reward_basis, shown.places, shown.places_left) == (55, "per_piece", 500, 500)
    assert (shown.seconds, shown.hourly) == (None, None)
    assert not listed(format="project")
    assert not Place.objects.exists()
    assert turns.limit(TurnKind.DECISION, posting.key) is None
    assert kinds(posting) == ["PostingPublished"]
    [fact] = facts_about(posting.key)
    assert (fact.data["format"], fact.data["places"], fact.data["reward"]) == ("task", 500, 55)


def test_its_sheet_states_what_an_answer_is_paid_and_when(cast: Cast) -> None:
    sheet = task_published(cast.sakurai).sheet
    assert sheet.frozen_at == MORNING
    assert terms.stated(sheet) == {
        Term.SCOPE: SURVEY["body"],
        Term.DELIVERABLE: SURVEY["title"],
        Term.REWARD: Reward(55),
        Term.REWARD_BASIS: RewardBasis.PER_PIECE,
        Term.DEADLINE: Deadline((TODAY + timedelta(days=14),)),
        Term.START: Start(TODAY),
        Term.HEADCOUNT: 500,
        Term.INSPECTION: Inspection(days=5, rounds=1),
        Term.PAYMENT: 12,
    }


@pytest.mark.parametrize(
    ("body", "scope"),
    [
        ("一行目。\n" + "あ" * 1_500, "一行目。"),
        ("あ" * 1_500, "あ" * 1_000),
        ("い" * 1_000, "い" * 1_000),
    ],
)
def test_a_long_text_gives_its_beginning_to_the_sheet(cast: Cast, body: str, scope: str) -> None:
    assert task_published(cast.sakurai, body=body).sheet.scope == scope


@pytest.mark.parametrize("wanting", ["title", "body", "category"])
def test_it_must_say_what_is_asked(cast: Cast, wanting: str) -> None:
    posting = owned.save(task_drafted(cast.sakurai), {wanting: ""}, by=cast.sakurai, at=MORNING)
    assert [ruling.code for ruling in queries.missing(posting, at=MORNING)] == [f"{wanting}_missing"]
    assert code_of(lambda: publish(posting)) == f"{wanting}_missing"
    assert not kinds(posting)


def publish(posting: Posting, **changes: Any) -> Posting:
    """Publish with something out of the ordinary."""
    closes_on = TODAY + timedelta(days=14)
    asked: dict[str, Any] = {"reward": 55, "places": 500, "closes_on": closes_on, "approve_days": 5}
    return tasks.publish(posting, **asked | changes, by=None, at=MORNING)


@pytest.mark.parametrize(
    ("asked", "code", "field"),
    [
        ({"reward": 0}, "number_out_of_range", "reward"),
        ({"reward": 10**12}, "number_out_of_range", "reward"),
        ({"places": 0}, "number_out_of_range", "places"),
        ({"places": 100_000_001}, "number_out_of_range", "places"),
        ({"approve_days": 15}, "number_out_of_range", "inspection_days"),
        ({"closes_on": date(2026, 11, 1)}, "date_past", "closes_on"),
        ({"closes_on": date(2027, 2, 1)}, "closes_far", "closes_on"),
    ],
)
def test_it_is_published_within_limits(cast: Cast, asked: dict[str, Any], code: str, field: str) -> None:
    posting = task_drafted(cast.sakurai)
    with pytest.raises(Refused) as refusal:
        publish(posting, **asked)
    assert (refusal.value.code, refusal.value.field) == (code, field)
    posting.refresh_from_db()
    assert (posting.state, posting.sheet.reward) == (PostingState.DRAFT, None)


@pytest.mark.parametrize(
    "asked", [{"places": 100_000_000}, {"closes_on": TODAY}, {"closes_on": TODAY + timedelta(days=90)}]
)
def test_at_its_limits_it_is_published(cast: Cast, asked: dict[str, Any]) -> None:
    publish(task_drafted(cast.sakurai), **asked)
    assert len(listed()) == 1


def test_a_project_keeps_its_own_limit(cast: Cast) -> None:
    assert code_of(lambda: drafted(cast.sakurai, headcount=1_001)) == "number_out_of_range"


ONLY_ITS_BATCH: dict[str, Callable[[Posting, Cast], object]] = {
    "save": lambda posting, cast: postings.save(posting, {"title": "x"}, by=cast.sakurai, at=MORNING),
    "copy": lambda posting, cast: postings.copy(posting, by=cast.sakurai, at=MORNING),
    "discard": lambda posting, cast: postings.discard(posting, by=cast.sakurai),
    "publish": lambda posting, cast: postings.publish(posting, by=cast.sakurai, at=MORNING),
    "pause": lambda posting, cast: postings.pause(posting, by=cast.sakurai, at=MORNING),
    "resume": lambda posting, cast: postings.resume(posting, by=cast.sakurai, at=MORNING),
    "close": lambda posting, cast: postings.close(posting, by=cast.sakurai, at=MORNING),
    "expire": lambda posting, _: postings.expire(posting, at=LATER),
    "suspend": lambda posting, cast: postings.suspend(posting, reason="確認", by=cast.oda, at=MORNING),
    "reinstate": lambda posting, cast: postings.reinstate(posting, reason="確認", by=cast.oda, at=MORNING),
    "add files": lambda posting, cast: files.add(posting, [], by=cast.sakurai, at=MORNING),
    "apply": lambda posting, cast: applied(cast.yuki, posting),
}


def a_task(cast: Cast, state: PostingState) -> Posting:
    """A posting of tasks that has come to that state, as batches bring theirs."""
    if state == PostingState.DRAFT:
        return task_drafted(cast.sakurai)
    posting = task_published(cast.sakurai)
    match state:
        case PostingState.PAUSED:
            owned.pause(posting, by=cast.sakurai, at=MORNING)
        case PostingState.CLOSED:
            owned.close(posting, by=cast.sakurai, at=MORNING)
        case PostingState.FILLED:
            tasks.fill(posting, at=MORNING)
        case PostingState.SUSPENDED | PostingState.EXPIRED:
            owned.suspend(posting, reason="確認のため", by=cast.oda, at=MORNING)
    if state == PostingState.EXPIRED:
        owned.expire(posting, at=LATER)
    posting.refresh_from_db()
    return posting


@pytest.mark.parametrize("state", PostingState)
def test_nothing_but_its_batch_moves_it(cast: Cast, state: PostingState) -> None:
    posting = a_task(cast, state)
    for operation, attempt in ONLY_ITS_BATCH.items():
        assert code_of(lambda attempt=attempt: attempt(posting, cast)) == "task_posting", operation  # type: ignore[misc]
    posting.refresh_from_db()
    assert (posting.state, posting.title) == (state, SURVEY["title"])


def reinstated(posting: Posting, cast: Cast) -> Posting:
    """It goes on, with two days more."""
    given_back = timedelta(days=2)
    return owned.reinstate(posting, given_back=given_back, reason="問題なし", by=cast.oda, at=LATER)


BY_ITS_BATCH: dict[str, Callable[[Posting, Cast], object]] = {
    "publish": lambda posting, _: publish(posting),
    "pause": lambda posting, cast: owned.pause(posting, by=cast.sakurai, at=LATER),
    "resume": lambda posting, cast: owned.resume(posting, by=cast.sakurai, at=LATER),
    "close": lambda posting, _: owned.close(posting, by=None, at=LATER),
    "settle": lambda posting, _: tasks.fill(posting, at=LATER),
    "expire": lambda posting, _: owned.expire(posting, at=LATER),
    "suspend": lambda posting, cast: owned.suspend(posting, reason="確認", by=cast.oda, at=LATER),
    "reinstate": reinstated,
}


def test_every_move_of_a_posting_is_tried() -> None:
    assert POSTING.operations() == BY_ITS_BATCH.keys()


@pytest.mark.parametrize("operation", sorted(BY_ITS_BATCH))
@pytest.mark.parametrize("state", PostingState)
def test_every_operation_in_every_state(cast: Cast, state: PostingState, operation: str) -> None:
    posting = a_task(cast, state)
    code = code_of(lambda: BY_ITS_BATCH[operation](posting, cast))
    posting.refresh_from_db()
    if state in POSTING.sources(operation):
        assert code is None
        assert POSTING.allows(state, posting.state)
    else:
        assert (code, posting.state) == ("wrong_state", state)
    is_listed = PostingIndex.objects.filter(posting=posting).exists()
    assert is_listed == (posting.state == PostingState.OPEN)


NOT_OWNED = {"not_a_task_posting", "not_an_owned_posting"}


@pytest.mark.parametrize("operation", sorted(BY_ITS_BATCH))
def test_a_project_is_no_batchs(cast: Cast, operation: str) -> None:
    posting = published(cast.sakurai)
    assert code_of(lambda: BY_ITS_BATCH[operation](posting, cast)) in NOT_OWNED
    draft = drafted(cast.sakurai)
    for attempt in (
        lambda: owned.save(draft, {"title": "x"}, by=cast.sakurai, at=MORNING),
        lambda: owned.discard(draft, by=cast.sakurai),
        lambda: tasks.extend(posting, 5),
        lambda: tasks.count(posting, 5),
        lambda: tasks.measure(posting, 180, 1_100),
    ):
        assert code_of(attempt) in NOT_OWNED


def test_nobody_else_begins_writes_or_moves_it(cast: Cast) -> None:
    draft, posting = task_drafted(cast.sakurai), task_published(cast.sakurai)
    for attempt in (
        lambda: owned.draft(cast.sakurai.party, Format.TASK, by=cast.kuroda, at=MORNING),
        lambda: owned.save(draft, {"title": "x"}, by=cast.kuroda, at=MORNING),
        lambda: owned.discard(draft, by=cast.kuroda),
        lambda: owned.pause(posting, by=cast.kuroda, at=MORNING),
        lambda: owned.close(posting, by=cast.kuroda, at=MORNING),
    ):
        assert code_of(attempt) == "not_yours"


def test_only_an_operator_stops_it_with_a_reason_and_never_her_own(cast: Cast) -> None:
    posting, own = task_published(cast.sakurai), task_published(cast.oda)
    assert (
        code_of(lambda: owned.suspend(posting, reason="確認", by=cast.yuki, at=MORNING)) == "operators_only"
    )
    assert code_of(lambda: owned.suspend(posting, reason=" ", by=cast.oda, at=MORNING)) == "text_missing"
    assert code_of(lambda: owned.suspend(own, reason="確認", by=cast.oda, at=MORNING)) == "moderates_own"


def test_a_draft_that_goes_leaves_nothing(cast: Cast) -> None:
    sheets = Sheet.objects.count()
    posting = task_drafted(cast.sakurai)
    owned.discard(posting, by=cast.sakurai)
    assert not Posting.objects.exists()
    assert Sheet.objects.count() == sheets
    live = task_published(cast.sakurai)
    assert code_of(lambda: owned.discard(live, by=cast.sakurai)) == "not_a_draft"


def test_a_title_is_one_line_and_what_is_no_line_of_hers_is_passed_over(cast: Cast) -> None:
    posting = task_drafted(cast.sakurai)
    values = {"title": " 音声の\u3000聞き取り ", "reward": 1, "format": "project", "apply_until": TODAY}
    posting = owned.save(posting, values, by=cast.sakurai, at=LATER)
    assert (posting.title, posting.format, posting.apply_until) == ("音声の 聞き取り", "task", None)
    assert (posting.saved_at, posting.sheet.reward) == (LATER, None)


def test_the_list_says_what_was_counted_and_measured(cast: Cast) -> None:
    posting = task_drafted(cast.sakurai)
    tasks.measure(posting, 180, 1_100)  # as the client expects
    posting = publish(posting)

    tasks.count(posting, 320)
    assert shown_of(posting) == (500, 320, 180, 1_100)
    tasks.measure(posting, 240, 825)
    assert shown_of(posting) == (500, 320, 240, 825)
    tasks.measure(posting, 240, None)
    assert shown_of(posting) == (500, 320, 240, None)

    tasks.measure(posting, 150, 1_320)
    owned.pause(posting, by=cast.sakurai, at=MORNING)
    tasks.count(posting, 300)
    owned.resume(posting, by=cast.sakurai, at=MORNING)
    assert shown_of(posting) == (500, 300, 150, 1_320)
    tasks.fill(posting, at=MORNING)
    tasks.count(posting, 1)  # by who counted before it was full
    posting.refresh_from_db()
    assert (posting.task_places, posting.places_left) == (500, 0)


def shown_of(posting: Posting) -> tuple[int, int | None, int | None, int | None]:
    """Its figures on the list, which are those of the posting itself."""
    [shown] = [one for one in listed() if one.id == posting.pk]
    posting.refresh_from_db()
    figures = (shown.places, shown.places_left, shown.seconds, shown.hourly)
    assert figures == (posting.task_places, posting.places_left, posting.seconds, posting.hourly)
    return figures


def test_more_answers_are_asked_for_and_the_sheet_stays_as_it_was_read(cast: Cast) -> None:
    posting = task_published(cast.sakurai, places=500)
    tasks.count(posting, 20)
    tasks.extend(posting, 300)
    assert shown_of(posting)[:2] == (800, 320)
    posting.sheet.refresh_from_db()
    assert posting.sheet.headcount == 500

    owned.pause(posting, by=cast.sakurai, at=MORNING)
    tasks.extend(posting, 1)
    owned.resume(posting, by=cast.sakurai, at=MORNING)
    assert shown_of(posting)[:2] == (801, 321)
    for more in (0, -1, 100_000_000):
        assert code_of(lambda more=more: tasks.extend(posting, more)) == "number_out_of_range"  # type: ignore[misc]
    owned.close(posting, by=None, at=LATER)
    assert code_of(lambda: tasks.extend(posting, 1)) == "wrong_state"


def test_no_more_are_left_than_were_asked_for(cast: Cast) -> None:
    posting = task_published(cast.sakurai, places=500)
    with pytest.raises(IntegrityError), transaction.atomic():
        tasks.count(posting, 501)


def test_what_stood_still_closes_later(cast: Cast) -> None:
    posting = task_published(cast.sakurai, days=5)
    owned.suspend(posting, reason="確認", by=cast.oda, at=MORNING)
    with pytest.raises(NotFound):
        queries.posting_for(cast.yuki, posting.pk)
    posting = reinstated(posting, cast)
    assert posting.apply_until == TODAY + timedelta(days=7)
    assert kinds(posting) == ["PostingPublished", "PostingSuspended", "PostingReinstated"]


def test_what_expires_while_it_is_stopped_stays_hidden(cast: Cast) -> None:
    posting = a_task(cast, PostingState.EXPIRED)
    assert posting.suspended_at == MORNING
    with pytest.raises(NotFound):
        queries.posting_for(None, posting.pk)
    assert queries.posting_for(cast.sakurai, posting.pk) == posting


def test_visitors_and_workers_are_told_why_they_can_not_apply(cast: Cast) -> None:
    posting = task_published(cast.sakurai)
    assert rules.takes_applications(posting, MORNING).code == "task_posting"
    assert rules.may_apply(cast.yuki, posting, MORNING).code == "task_posting"


def test_tasks_are_sought_by_what_an_hour_of_them_comes_to(cast: Cast) -> None:
    project = published(cast.sakurai)
    unknown, low, high = (task_published(cast.sakurai) for _ in range(3))
    tasks.measure(low, 240, 825)
    tasks.measure(high, 150, 1_320)

    assert [one.id for one in listed(sort=Sort.HOURLY)] == [high.pk, low.pk]
    assert [one.id for one in listed(hourly_least=800, sort=Sort.HOURLY)] == [high.pk, low.pk]
    assert [one.id for one in listed(hourly_least=1_000)] == [high.pk]
    assert not listed(hourly_least=1_500)
    assert {one.id for one in listed()} == {project.pk, unknown.pk, low.pk, high.pk}


@pytest.mark.django_db(transaction=True)
def test_two_clicks_publish_once(cast: Cast) -> None:
    posting = task_drafted(cast.sakurai)
    assert at_once(*[lambda: publish(posting)] * 3) == ["wrong_state"] * 2
    assert kinds(posting) == ["PostingPublished"]


@pytest.mark.django_db(transaction=True)
def test_raising_counting_and_pausing_at_once_lose_nothing(cast: Cast) -> None:
    posting = task_published(cast.sakurai, places=500)
    refused = at_once(
        *[lambda: tasks.extend(posting, 100)] * 3,
        lambda: tasks.measure(posting, 180, 1_100),
        lambda: owned.pause(posting, by=cast.sakurai, at=MORNING),
    )
    assert not refused
    owned.resume(posting, by=cast.sakurai, at=MORNING)
    assert shown_of(posting) == (800, 800, 180, 1_100)
