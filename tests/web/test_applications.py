"""Applying and choosing on pages: bad input beside its field, strangers kept out, clicks that come twice."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from mikiwame.core import clock
from mikiwame.market.hiring.models import Application, Posting
from mikiwame.market.hiring.operations import postings
from mikiwame.market.hiring.states import ApplicationState
from tests.cast import Cast
from tests.market.hiring.stage import applied, published
from tests.web.hiring import reading

PDF = b"%PDF-1.4\n1 0 obj\n<< >>\nendobj\ntrailer\n<< >>\n%%EOF\n"


def to_apply(posting: Posting) -> str:
    return reverse("apply", kwargs={"id": posting.pk})


def page_of(application: Application) -> str:
    return reverse("application", kwargs={"id": application.pk})


def test_a_worker_applies_with_all_that_was_asked(cast: Cast) -> None:
    lines = {"requirement_lines": [("Illustrator", True)], "question_lines": [("作品は？", True)]}
    posting = published(cast.sakurai, at=clock.now(), **lines)
    question, needed = posting.questions.get(), posting.requirements.get()
    browser = reading(cast.yuki)
    shown = browser.get(to_apply(posting)).content.decode()
    assert 'value="30,000"' in shown
    assert "作品は？" in shown

    sent = {
        "message": "よろしくお願いします。\r\n二行目",
        "price": "２８，０００円",
        f"answer_{question.pk}": "はい",
        "met": [str(needed.pk)],
        "files": SimpleUploadedFile("作品.pdf", PDF, content_type="application/pdf"),
    }
    response = browser.post(to_apply(posting), sent)

    application = Application.objects.get()
    assert (response.status_code, response.headers["Location"]) == (303, page_of(application))
    assert (application.price, application.message) == (28_000, "よろしくお願いします。\n二行目")
    page = browser.get(page_of(application)).content.decode()
    for said in (
        "応募しました",
        "返事待ち",
        "28,000円",
        "満たす",
        "はい",
        "作品.pdf",
        "相手の記録に残ります",
    ):
        assert said in page


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("price", "🍞", "金額を円の整数で書いてください"),
        ("price", "-500", "金額を円の整数で書いてください"),
        ("price", "0", "1円から100,000,000円までで"),
        ("price", "9" * 30, "1円から100,000,000円までで"),
        ("price", "12.5", "金額を円の整数で書いてください"),
        ("price", "", "id_price_error"),
        ("message", "", "id_message_error"),
        ("message", "長" * 5_001, "id_message_error"),
        ("message", "\x00", "id_message_error"),
        ("message", "\u202e逆", "読めない文字"),
        ("met", "nothing", "id_met"),
    ],
)
def test_bad_input_is_refused_beside_its_field(cast: Cast, field: str, typed: str, sentence: str) -> None:
    posting = published(cast.sakurai, at=clock.now(), requirement_lines=[("絵", True)])
    sent = {"message": "お願いします", "price": "１万", field: typed}
    response = reading(cast.yuki).post(to_apply(posting), sent)
    assert response.status_code == 422
    page = response.content.decode()
    assert sentence in page
    if field != "message":
        assert "お願いします" in page  # nothing typed is lost
    assert not Application.objects.exists()


def test_a_client_who_opens_the_form_of_her_empty_draft_is_told_why_not(cast: Cast) -> None:
    draft = postings.draft(cast.sakurai.party, by=cast.sakurai, at=clock.now())
    shown = reading(cast.sakurai).get(to_apply(draft))
    assert shown.status_code == 200
    assert 'name="message"' not in shown.content.decode()


def test_files_that_are_not_let_in_leave_nothing_half_done(cast: Cast) -> None:
    posting = published(cast.sakurai, at=clock.now())
    program = SimpleUploadedFile("見本.pdf", b"MZ\x90\x00" + b"\x00" * 100, content_type="application/pdf")
    sent = {"message": "お願いします", "price": "10000", "files": program}
    response = reading(cast.yuki).post(to_apply(posting), sent)
    assert response.status_code == 422
    assert "id_files_error" in response.content.decode()
    assert not Application.objects.exists()


def test_a_second_click_and_a_closed_posting_end_in_a_sentence(cast: Cast) -> None:
    posting = published(cast.sakurai, at=clock.now())
    browser, sent = reading(cast.yuki), {"message": "お願いします", "price": "10000"}
    assert browser.post(to_apply(posting), sent).status_code == 303
    again = browser.post(to_apply(posting), sent)
    assert again.status_code == 422
    assert "すでに応募しています" in again.content.decode()
    assert Application.objects.count() == 1

    postings.close(posting, by=cast.sakurai, at=clock.now())
    late = reading(cast.ken).post(to_apply(posting), sent)
    assert late.status_code == 422
    assert "いま応募を受け付けていません" in late.content.decode()
    own = reading(cast.sakurai).post(to_apply(published(cast.sakurai, at=clock.now())), sent)
    assert "自分の募集には応募できません" in own.content.decode()


def test_a_worker_takes_her_application_back_once(cast: Cast) -> None:
    application = applied(cast.yuki, published(cast.sakurai, at=clock.now()), at=clock.now())
    browser, address = reading(cast.yuki), reverse("withdraw_application", kwargs={"id": application.pk})
    assert address in browser.get(page_of(application)).content.decode()
    assert browser.post(address).status_code == 303
    stale = browser.post(address)
    assert stale.status_code == 409
    assert "いまの状態ではできません" in stale.content.decode()
    assert "取り下げ" in browser.get("/applications/?over").content.decode()


def test_the_client_declines_with_a_reason_that_the_worker_reads(cast: Cast) -> None:
    application = applied(cast.yuki, published(cast.sakurai, at=clock.now()), at=clock.now())
    browser, address = reading(cast.sakurai), reverse("decline_application", kwargs={"id": application.pk})
    missing = browser.post(address, {"note": "残念ですが"})
    assert missing.status_code == 422
    assert "残念ですが" in missing.content.decode()
    assert browser.post(address, {"reason": "filled"}).status_code == 422

    assert browser.post(address, {"reason": "price", "note": "予算が足りず"}).status_code == 303

    page = reading(cast.yuki).get(page_of(application)).content.decode()
    assert "金額が合いませんでした" in page
    assert "予算が足りず" in page
    again = browser.post(address, {"reason": "price"})
    assert again.status_code == 422
    assert "いまの状態ではできません" in again.content.decode()


def test_applicants_stand_side_by_side_in_the_order_asked_for(cast: Cast) -> None:
    posting = published(cast.sakurai, at=clock.now(), requirement_lines=[("絵", True)])
    applied(cast.ken, posting, at=clock.now(), price=40_000)
    applied(cast.yuki, posting, at=clock.now(), price=20_000, met=[posting.requirements.get().pk])
    browser, address = reading(cast.sakurai), reverse("applicants", kwargs={"id": posting.pk})
    page = browser.get(address).content.decode()
    assert page.index("ケンジ") < page.index("ゆき")
    for order in ("price", "met"):
        page = browser.get(address, {"order": order}).content.decode()
        assert page.index("ゆき") < page.index("ケンジ")
    assert browser.get(address, {"order": "nonsense"}).status_code == 200


def test_strangers_reach_nothing(cast: Cast, client: Client) -> None:
    posting = published(cast.sakurai, at=clock.now())
    application = applied(cast.yuki, posting, at=clock.now())
    withdraw = reverse("withdraw_application", kwargs={"id": application.pk})
    decline = reverse("decline_application", kwargs={"id": application.pk})
    applicants = reverse("applicants", kwargs={"id": posting.pk})
    for stranger in (cast.sora, cast.ken, cast.kuroda):
        browser = reading(stranger)
        assert browser.get(page_of(application)).status_code == 404
        assert browser.post(withdraw).status_code == 404
        assert browser.post(decline, {"reason": "price"}).status_code == 404
        assert browser.get(applicants).status_code == 404
    # Each side has its own acts only.
    assert reading(cast.yuki).post(decline, {"reason": "price"}).status_code == 404
    assert reading(cast.yuki).get(applicants).status_code == 404
    assert reading(cast.sakurai).post(withdraw).status_code == 409
    for address in (page_of(application), applicants, to_apply(posting), "/applications/"):
        assert client.get(address).headers["Location"].startswith("/accounts/login/")
    application.refresh_from_db()
    assert application.state == ApplicationState.SUBMITTED
