"""The pages of contracts: who sees what, what a refusal says, and that nothing happens twice."""

from collections.abc import Callable
from datetime import date, datetime
from hashlib import sha256
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from mikiwame.core import clock
from mikiwame.market.contracts import queries
from mikiwame.market.contracts.models import Contract
from mikiwame.market.contracts.operations import disputes, endings, work
from mikiwame.market.contracts.states import ContractState, MilestoneState
from mikiwame.market.escrow.models import Release
from mikiwame.market.members.models import Member
from mikiwame.market.paperwork.notices import lines_of
from mikiwame.market.turns.operations import announce_absence
from tests.cast import MORNING, Cast
from tests.market.contracts.stage import (
    DAY,
    HALVES,
    HOUR,
    START,
    again,
    agreed,
    inspecting,
    mending,
    part,
    running,
    started,
)

NOW = START + DAY


@pytest.fixture(autouse=True)
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """The day after the start, unless a story moves on."""

    def move(moment: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)

    move(NOW)
    return move


def reading(member: Member) -> Client:
    """That member's browser."""
    client = Client()
    client.force_login(member, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


def shown(member: Member, address: str) -> str:
    """What a member reads there."""
    response = reading(member).get(address)
    assert response.status_code == 200
    return response.content.decode()


def page_of(contract: Contract) -> str:
    return f"/contracts/{contract.pk}/"


def test_outsiders_find_no_contract_and_no_part_of_it(cast: Cast) -> None:
    contract = inspecting(cast)
    milestone = part(contract)
    addresses = [
        page_of(contract),
        f"{page_of(contract)}notice/",
        f"{page_of(contract)}cancellation/",
        f"{page_of(contract)}parting/",
        f"{page_of(contract)}leave/",
        *(f"/milestones/{milestone.pk}/{act}/" for act in ("delivery", "changes", "dispute", "overdue")),
    ]
    for outsider in (cast.sora, cast.ken, cast.oda):
        for address in addresses:
            assert reading(outsider).get(address).status_code == 404
        for act in ("payment", "acceptance"):
            assert reading(outsider).post(f"/milestones/{milestone.pk}/{act}/").status_code == 404
    assert Client().get(page_of(contract)).status_code == 302


LAMPS: dict[str, tuple[Callable[..., Contract], str, str, str]] = {
    "unfunded": (agreed, "まだ作業しないでください", "仮払いをしてください", "仮払いを待っています"),
    "work": (started, "作業を始められます", "納品を待っています", "を納品する"),
    "changes": (mending, "作業を始められます", "PNGがありません", "PNGがありません"),
    "inspection": (inspecting, "検収中", "検収する", "検収を待っています"),
}


@pytest.mark.parametrize("scene", LAMPS)
def test_the_lamp_stands_first_and_each_side_reads_what_to_do(
    scene: str, cast: Cast, at: Callable[[datetime], None]
) -> None:
    stage, lamp, for_client, for_worker = LAMPS[scene]
    contract = stage(cast)
    at(MORNING if scene == "unfunded" else NOW)
    for member, words in ((cast.sakurai, for_client), (cast.yuki, for_worker)):
        html = shown(member, page_of(contract))
        assert lamp in html
        assert words in html
        assert html.index(lamp) < html.index(words)


def test_before_the_start_the_lamp_shows_the_day(cast: Cast, at: Callable[[datetime], None]) -> None:
    contract = running(cast)
    at(MORNING)
    html = shown(cast.yuki, page_of(contract))
    assert "開始日をお待ちください" in html
    assert '<time datetime="2026-11-20">' in html


def test_an_overdue_page_offers_the_way_out_and_a_page_says_what_it_means(
    cast: Cast, at: Callable[[datetime], None]
) -> None:
    contract = started(cast)
    due = START + 29 * DAY
    work.fall_overdue(part(contract), at=due)
    at(due + HOUR)
    assert "終えて、全額を戻す" in shown(cast.sakurai, page_of(contract))
    address = f"/milestones/{part(contract).pk}/overdue/"
    assert "30,000円はすべて戻ります" in shown(cast.sakurai, address)
    assert reading(cast.sakurai).post(address, {"reason": ""}).status_code == 303
    assert again(contract).state == ContractState.ENDED
    assert "納期を過ぎ、クライアントが終えました" in shown(cast.yuki, page_of(contract))


def test_the_page_shows_the_money_the_terms_the_notice_and_the_timeline(cast: Cast) -> None:
    contract = inspecting(cast, parts=HALVES)
    html = shown(cast.yuki, page_of(contract))
    for words in (
        "10,000円",
        "20,000円",
        "−1,021円",
        "あなたに届く金額",
        "ロゴ1点の制作",
        "承諾し、契約になりました",
    ):
        assert words in html
    notice = queries.notice_for(cast.yuki, contract.pk)
    assert bytes(notice.sha256).hex() in html


def test_the_notice_is_a_document_that_can_do_nothing(cast: Cast) -> None:
    contract = agreed(cast)
    response = reading(cast.yuki).get(f"{page_of(contract)}notice/")
    assert response.content.decode() == queries.notice_for(cast.yuki, contract.pk).html
    policy = response.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "sandbox" in policy


def test_the_notice_leads_back_to_the_contract_and_its_pdf_says_nothing_of_it(cast: Cast) -> None:
    contract = agreed(cast)
    notice = queries.notice_for(cast.yuki, contract.pk).html
    back = f'<a href="{settings.SITE_URL}{page_of(contract)}">この仕事のページへ戻る</a>'
    assert notice.count(back) == 1
    assert "戻る" not in str(lines_of(notice))


def test_the_notice_is_kept_as_pdf_too_for_its_two_sides_alone(cast: Cast) -> None:
    contract = agreed(cast)
    pdf = f"{page_of(contract)}notice/pdf/"
    assert "作成中です" in shown(cast.yuki, page_of(contract))
    response = reading(cast.yuki).get(pdf)
    content = b"".join(response.streaming_content)  # type: ignore[attr-defined]
    assert content.startswith(b"%PDF")
    assert response.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert reading(cast.sora).get(pdf).status_code == 404
    assert sha256(content).hexdigest() in shown(cast.sakurai, page_of(contract))


def test_a_delivery_carries_its_files(cast: Cast) -> None:
    contract = started(cast)
    files = [SimpleUploadedFile("案.txt", "こむぎ日和".encode())]
    address = f"/milestones/{part(contract).pk}/delivery/"
    response = reading(cast.yuki).post(address, {"note": "納品します。", "files": files})
    assert response.status_code == 303
    assert "案.txt" in shown(cast.sakurai, page_of(contract))


@pytest.mark.parametrize(
    ("note", "file", "words"),
    [
        ("", None, "ここに書いてください|必須"),
        ("納品", SimpleUploadedFile("logo.exe", b"MZ\x90\x00" + b"\0" * 64), "ファイル"),
        ("あ" * 5_001, None, "5000|5,000"),
    ],
)
def test_a_delivery_that_cannot_be_says_why_next_to_the_field(
    cast: Cast, note: str, file: Any, words: str
) -> None:
    contract = started(cast)
    data = {"note": note} | ({"files": [file]} if file else {})
    response = reading(cast.yuki).post(f"/milestones/{part(contract).pk}/delivery/", data)
    assert response.status_code == 422
    assert any(word in response.content.decode() for word in words.split("|"))
    assert part(contract).state == MilestoneState.FUNDED


def test_a_delivery_at_a_red_lamp_is_refused_with_the_reason(
    cast: Cast, at: Callable[[datetime], None]
) -> None:
    contract = agreed(cast)
    at(MORNING)
    response = reading(cast.yuki).post(f"/milestones/{part(contract).pk}/delivery/", {"note": "できました"})
    assert response.status_code == 422
    assert "ランプが緑になるまで" in response.content.decode()


def test_on_the_morning_of_the_start_both_read_the_page_before_any_clock_runs(cast: Cast) -> None:
    contract = running(cast)
    for member in (cast.sakurai, cast.yuki):
        assert "作業を始められます" in shown(member, page_of(contract))


def test_a_double_click_pays_once_and_ends_in_a_sentence(cast: Cast) -> None:
    contract = inspecting(cast)
    address = f"/milestones/{part(contract).pk}/acceptance/"
    browser = reading(cast.sakurai)
    assert browser.post(address).status_code == 303
    again_clicked = browser.post(address)
    assert again_clicked.status_code == 409
    assert "いまの状態ではできません" in again_clicked.content.decode()
    assert Release.objects.count() == 1


def test_a_stale_page_changes_nothing(cast: Cast) -> None:
    contract = inspecting(cast)
    milestone = part(contract)
    work.accept(milestone, by=cast.sakurai, at=NOW)
    for act, data in (
        ("changes", {"term": "deliverable", "reason": "直して"}),
        ("dispute", {"statement": "違う"}),
    ):
        response = reading(cast.sakurai).post(f"/milestones/{milestone.pk}/{act}/", data)
        assert response.status_code == 422
        assert "いまの状態ではできません" in response.content.decode()
    assert again(contract).state == ContractState.FINISHED


def test_after_the_limit_the_page_says_that_it_is_too_late(
    cast: Cast, at: Callable[[datetime], None]
) -> None:
    contract = inspecting(cast)
    at(START + 9 * DAY)
    response = reading(cast.sakurai).post(f"/milestones/{part(contract).pk}/acceptance/")
    assert response.status_code == 409
    assert "期限を過ぎた" in response.content.decode()


def test_the_worker_cannot_accept_her_own_work(cast: Cast) -> None:
    contract = inspecting(cast)
    response = reading(cast.yuki).post(f"/milestones/{part(contract).pk}/acceptance/")
    assert response.status_code == 409
    assert "クライアントだけ" in response.content.decode()


def test_changes_name_a_term_of_the_sheet(cast: Cast) -> None:
    contract = inspecting(cast)
    address = f"/milestones/{part(contract).pk}/changes/"
    assert "あと2回頼めます" in shown(cast.sakurai, address)
    assert reading(cast.sakurai).post(address, {"term": "", "reason": "直して"}).status_code == 422
    assert reading(cast.sakurai).post(address, {"term": "scope", "reason": "直して"}).status_code == 303
    assert "満たされていない条件" in shown(cast.yuki, page_of(contract))


def test_when_it_is_over_the_page_leads_to_the_review(cast: Cast) -> None:
    contract = inspecting(cast)
    work.accept(part(contract), by=cast.sakurai, at=NOW)
    assert f"{page_of(contract)}review/" in shown(cast.yuki, page_of(contract))


def test_parting_asks_the_other_side(cast: Cast) -> None:
    contract = started(cast)
    address = f"{page_of(contract)}parting/"
    assert "30,000円は、すべてクライアントに戻ります" in shown(cast.yuki, address)
    assert reading(cast.yuki).post(address, {"reason": "体調をくずしました。"}).status_code == 303
    html = shown(cast.sakurai, page_of(contract))
    assert "体調をくずしました。" in html
    proposal = queries.open_cancellation(queries.contract_for(cast.yuki, contract.pk))
    assert proposal is not None
    assert reading(cast.yuki).post(f"/cancellations/{proposal.pk}/agreement/").status_code == 409
    assert reading(cast.sakurai).post(f"/cancellations/{proposal.pk}/agreement/").status_code == 303
    assert again(contract).state == ContractState.ENDED


def test_a_proposal_is_refused_or_taken_back(cast: Cast) -> None:
    contract = started(cast)
    first = endings.propose_cancellation(contract, reason="迷い", by=cast.yuki, at=NOW)
    assert reading(cast.sakurai).post(f"/cancellations/{first.pk}/disagreement/").status_code == 303
    second = endings.propose_cancellation(contract, reason="やはり", by=cast.yuki, at=NOW)
    assert reading(cast.yuki).post(f"/cancellations/{second.pk}/withdrawal/").status_code == 303
    assert again(contract).state == ContractState.RUNNING


def test_before_any_money_the_client_reads_that_it_stays_in_her_record(
    cast: Cast, at: Callable[[datetime], None]
) -> None:
    contract = agreed(cast)
    at(MORNING)
    address = f"{page_of(contract)}cancellation/"
    assert "あなたの記録に残り" in shown(cast.sakurai, address)
    assert "あなたの記録に残り" not in shown(cast.yuki, address)
    assert reading(cast.sakurai).post(address, {"reason": "企画の中止"}).status_code == 303
    assert again(contract).state == ContractState.CANCELLED


def test_a_dispute_goes_to_the_operators_alone(cast: Cast) -> None:
    contract = inspecting(cast)
    address = f"/milestones/{part(contract).pk}/dispute/"
    assert reading(cast.yuki).post(address, {"statement": "約束どおりです。"}).status_code == 303
    dispute = queries.dispute_of(contract)
    assert dispute is not None
    assert reading(cast.yuki).get(f"/disputes/{dispute.pk}/answer/").status_code == 409
    assert reading(cast.sakurai).get(f"/disputes/{dispute.pk}/answer/").status_code == 200
    answer = {"text": "ラフが2案しかありません。"}
    assert reading(cast.sakurai).post(f"/disputes/{dispute.pk}/answer/", answer).status_code == 303

    queue, decision = "/operations/disputes/", f"/disputes/{dispute.pk}/decision/"
    for reader in (cast.sakurai, cast.yuki, cast.sora):
        assert reading(reader).get(queue).status_code == 404
        assert reading(reader).post(decision, {"to_worker": "1", "ruling": "…"}).status_code == 404
    assert contract.title in shown(cast.oda, queue)
    html = shown(cast.oda, f"/disputes/{dispute.pk}/")
    for words in ("約束どおりです。", "ラフが2案しかありません。", "納品します。", "30,000円"):
        assert words in html


def test_an_operator_divides_the_money(cast: Cast) -> None:
    contract = inspecting(cast)
    dispute = disputes.open_dispute(part(contract), statement="違う", by=cast.sakurai, at=NOW)
    disputes.answer_dispute(dispute, text="同じです", by=cast.yuki, at=NOW)
    decision = f"/disputes/{dispute.pk}/decision/"
    for to_worker in ("30,001", "−1", "半分", ""):
        response = reading(cast.oda).post(decision, {"to_worker": to_worker, "ruling": "…"})
        assert response.status_code == 422
    said = {"to_worker": "２０，０００円", "ruling": "AIは納品済みのため。"}
    assert reading(cast.oda).post(decision, said).status_code == 303
    assert reading(cast.oda).post(decision, said).status_code == 422
    assert "AIは納品済みのため。" in shown(cast.yuki, f"/disputes/{dispute.pk}/")
    for side in (cast.yuki, cast.sakurai):
        assert reading(side).post(f"/disputes/{dispute.pk}/acceptance/").status_code == 303
    assert "AIは納品済みのため。" in shown(cast.yuki, page_of(contract))
    assert "AIは納品済みのため。" in shown(cast.oda, "/operations/audit/")
    assert Release.objects.get().gross == 20_000


def test_the_list_puts_first_what_waits_on_the_reader(cast: Cast) -> None:
    contract = inspecting(cast)
    mine, theirs = shown(cast.sakurai, "/contracts/"), shown(cast.yuki, "/contracts/")
    assert 'id="mine"' in mine
    assert 'id="theirs"' in theirs
    assert contract.title in mine
    assert contract.title in theirs
    assert "まだ契約はありません" in shown(cast.sora, "/contracts/")


def test_both_sides_read_when_the_other_will_be_away(cast: Cast) -> None:
    contract, monday = started(cast), date(2026, 11, 23)
    for member in (cast.yuki, cast.sakurai):
        announce_absence(first=monday, last=monday + DAY, by=member, at=NOW)
    for member in (cast.yuki, cast.sakurai):
        page = shown(member, f"/contracts/{contract.pk}/")
        assert page.count("お休みの予定") == 1
        assert "11月23日(月)" in page
