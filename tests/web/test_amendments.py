"""The pages of amendments: proposed by one side, answered by the other, every version to be read."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from mikiwame.core import clock
from mikiwame.market.contracts import queries
from mikiwame.market.contracts.models import Amendment, Contract
from mikiwame.market.contracts.operations import amendments, endings, notices, periods, topping_up
from mikiwame.market.contracts.states import AmendmentState, Ending, MilestoneState
from mikiwame.market.messaging import operations as messaging
from mikiwame.market.terms.lines import Part
from tests.cast import MORNING, Cast
from tests.market.contracts.stage import (
    DAY,
    HALVES,
    HOUR,
    START,
    again,
    agreed,
    delivered,
    going_on,
    inspecting,
    part,
    proposed,
    running,
    started,
    week,
)
from tests.web.test_contracts import page_of, reading, shown

NOW = START + DAY
DAILY: dict[str, Any] = {"pace": "毎日1案"}


@pytest.fixture(autouse=True)
def at(monkeypatch: pytest.MonkeyPatch) -> None:
    """The day after the start."""
    monkeypatch.setattr(clock, "now", lambda: NOW)


def as_it_stands(browser: Client, contract: Contract) -> dict[str, Any]:
    """What the form holds before anybody writes in it."""
    form = browser.get(f"{page_of(contract)}amendments/new/").context["form"]
    values = {field.html_name: field.value() for field in form if not field.field.disabled}
    days = {name: value.isoformat() for name, value in values.items() if isinstance(value, date)}
    return {name: "" if value is None else value for name, value in (values | days).items()}


def written(browser: Client, contract: Contract, **changes: Any) -> Any:
    """The form, with some terms rewritten, is sent."""
    values = as_it_stands(browser, contract) | {"reason": "事情が変わりました。"} | changes
    return browser.post(f"{page_of(contract)}amendments/new/", values)


def test_the_writer_reads_the_difference_before_she_proposes_it(cast: Cast) -> None:
    contract, browser = started(cast), reading(cast.sakurai)
    response = written(browser, contract, pace="毎日1案")
    assert response.status_code == 200
    html = response.content.decode()
    assert "この変更を提案しますか" in html
    assert "ワーカーに不利" in html
    assert "あなたの記録に残り" in html
    assert not Amendment.objects.exists()

    response = written(browser, contract, pace="毎日1案", confirmed="yes")
    assert response.status_code == 303
    proposal = Amendment.objects.get()
    assert proposal.worsens == ["pace"]
    assert proposal.sheet.milestones.count() == 0


def test_a_contact_in_the_reason_is_refused_before_the_difference_is_read(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    contract = agreed(cast)
    monkeypatch.setattr(clock, "now", lambda: contract.agreed_at + HOUR)
    said = "sakurai@example.jp に連絡をください。"
    response = written(reading(cast.sakurai), contract, pace="毎日1案", reason=said)
    assert response.status_code == 422
    assert "reason" in response.context["form"].errors


def test_nothing_rewritten_is_no_proposal(cast: Cast) -> None:
    contract = started(cast)
    response = written(reading(cast.yuki), contract, confirmed="yes")
    assert response.status_code == 422
    assert "変わるところがありません" in response.content.decode()


def test_a_part_is_added_and_what_was_handed_over_cannot_be_touched(cast: Cast) -> None:
    contract, browser = inspecting(cast, parts=HALVES), reading(cast.yuki)
    third = {"part_3_title": "色違い", "part_3_amount": "5,000", "part_3_due": "2026-12-25"}
    response = written(browser, contract, confirmed="yes", part_1_amount="99,000", **third)
    assert response.status_code == 303
    amounts = [row.amount for row in Amendment.objects.get().sheet.milestones.all()]
    assert amounts == [10_000, 20_000, 5_000]


def test_one_part_becomes_two(cast: Cast) -> None:
    contract, browser = started(cast), reading(cast.sakurai)
    second = {"part_2_title": "チラシ", "part_2_amount": "8,000", "part_2_due": "2026-12-25"}
    assert written(browser, contract, confirmed="yes", **second).status_code == 303
    amendments.accept_amendment(Amendment.objects.get(), by=cast.yuki, at=NOW)
    assert [row.amount for row in queries.standing(again(contract))] == [30_000, 8_000]


def test_a_link_opens_the_form_at_a_term_and_quotes(cast: Cast) -> None:
    contract = started(cast)
    html = shown(cast.yuki, f"{page_of(contract)}amendments/new/?term=pace&quote=毎日お願いします")
    assert "「毎日お願いします」" in html
    [opened] = [group for group in form_of(cast, contract).groups if group["open"]]
    assert opened["term"] == "pace"


def form_of(cast: Cast, contract: Contract) -> Any:
    """The form as that link opens it."""
    address = f"{page_of(contract)}amendments/new/?term=pace"
    return reading(cast.yuki).get(address).context["form"]


def test_a_message_is_quoted_into_a_proposal(cast: Cast) -> None:
    contract = started(cast)
    message = messaging.send(contract.conversation, text="毎日納品してください。", by=cast.sakurai, at=NOW)
    address = f"/messages/quoted/{message.pk}/"
    assert address in shown(cast.yuki, f"/messages/{contract.conversation_id}/")
    response = reading(cast.yuki).get(address, follow=True)
    assert "「毎日納品してください。」" in response.content.decode()
    assert reading(cast.sora).get(address).status_code == 404


def test_the_other_side_reads_the_difference_and_answers(cast: Cast) -> None:
    contract = started(cast)
    proposal = proposed(contract, by=cast.sakurai, at=START, inspection_days=3)
    html = shown(cast.yuki, page_of(contract))
    assert "条件の変更が提案されています" in html
    assert "新しい条件を受け入れる" in html
    assert "責任なく離れる" not in html
    assert "提案を取り下げる" in shown(cast.sakurai, page_of(contract))

    assert reading(cast.yuki).post(f"/amendments/{proposal.pk}/acceptance/").status_code == 303
    assert again(contract).sheet == proposal.sheet
    assert "第2版" in shown(cast.yuki, page_of(contract))
    assert "第2版" in shown(cast.yuki, f"{page_of(contract)}notice/")
    assert "第2版" not in shown(cast.yuki, f"{page_of(contract)}notice/1/")


def test_the_worker_refuses_and_says_what_is_worse(cast: Cast) -> None:
    contract = started(cast)
    proposal = proposed(contract, by=cast.sakurai, at=START, scope="ロゴと名刺とチラシ")
    assert "あなたにとって悪くなる条件" in shown(cast.yuki, page_of(contract))
    assert "あなたにとって悪くなる条件" not in shown(cast.sakurai, page_of(contract))
    response = reading(cast.yuki).post(f"/amendments/{proposal.pk}/refusal/", {"worse": ["scope"]})
    assert response.status_code == 303
    proposal.refresh_from_db()
    assert (proposal.state, proposal.worsens) == (AmendmentState.REFUSED, ["scope"])
    assert f"{page_of(contract)}leave/" in shown(cast.yuki, page_of(contract))
    assert "責任なく離れられます" in shown(cast.sakurai, page_of(contract))


def test_over_the_daily_demand_she_leaves_without_fault(cast: Cast) -> None:
    contract = started(cast)
    proposed(contract, by=cast.sakurai, at=START, **DAILY)
    assert f"{page_of(contract)}leave/" in shown(cast.yuki, page_of(contract))
    assert "採用後に条件が悪くなる提案があった" in shown(cast.yuki, f"{page_of(contract)}leave/")
    response = reading(cast.yuki).post(f"{page_of(contract)}leave/", {"reason": "毎日は無理です。"})
    assert response.status_code == 303
    assert again(contract).ending == Ending.WORSENED
    assert part(contract).state == MilestoneState.REFUNDED
    assert "ワーカーが責任なく離れました" in shown(cast.sakurai, page_of(contract))


def test_only_of_worse_terms_the_page_says_that_they_are(cast: Cast) -> None:
    contract = started(cast)
    proposal = proposed(contract, by=cast.sakurai, at=START, scope="ロゴと名刺とチラシ")
    html = shown(cast.yuki, page_of(contract))
    assert "あなたにとって悪くなるなら、そう断ることも" in html
    assert "採用後に条件が悪くなる提案です" not in html

    amendments.withdraw_amendment(proposal, by=cast.sakurai, at=START)
    proposed(again(contract), by=cast.sakurai, at=START, **DAILY)
    html = shown(cast.yuki, page_of(contract))
    assert "採用後に条件が悪くなる提案です" in html
    assert "断ったあとも7日間は、責任なく離れられます" in html


def test_no_other_terms_are_offered_once_the_end_is_known(cast: Cast) -> None:
    contract = going_on(cast)
    proposed(contract, by=cast.sakurai, at=START, inspection_days=5)
    notices.give_notice(contract, last=week(contract).last, by=cast.yuki, at=START + HOUR)
    html = shown(cast.yuki, page_of(contract))
    assert "この変更はもう受け入れられません" in html
    assert "新しい条件を受け入れる" not in html

    amendments.refuse_amendment(Amendment.objects.get(), by=cast.yuki, at=START + HOUR)
    assert f"{page_of(contract)}amendments/new/" not in shown(cast.yuki, page_of(contract))


def test_the_way_out_stays_on_the_page_after_the_client_took_it_back(cast: Cast) -> None:
    contract = started(cast)
    proposal = proposed(contract, by=cast.sakurai, at=START, **DAILY)
    assert reading(cast.sakurai).post(f"/amendments/{proposal.pk}/withdrawal/").status_code == 303
    html = shown(cast.yuki, page_of(contract))
    assert "取り下げられたあとも、期限までは責任なく離れられます" in html
    assert f"{page_of(contract)}leave/" in html
    assert "取り下げたあとも、期限までは、ワーカーは責任なく離れられます" in shown(
        cast.sakurai, page_of(contract)
    )


def test_what_was_handed_over_stays_on_the_page_after_she_left(cast: Cast) -> None:
    contract = inspecting(cast)
    proposed(contract, by=cast.sakurai, at=NOW, **DAILY)
    endings.leave(again(contract), by=cast.yuki, at=NOW)
    html = shown(cast.sakurai, page_of(contract))
    assert "受け入れて支払う" in html
    assert f"{page_of(contract)}amendments/new/" not in html


def test_every_version_and_every_difference_can_be_read(cast: Cast) -> None:
    contract = running(cast, change_rounds=1)
    amendments.accept_amendment(
        proposed(contract, by=cast.yuki, inspection_days=3), by=cast.sakurai, at=MORNING + HOUR
    )
    refused = proposed(again(contract), by=cast.sakurai, at=MORNING + 2 * HOUR, **DAILY)
    amendments.refuse_amendment(refused, by=cast.yuki, at=MORNING + 3 * HOUR)
    for member in (cast.yuki, cast.sakurai):
        html = shown(member, f"{page_of(contract)}terms/")
        for words in ("内定と合意（第1版）", "変更の合意（第2版）", "断られました", "毎日1案", "notice/2/"):
            assert words in html, words
    assert reading(cast.sora).get(f"{page_of(contract)}terms/").status_code == 404


def test_outsiders_find_no_proposal(cast: Cast) -> None:
    contract = agreed(cast)
    proposal = proposed(contract, by=cast.yuki, scope="ロゴだけ")
    for act in ("acceptance", "refusal", "withdrawal"):
        assert reading(cast.sora).post(f"/amendments/{proposal.pk}/{act}/").status_code == 404
    assert reading(cast.sora).get(f"{page_of(contract)}amendments/new/").status_code == 404


def test_a_proposal_costs_the_page_one_statement(cast: Cast) -> None:
    contract, browser = started(cast), reading(cast.yuki)
    before = statements(browser, page_of(contract))
    proposed(contract, by=cast.sakurai, at=START, scope="ロゴとチラシ")
    assert statements(browser, page_of(contract)) <= before + 1


def test_work_that_goes_on_is_asked_for_more_often_only_by_proposal(cast: Cast) -> None:
    contract, client = again(going_on(cast)), reading(cast.sakurai)
    assert not client.get(f"{page_of(contract)}amendments/new/").context["form"].rows
    daily = {"repeat": "daily", "weekdays": []}
    response = written(client, contract, confirmed="yes", **daily)
    assert response.status_code == 303, response.content.decode()
    proposal = Amendment.objects.get()
    assert proposal.worsens == ["pace"]
    assert not contract.sheet.milestones.exists()

    html = shown(cast.yuki, page_of(contract))
    assert "条件の変更が提案されています" in html
    assert reading(cast.yuki).post(f"/amendments/{proposal.pk}/acceptance/").status_code == 303
    assert again(contract).sheet.repeat == "daily"
    assert "第2版" in shown(cast.yuki, page_of(contract))


def test_however_often_terms_changed_their_pages_ask_the_same(cast: Cast) -> None:
    contract, browser = started(cast), reading(cast.yuki)
    addresses = [f"{page_of(contract)}{name}" for name in ("terms/", "amendments/new/")]
    once = [statements(browser, address) for address in addresses]
    for days in (6, 5, 4, 3):
        proposal = proposed(again(contract), by=cast.sakurai, at=START, inspection_days=days)
        amendments.accept_amendment(proposal, by=cast.yuki, at=START)
    often = [statements(browser, address) for address in addresses]
    assert max(often) <= 15
    assert [after - before for before, after in zip(once, often, strict=True)] == [2, 0]


def statements(browser: Client, address: str) -> int:
    """How many statements reading a page takes."""
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(address).status_code == 200
    return len(asked)


def test_the_turn_on_the_home_page_leads_to_the_contract(cast: Cast) -> None:
    contract = started(cast)
    proposed(contract, by=cast.sakurai, at=START, inspection_days=3)
    html = shown(cast.yuki, "/home/")
    assert "条件の変更の提案への返事" in html
    assert page_of(contract) in html


def test_what_was_taken_back_before_she_could_judge_it_she_judges_by_leaving(cast: Cast) -> None:
    contract = started(cast)
    proposal = proposed(contract, by=cast.sakurai, scope="ロゴと名刺とチラシ", at=NOW)
    amendments.withdraw_amendment(proposal, by=cast.sakurai, at=NOW)
    assert "悪くなるものがあったなら" in shown(cast.yuki, page_of(contract))
    assert "ワーカーだけが判断できる変更" in shown(cast.sakurai, page_of(contract))
    browser, address = reading(cast.yuki), f"{page_of(contract)}leave/"
    assert "あなたにとって悪くなる条件" in browser.get(address).content.decode()
    silent = browser.post(address, {"reason": ""})
    assert silent.status_code == 422
    assert "悪くなるものを選んでください" in silent.content.decode()
    assert browser.post(address, {"reason": "", "worse": ["scope"]}).status_code == 303
    assert "ワーカーが言いました" in shown(cast.sakurai, page_of(contract))


def test_the_amount_of_a_part_that_is_paid_is_written_anew(cast: Cast) -> None:
    contract, browser = started(cast, parts=HALVES), reading(cast.yuki)
    read = written(browser, contract, part_1_amount="12,000").content.decode()
    assert "クライアントが差額の2,000円を入金したとき" in read
    assert written(browser, contract, confirmed="yes", part_1_amount="12,000").status_code == 303
    amounts = [row.amount for row in Amendment.objects.get().sheet.milestones.all()]
    assert amounts == [12_000, 20_000]


DEARER = [Part(1, "ラフ案", 12_000, HALVES[0].due), HALVES[1]]
CHEAPER = [Part(1, "ラフ案", 7_000, HALVES[0].due), HALVES[1]]


def test_both_read_what_a_raise_asks_before_they_agree_and_pay_it_on_the_page(cast: Cast) -> None:
    contract = started(cast, parts=HALVES)
    proposal = proposed(contract, by=cast.yuki, parts=DEARER, at=NOW)
    for member in (cast.sakurai, cast.yuki):
        html = shown(member, page_of(contract))
        assert "クライアントが差額の" in html
        assert "2,000円" in html
    client = reading(cast.sakurai)
    client.post(f"/amendments/{proposal.pk}/acceptance/")
    html = shown(cast.sakurai, page_of(contract))
    assert "増額分を入金してください" in html
    assert f"/amendments/{proposal.pk}/payment/" in html
    html = shown(cast.yuki, page_of(contract))
    assert "増額分の入金を待っています" in html
    assert "いまの報酬はこれまでの額です" in html
    coming = html.partition('<h2 id="timeline">')[2].split('class="next"')[1:]
    assert ["増額分の入金" in one for one in coming] == [True, False], (
        "before the delivery, which is due later"
    )
    assert f"/amendments/{proposal.pk}/payment/" not in html

    asked = client.post(f"/amendments/{proposal.pk}/payment/")
    assert "増額分の入金" in client.get(asked["Location"]).content.decode()
    client.post(f"{asked['Location']}settlement/")
    assert part(contract).amount == 12_000
    html = shown(cast.yuki, page_of(contract))
    assert "増額分の2,000円が入金され、条件（" in html
    assert "第2版の取引条件明示書を発行しました" in html
    assert "増額分の入金を待っています" not in html


def test_a_raise_that_was_not_paid_says_so_and_lets_her_go(cast: Cast) -> None:
    contract = started(cast, parts=HALVES)
    proposal = proposed(contract, by=cast.yuki, parts=DEARER, at=NOW - 4 * DAY)
    amendments.accept_amendment(proposal, by=cast.sakurai, at=NOW - 4 * DAY)
    topping_up.lapse_top_up(proposal, at=NOW - DAY)
    assert "合意した増額分が期限までに入金されませんでした" in shown(cast.yuki, page_of(contract))
    assert "ワーカーは責任なく離れられます" in shown(cast.sakurai, page_of(contract))
    leaving = shown(cast.yuki, f"{page_of(contract)}leave/")
    assert "合意した増額分の入金がなかったので" in leaving
    assert "条件が悪くなる提案があった" not in leaving
    assert "増額分の入金がなく、なかったことに" in shown(cast.yuki, f"{page_of(contract)}terms/")


def test_what_goes_back_is_said_before_and_after(cast: Cast) -> None:
    contract = started(cast, parts=HALVES)
    proposal = proposed(contract, by=cast.sakurai, parts=CHEAPER, at=NOW)
    assert "差額の" in shown(cast.yuki, page_of(contract))
    reading(cast.yuki).post(f"/amendments/{proposal.pk}/acceptance/")
    html = shown(cast.sakurai, page_of(contract))
    assert "仮払いのうち" in html
    assert "3,000円" in html


def test_deliveries_that_are_paid_are_raised_on_the_page_of_work_that_goes_on(cast: Cast) -> None:
    contract = going_on(cast)
    proposal = proposed(contract, by=cast.sakurai, reward=2_500, at=NOW)
    assert "まだ納品されていない" in shown(cast.yuki, page_of(contract))
    reading(cast.yuki).post(f"/amendments/{proposal.pk}/acceptance/")
    assert "増額分を入金してください" in shown(cast.sakurai, page_of(contract))


def test_what_a_raise_holds_up_is_explained_instead_of_offered(cast: Cast) -> None:
    contract = started(cast, parts=HALVES)
    proposal = proposed(contract, by=cast.yuki, parts=DEARER, at=NOW)
    amendments.accept_amendment(proposal, by=cast.sakurai, at=NOW)
    delivered(contract, at=NOW)
    html = shown(cast.sakurai, page_of(contract))
    assert "増額分を入金すると、受け入れられます" in html
    assert f"/milestones/{part(contract).pk}/acceptance/" not in html
    assert f"/milestones/{part(contract).pk}/changes/" in html

    topping_up.lapse_top_up(proposal, at=NOW + 4 * DAY)
    html = shown(cast.sakurai, page_of(contract))
    assert f"/milestones/{part(contract).pk}/acceptance/" in html


def test_the_next_week_is_paid_after_the_raise(cast: Cast) -> None:
    contract = going_on(cast)
    proposal = proposed(contract, by=cast.sakurai, reward=2_500, at=NOW)
    periods.ask_due(at=NOW + 2 * DAY)
    payment = f"/periods/{week(contract, 2).pk}/payment/"
    assert payment in shown(cast.sakurai, page_of(contract))
    amendments.accept_amendment(proposal, by=cast.yuki, at=NOW)
    html = shown(cast.sakurai, page_of(contract))
    assert "増額分を入金してからできます" in html
    assert payment not in html
