"""The page of a dispute: both cases, the evidence in the order of time, one document, and who may do what."""

import re
from typing import Any

import pypdfium2
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mikiwame.core import clock
from mikiwame.market.contracts import evidence
from mikiwame.market.contracts.evidence import Kind
from mikiwame.market.contracts.models import Dispute
from mikiwame.market.contracts.operations import disputes, endings, rulings, settlements
from mikiwame.market.messaging import operations as messaging
from mikiwame.market.messaging.operations import summaries
from mikiwame.web.obligations import obligations_of
from tests.cast import Cast
from tests.market.contracts.stage import (
    DAY,
    HALVES,
    HOUR,
    START,
    again,
    delivered,
    going_on,
    inspecting,
    mending,
    paid,
    part,
    proposed,
    ruled,
)
from tests.web.hiring import reading

NOW = START + DAY

SAID = ("PNGがありません。", "PNGもお願いします。", "納品します。", "12,000円")


def opened(cast: Cast, **values: Any) -> Dispute:
    """Sakurai contests ¥12,000 of ¥30,000, after a message."""
    contract = inspecting(cast)
    messaging.send(contract.conversation, text="PNGもお願いします。", by=cast.sakurai, at=START + HOUR)
    return disputes.open_dispute(
        part(contract), statement="PNGがありません。", contested=12_000, by=cast.sakurai, at=NOW, **values
    )


def page_of(dispute: Dispute) -> str:
    return f"/disputes/{dispute.pk}/"


def pdf_of(response: Any) -> str:
    """All that a document says, without blanks."""
    pages = pypdfium2.PdfDocument(b"".join(response.streaming_content))
    return "".join(re.sub(r"[\s\u200b\ufffe]", "", page.get_textpage().get_text_range()) for page in pages)


def test_both_sides_and_operators_read_one_page_and_nobody_else(cast: Cast) -> None:
    sketch = SimpleUploadedFile("証拠.txt", "納品の記録".encode())
    dispute = opened(cast, files=[sketch])
    for reader in (cast.sakurai, cast.yuki, cast.oda):
        html = reading(reader).get(page_of(dispute)).content.decode()
        for words in (
            "PNGがありません。",
            "PNGもお願いします。",
            "納品します。",
            "12,000円",
            "18,000円",
            "証拠.txt",
        ):
            assert words in html, words
        assert re.search(r'<code class="seal">[0-9a-f]{64}', html)
    for reader in (cast.sora, cast.ken):
        assert reading(reader).get(page_of(dispute)).status_code == 404
        assert reading(reader).get(f"{page_of(dispute)}record/").status_code == 404


def test_evidence_is_in_the_order_of_time_and_filtered_by_kind(cast: Cast) -> None:
    dispute = opened(cast)
    shown = evidence.page(dispute)
    assert [one.at for one in shown.exhibits] == sorted(one.at for one in shown.exhibits)
    assert {kind for kind, number in shown.counts.items() if number} == {
        Kind.TERMS, Kind.MESSAGE, Kind.DELIVERY, Kind.MONEY, Kind.COURSE,
    }  # fmt: skip
    assert {one.kind for one in evidence.page(dispute, kind=Kind.MONEY).exhibits} == {Kind.MONEY}
    facts = [one.title for one in evidence.page(dispute, kind=Kind.MONEY).exhibits]
    assert facts == ["escrow.DepositRequested", "escrow.MoneyHeld", "escrow.PartReleased"]
    html = reading(cast.yuki).get(f"{page_of(dispute)}?kind=message").content.decode()
    assert "PNGもお願いします。" in html
    assert "納品します。" not in html


def test_changes_that_were_asked_for_name_their_term(cast: Cast) -> None:
    dispute = disputes.open_dispute(part(mending(cast)), statement="違います。", by=cast.yuki, at=NOW)
    [asked] = evidence.page(dispute, kind=Kind.CHANGES).exhibits
    assert (asked.title, asked.text) == ("deliverable", "PNGがありません。")


def test_a_long_contract_is_paged_and_asks_no_more(cast: Cast) -> None:
    dispute = opened(cast)
    conversation = dispute.milestone.contract.conversation
    few = statements(cast, dispute)
    for number in range(120):
        messaging.send(conversation, text=f"{number}通目です。", by=cast.yuki, at=NOW)
    assert evidence.page(dispute).pages == 3
    assert "119通目です。" in reading(cast.yuki).get(f"{page_of(dispute)}?page=3").content.decode()
    assert reading(cast.yuki).get(f"{page_of(dispute)}?page=99999999&kind=x").status_code == 200
    assert statements(cast, dispute) <= few <= 15


def statements(cast: Cast, dispute: Dispute) -> int:
    browser = reading(cast.yuki)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        browser.get(page_of(dispute))
    return len(asked)


def test_everything_stands_in_one_document(cast: Cast) -> None:
    dispute = opened(cast, files=[SimpleUploadedFile("案.txt", "案です。".encode())])
    said = pdf_of(reading(cast.oda).get(f"{page_of(dispute)}record/"))
    for words in (
        "争いの記録",
        "PNGがありません。",
        "PNGもお願いします。",
        "納品します。",
        "12,000円",
        "案.txt",
    ):
        assert words in said, words
    assert re.search(r"SHA-256[0-9a-f]{64}", said)
    assert "運営の小田が" in said
    assert re.search(r"1/\d", said)


def test_what_people_write_is_text_in_the_document(cast: Cast) -> None:
    dispute = opened(cast)
    words = "#panic() $x$ *太字* <script>alert(1)</script> 🎉" + "W" * 500
    disputes.answer_dispute(dispute, text=words, by=cast.yuki, at=NOW)
    said = pdf_of(reading(cast.yuki).get(f"{page_of(dispute)}record/"))
    assert "#panic()$x$*太字*<script>alert(1)</script>［PARTYPOPPER］WWW" in said


def test_nobody_divides_more_than_is_contested(cast: Cast) -> None:
    dispute = opened(cast)
    for member in (cast.yuki, cast.sakurai):
        response = reading(member).post(f"{page_of(dispute)}settlement/", {"to_worker": "12,001"})
        assert response.status_code == 422
        assert response.context["form"].errors["to_worker"] == ["0円から12,000円までで書いてください。"]


def test_the_sides_agree_on_the_page(cast: Cast, monkeypatch: Any) -> None:
    dispute = opened(cast)
    monkeypatch.setattr(clock, "now", lambda: NOW + HOUR)
    assert (
        reading(cast.yuki).post(f"{page_of(dispute)}settlement/", {"to_worker": "9,000"}).status_code == 303
    )
    html = reading(cast.sakurai).get(page_of(dispute)).content.decode()
    [agreement] = re.findall(r'action="(/settlements/[^"]+/agreement/)"', html)
    assert reading(cast.yuki).post(agreement).status_code != 303
    assert reading(cast.sakurai).post(agreement).status_code == 303
    dispute.refresh_from_db()
    assert (dispute.state, dispute.to_worker) == ("settled", 9_000)
    assert "双方が合意した分け方です。" in reading(cast.yuki).get(page_of(dispute)).content.decode()


def test_a_side_adds_files_while_the_money_is_held(cast: Cast) -> None:
    dispute = opened(cast)
    sent = {"files": SimpleUploadedFile("画面.txt", "画面です。".encode())}
    assert reading(cast.yuki).post(f"{page_of(dispute)}evidence/", sent).status_code == 303
    [file] = evidence.page(dispute, kind=Kind.FILE).exhibits
    assert (file.who, file.files[0].name) == ("ゆき", "画面.txt")
    assert reading(cast.oda).get(f"/files/{file.id}/").status_code == 200
    assert reading(cast.sora).get(f"/files/{file.id}/").status_code == 404
    proposal = settlements.propose_settlement(dispute, to_worker=1, by=cast.yuki, at=NOW)
    settlements.accept_settlement(proposal, by=cast.sakurai, at=NOW)
    late = {"files": SimpleUploadedFile("あとで.txt", b"x")}
    assert reading(cast.yuki).post(f"{page_of(dispute)}evidence/", late).status_code != 303


def test_beside_other_work_the_page_of_the_contract_leads_to_the_dispute(
    cast: Cast, monkeypatch: Any
) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW + HOUR)
    several, weekly = inspecting(cast, parts=HALVES), going_on(cast, worker=cast.ken)
    paid(several, 2, at=NOW)
    delivered(weekly, 1)
    for contract, worker in ((several, cast.yuki), (weekly, cast.ken)):
        dispute = disputes.open_dispute(part(contract), statement="違います。", by=cast.sakurai, at=NOW)
        for reader in (cast.sakurai, worker):
            html = reading(reader).get(f"/contracts/{contract.pk}/").content.decode()
            assert html.count(f'href="{page_of(dispute)}"') == 1
            assert "言い分がないまま過ぎると" in html
        disputes.answer_dispute(dispute, text="条件どおりです。", by=worker, at=NOW)
        html = reading(worker).get(f"/contracts/{contract.pk}/").content.decode()
        assert "運営が判断するまで" in html, "until when an operator decides"
        assert "言い分がないまま過ぎると" not in html


def test_each_case_stands_under_its_name_whoever_reads(cast: Cast) -> None:
    dispute = opened(cast)
    waits = "ゆきさんの言い分は、まだ出ていません。"
    assert waits in reading(cast.yuki).get(page_of(dispute)).content.decode()
    disputes.answer_dispute(dispute, text="条件どおりです。", by=cast.yuki, at=NOW)
    for reader in (cast.sakurai, cast.yuki, cast.oda):
        html = reading(reader).get(page_of(dispute)).content.decode()
        assert re.search(r"<h3>ゆきさんの言い分\s*</h3>\s*<p class=\"prose\">条件どおりです。", html)


def test_who_decided_first_reads_that_another_operator_decides_the_appeal(cast: Cast) -> None:
    dispute = opened(cast)
    disputes.answer_dispute(dispute, text="条件どおりです。", by=cast.yuki, at=NOW)
    rulings.decide(dispute, to_worker=0, ruling="PNGがない。", by=cast.oda, at=NOW)
    assert "不服のあとは" not in reading(cast.oda).get(page_of(dispute)).content.decode()
    rulings.appeal_ruling(dispute, text="PNGは渡しました。", by=cast.yuki, at=NOW)
    html = reading(cast.oda).get(page_of(dispute)).content.decode()
    assert "不服のあとは、ほかの運営担当が判断します" in html
    assert "不服のあとは" not in reading(cast.yuki).get(page_of(dispute)).content.decode()


def test_after_a_decision_all_read_that_both_may_appeal(cast: Cast, monkeypatch: Any) -> None:
    dispute = opened(cast)
    disputes.answer_dispute(dispute, text="納めました。", by=cast.yuki, at=NOW)
    rulings.decide(dispute, to_worker=6_000, ruling="半分", by=cast.oda, at=NOW)
    monkeypatch.setattr(clock, "now", lambda: NOW + HOUR)
    assert "双方の番です。" in reading(cast.oda).get(page_of(dispute)).content.decode()
    for member in (cast.yuki, cast.sakurai):
        assert "あなたの番です。相手も" in reading(member).get(page_of(dispute)).content.decode()
    rulings.accept_ruling(dispute, by=cast.yuki, at=NOW + HOUR)
    html = reading(cast.oda).get(page_of(dispute)).content.decode()
    assert "双方の番です。" not in html
    assert "桜井デザイン室さんの番です。" in html


def test_the_end_after_a_dispute_speaks_of_no_other_refund(cast: Cast) -> None:
    dispute = ruled(opened(cast), to_worker=8_000, by=cast.oda, at=NOW)
    html = reading(cast.yuki).get(f"/contracts/{dispute.milestone.contract_id}/").content.decode()
    assert "ワーカーに8,000円、クライアントに4,000円" in html
    assert "契約は終わりました。争いのあった仮払いの分け方が決まりました。" in html
    assert "戻る仮払い" not in html


def test_what_the_other_side_answered_to_a_summary_is_evidence_too(cast: Cast) -> None:
    contract = inspecting(cast)
    pasted = summaries.paste(contract.conversation, text="電話で、PNGも頼みました。", by=cast.sakurai, at=NOW)
    summaries.deny(pasted, words="その話は出ていません。", by=cast.yuki, at=NOW)
    dispute = disputes.open_dispute(part(contract), statement="違います。", by=cast.sakurai, at=NOW)
    html = reading(cast.oda).get(f"{page_of(dispute)}?kind=summary").content.decode()
    assert "電話で、PNGも頼みました。" in html
    assert "その話は出ていません。" in html
    assert "その話は出ていません。" in pdf_of(reading(cast.oda).get(f"{page_of(dispute)}record/"))


def test_a_document_holds_no_more_than_can_be_set_within_a_request(cast: Cast) -> None:
    dispute = opened(cast)
    for number in range(3):
        messaging.send(dispute.milestone.contract.conversation, text=f"{number}" * 100, by=cast.yuki, at=NOW)
    all_of_them = evidence.newest(dispute, 100, 10_000)
    assert len(all_of_them) == sum(evidence.count(dispute).values())
    last_two = [one.text[0] for one in evidence.newest(dispute, 100, 250) if one.text.isdecimal()]
    assert last_two == ["1", "2"]
    assert len(evidence.newest(dispute, 100, 1)) == 1


def test_both_homes_say_that_the_operators_are_waited_for(cast: Cast, monkeypatch: Any) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW + HOUR)
    dispute = disputes.answer_dispute(opened(cast), text="条件どおりです。", by=cast.yuki, at=NOW)
    for reader in (cast.sakurai, cast.yuki):
        html = reading(reader).get("/home/").content.decode()
        theirs = html[html.index('id="theirs"') :]
        assert f'href="{page_of(dispute)}"' in theirs
        assert "運営の番です。" in theirs
        assert "仮払いはそのまま預けられます。" in theirs
        assert "運営の番です。" in reading(reader).get(page_of(dispute)).content.decode()
    assert "双方が待っています。" in reading(cast.oda).get("/operations/").content.decode()


def test_nobody_writes_in_vain(cast: Cast, monkeypatch: Any) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW + HOUR)
    dispute = opened(cast)
    address, milestone = page_of(dispute), dispute.milestone_id
    yuki, sakurai = reading(cast.yuki), reading(cast.sakurai)
    assert yuki.get(f"{address}answer/").status_code == 200
    assert sakurai.get(f"{address}answer/").status_code == 409
    assert yuki.get(f"{address}appeal/").status_code == 409
    assert yuki.get(f"{address}settlement/").status_code == 200
    assert sakurai.get(f"/milestones/{milestone}/dispute/").status_code == 409
    ruled(dispute, to_worker=8_000, by=cast.oda, at=NOW)
    for form in ("answer", "appeal", "settlement"):
        assert yuki.get(f"{address}{form}/").status_code == 409


def test_a_proposal_shows_its_clock_and_can_be_refused(cast: Cast, monkeypatch: Any) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW + HOUR)
    dispute = opened(cast)
    proposal = settlements.propose_settlement(dispute, to_worker=7_000, by=cast.yuki, at=NOW)
    html = reading(cast.sakurai).get(page_of(dispute)).content.decode()
    assert "提案はなかったことになり、争いは続きます。" in html
    refusal = f"/settlements/{proposal.pk}/refusal/"
    assert refusal in html
    assert refusal not in reading(cast.yuki).get(page_of(dispute)).content.decode()
    assert reading(cast.sora).post(refusal).status_code == 404
    assert reading(cast.yuki).post(refusal).status_code == 409
    assert reading(cast.sakurai).post(refusal).status_code == 303
    assert "ゆきさんの提案" not in reading(cast.sakurai).get(page_of(dispute)).content.decode()


def test_nobody_leaves_whose_dispute_outlives_its_contract(cast: Cast) -> None:
    contract = inspecting(cast, parts=HALVES)
    paid(contract, 2, at=NOW)
    dispute = disputes.open_dispute(part(contract), statement="違います。", by=cast.sakurai, at=NOW)
    proposed(again(contract), by=cast.sakurai, pace="毎日", at=NOW)
    endings.leave(again(contract), by=cast.yuki, at=NOW)
    assert again(contract).state == "ended"
    for side in (cast.sakurai, cast.yuki):
        assert ("contracts", 1) in [(owed.page, owed.count) for owed in obligations_of(side.party)]
    ruled(dispute, to_worker=0, by=cast.oda, at=NOW)
    assert obligations_of(cast.yuki.party) == []


def test_the_list_of_contracts_says_who_is_waited_for_in_a_dispute(cast: Cast, monkeypatch: Any) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW + HOUR)
    dispute = disputes.answer_dispute(opened(cast), text="条件どおりです。", by=cast.yuki, at=NOW)
    assert "運営の判断" in reading(cast.yuki).get("/contracts/").content.decode()
    settlements.propose_settlement(dispute, to_worker=7_000, by=cast.yuki, at=NOW)
    assert "争いの分け方の提案への返事" in reading(cast.sakurai).get("/contracts/").content.decode()
