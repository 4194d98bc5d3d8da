"""Applying, being chosen or not, and the odds; every application ends with an outcome."""

from datetime import timedelta
from fractions import Fraction
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import IntegrityError, connection

from mikiwame.core.errors import NotFound, Refused
from mikiwame.market.hiring import queries
from mikiwame.market.hiring.listing import Filters
from mikiwame.market.hiring.models import Place
from mikiwame.market.hiring.operations import applications, postings
from mikiwame.market.hiring.states import ApplicationState, PostingState
from mikiwame.market.history.queries import facts_about
from mikiwame.market.messaging.queries import conversation_for
from mikiwame.market.turns import queries as turns
from tests.cast import MORNING, Cast
from tests.market.hiring.stage import PROMISED, applied, experienced, published

A_DAY = timedelta(days=1)


def test_a_worker_applies_is_offered_a_place_and_agrees(cast: Cast) -> None:
    lines: dict[str, Any] = {"requirement_lines": [("Illustrator", True), ("店を持つ", False)]}
    posting = published(cast.sakurai, **lines, question_lines=[("作品は？", True), ("何か？", False)])
    needed, _ = posting.requirements.all()
    question, optional = posting.questions.all()

    application = applied(
        cast.yuki, posting, answers={question.pk: "はい", optional.pk: " "}, met=[needed.pk], price=28_000
    )

    assert [answer.text for answer in application.answers.all()] == ["はい"]
    assert [met.requirement for met in application.met.all()] == [needed]
    assert conversation_for(cast.sakurai, application.conversation_id).worker == cast.yuki.party
    assert queries.listed(Filters(), at=MORNING).listings[0].applicants == 1

    applications.take_place(application, by=cast.sakurai, at=MORNING)
    application = applications.settle(application, at=MORNING + A_DAY)

    posting.refresh_from_db()
    assert (application.state, posting.state) == (ApplicationState.ACCEPTED, PostingState.FILLED)
    assert turns.current(posting.key) == []
    kinds = [fact.kind.removeprefix("hiring.") for fact in facts_about(application.key)]
    assert kinds == ["ApplicationSubmitted", "PlaceTaken", "ApplicationAccepted"]


def test_when_the_last_place_is_agreed_to_the_others_are_told(cast: Cast) -> None:
    posting = published(cast.sakurai, headcount=2)
    yuki, ken, sora = (applied(who, posting) for who in (cast.yuki, cast.ken, cast.sora))
    for application in (yuki, ken):
        applications.take_place(application, by=cast.sakurai, at=MORNING)
    with pytest.raises(Refused, match="no_place"):
        applications.take_place(sora, by=cast.sakurai, at=MORNING)

    applications.settle(yuki, at=MORNING)
    posting.refresh_from_db()
    assert posting.state == PostingState.OPEN
    applications.settle(ken, at=MORNING)

    posting.refresh_from_db()
    sora.refresh_from_db()
    assert posting.state == PostingState.FILLED
    assert (sora.state, sora.decline_reason) == (ApplicationState.DECLINED, "filled")


def test_an_offer_that_comes_to_nothing_frees_the_place(cast: Cast) -> None:
    posting = published(cast.sakurai)
    yuki, ken = applied(cast.yuki, posting), applied(cast.ken, posting)
    applications.take_place(yuki, by=cast.sakurai, at=MORNING)

    yuki = applications.free_place(yuki, at=MORNING + 5 * A_DAY)

    assert yuki.state == ApplicationState.SUBMITTED
    applications.take_place(ken, by=cast.sakurai, at=MORNING + 6 * A_DAY)
    assert Place.objects.get(posting=posting).taken_by == ken


def test_an_offer_that_outlives_the_posting_ends_the_application(cast: Cast) -> None:
    posting = published(cast.sakurai)
    application = applied(cast.yuki, posting)
    applications.take_place(application, by=cast.sakurai, at=PROMISED - A_DAY)
    postings.expire(posting, at=PROMISED)
    application.refresh_from_db()
    assert application.state == ApplicationState.OFFERED  # the offer stands

    application = applications.free_place(application, at=PROMISED + 4 * A_DAY)
    assert (application.state, application.decline_reason) == (ApplicationState.DECLINED, "other")
    fact = facts_about(application.key).last()
    assert fact is not None
    assert (fact.kind, fact.by) == ("hiring.ApplicationDeclined", None)  # the client did answer in time


def test_an_offer_that_outlives_a_closed_posting_ends_as_everybody_else_s_application_did(cast: Cast) -> None:
    posting = published(cast.sakurai)
    application = applied(cast.yuki, posting)
    applications.take_place(application, by=cast.sakurai, at=MORNING)
    postings.close(posting, by=cast.sakurai, at=MORNING)

    application = applications.free_place(application, at=MORNING + A_DAY)

    assert (application.state, application.decline_reason) == (ApplicationState.DECLINED, "cancelled")
    assert Place.objects.get(posting=posting).taken_by is None


def test_an_offer_is_declined_before_the_application_is_withdrawn(cast: Cast) -> None:
    posting = published(cast.sakurai)
    application = applied(cast.yuki, posting)
    applications.take_place(application, by=cast.sakurai, at=MORNING)
    with pytest.raises(Refused, match="offer_waits"):
        applications.withdraw(application, by=cast.yuki, at=MORNING)

    applications.free_place(application, at=MORNING)
    applications.withdraw(application, by=cast.yuki, at=MORNING)

    assert Place.objects.filter(posting=posting, taken_by=None).count() == 1
    applied(cast.yuki, posting)  # she may think again


def test_places_for_newcomers_go_to_newcomers_only(cast: Cast) -> None:
    posting = published(cast.sakurai, headcount=2, newcomer_places=1)
    ken, yuki = applied(experienced(cast.ken), posting), applied(cast.yuki, posting)
    sora = applied(experienced(cast.sora), posting)

    assert not applications.take_place(ken, by=cast.sakurai, at=MORNING).for_newcomer
    with pytest.raises(Refused, match="only_newcomer_places"):
        applications.take_place(sora, by=cast.sakurai, at=MORNING)
    assert applications.take_place(yuki, by=cast.sakurai, at=MORNING).for_newcomer


def test_a_declined_applicant_reads_why(cast: Cast) -> None:
    application = applied(cast.yuki, published(cast.sakurai))
    for reason in ("", "filled", "cancelled", "嫌い"):
        with pytest.raises(Refused) as refusal:
            applications.decline(application, reason=reason, note="", by=cast.sakurai, at=MORNING)
        assert (refusal.value.code, refusal.value.field) == ("choice_unknown", "reason")

    application = applications.decline(
        application, reason="schedule", note="開始日が合いませんでした。", by=cast.sakurai, at=MORNING
    )

    assert application.state == ApplicationState.DECLINED
    assert queries.application_for(cast.yuki, application.pk).decline_note == "開始日が合いませんでした。"
    fact = facts_about(application.key).last()
    assert fact is not None
    assert fact.data == {
        "client": cast.sakurai.party.key,
        "worker": cast.yuki.party.key,
        "title": "焼き菓子店のロゴ制作",
        "posting": application.posting.key,
        "reason": "schedule",
    }


def test_who_may_not_apply(cast: Cast) -> None:
    posting = published(cast.sakurai)
    with pytest.raises(Refused, match="own_posting"):
        applied(cast.sakurai, posting)
    applied(cast.yuki, posting)
    with pytest.raises(Refused, match="already_applied"):
        applied(cast.yuki, posting)
    last_moment = MORNING.replace(day=9, hour=14, minute=59)
    applied(cast.ken, posting, at=last_moment)
    with pytest.raises(Refused, match="applications_over"):
        applied(cast.sora, posting, at=last_moment + timedelta(minutes=1))


def test_what_is_wrong_with_an_application_stands_at_its_field(cast: Cast) -> None:
    posting = published(cast.sakurai, question_lines=[("作品は？", True)])
    question = posting.questions.get()
    cases: list[tuple[dict[str, Any], str, str]] = [
        ({"price": 0}, "number_out_of_range", "price"),
        ({"price": -5}, "number_out_of_range", "price"),
        ({"price": 10**15}, "number_out_of_range", "price"),
        ({"message": " \n"}, "text_missing", "message"),
        ({"message": "長" * 5_001}, "text_too_long", "message"),
        ({"message": "\x00"}, "text_unreadable", "message"),
        ({"answers": {}}, "answer_missing", f"answer_{question.pk}"),
        ({"answers": {question.pk: "長" * 3_001}}, "text_too_long", f"answer_{question.pk}"),
    ]
    for values, code, field in cases:
        with pytest.raises(Refused) as refusal:
            applied(cast.yuki, posting, **({"answers": {question.pk: "はい"}} | values))
        assert (refusal.value.code, refusal.value.field) == (code, field)
    assert not queries.applications_of(cast.yuki.party).exists()


def test_the_quota_counts_what_waits(cast: Cast, settings: LazySettings) -> None:
    settings.OPEN_APPLICATIONS_MOST = 2
    first = applied(cast.yuki, published(cast.sakurai))
    applied(cast.yuki, published(cast.sakurai))
    third = published(cast.sakurai)
    with pytest.raises(Refused) as refusal:
        applied(cast.yuki, third)
    assert (refusal.value.code, refusal.value.context) == ("too_many_applications", {"most": 2})

    applications.withdraw(first, by=cast.yuki, at=MORNING)
    applied(cast.yuki, third)
    assert queries.open_applications(cast.yuki.party) == 2


def test_an_application_is_seen_by_its_two_sides_only(cast: Cast) -> None:
    application = applied(cast.yuki, published(cast.sakurai))
    for member in (cast.yuki, cast.sakurai):
        assert queries.application_for(member, application.pk) == application
    assert queries.applicant_for(cast.sakurai, application.pk) == application
    with pytest.raises(NotFound):
        queries.applicant_for(cast.yuki, application.pk)
    for outsider in (cast.sora, cast.ken, cast.kuroda):
        with pytest.raises(NotFound):
            queries.application_for(outsider, application.pk)
        with pytest.raises(Refused, match="not_yours"):
            applications.withdraw(application, by=outsider, at=MORNING)
        with pytest.raises(Refused, match="not_yours"):
            applications.decline(application, reason="price", note="", by=outsider, at=MORNING)
        with pytest.raises(Refused, match="not_yours"):
            applications.take_place(application, by=outsider, at=MORNING)


def test_applicants_stand_side_by_side(cast: Cast) -> None:
    posting = published(cast.sakurai, requirement_lines=[("Illustrator", True)])
    needed = posting.requirements.get()
    applied(cast.ken, posting, at=MORNING + A_DAY)
    applied(cast.yuki, posting, met=[needed.pk])
    gone = applied(cast.sora, posting)
    applications.withdraw(gone, by=cast.sora, at=MORNING)

    found = queries.applicants(posting)

    assert [application.worker.display_name for application in found] == ["ゆき", "ケンジ"]
    assert [len(application.met.all()) for application in found] == [1, 0]


def test_the_odds_are_honest(cast: Cast) -> None:
    posting = published(cast.sakurai, headcount=3, newcomer_places=1, requirement_lines=[("絵", True)])
    needed = posting.requirements.get()
    applied(experienced(cast.ken), posting)
    applied(experienced(cast.kuroda), posting)
    applied(cast.sora, posting)

    before = queries.odds(posting, cast.yuki.party)
    assert (before.applicants, before.newcomers, before.met, before.essential) == (4, 2, None, 1)
    # Half of one place among newcomers, else two places among the three who are left.
    assert before.chance == Fraction(1, 2) + Fraction(1, 2) * Fraction(2, 3)
    assert (
        queries.odds(posting, cast.ken.party).chance == 1
    )  # そら gets the newcomers' place, two are left for two

    applied(cast.yuki, posting, met=[needed.pk])
    after = queries.odds(posting, cast.yuki.party)
    assert (after.applicants, after.met, after.lacks) == (4, 1, 0)


def test_the_client_sees_numbers_beside_each_posting(cast: Cast) -> None:
    posting = published(cast.sakurai, headcount=2)
    applied(cast.sora, posting)
    hired, gone = applied(cast.yuki, posting), applied(cast.ken, posting)
    applications.take_place(hired, by=cast.sakurai, at=MORNING)
    applications.settle(hired, at=MORNING)
    applications.withdraw(gone, by=cast.ken, at=MORNING)

    mine = queries.postings_of(cast.sakurai.party).get()
    counts = (mine.applied, mine.waiting, mine.hired)  # type: ignore[attr-defined]
    assert counts == (2, 1, 1)
    assert not queries.postings_of(cast.sora.party).exists()


def test_a_place_is_only_for_applicants_to_its_own_posting(cast: Cast) -> None:
    mine, other = published(cast.sakurai), published(cast.sakurai)
    application = applied(cast.yuki, mine)
    Place.objects.filter(posting=other).update(taken_by=application)
    with pytest.raises(IntegrityError, match="hiring_place_of_own_posting"), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
