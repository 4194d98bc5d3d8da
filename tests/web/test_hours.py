"""The pages of work by the hour: hours are written down, handed in, looked through and paid."""

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.utils import translation

from mikiwame.core import clock
from mikiwame.market.contracts.lamp import Light
from mikiwame.market.contracts.models import Contract, StatementLine, TimeEntry
from mikiwame.market.contracts.operations.disputes import open_dispute
from mikiwame.market.contracts.operations.endings import answer_cancellation, propose_cancellation
from mikiwame.market.contracts.operations.work import accept
from mikiwame.market.contracts.states import Lamp, LampReason
from mikiwame.market.contracts.timesheets import latest_lines
from mikiwame.market.members.models import Member
from mikiwame.market.terms.lines import WeeklyHours
from mikiwame.wording.formats import duration
from mikiwame.wording.lines import in_words
from tests.cast import MORNING, Cast
from tests.market.contracts.stage import (
    DAY,
    DAYS,
    HOUR,
    HOURLY,
    START,
    WEEK_OVER,
    agreed,
    by_the_hour,
    doubted,
    handed_in,
    part,
    ruled,
    week_paid,
    wrote,
)
from tests.market.hiring.stage import applied, published
from tests.web.test_disputes import pdf_of
from tests.web.test_going_on import reading, shown


@pytest.fixture(autouse=True)
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """The first evening, unless a story moves on."""

    def move(moment: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)

    move(START + 18 * HOUR)
    return move


def toast(browser: Client) -> str:
    """What the next page says of what was just done."""
    return " ".join(map(str, browser.get("/home/").context["messages"]))


def sheet_of(contract: Contract) -> str:
    return f"/milestones/{part(contract).pk}/hours/"


def spell(begins: str = "09:00", ends: str = "12:30", day: date = DAYS["start_date"]) -> dict[str, str]:
    return {"day": day.isoformat(), "begins": begins, "ends": ends, "note": "商品ページの文を書いた"}


def test_a_posting_by_the_hour_says_what_is_held_and_how_it_is_paid(
    at: Callable[[datetime], None], cast: Cast
) -> None:
    at(MORNING)
    posting = published(cast.sakurai, **(DAYS | HOURLY))
    page = shown(cast.yuki, f"/postings/{posting.pk}/")
    assert "週に10時間まで、そのぶんの15,000円が先に仮払いされます" in page
    assert "週に10時間まで（週は開始日から数えます）" in page
    application = applied(cast.yuki, posting, price=1_500)
    browser, address = reading(cast.sakurai), f"/applications/{application.pk}/offer/"
    form = {field.name: field.value() or "" for field in browser.get(address).context["form"]}
    assert (form["repeat"], form["weekly_hours"]) == ("hours", 10)
    read_back = browser.post(address, form | {"weekly_hours": "８"})
    assert "週に8時間まで" in read_back.content.decode()
    kept = {field.name: field.value() or "" for field in read_back.context["form"]}
    assert browser.post(address, kept | {"confirmed": "yes"}).status_code in {302, 303}
    offer = shown(cast.yuki, f"/offers/{application.offers.get().pk}/")
    assert "1週間に8時間まで働いたときの、いちばん多い額です" in offer


def test_the_worker_writes_mends_and_removes_hours(cast: Cast) -> None:
    contract = by_the_hour(cast)
    assert sheet_of(contract) in shown(cast.yuki, f"/contracts/{contract.pk}/")
    browser, address = reading(cast.yuki), sheet_of(contract)
    assert browser.post(address, spell()).status_code == 303
    page = shown(cast.yuki, address)
    for words in ("3時間30分", "6時間30分", "5,250円", "15,000円", "9:00–12:30", "商品ページの文を書いた"):
        assert words in page
    overlapping = browser.post(address, spell("12:00", "13:00"))
    assert overlapping.status_code == 422
    assert "時間が重なっています" in overlapping.content.decode()
    entry = TimeEntry.objects.get()
    edit = f"/time-entries/{entry.pk}/"
    assert 'value="09:00"' in shown(cast.yuki, edit)
    assert browser.post(edit, spell("10:00", "11:00")).status_code == 303
    assert "1,500円" in shown(cast.yuki, address)
    assert browser.post(f"{edit}removal/").status_code == 303
    assert "まだ記録がありません" in shown(cast.yuki, address)


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        (spell("25:00", "26:00"), "時刻を、9:30のように"),
        (spell("9", "いま"), "時刻を、9:30のように"),
        (spell("19:00", "20:00"), "まだ来ていない時刻"),
        (spell("12:00", "11:00"), "その日のうちの時刻"),
        (spell("00:00", "11:00"), "あと600分まで"),
        (spell(day=date(2026, 12, 24)), "選択"),
    ],
)
def test_what_can_not_be_written_is_said_beside_it(sent: dict[str, str], words: str, cast: Cast) -> None:
    contract = by_the_hour(cast)
    answer = reading(cast.yuki).post(sheet_of(contract), sent)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not TimeEntry.objects.exists()


def test_the_week_is_handed_in_on_its_last_day(at: Callable[[datetime], None], cast: Cast) -> None:
    contract = by_the_hour(cast)
    wrote(contract)
    assert "この週の時間を提出する" not in shown(cast.yuki, sheet_of(contract))
    at(WEEK_OVER)
    assert "3時間、4,500円で提出します" in shown(cast.yuki, sheet_of(contract))
    assert reading(cast.yuki).post(f"{sheet_of(contract)}statement/").status_code == 303
    for member in (cast.yuki, cast.sakurai):
        page = shown(member, sheet_of(contract))
        assert "明細" in page
        assert "4,500円" in page
    contract_page = shown(cast.sakurai, f"/contracts/{contract.pk}/")
    assert "までの週の時間を確かめる" in contract_page


def test_the_client_sees_nothing_before_it_is_handed_in(cast: Cast) -> None:
    contract = by_the_hour(cast)
    entry = wrote(contract)
    page = shown(cast.sakurai, sheet_of(contract))
    assert entry.note not in page
    assert "記録しています" in page
    assert "働いた時間" not in page
    assert reading(cast.sakurai).get(f"/time-entries/{entry.pk}/").status_code == 404
    assert reading(cast.sora).get(sheet_of(contract)).status_code == 404


def test_the_client_names_lines_or_contests_them(at: Callable[[datetime], None], cast: Cast) -> None:
    contract = by_the_hour(cast)
    wrote(contract, 9, 12)
    wrote(contract, 13, 15, at=START + 15 * HOUR)
    handed_in(contract)
    at(WEEK_OVER)
    browser, address = reading(cast.sakurai), sheet_of(contract)
    assert browser.post(f"{address}changes/", {"reason": "違います"}).status_code == 422
    line = StatementLine.objects.order_by("number").last()
    assert line is not None
    sent = {"lines": [str(line.pk)], "reason": "この時間は休みでした。"}
    assert browser.post(f"{address}changes/", sent).status_code == 303
    worker = shown(cast.yuki, address)
    assert "この時間は休みでした。" in worker
    assert "提出した時間より長くはできません" in worker
    handed_in(contract)
    latest = StatementLine.objects.order_by("delivery__number", "number").last()
    assert latest is not None
    case = {"lines": [str(latest.pk)], "statement": "作業していません。"}
    assert browser.post(f"{address}dispute/", case).status_code == 303
    assert part(contract).dispute.contested == 3_000
    assert "争いのない額は、いますぐ支払われます" in toast(browser)
    page = shown(cast.sakurai, f"/contracts/{contract.pk}/")
    assert "週の時間について、話がまとまっていません" in page
    assert "納品について" not in page


def test_where_every_line_is_contested_nothing_is_said_of_a_rest(
    at: Callable[[datetime], None], cast: Cast
) -> None:
    contract = by_the_hour(cast)
    wrote(contract)
    handed_in(contract)
    at(WEEK_OVER + HOUR)
    browser = reading(cast.sakurai)
    [line] = StatementLine.objects.all()
    case = {"lines": [str(line.pk)], "statement": "休みでした。"}
    assert browser.post(f"{sheet_of(contract)}dispute/", case).status_code == 303
    said = toast(browser)
    assert "運営に判断を求めました。" in said
    assert "争いのない額" not in said


def test_the_client_answers_by_naming_entries(at: Callable[[datetime], None], cast: Cast) -> None:
    contract = by_the_hour(cast)
    wrote(contract, 9, 12)
    wrote(contract, 13, 15, at=START + 15 * HOUR)
    handed_in(contract)
    doubted(contract)
    late = WEEK_OVER + 2 * HOUR
    dispute = open_dispute(part(contract), statement="働きました。", by=cast.yuki, at=late)
    assert dispute.lines.count() == 2
    at(late)
    browser, address = reading(cast.sakurai), f"/disputes/{dispute.pk}/answer/"
    assert "争いのある額" not in shown(cast.sakurai, address)
    line = dispute.lines.get(begins=780)
    assert browser.post(address, {"text": "休みでした。", "lines": [str(line.pk)]}).status_code == 303
    assert part(contract).dispute.contested == 3_000
    assert list(dispute.lines.all()) == [line]
    general = browser.get(f"/milestones/{part(contract).pk}/dispute/")
    assert general.headers["Location"] == f"/milestones/{part(contract).pk}/hours/dispute/"


def test_all_read_which_entries_are_contested_and_how_it_ended(
    at: Callable[[datetime], None], cast: Cast
) -> None:
    contract = by_the_hour(cast)
    wrote(contract, 9, 12)
    wrote(contract, 13, 15, at=START + 15 * HOUR)
    handed_in(contract)
    doubted(contract)
    handed_in(contract)
    line = latest_lines(part(contract))[1]
    dispute = open_dispute(part(contract), statement="休み", lines=[line.pk], by=cast.sakurai, at=WEEK_OVER)
    at(WEEK_OVER + HOUR)
    address, entry = f"/disputes/{dispute.pk}/", "13:00–15:00（2時間）"
    for member in (cast.yuki, cast.sakurai, cast.oda):
        page = shown(member, address)
        assert "争いのある記録" in page
        assert page.count(entry) == 3  # as what is contested, and in two statements
        assert page.count(" 9:00–12:00（3時間）") == 3  # in two statements, and to be changed
        assert "2026-11-20" not in re.sub("<[^>]*>", "", page)
        said = pdf_of(reading(member).get(f"{address}record/"))
        assert said.count("13:00–15:00") == 3
        assert "2026-11-2013" not in said
    for member in (cast.yuki, cast.sakurai):
        week = shown(member, sheet_of(contract))
        assert "桜井デザイン室さんが、運営に判断を求めました" in week
        assert week.count("争いのある記録") == 1
        assert "預けられている額</dt><dd>3,000円" in week
        assert "支払われた額（税込）</dt><dd>4,500円" in week
    ruled(dispute, to_worker=1_000, by=cast.oda, at=WEEK_OVER + HOUR)
    week = shown(cast.yuki, sheet_of(contract))
    assert "争いのあった3,000円のうち、1,000円をワーカーに渡しました" in week
    assert "残りの2,000円は、クライアントに戻りました" in week
    assert week.count("争いのあった記録") == 1
    assert "支払われた額（税込）</dt><dd>5,500円" in week
    assert "報酬5,500円" in shown(cast.yuki, f"/contracts/{contract.pk}/periods/")


def test_by_the_hour_nothing_is_told_of_parts_and_deliveries(
    at: Callable[[datetime], None], cast: Cast
) -> None:
    contract = by_the_hour(cast)
    wrote(contract)
    handed_in(contract)
    doubted(contract)
    handed_in(contract)
    dispute = open_dispute(part(contract), statement="休み", by=cast.sakurai, at=WEEK_OVER + HOUR)
    ruled(dispute, to_worker=1_000, by=cast.oda, at=WEEK_OVER + HOUR)
    at(WEEK_OVER + 2 * HOUR)
    for address in (f"/contracts/{contract.pk}/", f"/disputes/{dispute.pk}/"):
        page = shown(cast.yuki, address)
        assert "直しの依頼" in page
        assert "区切り" not in page
        assert "満たされていない条件" not in page
        assert "納期11月" not in page
    assert "区切り" not in pdf_of(reading(cast.yuki).get(f"/disputes/{dispute.pk}/record/"))


def test_before_its_day_nobody_is_said_to_work(at: Callable[[datetime], None], cast: Cast) -> None:
    contract = agreed(cast, **HOURLY)
    week_paid(contract)
    at(MORNING + HOUR)
    page = shown(cast.sakurai, f"/contracts/{contract.pk}/")
    assert "働いた時間を記録しています" not in page
    assert "開始日になると" in page


def test_after_the_end_the_week_that_was_worked_is_shown(at: Callable[[datetime], None], cast: Cast) -> None:
    contract = by_the_hour(cast)
    wrote(contract)
    at(START + 13 * HOUR)
    proposal = propose_cancellation(contract, reason="終了", by=cast.yuki, at=START + 13 * HOUR)
    answer_cancellation(proposal, agree=True, by=cast.sakurai, at=START + 13 * HOUR)
    for member, words in (
        (cast.yuki, "終わるまでに働いた時間を書いて"),
        (cast.sakurai, "仕事は終わりました"),
    ):
        page = shown(member, f"/contracts/{contract.pk}/")
        assert words in page
        assert "休みを提案する" not in page
        assert "週の終わりに" not in page
    handed_in(contract, at=START + 14 * HOUR)
    accept(part(contract), by=cast.sakurai, at=START + 14 * HOUR)
    page = shown(cast.yuki, f"/contracts/{contract.pk}/")
    assert "第1期" in page
    assert "第2期" not in page


def test_in_english_too(at: Callable[[datetime], None], cast: Cast) -> None:
    contract = by_the_hour(cast)
    wrote(contract)
    handed_in(contract)
    doubted(contract)
    at(WEEK_OVER + 2 * HOUR)
    Member.objects.filter(pk=cast.yuki.pk).update(language="en")
    page = reading(cast.yuki).get(sheet_of(contract)).content.decode()
    assert "3 hours" in page
    assert "can’t be longer" in page
    with translation.override("en"):
        assert duration(90) == "1 hour 30 minutes"
        assert in_words(WeeklyHours(10, ""), "pace").startswith("Up to 10 hours a week")
    with translation.override("ja"):
        assert duration(45) == "45分"


def test_the_next_week_is_read_while_one_is_open(at: Callable[[datetime], None], cast: Cast) -> None:
    contract = by_the_hour(cast)
    week_paid(contract, 2, at=START)
    address = f"/milestones/{part(contract, 2).pk}/hours/"
    assert address in shown(cast.yuki, f"/contracts/{contract.pk}/")
    assert "働いた時間を書く" in shown(cast.yuki, address)
    at(START + 7 * DAY + 10 * HOUR)
    assert "働いた時間を書く" in shown(cast.yuki, address)


@pytest.mark.parametrize("who", ["yuki", "sakurai"])
def test_a_week_asks_little_however_much_was_worked(
    who: str, at: Callable[[datetime], None], cast: Cast, django_assert_max_num_queries: Any
) -> None:
    contract = by_the_hour(cast)
    for hour in range(9):
        wrote(contract, hour, hour + 1)
    handed_in(contract)
    doubted(contract)
    handed_in(contract, at=WEEK_OVER + 2 * HOUR)
    at(WEEK_OVER + 3 * HOUR)
    browser, address = reading(getattr(cast, who)), sheet_of(contract)
    browser.get(address)
    with django_assert_max_num_queries(15):
        browser.get(address)


@pytest.mark.parametrize(
    ("reason", "worker", "client"),
    [
        (LampReason.HAND_IN, "時間の記録を確かめて、提出してください", "提出するのを待っています"),
        (LampReason.CHANGES, "頼まれた直しをして", "頼んだ直しを待っています"),
    ],
)
def test_the_lamp_speaks_to_who_reads_it(reason: LampReason, worker: str, client: str) -> None:
    light = Light(Lamp.OFF, reason)
    hers, his = (
        render_to_string("contracts/lamp.html", {"light": light, "is_client": is_client})
        for is_client in (False, True)
    )
    assert worker in hers
    assert client not in hers
    assert client in his
    assert worker not in his
