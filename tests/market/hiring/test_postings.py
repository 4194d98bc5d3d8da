"""A posting from its draft to its end, and what is refused on the way."""

from datetime import date, timedelta
from typing import Any

import pytest

from mikiwame.core.clock import day_in_tokyo
from mikiwame.core.errors import NotFound, Refused
from mikiwame.market.hiring import queries
from mikiwame.market.hiring.listing import Filters
from mikiwame.market.hiring.models import Application, Place, Posting, PostingIndex
from mikiwame.market.hiring.operations import applications, postings
from mikiwame.market.hiring.states import ApplicationState, PostingState
from mikiwame.market.history.models import Fact
from mikiwame.market.history.queries import facts_about
from mikiwame.market.terms import queries as terms
from mikiwame.market.terms.lines import Part
from mikiwame.market.turns import queries as turns
from mikiwame.market.turns.states import TurnKind
from tests.cast import MORNING, Cast
from tests.market.hiring.stage import LOGO, PROMISED, applied, drafted, published

A_DAY = timedelta(days=1)


def kinds(*things: Posting | Application) -> list[str]:
    """What has happened to them."""
    return [fact.kind.removeprefix("hiring.") for fact in facts_about(*(thing.key for thing in things))]


def test_a_posting_is_written_published_and_found(cast: Cast) -> None:
    posting = drafted(cast.sakurai)
    assert posting.state == PostingState.DRAFT
    with pytest.raises(NotFound):
        queries.posting_for(cast.yuki, posting.pk)

    posting = postings.publish(posting, by=cast.sakurai, at=MORNING)

    assert (posting.state, posting.decide_until) == (PostingState.OPEN, PROMISED)
    assert queries.posting_for(None, posting.pk) == posting
    assert [found.id for found in queries.listed(Filters(), at=MORNING).listings] == [posting.pk]
    assert Place.objects.filter(posting=posting).count() == 1
    assert turns.limit(TurnKind.DECISION, posting.key) == PROMISED
    assert kinds(posting) == ["PostingPublished"]
    posting.sheet.refresh_from_db()
    assert posting.sheet.frozen_at == MORNING


def test_a_draft_takes_what_is_there_so_far(cast: Cast) -> None:
    posting = postings.draft(cast.sakurai.party, by=cast.sakurai, at=MORNING)
    later = MORNING + timedelta(minutes=3)

    posting = postings.save(posting, {"title": " ロゴ\u3000制作 "}, by=cast.sakurai, at=later)

    assert (posting.title, posting.saved_at) == ("ロゴ 制作", later)
    lines = [("Illustratorを使える", True), ("", True), ("焼き菓子が好き", False)]
    posting = postings.save(posting, {"requirement_lines": lines}, by=cast.sakurai, at=later)
    assert [line.text for line in posting.requirements.all()] == ["Illustratorを使える", "焼き菓子が好き"]
    wanting = {ruling.field for ruling in queries.missing(posting, at=later)}
    assert wanting >= {"body", "category", "scope", "reward", "start_date", "payment_days", "apply_until"}
    assert "title" not in wanting


@pytest.mark.parametrize(
    ("values", "code", "field"),
    [
        ({"title": "ロ" * 121}, "text_too_long", "title"),
        ({"body": "本文\x00"}, "text_unreadable", "body"),
        ({"category": "no-such-thing"}, "choice_unknown", "category"),
        ({"newcomer_places": -1}, "number_out_of_range", "newcomer_places"),
        ({"decide_days": 31}, "number_out_of_range", "decide_days"),
        ({"reward": 0}, "number_out_of_range", "reward"),
        ({"reward": 10**12}, "number_out_of_range", "reward"),
        ({"inspection_days": 15}, "number_out_of_range", "inspection_days"),
        ({"payment_days": 61}, "number_out_of_range", "payment_days"),
        ({"headcount": 0}, "number_out_of_range", "headcount"),
        ({"question_lines": [("なぜ？", True)] * 21}, "too_many_lines", "question_lines"),
        ({"requirement_lines": [("条" * 201, True)]}, "text_too_long", "requirement_lines"),
    ],
)
def test_a_draft_refuses_what_can_not_be(cast: Cast, values: dict[str, Any], code: str, field: str) -> None:
    posting = drafted(cast.sakurai)
    with pytest.raises(Refused) as refusal:
        postings.save(posting, {"title": "新しい題", **values}, by=cast.sakurai, at=MORNING)
    assert (refusal.value.code, refusal.value.field) == (code, field)
    posting.refresh_from_db()
    assert posting.title == LOGO["title"]


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"title": ""}, "title_missing", "title"),
        ({"body": ""}, "body_missing", "body"),
        ({"category": None}, "category_missing", "category"),
        ({"scope": ""}, "scope_missing", "scope"),
        ({"deliverable": ""}, "deliverable_missing", "deliverable"),
        ({"reward": None}, "reward_missing", "reward"),
        ({"reward_basis": ""}, "reward_basis_missing", "reward_basis"),
        ({"start_date": None}, "start_missing", "start_date"),
        ({"deadline": None}, "deadline_missing", "deadline"),
        ({"headcount": None}, "headcount_missing", "headcount"),
        ({"inspection_days": None}, "inspection_missing", "inspection_days"),
        ({"payment_days": None}, "payment_missing", "payment_days"),
        ({"newcomer_places": 2}, "too_many_newcomer_places", "newcomer_places"),
        ({"apply_until": None}, "apply_until_missing", "apply_until"),
        ({"apply_until": date(2026, 11, 2)}, "apply_until_past", "apply_until"),
        ({"apply_until": date(2027, 1, 2)}, "apply_until_far", "apply_until"),
    ],
)
def test_publishing_names_the_field_that_is_wanting(
    cast: Cast, change: dict[str, Any], code: str, field: str
) -> None:
    posting = drafted(cast.sakurai, **change)
    with pytest.raises(Refused) as refusal:
        postings.publish(posting, by=cast.sakurai, at=MORNING)
    assert (refusal.value.code, refusal.value.field) == (code, field)
    assert not PostingIndex.objects.exists()
    assert not kinds(posting)


def test_nobody_else_writes_publishes_or_ends_it(cast: Cast) -> None:
    posting = drafted(cast.sakurai)
    for attempt in (
        lambda: postings.draft(cast.sakurai.party, by=cast.kuroda, at=MORNING),
        lambda: postings.save(posting, {"title": "x"}, by=cast.kuroda, at=MORNING),
        lambda: postings.publish(posting, by=cast.kuroda, at=MORNING),
        lambda: postings.copy(posting, by=cast.kuroda, at=MORNING),
        lambda: postings.discard(posting, by=cast.kuroda),
    ):
        with pytest.raises(Refused, match="not_yours"):
            attempt()
    with pytest.raises(NotFound):
        queries.own_posting(cast.kuroda, posting.pk)


def test_a_published_posting_is_copied_not_changed(cast: Cast) -> None:
    posting = published(cast.sakurai, requirement_lines=[("Illustrator", True)], headcount=3)
    with pytest.raises(Refused, match="not_a_draft"):
        postings.save(posting, {"reward": 1}, by=cast.sakurai, at=MORNING)

    fresh = postings.copy(posting, by=cast.sakurai, at=MORNING + A_DAY)

    assert (fresh.state, fresh.title, fresh.apply_until) == (PostingState.DRAFT, posting.title, None)
    assert (fresh.sheet.reward, fresh.sheet.headcount, fresh.sheet.deadline) == (30_000, 3, None)
    assert [line.text for line in fresh.requirements.all()] == ["Illustrator"]


def test_a_draft_is_discarded_with_its_sheet(cast: Cast) -> None:
    posting = drafted(cast.sakurai, question_lines=[("経験は？", True)])
    postings.discard(posting, by=cast.sakurai)
    assert not Posting.objects.filter(pk=posting.pk).exists()
    assert not type(posting.sheet).objects.filter(pk=posting.sheet_id).exists()


def test_a_pause_takes_it_off_the_list_and_the_promise_stands(cast: Cast) -> None:
    posting = published(cast.sakurai)
    posting = postings.pause(posting, by=cast.sakurai, at=MORNING)
    assert queries.listed(Filters(), at=MORNING).count == 0
    with pytest.raises(Refused, match="posting_not_open"):
        applied(cast.yuki, posting)

    posting = postings.resume(posting, by=cast.sakurai, at=MORNING)
    assert queries.listed(Filters(), at=MORNING).count == 1
    assert posting.decide_until == PROMISED
    applied(cast.yuki, posting)


def test_who_waits_is_told_when_the_client_stops_looking(cast: Cast) -> None:
    posting = published(cast.sakurai)
    application = applied(cast.yuki, posting)

    posting = postings.close(posting, by=cast.sakurai, at=MORNING + A_DAY)

    application.refresh_from_db()
    assert (application.state, application.decline_reason) == (ApplicationState.DECLINED, "cancelled")
    assert kinds(posting, application)[-2:] == ["ApplicationDeclined", "PostingClosed"]
    assert turns.current(posting.key) == []


def test_a_promise_not_kept_is_counted_and_everybody_hears(cast: Cast) -> None:
    posting = published(cast.sakurai)
    unheard, heard = applied(cast.yuki, posting), applied(cast.ken, posting)
    applications.decline(heard, reason="price", note="", by=cast.sakurai, at=MORNING)
    with pytest.raises(Refused, match="not_yet"):
        postings.expire(posting, at=PROMISED - timedelta(seconds=1))

    posting = postings.expire(posting, at=PROMISED)

    unheard.refresh_from_db()
    assert (posting.state, unheard.state) == (PostingState.EXPIRED, ApplicationState.EXPIRED)
    fact = facts_about(posting.key).get(kind="hiring.PostingExpired")
    assert (fact.data["applicants"], fact.data["undecided"], fact.by) == (2, 1, None)
    assert queries.listed(Filters(), at=MORNING).count == 0
    with pytest.raises(Refused, match="wrong_state"):
        postings.expire(posting, at=PROMISED)


def test_after_the_promised_day_nothing_is_decided_swept_or_not(cast: Cast) -> None:
    posting = published(cast.sakurai)
    application = applied(cast.yuki, posting)
    for attempt in (
        lambda: applications.decline(application, reason="price", note="", by=cast.sakurai, at=PROMISED),
        lambda: applications.take_place(application, by=cast.sakurai, at=PROMISED),
        lambda: postings.close(posting, by=cast.sakurai, at=PROMISED),
        lambda: postings.pause(posting, by=cast.sakurai, at=PROMISED),
        lambda: applications.withdraw(application, by=cast.yuki, at=PROMISED),
    ):
        with pytest.raises(Refused, match="too_late"):
            attempt()


def test_an_operator_leaves_her_own_posting_to_another_one(cast: Cast) -> None:
    own = published(cast.oda)
    with pytest.raises(Refused, match="moderates_own"):
        postings.suspend(own, reason="見直し", by=cast.oda, at=MORNING)


def test_an_operator_suspends_and_reinstates_and_the_lost_days_come_back(cast: Cast) -> None:
    posting = published(cast.sakurai)
    application = applied(cast.yuki, posting)
    with pytest.raises(Refused, match="operators_only"):
        postings.suspend(posting, reason="怪しい", by=cast.kuroda, at=MORNING)
    with pytest.raises(Refused, match="text_missing"):
        postings.suspend(posting, reason=" ", by=cast.oda, at=MORNING)

    posting = postings.suspend(posting, reason="本人確認のため", by=cast.oda, at=MORNING)
    assert queries.listed(Filters(), at=MORNING).count == 0
    with pytest.raises(NotFound):
        queries.posting_for(cast.sora, posting.pk)
    assert queries.posting_for(cast.yuki, posting.pk)  # she applied
    with pytest.raises(Refused, match="wrong_state"):
        applications.take_place(application, by=cast.sakurai, at=MORNING)

    posting = postings.reinstate(posting, reason="確認できた", by=cast.oda, at=MORNING + 3 * A_DAY)
    assert posting.decide_until == PROMISED + 3 * A_DAY == turns.limit(TurnKind.DECISION, posting.key)
    assert queries.listed(Filters(), at=MORNING).count == 1


def test_what_was_suspended_stays_hidden_when_its_promised_day_has_passed(cast: Cast) -> None:
    posting = published(cast.sakurai)
    applied(cast.yuki, posting)
    postings.suspend(posting, reason="外部送金の誘導", by=cast.oda, at=MORNING)
    postings.expire(posting, at=PROMISED)

    for outsider in (None, cast.sora):
        with pytest.raises(NotFound):
            queries.posting_for(outsider, posting.pk)
    for knows in (cast.sakurai, cast.yuki, cast.oda):
        assert queries.posting_for(knows, posting.pk)


def test_whoever_waits_or_was_chosen_hears_of_a_stop_and_of_its_end(cast: Cast) -> None:
    posting = published(cast.sakurai)
    chosen, waiting, gone = (applied(by, posting) for by in (cast.yuki, cast.ken, cast.sora))
    applications.take_place(chosen, by=cast.sakurai, at=MORNING)
    applications.withdraw(gone, by=cast.sora, at=MORNING)
    posting = postings.suspend(posting, reason="口座を集めている", by=cast.oda, at=MORNING)
    postings.reinstate(posting, reason="確認できた", by=cast.oda, at=MORNING + A_DAY)

    for one in (chosen, waiting):
        assert kinds(one)[-2:] == ["ApplicationHalted", "ApplicationResumed"]
    assert kinds(gone)[-1] == "ApplicationWithdrawn"
    halted = Fact.objects.filter(kind="hiring.ApplicationHalted")
    assert "口座" not in str([fact.data for fact in halted]), "why is said to the client alone"


def test_the_work_may_be_divided_into_parts_that_add_up(cast: Cast) -> None:
    today = day_in_tokyo(MORNING)
    rough = Part(1, "ラフ", 10_000, today + 25 * A_DAY)
    final = Part(2, "清書", 20_000, today + 40 * A_DAY)
    posting = drafted(cast.sakurai, parts=[rough, final])
    assert terms.parts(posting.sheet) == [rough, final]
    copied = postings.copy(posting, by=cast.sakurai, at=MORNING)
    assert terms.parts(copied.sheet) == [rough, final]

    posting = postings.save(posting, {"parts": [rough]}, by=cast.sakurai, at=MORNING)
    with pytest.raises(Refused, match="parts_do_not_add_up") as refused:
        postings.publish(posting, by=cast.sakurai, at=MORNING)
    assert refused.value.field == "milestones"
    open_sum = {"parts": [rough, final], "reward_most": 50_000}
    posting = postings.save(posting, open_sum, by=cast.sakurai, at=MORNING)
    with pytest.raises(Refused, match="total_open"):
        postings.publish(posting, by=cast.sakurai, at=MORNING)

    posting = postings.save(posting, {"reward_most": None}, by=cast.sakurai, at=MORNING)
    assert postings.publish(posting, by=cast.sakurai, at=MORNING).state == PostingState.OPEN


def test_a_posting_without_parts_may_leave_its_sum_open(cast: Cast) -> None:
    assert published(cast.sakurai, reward_most=50_000).state == PostingState.OPEN
