"""A worker's first work in a real browser: she finds it, agrees, answers, loses her connection, is paid."""

import pytest
from playwright.sync_api import FilePayload, Locator, Page, expect

from mikiwame.core import clock
from mikiwame.market.hiring.operations import tasks as postings
from mikiwame.market.messaging.models import Attachment
from mikiwame.market.messaging.sound import sound_of
from mikiwame.market.reputation.models import Review
from mikiwame.market.taskwork.form import Question
from mikiwame.market.taskwork.models import Answer, Batch, Place
from mikiwame.market.taskwork.operations import judging, work
from mikiwame.market.taskwork.states import FieldKind, Reason
from tests.browser.conftest import Look, SignIn
from tests.cast import Cast
from tests.market.taskwork.stage import FEELING
from tests.web.tasks import answered, opened_today

pytestmark = pytest.mark.django_db(transaction=True)

FORM = (
    Question("sentence", FieldKind.SHOW_TEXT, "{{text}}", required=False),
    FEELING,
    Question(
        "which",
        FieldKind.SHORT_TEXT,
        "どの言葉からそう読みましたか",
        show_if="feeling",
        show_if_value="bad",
    ),
    Question("sure", FieldKind.SCALE, "自信", least=1, most=5, least_label="ない", most_label="ある"),
    Question("story", FieldKind.LONG_TEXT, "気づいたことがあれば書いてください", required=False, most=400),
)


@pytest.fixture
def batch(cast: Cast) -> Batch:
    """Sakurai asks how sentences read, as thoroughly as she can."""
    batch = opened_today(cast.sakurai, form=FORM, units=5, answers_per_unit=3, reward=25)
    postings.measure(batch.posting, 45, 1_400)
    return batch


def asked(page: Page, number: int) -> Locator:
    """The question about one of the sentences."""
    return page.locator("legend").filter(has_text=f"「{number}番目の文」")


def answer(page: Page, feeling: str = "うれしい") -> None:
    page.get_by_label(feeling).check()
    page.get_by_role("radio", name="4").check()


def test_she_finds_agrees_and_answers(signed_in: SignIn, cast: Cast, batch: Batch, look: Look) -> None:
    opened_today(cast.kuroda, approved_least=50, title="商品写真のタグ付け（経験のある方）", reward=8)
    page = signed_in(cast.yuki)
    page.goto("/tasks/")
    look(page, "tasks")
    page.goto("/tasks/?hourly_least=2000")
    look(page, "tasks-none")
    page.goto("/tasks/")
    page.get_by_role("link", name=batch.title).click()
    expect(asked(page, 1)).to_be_visible()
    look(page, "batch")
    page.get_by_role("button", name="条件に同意して始める").click()
    expect(page.get_by_label("うれしい")).to_be_visible()
    look(page, "work")

    page.get_by_role("button", name="送って次へ").click()
    expect(page.get_by_role("alert").filter(has_text="確かめてください")).to_be_focused()
    look(page, "work-wrong")

    page.keyboard.press("2")
    expect(page.get_by_label("かなしい")).to_be_checked()
    expect(page.get_by_label("どの言葉から")).to_be_visible()
    page.keyboard.press("1")
    expect(page.get_by_label("どの言葉から")).to_be_hidden()
    page.get_by_role("radio", name="4").check()
    page.keyboard.press("Control+Enter")
    expect(asked(page, 2)).to_be_visible()
    expect(page.locator(".today")).to_contain_text("1件")
    look(page, "work-second")

    page.get_by_role("button", name="ほかの人に回す").click()
    expect(asked(page, 3)).to_be_visible()
    page.get_by_role("button", name="ここでやめる").click()
    expect(page.get_by_text("おつかれさまでした")).to_be_visible()
    look(page, "batch-joined")
    assert Answer.objects.get().content == {"feeling": "good", "sure": 4}


def test_without_javascript_all_of_it_works(signed_in: SignIn, cast: Cast, batch: Batch) -> None:
    context = signed_in(cast.yuki).context
    context.route("**/*.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    page = context.new_page()
    page.goto(f"/tasks/{batch.pk}/")
    page.get_by_role("button", name="条件に同意して始める").click()
    answer(page)
    page.get_by_role("button", name="送って次へ").click()
    expect(asked(page, 2)).to_be_visible()


def test_what_is_written_outlives_reloads_and_lost_connections(
    signed_in: SignIn, cast: Cast, batch: Batch, look: Look
) -> None:
    page = signed_in(cast.yuki)
    page.goto(f"/tasks/{batch.pk}/")
    page.get_by_role("button", name="条件に同意して始める").click()
    answer(page, "かなしい")
    page.get_by_label("どの言葉から").fill("「さよなら」から")
    page.get_by_label("気づいたこと").fill("雨の場面です。")
    page.reload()
    expect(page.get_by_label("かなしい")).to_be_checked()
    expect(page.get_by_label("どの言葉から")).to_have_value("「さよなら」から")
    expect(page.get_by_label("気づいたこと")).to_have_value("雨の場面です。")

    page.context.set_offline(True)
    page.get_by_role("button", name="送って次へ").click()
    expect(page.get_by_text("つながりませんでした")).to_be_visible()
    look(page, "work-unconnected")
    assert not Answer.objects.exists()
    page.context.set_offline(False)
    expect(asked(page, 2)).to_be_visible()
    assert Answer.objects.get().content["story"] == "雨の場面です。"
    assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('draft-')).length") == 0


def test_a_late_answer_says_what_to_do_and_keeps_the_text(
    signed_in: SignIn, cast: Cast, batch: Batch, look: Look
) -> None:
    page = signed_in(cast.yuki)
    page.goto(f"/tasks/{batch.pk}/")
    page.get_by_role("button", name="条件に同意して始める").click()
    answer(page)
    page.get_by_label("気づいたこと").fill("消えてほしくない文章")
    over = clock.now() - work.GRACE  # while an answer may be on its way, she gets no other unit
    Place.objects.filter(state="claimed").update(until=over)
    page.get_by_role("button", name="送って次へ").click()
    expect(page.get_by_text("引き受けた時間を過ぎたため")).to_be_visible()
    expect(page.get_by_text("消えてほしくない文章")).to_be_visible()
    look(page, "work-late")
    page.get_by_role("button", name="次の1件を引き受ける").click()
    expect(page.get_by_label("うれしい")).to_be_visible()


def test_her_answers_and_one_that_came_back(signed_in: SignIn, cast: Cast, batch: Batch, look: Look) -> None:
    given = {"sure": 3}
    first, *others = [answered(batch, cast.yuki, **given) for _ in range(3)]
    judging.approve(batch, [first.pk], by=cast.sakurai, at=clock.now())
    back = judging.turn_back(
        others[0], reason="wrong", evidence="2番目の文は、かなしい文です。", by=cast.sakurai, at=clock.now()
    )
    page = signed_in(cast.yuki)
    page.goto("/tasks/mine/")
    look(page, "own-answers")
    page.goto("/home/")
    page.get_by_role("link", name=batch.title).click()
    expect(page.get_by_text("1回だけ直せます")).to_be_visible()
    look(page, "answer-returned")
    page.get_by_label("かなしい").check()
    page.get_by_label("どの言葉から").fill("「別れ」")
    page.get_by_role("button", name="直して送る").click()
    expect(page.get_by_text("直した回答を送りました")).to_be_visible()
    look(page, "answer-fixed")
    page.goto(f"/tasks/answers/{first.pk}/")
    look(page, "answer-paid")
    assert Answer.objects.get(pk=back.pk).content["which"] == "「別れ」"


VOICE = (
    Question("voice", FieldKind.AUDIO, "「{{text}}」と読んでください", help="静かな部屋で読みます。"),
    Question("room", FieldKind.IMAGE, "録音した部屋の写真", required=False),
)


def test_she_records_her_voice_listens_and_retakes(signed_in: SignIn, cast: Cast, look: Look) -> None:
    batch = opened_today(cast.sakurai, form=VOICE, title="短い文を声に出して読む", reward=80)
    page = signed_in(cast.yuki)
    page.context.grant_permissions(["microphone"])
    page.goto(f"/tasks/{batch.pk}/")
    page.get_by_role("button", name="条件に同意して始める").click()
    look(page, "work-voice")
    for _ in range(2):
        page.locator("[data-record]").click()
        expect(page.locator("[data-recorded]")).to_have_text("0:01")
        with page.expect_response("**/claim/files/"):
            page.get_by_role("button", name="録音を終える").click()
        expect(page.get_by_text("受け取りました")).to_be_visible()
    voice = Attachment.objects.get()
    heard = sound_of(voice.file.read())
    assert heard is not None
    assert (voice.media_type, heard.media_type) == ("audio/webm", "audio/webm")
    assert heard.seconds is not None
    assert 0.5 < heard.seconds < 10

    page.get_by_label("録音した部屋の写真").set_input_files(
        FilePayload(name="メモ.txt", mimeType="text/plain", buffer="写真ではない".encode())
    )
    expect(page.get_by_text("画像のファイル")).to_be_visible()
    look(page, "work-recorded")
    page.reload()
    expect(page.get_by_text("受け取りました")).to_be_visible()
    page.get_by_role("button", name="送って次へ").click()
    expect(page.get_by_text("「2番目の文」")).to_be_visible()
    assert Answer.objects.get().content == {"voice": voice.key}


def test_a_worker_reads_english_from_the_list_to_what_came_of_it(
    signed_in: SignIn, cast: Cast, batch: Batch, look: Look
) -> None:
    page = signed_in(cast.yuki, language="en")
    page.goto("/tasks/")
    look(page, "tasks-en")
    page.get_by_role("link", name=batch.title).click()
    look(page, "batch-en")
    page.get_by_role("button", name="Agree to the terms and begin").click()
    expect(page.get_by_label("うれしい")).to_be_visible()
    page.get_by_role("button", name="Send and go on").click()
    expect(page.get_by_role("alert").filter(has_text="Please check 2 questions")).to_be_focused()
    look(page, "work-wrong-en")
    for _ in range(batch.units):
        answer(page)
        with page.expect_response("**/claim/"):
            page.get_by_role("button", name="Send and go on").click()
    expect(page.get_by_text("You have sent everything")).to_be_visible()
    look(page, "work-through-en")

    first, second, *_ = Answer.objects.order_by("pk")
    judging.approve(batch, [first.pk], by=cast.sakurai, at=clock.now())
    judging.turn_back(
        second, reason=Reason.WRONG, evidence="「別れ」の文です。", by=cast.sakurai, at=clock.now()
    )
    page.goto("/tasks/mine/")
    look(page, "own-answers-en")
    page.goto(f"/tasks/answers/{second.pk}/")
    look(page, "answer-returned-en")
    page.get_by_role("link", name="Contest the return").click()
    look(page, "contest-en")


def test_she_says_how_it_was(signed_in: SignIn, cast: Cast, look: Look) -> None:
    batch = opened_today(cast.sakurai, units=5)
    given = answered(batch, cast.yuki)
    judging.approve(batch, [given.pk], by=cast.sakurai, at=clock.now())
    page = signed_in(cast.yuki)
    page.goto(f"/tasks/{batch.pk}/")
    look(page, "task-decided")
    page.get_by_role("link", name="このタスクを評価する").click()
    for question in (
        "条件は守られましたか",
        "約束の日までに",
        "わかりやすかったですか",
        "またこのクライアント",
    ):
        page.get_by_role("group", name=question).get_by_label("はい", exact=True).check()
    page.get_by_label("ひとこと").fill("設問が短くて答えやすかったです。")
    look(page, "tasks-review")
    page.get_by_role("button", name="評価を送る").click()
    expect(page.get_by_text("書き直すことはできません")).to_be_visible()
    look(page, "tasks-reviewed")

    Review.objects.update(opened_at=clock.now())
    page.goto(f"/members/{cast.sakurai.party_id}/")
    expect(page.get_by_text("1人が評価しました")).to_be_visible()
    look(page, "member-with-task-reviews")
