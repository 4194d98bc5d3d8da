"""Stories of offers: answered, taken back, lapsed, accepted."""

import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from mikiwame.core.errors import NotFound, Refused
from mikiwame.market.contracts import queries
from mikiwame.market.contracts.models import Contract, Offer, TermsNotice
from mikiwame.market.contracts.operations import offers
from mikiwame.market.contracts.states import ContractState, MilestoneState, OfferState
from mikiwame.market.hiring.models import Application, Place
from mikiwame.market.hiring.states import ApplicationState
from mikiwame.market.moderation.operations import stops
from mikiwame.market.terms import queries as terms
from mikiwame.market.terms.lines import Part
from mikiwame.market.turns import queries as turns
from mikiwame.market.turns.operations import announce_absence, stop
from mikiwame.market.turns.states import StopKind
from mikiwame.ops import sweep
from tests.cast import MORNING, Cast
from tests.market.contracts.stage import COLUMNS, DAY, HALVES, agreed, clocks, clocks_of, offered
from tests.market.hiring.stage import PROMISED, applied, published


def test_an_offer_is_the_postings_terms_at_the_applicants_price(cast: Cast) -> None:
    application = applied(cast.yuki, published(cast.sakurai), price=28_000)
    offer = offered(cast, application=application)

    assert offer.sheet.reward == 28_000
    assert offer.sheet.scope == application.posting.sheet.scope
    assert offer.sheet.frozen_at == MORNING
    assert [change.term for change in terms.difference(application.posting.sheet, offer.sheet)] == ["reward"]
    assert offer.until == MORNING + 5 * DAY
    assert clocks(offer.key) == {"offer"}
    assert Application.objects.get().state == ApplicationState.OFFERED


def test_what_the_client_changes_is_seen_as_a_difference(cast: Cast) -> None:
    offer = offered(cast, change_rounds=1, parts=HALVES)
    changed = {change.term: change.worsens_for_worker for change in terms.difference(offer.base, offer.sheet)}
    assert changed == {"reward": None, "deadline": None, "inspection": False}


def test_a_rehearsal_says_what_an_offer_would_and_keeps_nothing(cast: Cast) -> None:
    application = applied(cast.yuki, published(cast.sakurai), price=28_000)
    said = offers.rehearse_offer(
        application, changes={"reward": 25_000}, parts=[], message="", by=cast.sakurai, at=MORNING
    )

    assert said.total == 25_000
    assert [change.term for change in said.difference] == ["reward"]
    assert not Offer.objects.exists()
    assert terms.versions("offer:") == []
    assert Application.objects.get().state == ApplicationState.SUBMITTED


@pytest.mark.parametrize(
    ("changes", "parts", "code", "field"),
    [
        ({"deadline": None, "pace": "毎日1件"}, [], "due_missing", "deadline"),
        ({"reward": None}, [], "reward_missing", "reward"),
        ({"reward_basis": "per_piece"}, [], "total_open", "quantity"),
        ({"reward": 29_999}, HALVES, "parts_do_not_add_up", "milestones"),
        ({"start_date": MORNING.date() - DAY}, [], "date_past", "start_date"),
        ({"inspection_days": 15}, [], "number_out_of_range", "inspection_days"),
    ],
)
def test_nobody_is_offered_what_nobody_can_agree_to(
    cast: Cast, changes: dict[str, object], parts: list[object], code: str, field: str
) -> None:
    application = applied(cast.yuki, published(cast.sakurai))
    with pytest.raises(Refused) as refusal:
        offered(cast, application=application, parts=parts, **changes)  # type: ignore[arg-type]
    assert (refusal.value.code, refusal.value.field) == (code, field)
    assert Place.objects.get().taken_by is None


def test_only_the_client_offers_and_only_one_stands(cast: Cast) -> None:
    application = applied(cast.yuki, published(cast.sakurai, headcount=2))
    for by in (cast.yuki, cast.sora):
        with pytest.raises(Refused, match="not_the_client"):
            offers.offer(application, changes={}, parts=[], message="", by=by, at=MORNING)
    offered(cast, application=application)
    with pytest.raises(Refused, match="wrong_state"):
        offered(cast, application=application)


def test_an_outsider_finds_no_offer(cast: Cast) -> None:
    offer = offered(cast)
    assert queries.offer_for(cast.yuki, offer.pk) == queries.offer_for(cast.sakurai, offer.pk) == offer
    for outsider in (cast.sora, cast.ken, cast.oda):
        with pytest.raises(NotFound):
            queries.offer_for(outsider, offer.pk)


def test_declining_frees_the_place_and_leaves_the_application(cast: Cast) -> None:
    offer = offers.decline_offer(offered(cast), note="納期があと1週間ほしいです。", by=cast.yuki, at=MORNING)
    assert offer.state == OfferState.DECLINED
    assert offer.decline_note == "納期があと1週間ほしいです。"
    assert clocks(offer.key) == set()
    assert Application.objects.get().state == ApplicationState.SUBMITTED

    better = offered(cast, application=Application.objects.get())
    assert better.state == OfferState.MADE


def test_withdrawing_frees_the_place_for_somebody_else(cast: Cast) -> None:
    posting = published(cast.sakurai)
    first, second = applied(cast.yuki, posting), applied(cast.ken, posting)
    offer = offered(cast, application=first)
    with pytest.raises(Refused, match="no_place"):
        offered(cast, application=second)
    with pytest.raises(Refused, match="not_the_client"):
        offers.withdraw_offer(offer, by=cast.yuki, at=MORNING)

    offers.withdraw_offer(offer, by=cast.sakurai, at=MORNING)
    assert offered(cast, application=second).worker == cast.ken.party
    with pytest.raises(Refused, match="wrong_state"):
        offers.accept_offer(offer, by=cast.yuki, at=MORNING)


def test_an_offer_that_nobody_answers_lapses(cast: Cast) -> None:
    offer = offered(cast)
    with pytest.raises(Refused, match="not_yet"):
        offers.lapse_offer(offer, at=offer.until - timedelta(seconds=1))
    offer = offers.lapse_offer(offer, at=offer.until)

    assert offer.state == OfferState.LAPSED
    assert Application.objects.get().state == ApplicationState.SUBMITTED
    with pytest.raises(Refused, match="wrong_state"):
        offers.lapse_offer(offer, at=offer.until)


def test_after_the_limit_it_is_too_late_swept_or_not(cast: Cast) -> None:
    offer = offered(cast)
    for act in (offers.accept_offer, offers.decline_offer):
        with pytest.raises(Refused, match="too_late"):
            act(offer, by=cast.yuki, at=offer.until)
    with pytest.raises(Refused, match="too_late"):
        offers.withdraw_offer(offer, by=cast.sakurai, at=offer.until)


def test_acceptance_makes_a_contract_that_waits_for_money(cast: Cast) -> None:
    contract = agreed(cast, parts=HALVES)

    assert contract.state == ContractState.AGREED
    assert (contract.client, contract.worker) == (cast.sakurai.party, cast.yuki.party)
    assert contract.withholds_tax
    assert [(part.title, part.amount, part.due, part.state) for part in queries.milestones(contract)] == [
        (part.title, part.amount, part.due, MilestoneState.UNFUNDED) for part in HALVES
    ]
    assert clocks_of(contract) == {0: set(), 1: {"funding"}, 2: set()}
    assert Application.objects.get().state == ApplicationState.ACCEPTED


def test_tax_is_withheld_only_where_client_and_category_ask_for_it(cast: Cast) -> None:
    application = applied(cast.yuki, published(cast.sakurai, category="office-secretary"))
    contract = offers.accept_offer(offered(cast, application=application), by=cast.yuki, at=MORNING)
    assert not contract.withholds_tax


def test_only_the_worker_accepts(cast: Cast) -> None:
    offer = offered(cast)
    for by in (cast.sakurai, cast.ken, cast.sora):
        with pytest.raises(Refused, match="not_the_worker"):
            offers.accept_offer(offer, by=by, at=MORNING)
    assert not Contract.objects.exists()


def test_two_places_make_two_contracts(cast: Cast) -> None:
    posting = published(cast.sakurai, headcount=2)
    for worker in (cast.yuki, cast.ken):
        offers.accept_offer(offered(cast, application=applied(worker, posting)), by=worker, at=MORNING)
    assert {contract.worker for contract in Contract.objects.all()} == {cast.yuki.party, cast.ken.party}
    posting.refresh_from_db()
    assert posting.state == "filled"


NOTICED = (
    "桜井デザイン室",  # who commissions
    "ゆき",  # who is commissioned
    "2026年11月2日",  # the day of the commission
    "ロゴ1点の制作",  # the content of the work
    "AI形式とPNG形式",
    "2026年12月4日",  # when each part is due
    "2026年12月18日",
    "契約のページ",  # the place
    "納品を受けた日から7日以内",  # the end of the inspection, for each part also as a date
    "2026年12月11日",
    "2026年12月25日",
    "30,000円",  # the amount
    "1日目として14日目の日",  # the day of payment, for each part also as a date
    "2026年12月17日",
    "2026年12月31日",
    "2027年2月15日です",  # the sixtieth day from receipt
    "源泉徴収",
    "手形による支払い",  # ways to pay that aren't used
    "一括決済方式による支払い",
    "電子記録債権による支払い",
    "資金移動業者の口座への支払い",
    "再委託の場合の事項",
    "定めていない事項",
)


def test_the_terms_notice_says_all_that_the_law_asks_for(cast: Cast) -> None:
    contract = agreed(cast, parts=HALVES)
    notice = queries.notice_for(cast.yuki, contract.pk)
    for words in NOTICED:
        assert words in notice.html, words
    assert bytes(notice.sha256) == hashlib.sha256(notice.html.encode()).digest()
    assert queries.notice_for(cast.sakurai, contract.pk).html == notice.html
    with pytest.raises(NotFound):
        queries.notice_for(cast.sora, contract.pk)


def test_the_terms_notice_says_what_is_undecided_why_and_when_it_will_be(cast: Cast) -> None:
    condition: dict[str, Any] = {"start_date": None, "start_condition": "店名の決定後"}
    condition["start_latest"] = HALVES[0].due
    notice = queries.notice_for(cast.yuki, agreed(cast, **condition).pk)
    assert "店名の決定後" in notice.html
    assert "開始の日。" in notice.html
    assert "2026年12月4日までに、委託する人が条件の成立を知らせて定めます" in notice.html


def test_the_terms_notice_never_changes(cast: Cast) -> None:
    contract = agreed(cast)
    for change in (lambda: TermsNotice.objects.update(html=""), lambda: TermsNotice.objects.all().delete()):
        with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
            change()
    assert queries.notice_for(cast.yuki, contract.pk).html


def test_what_people_write_is_text_in_the_notice(cast: Cast) -> None:
    contract = agreed(cast, scope="<script>alert(1)</script>")
    assert "<script>" not in queries.notice_for(cast.yuki, contract.pk).html


def test_nobody_agrees_to_what_operators_have_stopped(cast: Cast) -> None:
    posting = published(cast.sakurai)
    offer = offered(cast, application=applied(cast.yuki, posting))
    stops.suspend(posting, reason="口座を集めています。", by=cast.oda, at=MORNING)
    with pytest.raises(Refused, match="posting_stopped"):
        offers.accept_offer(offer, by=cast.yuki, at=MORNING + DAY)

    stops.reinstate(posting, reason="確かめました。", by=cast.oda, at=MORNING + 4 * DAY)
    offer.refresh_from_db()
    assert offer.until == turns.limit("offer", offer.key) == MORNING + 9 * DAY, "four days were lost"
    assert offers.accept_offer(offer, by=cast.yuki, at=MORNING + 8 * DAY)


def test_what_expired_while_it_was_stopped_stays_refused(cast: Cast) -> None:
    posting = published(cast.sakurai)
    offer = offered(cast, application=applied(cast.yuki, posting), at=PROMISED - DAY)
    stops.suspend(posting, reason="口座を集めています。", by=cast.oda, at=PROMISED - DAY)
    sweep.perform_due(PROMISED)
    with pytest.raises(Refused, match="posting_stopped"):
        offers.accept_offer(offer, by=cast.yuki, at=PROMISED)


def test_an_offer_that_lapsed_meanwhile_leaves_an_application_that_waits(cast: Cast) -> None:
    posting = published(cast.sakurai)
    offer = offered(cast, application=applied(cast.yuki, posting))
    stops.suspend(posting, reason="口座を集めています。", by=cast.oda, at=MORNING)
    stops.reinstate(posting, reason="確かめました。", by=cast.oda, at=MORNING + 5 * DAY)
    assert turns.limit("offer", offer.key) == MORNING + 5 * DAY, "its time was over, swept or not"
    offers.lapse_offer(offer, at=MORNING + 5 * DAY)
    assert Application.objects.get().state == ApplicationState.SUBMITTED


SOON: dict[str, Any] = {"start_date": date(2026, 11, 2), "deadline": date(2026, 11, 4)}
BEFORE_DUE = datetime(2026, 11, 3, 15, tzinfo=UTC)
"""The end of 3 November in Japan."""


@pytest.mark.parametrize(
    ("changes", "parts"),
    [
        (SOON, []),
        ({**SOON, "deadline": None}, [replace(HALVES[0], due=SOON["deadline"]), HALVES[1]]),
        (
            {"start_date": None, "start_condition": "打ち合わせのあと", "start_latest": SOON["deadline"]},
            [],
        ),
    ],
    ids=["one piece", "its first part", "a start on a condition"],
)
def test_an_offer_is_answered_before_the_day_comes_by_which_its_work_is_awaited(
    cast: Cast, changes: dict[str, Any], parts: list[Part]
) -> None:
    offer = offered(cast, parts=parts, **changes)
    assert offer.until == turns.limit("offer", offer.key) == BEFORE_DUE
    with pytest.raises(Refused, match="too_late"):
        offers.accept_offer(offer, by=cast.yuki, at=BEFORE_DUE)
    assert offers.accept_offer(offer, by=cast.yuki, at=BEFORE_DUE - timedelta(minutes=1))


def test_work_that_goes_on_moves_its_days_and_shortens_no_answer(cast: Cast) -> None:
    offer = offered(cast, **COLUMNS, start_date=date(2026, 11, 3))
    assert offer.until == MORNING + 5 * DAY


@pytest.mark.parametrize(
    ("at", "due", "fits"),
    [
        (MORNING, date(2026, 11, 2), False),
        (MORNING, date(2026, 11, 3), True),
        (MORNING + timedelta(hours=3), date(2026, 11, 3), True),
        (MORNING + timedelta(hours=3, minutes=1), date(2026, 11, 3), False),
        (MORNING + timedelta(hours=3, minutes=1), date(2026, 11, 4), True),
    ],
    ids=["today", "tomorrow, in the morning", "at noon", "after noon", "the day after tomorrow"],
)
def test_no_offer_leaves_less_than_half_a_day_to_think(
    cast: Cast, at: datetime, due: date, fits: bool
) -> None:
    application = applied(cast.yuki, published(cast.sakurai))
    changes: dict[str, Any] = {"start_date": date(2026, 11, 2), "deadline": due}
    if fits:
        assert offered(cast, application=application, at=at, **changes)
        return
    with pytest.raises(Refused, match="no_time_to_answer") as refused:
        offers.rehearse_offer(application, changes=changes, parts=[], message="", by=cast.sakurai, at=at)
    assert (refused.value.field, refused.value.context) == ("deadline", {"hours": 12})
    with pytest.raises(Refused, match="no_time_to_answer"):
        offered(cast, application=application, at=at, **changes)
    assert not Offer.objects.exists()


@pytest.mark.parametrize("away", [date(2026, 11, 2), date(2026, 11, 3), date(2026, 11, 5)])
def test_no_offer_names_a_limit_by_which_it_cant_be_accepted(cast: Cast, away: date) -> None:
    """She is away for a day; what is due after the usual limit and that day has a limit that holds."""
    announced = MORNING - 2 * DAY
    announce_absence(first=away, last=away, by=cast.yuki, at=announced)
    application = applied(cast.yuki, published(cast.sakurai))
    with pytest.raises(Refused, match="no_time_to_answer") as refused:
        offered(cast, application=application, **{**SOON, "deadline": date(2026, 11, 6)})
    assert refused.value.field == "deadline"
    assert not Offer.objects.exists()

    hours = refused.value.context["hours"]
    assert isinstance(hours, int)
    first = (MORNING + timedelta(hours=9 + hours)).date() + DAY
    offer = offered(cast, application=application, **{**SOON, "deadline": first})
    assert MORNING + 5 * DAY < offer.until == turns.limit("offer", offer.key)
    assert offers.accept_offer(offer, by=cast.yuki, at=offer.until - timedelta(minutes=1))


def test_an_absence_after_the_day_of_an_offer_changes_nothing(cast: Cast) -> None:
    announce_absence(first=date(2026, 11, 4), last=date(2026, 11, 6), by=cast.yuki, at=MORNING - DAY)
    assert offered(cast, **SOON).until == BEFORE_DUE


def test_nobody_agrees_to_days_that_came_while_the_clocks_stood_still(cast: Cast) -> None:
    offer = offered(cast, **SOON)
    stop(
        StopKind.OUTAGE, since=MORNING, until=MORNING + 2 * DAY, reason="停電", by=None, at=MORNING + 2 * DAY
    )
    assert turns.limit("offer", offer.key) == BEFORE_DUE + 2 * DAY

    with pytest.raises(Refused, match="offer_outdated"):
        offers.accept_offer(offer, by=cast.yuki, at=BEFORE_DUE)
    assert offers.decline_offer(offer, by=cast.yuki, at=BEFORE_DUE).state == OfferState.DECLINED
