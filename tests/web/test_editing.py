"""Writing a posting on pages: it saves itself, says what is missing, and is published once."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mikiwame.core import clock
from mikiwame.core.clock import day_in_tokyo
from mikiwame.market.hiring.models import Posting
from mikiwame.market.hiring.operations import files, postings
from mikiwame.market.hiring.states import PostingState
from mikiwame.market.messaging import queries as messaging
from tests.cast import Cast
from tests.market.hiring.stage import drafted, published
from tests.web.hiring import reading

ACTS = (
    "publish_posting",
    "pause_posting",
    "resume_posting",
    "close_posting",
    "copy_posting",
    "discard_posting",
    "posting_files",
)
HTMX = {"hx-request": "true"}


def to(name: str, posting: Posting) -> str:
    return reverse(name, kwargs={"id": posting.pk})


def typed(**changes: Any) -> dict[str, Any]:
    """What a client sends who has filled everything in, as people type it."""
    today = day_in_tokyo(clock.now())
    return {
        "title": "パン屋のチラシ",
        "category": "design-print",
        "body": "秋の新作を知らせるチラシです。",
        "scope": "A4片面のデザイン",
        "deliverable": "PDF",
        "reward_basis": "fixed",
        "reward": "２５，０００円",
        "start_date": today + timedelta(days=10),
        "deadline": today + timedelta(days=30),
        "headcount": "２",
        "newcomer_places": "1",
        "essential": "Illustratorが使える\r\n\r\n入稿の経験",
        "welcome": "パンが好き",
        "asked": "作品を1つ",
        "apply_until": today + timedelta(days=7),
        "decide_days": "7",
        "inspection_days": "5",
        "payment_days": "14",
        **changes,
    }


def test_a_client_writes_previews_and_publishes(cast: Cast) -> None:
    browser = reading(cast.sakurai)
    begun = browser.post("/postings/new/", {"title": "チラシ", "category": "design-print"})
    draft = Posting.objects.get()
    assert begun.headers["Location"] == to("edit_posting", draft)
    page = browser.get(to("edit_posting", draft)).content.decode()
    assert "公開まであと" in page
    assert "納品するものを書いてください" in page

    saved = browser.post(to("edit_posting", draft), typed(preview="1"))
    assert saved.headers["Location"] == to("preview_posting", draft)
    preview = browser.get(to("preview_posting", draft)).content.decode()
    for said in ("パン屋のチラシ", "25,000円", "この内容で公開する", "入稿の経験", "作品を1つ"):
        assert said in preview

    assert browser.post(to("publish_posting", draft)).headers["Location"] == to("posting", draft)
    draft.refresh_from_db()
    assert draft.state == PostingState.OPEN
    assert draft.places.filter(for_newcomer=True).count() == 1
    twice = browser.post(to("publish_posting", draft))
    assert twice.status_code == 409
    assert "いまの状態ではできません" in twice.content.decode()


def test_it_saves_itself_and_says_when_and_what_is_missing(cast: Cast) -> None:
    draft = drafted(cast.sakurai, at=clock.now())
    response = reading(cast.sakurai).post(
        to("edit_posting", draft), typed(deliverable="", reward="🍞"), headers=HTMX
    )
    assert response.status_code == 200
    state = response.content.decode()
    assert "<html" not in state
    assert "保存しました" in state
    assert "納品するものを書いてください" in state
    assert "金額を円の整数で書いてください" in state
    draft.refresh_from_db()
    assert draft.title == "パン屋のチラシ"  # what could be read is saved
    assert draft.sheet.reward == 30_000  # what couldn't stays as it was


def rows(*parts: tuple[str, str, int], first: int = 1) -> dict[str, Any]:
    """The rows of parts as people type them: name, amount, and how many days from now."""
    today = day_in_tokyo(clock.now())
    return {
        f"part_{number}_{name}": value
        for number, (title, amount, days) in enumerate(parts, start=first)
        for name, value in {"title": title, "amount": amount, "due": today + timedelta(days=days)}.items()
    }


def test_parts_are_written_saved_shown_and_taken_out(cast: Cast) -> None:
    draft = drafted(cast.sakurai, at=clock.now())
    browser, address = reading(cast.sakurai), to("edit_posting", draft)
    said = rows(("ラフ", "１万円", 20), ("清書", "15,000", 30))
    assert (
        "公開に必要なことは、そろっています"
        in browser.post(address, typed(**said), headers=HTMX).content.decode()
    )
    form = browser.get(address).context["form"]
    assert (form.has_parts, form["part_2_title"].value(), form["part_2_amount"].value()) == (
        True,
        "清書",
        "15,000",
    )
    preview = browser.get(to("preview_posting", draft)).content.decode()
    assert "内訳: ラフ 10,000円、清書 15,000円" in preview

    half = browser.post(address, typed(**said, part_3_title="色"), headers=HTMX).content.decode()
    assert "区切りには、名前と額と納期が要ります" in half
    assert draft.sheet.milestones.count() == 2  # what can't be read stays as it was
    short = browser.post(address, typed(**rows(("ラフ", "9000", 20))), headers=HTMX).content.decode()
    assert "9000円" in short
    assert "#id_milestones" in short
    backwards = rows(("清書", "15,000", 30), ("ラフ", "10,000", 20))
    assert "納期の早い順に並べてください" in browser.post(address, typed(**backwards)).content.decode()

    assert browser.post(address, typed()).status_code == 303
    assert not draft.sheet.milestones.exists()


def pdf() -> SimpleUploadedFile:
    return SimpleUploadedFile("見本.pdf", b"%PDF-1.7", content_type="application/pdf")


def test_files_are_attached_shown_opened_and_removed(cast: Cast, client: Client) -> None:
    draft = drafted(cast.sakurai, at=clock.now())
    browser = reading(cast.sakurai)
    added = browser.post(to("posting_files", draft), {"files": [pdf(), pdf()]})
    assert added.headers["Location"] == f"{to('edit_posting', draft)}#posting-files"
    first, second = messaging.attachments(draft.key)
    removal = reverse("remove_posting_file", kwargs={"id": draft.pk, "file": first.pk})
    assert removal in browser.get(to("edit_posting", draft)).content.decode()
    part = browser.post(removal, headers=HTMX).content.decode()
    assert "<html" not in part
    assert "ファイルを外しました" in part
    again = browser.post(removal)
    assert again.status_code == 409
    assert "すでに外されたようです" in again.content.decode()

    address = reverse("attachment", kwargs={"id": second.pk})
    assert address in browser.get(to("preview_posting", draft)).content.decode()
    assert client.get(address).status_code == 404
    postings.publish(draft, by=cast.sakurai, at=clock.now())
    assert address in client.get(to("posting", draft)).content.decode()
    assert client.get(address).headers["Content-Disposition"].startswith("attachment")
    late = browser.post(to("posting_files", draft), {"files": [pdf()]})
    assert late.status_code == 409
    assert "写しを作って" in late.content.decode()


def test_a_copy_says_that_it_has_no_files(cast: Cast) -> None:
    plain = drafted(cast.sakurai, at=clock.now())
    carrying = files.add(drafted(cast.sakurai, at=clock.now()), [pdf()], by=cast.sakurai, at=clock.now())
    browser = reading(cast.sakurai)
    for draft, said in (plain, False), (carrying, True):
        copied = browser.post(to("copy_posting", draft))
        page = browser.get(copied.headers["Location"]).content.decode()
        assert "写しを作りました" in page
        assert ("添付ファイルは写していません" in page) is said


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_file_that_is_not_let_in_is_refused_beside_its_field(cast: Cast, headers: dict[str, str]) -> None:
    draft = drafted(cast.sakurai, at=clock.now())
    page = {"files": [SimpleUploadedFile("a.html", b"<html>")]}
    for sent, sentence in (page, "この種類のファイルは送れません"), ({}, "ファイルを選んでください"):
        response = reading(cast.sakurai).post(to("posting_files", draft), sent, headers=headers)
        assert response.status_code == 422
        assert "id_files_error" in response.content.decode()
        assert sentence in response.content.decode()
    assert messaging.attachments(draft.key) == []


def test_as_many_rows_as_were_written_and_one_more(cast: Cast) -> None:
    draft = drafted(cast.sakurai, at=clock.now())
    browser, address = reading(cast.sakurai), to("edit_posting", draft)
    assert len(browser.get(address).context["form"].rows) == 5
    seven = rows(*((f"第{number}回", "3,000", 12 + number) for number in range(1, 8)))
    assert browser.post(address, typed(**seven)).status_code == 303
    assert draft.sheet.milestones.count() == 7
    assert len(browser.get(address).context["form"].rows) == 8
    browser.post(address, typed(part_99999999999999_title="遠く", part_x_title="?"))
    assert not draft.sheet.milestones.exists()


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("title", "題" * 121, "id_title_error"),
        ("title", "\x00", "id_title_error"),
        ("body", "本" * 20_001, "id_body_error"),
        ("category", "nowhere", "id_category_error"),
        ("reward", "-1", "金額を円の整数で"),
        ("reward", "100,000,001", "100,000,000円までで"),
        ("headcount", "0", "id_headcount_error"),
        ("headcount", "たくさん", "id_headcount_error"),
        ("newcomer_places", "-1", "id_newcomer_places_error"),
        ("decide_days", "31", "id_decide_days_error"),
        ("inspection_days", "15", "id_inspection_days_error"),
        ("payment_days", "61", "id_payment_days_error"),
        ("apply_until", "明日", "id_apply_until_error"),
        ("reward_most", "10", "id_reward_most_error"),
        ("essential", "条" * 201, "1行は200文字まで"),
        ("asked", "\n".join(f"質問{number}" for number in range(21)), "20行まで"),
    ],
)
def test_bad_input_is_refused_beside_its_field(cast: Cast, field: str, value: str, sentence: str) -> None:
    draft = drafted(cast.sakurai, at=clock.now())
    response = reading(cast.sakurai).post(to("edit_posting", draft), typed(**{field: value}))
    assert response.status_code == 422
    assert sentence in response.content.decode()


def test_too_many_lines_keep_nothing_else_from_being_saved(cast: Cast) -> None:
    draft = drafted(cast.sakurai, at=clock.now())
    lines = {"essential": "絵\n" * 15, "welcome": "歌\n" * 15}
    response = reading(cast.sakurai).post(to("edit_posting", draft), typed(title="新しい題名", **lines))
    assert response.status_code == 422
    assert 'href="#id_essential"' in response.content.decode()
    draft.refresh_from_db()
    assert draft.title == "新しい題名"
    assert not draft.requirements.exists()


def test_a_preview_of_an_unfinished_draft_can_not_be_published(cast: Cast) -> None:
    draft = drafted(cast.sakurai, at=clock.now(), payment_days=None)
    browser = reading(cast.sakurai)
    preview = browser.get(to("preview_posting", draft)).content.decode()
    assert "この内容で公開する" not in preview
    assert f"{to('edit_posting', draft)}#id_payment_days" in preview
    refused = browser.post(to("publish_posting", draft))
    assert refused.status_code == 409
    assert "支払いまでの日数を書いてください" in refused.content.decode()


def test_a_stale_editor_of_a_published_posting_changes_nothing(cast: Cast) -> None:
    posting = published(cast.sakurai, at=clock.now())
    browser = reading(cast.sakurai)
    for response in (
        browser.get(to("edit_posting", posting)),
        browser.post(to("edit_posting", posting), typed()),
        browser.post(to("edit_posting", posting), typed(), headers=HTMX),
        browser.get(to("preview_posting", posting)),
        browser.post(to("discard_posting", posting)),
    ):
        assert response.status_code == 409
        assert "写しを作って" in response.content.decode()
    posting.refresh_from_db()
    assert posting.title == "焼き菓子店のロゴ制作"


def test_a_posting_is_paused_resumed_closed_and_copied(cast: Cast) -> None:
    posting = published(cast.sakurai, at=clock.now())
    browser = reading(cast.sakurai)
    for act, state in (("pause_posting", "paused"), ("resume_posting", "open"), ("close_posting", "closed")):
        assert browser.post(to(act, posting)).status_code == 303
        posting.refresh_from_db()
        assert posting.state == state
        assert browser.get(to(act, posting)).status_code == 405
    assert browser.post(to("close_posting", posting)).status_code == 409
    copied = browser.post(to("copy_posting", posting))
    draft = Posting.objects.exclude(pk=posting.pk).get()
    assert copied.headers["Location"] == to("edit_posting", draft)
    assert browser.post(to("discard_posting", draft)).headers["Location"] == "/postings/mine/"
    assert browser.post(to("discard_posting", draft)).status_code == 404


def test_strangers_reach_nothing(cast: Cast, client: Client) -> None:
    draft, posting = drafted(cast.sakurai, at=clock.now()), published(cast.sakurai, at=clock.now())
    for stranger in (cast.sora, cast.kuroda, cast.oda):
        browser = reading(stranger)
        for found in (draft, posting):
            assert browser.get(to("edit_posting", found)).status_code == 404
            assert browser.post(to("edit_posting", found), typed()).status_code == 404
            assert browser.get(to("preview_posting", found)).status_code == 404
            for act in ACTS:
                assert browser.post(to(act, found)).status_code == 404
        assert "焼き菓子店" not in browser.get("/postings/mine/").content.decode()
    for address in ("/postings/new/", "/postings/mine/", to("edit_posting", draft)):
        assert client.get(address).headers["Location"].startswith("/accounts/login/")
    for act in ACTS:
        assert client.post(to(act, draft)).headers["Location"].startswith("/accounts/login/")
    draft.refresh_from_db()
    assert draft.state == PostingState.DRAFT


def test_forms_need_their_token(cast: Cast) -> None:
    draft = drafted(cast.sakurai, at=clock.now())
    browser = reading(cast.sakurai)
    browser.handler.enforce_csrf_checks = True
    assert browser.post(to("publish_posting", draft)).status_code == 403


def test_while_it_is_typed_its_client_sees_it_in_workers_eyes(cast: Cast) -> None:
    browser, address = reading(cast.sakurai), reverse("draft_reading")
    alarming = {"body": "チラシです。応募の前に登録料として3,000円をお支払いください。", "deadline": ""}
    news = browser.post(address, typed(**alarming), headers=HTMX).content.decode()

    assert "<html" not in news
    for said in ("危険", "働く前にお金を求める", "登録料として3,000円をお支払いください", "納期"):
        assert said in news
    read = re.findall(r'name="read" value="(\w+)"', news)[0]
    same = browser.post(address, typed(**alarming, read=read), headers=HTMX)
    assert (same.status_code, same.content) == (204, b"")
    calmer = browser.post(address, typed(body="チラシです。", read=read), headers=HTMX).content.decode()
    assert "働く前にお金を求める" not in calmer


def test_what_the_sheet_says_is_not_missing_and_half_typed_words_do_no_harm(cast: Cast) -> None:
    browser, address = reading(cast.sakurai), reverse("draft_reading")
    whole = browser.post(address, typed(), headers=HTMX).content.decode()
    assert "尋ねられそうなこと" not in whole
    bare = browser.post(address, {}, headers=HTMX).content.decode()
    assert "説明を書くと、ここに出ます" in bare
    assert "尋ねられそうなこと" not in bare
    assert "尋ねられそうなこと" in browser.post(address, {"body": "チラシ"}, headers=HTMX).content.decode()
    for strange in ("🍞", "\ud800\u202e", "<b>", "9" * 400):
        sent = dict.fromkeys(typed(), strange.encode("utf-8", "replace").decode())
        assert browser.post(address, sent, headers=HTMX).status_code == 200
    assert browser.post(address, typed(body="あ" * 20_001), headers=HTMX).status_code == 204


def test_keeping_up_asks_the_database_only_who_types(cast: Cast) -> None:
    browser = reading(cast.sakurai)
    with CaptureQueriesContext(connection) as asked:
        browser.post(reverse("draft_reading"), typed(), headers=HTMX)
    tables = {re.findall(r'FROM "(\w+)"', statement["sql"])[0] for statement in asked}
    assert tables <= {"django_session", "members_member", "members_party"}
    assert len(asked) <= 3


def test_only_members_have_drafts_read(client: Client, cast: Cast) -> None:
    address = reverse("draft_reading")
    assert client.post(address, typed()).status_code == 302
    assert reading(cast.yuki).get(address).status_code == 405


def test_a_saved_draft_is_read_in_the_form_and_before_it_is_published(cast: Cast) -> None:
    body = "くわしい報酬は採用後にお伝えします。連絡はLINEでお願いします。"
    draft = drafted(cast.sakurai, at=clock.now(), body=body)
    for name in ("edit_posting", "preview_posting"):
        page = reading(cast.sakurai).get(to(name, draft)).content.decode()
        assert "サイト外の連絡先へ誘う" in page
