"""Task work on pages, as a worker meets it: finding, agreeing, answering, and what is paid."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from mikiwame.core import clock
from mikiwame.market.hiring.operations import tasks as postings
from mikiwame.market.members.models import Member
from mikiwame.market.messaging.models import Attachment
from mikiwame.market.taskwork.form import Question
from mikiwame.market.taskwork.models import Answer, Batch, Participant, Place
from mikiwame.market.taskwork.operations import figures, judging, work
from mikiwame.market.taskwork.states import AnswerState, FieldKind, PlaceState, Reason
from tests.cast import Cast
from tests.market.messaging.test_sound import wav
from tests.web.hiring import reading
from tests.web.tasks import answered, opened_today, returned


def to(name: str, batch: Batch) -> str:
    return reverse(name, kwargs={"id": batch.pk})


def begun(batch: Batch, worker: Member) -> Client:
    """Her browser, when she has agreed and has the first unit in hand."""
    browser = reading(worker)
    assert browser.post(to("join_batch", batch)).headers["Location"] == to("work", batch)
    return browser


def sent_on(browser: Client, address: str, form: dict[str, Any] | None = None) -> Any:
    """Send a form, and read the page to which that leads."""
    sent = browser.post(address, form)
    assert sent.status_code == 303
    return browser.get(sent.headers["Location"])


def carried(page: str) -> dict[str, Any]:
    """What the form on a page carries along."""
    return dict(re.findall(r'<input type="hidden" name="(place|form_version)" value="(\d+)"', page))


def test_a_visitor_finds_a_batch_and_sees_what_is_asked_before_she_joins(client: Client, cast: Cast) -> None:
    batch = opened_today(cast.sakurai)
    postings.measure(batch.posting, 60, 1_200)

    found = client.get("/tasks/").content.decode()
    for said in (batch.title, "20円", "約1分", "1時間あたり約1,200円", "残り3件"):
        assert said in found
    assert to("batch", batch) in found

    page = client.get(to("batch", batch)).content.decode()
    for said in (
        "「1番目の文」はどんな気持ちの文ですか",
        "うれしい",
        "提出から5日以内",
        "最低賃金は、全国の平均で",
        "ログインして始める",
    ):
        assert said in page
    assert not Place.objects.exclude(state=PlaceState.FREE).exists()
    assert client.get(to("work", batch)).headers["Location"].startswith("/accounts/login/")
    assert client.get(to("task_notice", batch)).status_code == 302


@pytest.mark.parametrize(
    ("asked", "finds"),
    [
        ("?hourly_least=1000", True),
        ("?hourly_least=1500", False),
        ("?minutes_most=1", True),
        ("?category=survey", True),
        ("?category=design", False),
        ("?reward_least=21", False),
        ("?sort=hourly&fitting=on", True),
        ("?q=気持ち", True),
        ("?q=潜水艦", False),
        ("?minutes_most=🍞&sort=no", True),
    ],
)
def test_the_list_answers_what_its_address_asks(client: Client, cast: Cast, asked: str, finds: bool) -> None:
    batch = opened_today(cast.sakurai)
    postings.measure(batch.posting, 60, 1_200)
    page = client.get(f"/tasks/{asked}").content.decode()
    assert (to("batch", batch) in page) is finds
    if not finds:
        assert "この条件に合うタスクは、いまありません" in page


def test_a_project_is_no_task(client: Client, cast: Cast) -> None:
    assert "いま始められるタスクはありません" in client.get("/tasks/").content.decode()


def test_she_sees_what_she_qualifies_for(cast: Cast) -> None:
    batch = opened_today(cast.sakurai, approved_least=10)
    browser = reading(cast.yuki)
    assert "参加の条件を満たしていません" in browser.get("/tasks/").content.decode()
    assert batch.title not in browser.get("/tasks/?fitting=on").content.decode()
    page = browser.get(to("batch", batch)).content.decode()
    assert "この分野で10件以上の承認" in page
    assert "（あなたは0件）" in page
    assert "条件に同意して始める" not in page
    assert browser.post(to("join_batch", batch)).status_code == 409
    assert not Participant.objects.exists()

    assert batch.title not in reading(cast.sakurai).get("/tasks/?fitting=on").content.decode()


def test_she_agrees_answers_and_has_the_next_one_at_once(cast: Cast) -> None:
    batch = opened_today(cast.sakurai)
    page = reading(cast.yuki).get(to("batch", batch)).content.decode()
    assert "条件に同意して始める" in page
    browser = begun(batch, cast.yuki)

    notice = browser.get(to("task_notice", batch))
    assert "取引条件明示書" in notice.content.decode()
    assert "sandbox" in notice.headers["Content-Security-Policy"]

    first = browser.get(to("work", batch)).content.decode()
    assert "「1番目の文」はどんな気持ちの文ですか" in first
    assert "あと9分" in first
    sent = browser.post(to("work", batch), carried(first) | {"answer-feeling": "good", "answer-why": ""})
    assert (sent.status_code, sent.headers["Location"]) == (303, to("work", batch))

    second = browser.get(to("work", batch)).content.decode()
    assert "「2番目の文」" in second
    assert "1件" in second.partition('class="today"')[2]
    following = browser.post(
        to("work", batch), carried(second) | {"answer-feeling": "bad"}, headers={"HX-Request": "true"}
    ).content.decode()
    assert "「3番目の文」" in following
    assert "<html" not in following
    assert "送りました。" in following
    assert list(Answer.objects.order_by("pk").values_list("content", flat=True)) == [
        {"feeling": "good"},
        {"feeling": "bad"},
    ]

    last = sent_on(browser, to("work", batch), carried(following) | {"answer-feeling": "none"})
    assert "このタスクで答えられるものは、すべて送りました" in last.content.decode()
    assert "次の1件を引き受ける" not in last.content.decode()
    assert "つづける" not in browser.get(to("batch", batch)).content.decode()


def test_reading_leases_nothing(cast: Cast) -> None:
    batch = opened_today(cast.sakurai)
    work.join(batch, by=cast.yuki, at=clock.now())
    assert "次の1件を引き受ける" in reading(cast.yuki).get(to("work", batch)).content.decode()
    assert not Place.objects.exclude(state=PlaceState.FREE).exists()


def test_what_is_missing_is_said_beside_its_question_and_nothing_is_lost(cast: Cast) -> None:
    batch = opened_today(cast.sakurai)
    browser = begun(batch, cast.yuki)
    first = carried(browser.get(to("work", batch)).content.decode())
    for htmx in ({}, {"HX-Request": "true"}):
        response = browser.post(
            to("work", batch), first | {"answer-feeling": "", "answer-why": "明るいから"}, headers=htmx
        )
        page = response.content.decode()
        assert response.status_code == 422
        assert 'href="#id_answer-feeling"' in page
        assert 'id="id_answer-feeling_error"' in page
        assert "明るいから" in page
    assert not Answer.objects.exists()


def test_of_many_questions_that_lack_something_the_first_are_named(cast: Cast) -> None:
    form = [Question(f"q{number}", FieldKind.SHORT_TEXT, f"{number}問目" + "長" * 60) for number in range(8)]
    batch = opened_today(cast.sakurai, form=form)
    browser = begun(batch, cast.yuki)
    first = carried(browser.get(to("work", batch)).content.decode())
    summary = browser.post(to("work", batch), first).content.decode()
    summary = summary.partition('class="summary"')[2].partition("</div>")[0]
    assert "8問を確かめてください" in summary
    assert (summary.count("<li>"), "2問目" in summary, "長" * 41 in summary) == (3, True, False)


def test_a_batch_of_which_every_answer_has_come_in_is_no_work_to_be_found(cast: Cast) -> None:
    batch = opened_today(cast.sakurai, units=1)
    answer = answered(batch, cast.yuki)
    figures.refresh(at=clock.now())
    ken = reading(cast.ken)
    for address in ("/tasks/", "/postings/"):
        assert batch.title not in ken.get(address).content.decode()
    page = ken.get(to("batch", batch)).content.decode()
    assert "必要な数の回答が届き" in page
    assert "条件に同意して始める" not in page

    judging.turn_back(
        answer, reason=Reason.WRONG, evidence="文と合っていません", by=cast.sakurai, at=clock.now()
    )
    judging.let_stand(Answer.objects.get(), by=cast.yuki, at=clock.now())
    figures.refresh(at=clock.now())
    assert batch.title in ken.get("/tasks/").content.decode()
    assert "条件に同意して始める" in ken.get(to("batch", batch)).content.decode()


def test_a_second_click_is_the_same_answer(cast: Cast) -> None:
    batch = opened_today(cast.sakurai)
    browser = begun(batch, cast.yuki)
    first = carried(browser.get(to("work", batch)).content.decode()) | {"answer-feeling": "good"}
    for _ in range(2):
        assert browser.post(to("work", batch), first).status_code == 303
    assert Answer.objects.count() == 1
    other = browser.post(to("work", batch), first | {"answer-feeling": "bad"})
    assert other.status_code == 422
    assert "すでに送られています" in other.content.decode()
    assert Answer.objects.get().content == {"feeling": "good"}


@pytest.fixture
def expired(cast: Cast) -> tuple[Batch, Client, dict[str, str]]:
    """She has a unit in hand whose time is over."""
    batch = opened_today(cast.sakurai)
    browser = begun(batch, cast.yuki)
    form = carried(browser.get(to("work", batch)).content.decode())
    past = clock.now() - timedelta(minutes=1)
    Place.objects.filter(state=PlaceState.CLAIMED).update(until=past)
    return batch, browser, form


def test_an_expired_claim_shows_what_to_do_and_keeps_the_text(
    expired: tuple[Batch, Client, dict[str, str]], cast: Cast
) -> None:
    batch, browser, form = expired
    late = form | {"answer-feeling": "good", "answer-why": "書いた理由"}
    page = browser.post(to("work", batch), late).content.decode()
    assert "引き受けた時間を過ぎたため、送れません" in page
    assert "書いた理由" in page
    assert "次の1件を引き受ける" in page
    assert not Answer.objects.exists()

    work.join(batch, by=cast.ken, at=clock.now())
    for _ in range(3):  # it goes to somebody else
        claim = work.claim(batch.pk, by=cast.ken, at=clock.now())
        work.submit(batch.pk, claim.place, {"feeling": "bad"}, form_version=1, by=cast.ken, at=clock.now())
    gone = browser.post(to("work", batch), late).content.decode()
    assert "引き受けているものが見つかりません" in gone
    assert "書いた理由" in gone


def test_she_leaves_one_to_somebody_else_or_stops(cast: Cast) -> None:
    batch = opened_today(cast.sakurai)
    browser = begun(batch, cast.yuki)
    first = carried(browser.get(to("work", batch)).content.decode())
    following = sent_on(browser, to("give_back", batch), first).content.decode()
    assert "「2番目の文」" in following
    assert "ほかの人に回しました" in following
    stopped = sent_on(browser, to("give_back", batch), carried(following) | {"stop": "1"})
    assert "おつかれさまでした" in stopped.content.decode()
    assert not Place.objects.exclude(state=PlaceState.FREE).exists()
    assert browser.post(to("give_back", batch), carried(following) | {"stop": "1"}).status_code == 303


@pytest.mark.parametrize(
    "form", [{}, {"place": "🍞", "form_version": "1"}, {"place": "1", "form_version": "77"}]
)
def test_forged_forms_end_in_a_sentence(cast: Cast, form: dict[str, str]) -> None:
    batch = opened_today(cast.sakurai)
    browser = begun(batch, cast.yuki)
    assert browser.post(to("work", batch), form).status_code == 409
    assert not Answer.objects.exists()


def test_strangers_answer_nothing_and_read_nothing(cast: Cast) -> None:
    batch = opened_today(cast.sakurai)
    form = carried(begun(batch, cast.yuki).get(to("work", batch)).content.decode())
    for stranger in (cast.ken, cast.sakurai, cast.kuroda):
        browser = reading(stranger)
        assert browser.get(to("work", batch)).status_code == 302
        answered = browser.post(to("work", batch), form | {"answer-feeling": "good"})
        assert answered.status_code == 422
        assert "「1番目の文」" not in answered.content.decode()
    assert not Answer.objects.exists()
    assert reading(cast.sakurai).post(to("join_batch", batch)).status_code == 409


def page_of(answer: Answer) -> str:
    return reverse("answer", kwargs={"id": answer.pk})


def test_her_answers_tell_state_time_and_money_to_the_yen(cast: Cast) -> None:
    batch = opened_today(cast.sakurai, reward=37)
    paid, waits = answered(batch, cast.yuki), answered(batch, cast.yuki)
    judging.approve(batch, [paid.pk], by=cast.sakurai, at=clock.now())

    page = reading(cast.yuki).get("/tasks/mine/").content.decode()
    for said in (
        "承認済み",
        "承認待ち",
        "受取 37円",
        "承認されると、報酬 37円",
        "回答2件",
        "結果待ちの報酬 37円",
    ):
        assert said in page
    assert page_of(waits) in page
    assert "あなたに届く金額" in reading(cast.yuki).get(page_of(paid)).content.decode()
    only = reading(cast.yuki).get("/tasks/mine/?state=approved").content.decode()
    assert page_of(paid) in only
    assert page_of(waits) not in only
    assert "まだ回答していません" in reading(cast.ken).get("/tasks/mine/").content.decode()


def test_a_returned_answer_is_her_turn_and_is_fixed_once(cast: Cast) -> None:
    batch = opened_today(cast.sakurai)
    answer = returned(batch, cast.yuki, cast.sakurai)
    browser = reading(cast.yuki)
    desk = browser.get("/home/").content.decode()
    assert "差し戻された回答" in desk
    assert page_of(answer) in desk

    page = browser.get(page_of(answer)).content.decode()
    for said in (
        "「かなしい」の文です",
        "明らかに誤っている",
        "1回だけ直せます",
        "却下を受け入れる",
        "checked",
    ):
        assert said in page
    wrong = browser.post(page_of(answer), {"answer-feeling": "no"})
    assert wrong.status_code == 422
    assert "id_answer-feeling_error" in wrong.content.decode()

    fixed = sent_on(browser, page_of(answer), {"answer-feeling": "bad"}).content.decode()
    assert "直した回答を送りました" in fixed
    answer.refresh_from_db()
    assert (answer.state, answer.content) == (AnswerState.SUBMITTED, {"feeling": "bad"})
    again = browser.post(page_of(answer), {"answer-feeling": "none"})
    assert again.status_code == 422
    answer.refresh_from_db()
    assert answer.content == {"feeling": "bad"}


def test_she_lets_a_rejection_stand(cast: Cast) -> None:
    batch = opened_today(cast.sakurai)
    answer = returned(batch, cast.yuki, cast.sakurai)
    browser, address = reading(cast.yuki), reverse("let_stand", kwargs={"id": answer.pk})
    page = sent_on(browser, address).content.decode()
    assert "却下" in page
    assert "報酬が支払われません" in page
    assert browser.post(address).status_code == 409


def test_answers_are_hers_alone(client: Client, cast: Cast) -> None:
    answer = returned(opened_today(cast.sakurai), cast.yuki, cast.sakurai)
    stand = reverse("let_stand", kwargs={"id": answer.pk})
    assert client.get(page_of(answer)).status_code == 302
    for stranger in (cast.sakurai, cast.ken, cast.oda):
        assert reading(stranger).get(page_of(answer)).status_code == 404
        assert reading(stranger).post(stand).status_code == 404


def test_a_suspended_batch_is_seen_by_those_who_have_a_part(client: Client, cast: Cast) -> None:
    batch = opened_today(cast.sakurai)
    browser = begun(batch, cast.yuki)
    Batch.objects.filter(pk=batch.pk).update(state="suspended")
    assert client.get(to("batch", batch)).status_code == 404
    assert reading(cast.ken).get(to("batch", batch)).status_code == 404
    assert browser.get(to("batch", batch)).status_code == 200
    assert browser.get(to("work", batch)).status_code == 200


VOICE = (
    Question("voice", FieldKind.AUDIO, "「{{text}}」を読んでください"),
    Question("photo", FieldKind.IMAGE, "写真", required=False),
)


def recording(content: bytes = b"") -> SimpleUploadedFile:
    return SimpleUploadedFile("voice.wav", content or wav(1), content_type="audio/wav")


def test_a_recording_is_sent_at_once_and_is_there_again_after_a_reload(cast: Cast) -> None:
    batch = opened_today(cast.sakurai, form=VOICE)
    browser = begun(batch, cast.yuki)
    page = browser.get(to("work", batch))
    assert page.headers["Permissions-Policy"] == "camera=(), geolocation=(), microphone=(self)"
    assert "microphone=()" in browser.get(to("batch", batch)).headers["Permissions-Policy"]
    form = carried(page.content.decode())

    refused = browser.post(
        to("upload", batch), form | {"question": "voice", "answer-voice-file": recording(b"MZ\x90\x00")}
    )
    assert refused.status_code == 422
    assert "音声のファイル（WebM" in refused.content.decode()
    kept = browser.post(to("upload", batch), form | {"question": "voice", "answer-voice-file": recording()})
    assert kept.status_code == 200
    (key,) = re.findall(r'name="answer-voice" value="(attachment:[^"]+)"', kept.content.decode())
    assert key in browser.get(to("work", batch)).content.decode()

    heard = browser.get(reverse("attachment", kwargs={"id": key.partition(":")[2]}))
    assert heard.headers["Content-Type"] == "audio/wav"
    assert sent_on(browser, to("work", batch), form | {"answer-voice": key}).status_code == 200
    answer = Answer.objects.get()
    assert answer.content == {"voice": key}
    assert "<audio" in browser.get(page_of(answer)).content.decode()


def test_files_come_with_the_form_where_there_is_no_script(cast: Cast) -> None:
    batch = opened_today(cast.sakurai, form=VOICE)
    browser = begun(batch, cast.yuki)
    form = carried(browser.get(to("work", batch)).content.decode())
    missing = browser.post(to("work", batch), form)
    assert missing.status_code == 422
    assert "id_answer-voice_error" in missing.content.decode()
    wrong = browser.post(to("work", batch), form | {"answer-voice-file": recording(b"GIF89a")})
    assert wrong.status_code == 422
    assert "音声のファイル" in wrong.content.decode()
    assert browser.post(to("work", batch), form | {"answer-voice-file": recording()}).status_code == 303
    assert Answer.objects.get().content.keys() == {"voice"}


def test_nobody_sends_files_for_another(cast: Cast) -> None:
    batch = opened_today(cast.sakurai, form=VOICE)
    form = carried(begun(batch, cast.yuki).get(to("work", batch)).content.decode())
    asked = {"question": "voice", "answer-voice-file": recording()}
    assert reading(cast.ken).post(to("upload", batch), form | asked).status_code == 409
    assert not Attachment.objects.exists()
