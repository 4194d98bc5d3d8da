"""Messages on pages: the list, the thread, what comes since, files; and outsiders, who reach nothing."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from mikiwame.core.ids import key, new_id
from mikiwame.market.history.operations import consume
from mikiwame.market.members.models import Member
from mikiwame.market.messaging import operations, queries
from mikiwame.market.messaging.models import Conversation
from mikiwame.market.messaging.operations import questions
from mikiwame.market.notifications import operations as notifications
from mikiwame.market.notifications import queries as notices
from tests.cast import MORNING, Cast

HOUR = timedelta(hours=1)
HELLO = "はじめまして。<b>よろしく</b>"


@pytest.fixture
def conversation(cast: Cast) -> Conversation:
    return operations.open_conversation(
        key("application", new_id()),
        title="商品説明文の作成",
        client=cast.sakurai.party,
        worker=cast.yuki.party,
        at=MORNING,
    )


def browser(member: Member | None) -> Client:
    client = Client()
    if member:
        client.force_login(member)
    return client


def read(member: Member, path: str) -> str:
    response = browser(member).get(path)
    assert response.status_code == 200
    return response.content.decode()


def address(conversation: Conversation) -> str:
    return f"/messages/{conversation.pk}/"


def pdf(name: str = "原稿.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"%PDF-1.7 ...")


def test_without_conversations_the_list_says_what_to_do(cast: Cast) -> None:
    assert "まだやりとりはありません" in read(cast.sora, "/messages/")


def test_the_list_names_the_other_side_and_what_is_unread(cast: Cast, conversation: Conversation) -> None:
    operations.send(conversation, text=HELLO, by=cast.sakurai, at=MORNING)

    hers, his = read(cast.yuki, "/messages/"), read(cast.sakurai, "/messages/")
    assert "桜井デザイン室" in hers
    assert "未読1件" in hers
    assert "ゆき" in his
    assert "未読" not in his
    assert "あなた：" in his
    assert "&lt;b&gt;よろしく" in hers


def test_a_page_of_conversations_asks_little(
    cast: Cast, conversation: Conversation, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for worker in (cast.ken, cast.kuroda, cast.yuki):
        more = operations.open_conversation(
            key("application", new_id()),
            title="題",
            client=cast.sakurai.party,
            worker=worker.party,
            at=MORNING,
        )
        operations.send(more, text=HELLO, by=worker, at=MORNING)
    client = browser(cast.sakurai)
    with django_assert_max_num_queries(8):
        client.get("/messages/")


def test_writing_leads_back_to_the_thread(cast: Cast, conversation: Conversation) -> None:
    response = browser(cast.yuki).post(address(conversation), {"text": HELLO, "files": [pdf()]})

    assert (response.status_code, response["Location"]) == (303, f"{address(conversation)}#newest")
    [message] = queries.messages(conversation)
    assert (message.text, message.author) == (HELLO, cast.yuki.party)
    page = read(cast.sakurai, address(conversation))
    assert "はじめまして。&lt;b&gt;よろしく" in page
    assert f"/files/{message.files[0].pk}/" in page


def test_looking_at_a_thread_reads_it_and_the_notice_about_it(cast: Cast, conversation: Conversation) -> None:
    message = operations.send(conversation, text=HELLO, by=cast.sakurai, at=MORNING)
    consume("notifications", notifications.take_in, at=MORNING)
    assert notices.unread(cast.yuki).count() == 1

    read(cast.yuki, address(conversation))
    assert notices.unread(cast.yuki).count() == 0
    assert queries.read_until(conversation, of=cast.yuki.party) == message.sent_at
    assert "のメッセージまで読みました" in read(cast.sakurai, address(conversation))


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"text": "  "}, "ここに書いてください"),
        ({"text": "あ" * 10_001}, "10000"),
        ({"text": "逆\u202e順"}, "読めない文字"),
        (
            {"text": "よろしく", "files": [SimpleUploadedFile("a.html", b"<html>")]},
            "この種類のファイルは送れません",
        ),
        (
            {"text": "よろしく", "files": [SimpleUploadedFile("a.exe", b"MZ\x90")]},
            "この種類のファイルは送れません",
        ),
    ],
)
def test_what_cannot_be_sent_is_kept_in_the_form_and_explained(
    cast: Cast, conversation: Conversation, sent: dict[str, object], sentence: str
) -> None:
    for file in sent.get("files", []):  # type: ignore[attr-defined]
        file.seek(0)
    response = browser(cast.yuki).post(address(conversation), sent)

    assert response.status_code == 422
    page = response.content.decode()
    assert sentence in page
    assert queries.messages(conversation) == []
    if sent["text"] == "よろしく":
        assert ">よろしく</textarea>" in page.replace("\n", "")


def test_a_form_that_is_sent_twice_says_it_once(cast: Cast, conversation: Conversation) -> None:
    form = {"text": HELLO, "identifier": str(new_id())}
    client = browser(cast.yuki)
    assert client.post(address(conversation), form).status_code == 303
    again = client.post(address(conversation), form)

    assert again.status_code == 422
    assert "このメッセージはもう送られています。" in again.content.decode()
    assert len(queries.messages(conversation)) == 1


def test_news_are_only_what_came_since(cast: Cast, conversation: Conversation) -> None:
    hello = operations.send(conversation, text=HELLO, by=cast.sakurai, at=MORNING)
    client = browser(cast.yuki)
    news = f"{address(conversation)}news/?after={hello.pk}&seen="
    assert client.get(news).status_code == 204

    operations.send(conversation, text="追伸です。", by=cast.sakurai, at=MORNING + HOUR)
    page = client.get(news).content.decode()
    assert "追伸です。" in page
    assert "はじめまして" not in page
    assert 'hx-swap-oob="true"' in page
    assert "<html" not in page
    assert queries.conversations_of(cast.yuki.party)[0].unread == 0


def test_what_arrives_while_a_page_is_made_stays_unread(
    cast: Cast, conversation: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    operations.send(conversation, text=HELLO, by=cast.sakurai, at=MORNING)
    thread = queries.thread

    def thread_before_another(*asked: Any, **about: Any) -> Any:
        shown = thread(*asked, **about)
        operations.send(conversation, text="追伸です。", by=cast.sakurai, at=MORNING + HOUR)
        return shown

    monkeypatch.setattr(queries, "thread", thread_before_another)
    assert "追伸です。" not in read(cast.yuki, address(conversation))
    assert queries.conversations_of(cast.yuki.party)[0].unread == 1


def test_news_tell_that_the_other_side_has_read(cast: Cast, conversation: Conversation) -> None:
    hello = operations.send(conversation, text=HELLO, by=cast.yuki, at=MORNING)
    news = f"{address(conversation)}news/?after={hello.pk}&seen="
    operations.mark_read(conversation, by=cast.sakurai, at=MORNING)
    page = browser(cast.yuki).get(news).content.decode()
    assert "桜井デザイン室さんは" in page
    assert "<li" not in page


@pytest.mark.parametrize("query", ["after=&seen=", "after=nonsense", ""])
def test_news_for_who_has_nothing_yet_are_everything(
    cast: Cast, conversation: Conversation, query: str
) -> None:
    operations.send(conversation, text=HELLO, by=cast.sakurai, at=MORNING)
    page = browser(cast.yuki).get(f"{address(conversation)}news/?{query}").content.decode()
    assert "はじめまして" in page


def test_days_part_a_thread(cast: Cast, conversation: Conversation) -> None:
    for hours in (0, 1, 24):
        operations.send(conversation, text=str(hours), by=cast.sakurai, at=MORNING + hours * HOUR)
    page = read(cast.yuki, address(conversation))
    assert page.count('class="event"') == 2
    assert page.index("11月2日(月)") < page.index("11月3日(火)")


def test_a_long_thread_leads_to_what_was_earlier(cast: Cast, conversation: Conversation) -> None:
    for number in range(queries.SHOWN + 1):
        operations.send(conversation, text=f"第{number}信", by=cast.yuki, at=MORNING + number * HOUR)
    page = read(cast.sakurai, address(conversation))
    assert "第0信" not in page
    first = queries.messages(conversation)[0]
    earlier = read(cast.sakurai, f"{address(conversation)}?before={first.pk}")
    assert "第0信" in earlier
    assert "最新のメッセージ" in earlier
    assert "<form" not in earlier.partition('id="thread"')[2].partition("</section>")[0]


def test_files_are_always_downloads(cast: Cast, conversation: Conversation) -> None:
    message = operations.send(conversation, text="", by=cast.yuki, at=MORNING, files=[pdf()])
    [file] = queries.attachments(message.key)
    response = browser(cast.sakurai).get(f"/files/{file.pk}/")

    assert response.status_code == 200
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox"
    assert response["Cache-Control"] == "private, no-store"
    assert b"".join(response) == b"%PDF-1.7 ..."


def test_outsiders_reach_nothing(cast: Cast, conversation: Conversation) -> None:
    message = operations.send(conversation, text=HELLO, by=cast.yuki, at=MORNING, files=[pdf()])
    [file] = queries.attachments(message.key)
    paths = [address(conversation), f"{address(conversation)}news/", f"/files/{file.pk}/"]

    for outsider in (cast.sora, cast.ken, cast.oda):
        client = browser(outsider)
        assert [client.get(path).status_code for path in paths] == [404, 404, 404]
        assert client.post(address(conversation), {"text": "見えますか"}).status_code == 404
        assert client.get(f"{address(conversation)}?before={message.pk}").status_code == 404
        assert "商品説明文の作成" not in read(outsider, "/messages/")
    assert len(queries.messages(conversation)) == 1


def test_a_mark_in_another_thread_opens_nothing(cast: Cast, conversation: Conversation) -> None:
    message = operations.send(conversation, text=HELLO, by=cast.yuki, at=MORNING)
    own = operations.open_conversation(
        key("application", new_id()), title="題", client=cast.ken.party, worker=cast.sora.party, at=MORNING
    )
    client = browser(cast.sora)
    for mark in (f"?before={message.pk}", f"news/?after={message.pk}"):
        assert client.get(f"{address(own)}{mark}").status_code == 404


def test_visitors_sign_in_first_and_a_fragment_sends_the_whole_page_there(
    cast: Cast, conversation: Conversation
) -> None:
    client = browser(None)
    for path in ("/messages/", address(conversation), f"{address(conversation)}news/"):
        assert client.get(path).status_code == 302
    page = f"http://testserver{address(conversation)}"
    headers = {"HX-Request": "true", "HX-Current-URL": page}
    response = client.get(f"{address(conversation)}news/", headers=headers)
    assert response.status_code == 200
    assert response["HX-Redirect"].endswith(f"next={address(conversation)}")


@pytest.mark.parametrize("subject", ["message", "posting", "application", "delivery", "dream"])
def test_a_file_of_something_that_is_not_there_is_not_there(cast: Cast, subject: str) -> None:
    file = operations.attach(key(subject, new_id()), pdf(), owner=cast.ken.party, at=MORNING)
    for reader in (cast.ken, cast.sora, None):
        assert browser(reader).get(f"/files/{file.pk}/").status_code == 404
    assert browser(cast.ken).get(f"/files/{UUID(int=0)}/").status_code == 404


def test_a_question_is_marked_for_both_and_stands_on_the_first_page(
    cast: Cast, conversation: Conversation
) -> None:
    sent = {"text": "間に合いますか。", "needs_answer": "on"}
    assert browser(cast.sakurai).post(address(conversation), sent).status_code == 303
    [question] = queries.waiting_in(conversation)

    hers, his = read(cast.yuki, address(conversation)), read(cast.sakurai, address(conversation))
    assert "桜井デザイン室さんが、あなたの返事を待っています。" in hers
    assert "返事が必要な質問として送る" in hers
    assert "解決したことにする" not in hers
    assert "解決したことにする" in his
    assert "返事が必要な質問として送る" not in his, "one waits already"
    assert "質問への返事" in read(cast.yuki, "/home/")
    assert "質問への返事" in read(cast.sakurai, "/home/")

    settle = f"/messages/questions/{question.pk}/settle/"
    assert browser(cast.sora).post(settle).status_code == 404
    assert browser(cast.yuki).post(settle).status_code == 409
    assert browser(cast.sakurai).post(settle).status_code == 303
    assert queries.waiting_in(conversation) == []
    assert "解決しました" in read(cast.yuki, address(conversation))


def test_an_answer_settles_the_question_on_the_askers_open_page_too(
    cast: Cast, conversation: Conversation
) -> None:
    question = questions.ask(conversation, text="間に合いますか。", by=cast.sakurai, at=MORNING)
    news = f"{address(conversation)}news/?after={question.message.pk}&seen="
    box = f'id="question-{question.pk}" hx-swap-oob="true"'
    first = browser(cast.yuki).get(f"{address(conversation)}news/").content.decode()
    assert 'id="waiting" role="status" hx-swap-oob="innerHTML"' in first
    assert "あなたの返事を待っています" in first

    operations.send(conversation, text="はい。", by=cast.yuki, at=MORNING + HOUR)
    for member in (cast.sakurai, cast.yuki):
        page = browser(member).get(news).content.decode()
        assert box in page
        assert "返事がありました" in page
        assert 'id="waiting" role="status" hx-swap-oob="innerHTML"' in page
        assert "あなたの返事を待っています" not in page


def test_what_changes_without_a_message_is_swapped_with_the_thread(
    cast: Cast, conversation: Conversation
) -> None:
    page = read(cast.yuki, address(conversation))
    assert 'data-asks="thread"' in page
    assert 'hx-select-oob="#newest,#waiting:innerHTML,#summaries,#guarded"' in page
    for name in ("newest", "waiting", "summaries", "guarded"):
        assert page.count(f'id="{name}"') == 1


def test_a_draft_is_there_again_and_another_window_is_told(cast: Cast, conversation: Conversation) -> None:
    client, keep = browser(cast.yuki), f"{address(conversation)}draft/"
    assert client.post(keep, {"text": "はい、", "revision": 0}).json()["revision"] == 1
    page = read(cast.yuki, address(conversation))
    assert ">\nはい、</textarea>" in page
    assert 'data-revision="1"' in page
    assert "はい、" not in read(cast.sakurai, address(conversation))

    assert client.post(keep, {"text": "はい、間に合います。", "revision": 1}).status_code == 200
    other = client.post(keep, {"text": "いいえ。", "revision": 1})
    assert other.status_code == 409
    assert other.json()["text"] == "はい、間に合います。"
    assert "別の画面" in other.json()["why"]
    assert client.post(keep, {"text": "はい", "revision": "many"}).status_code == 422
    for outsider in (cast.sora, cast.oda):
        assert browser(outsider).post(keep, {"text": "…", "revision": 0}).status_code == 404

    client.post(address(conversation), {"text": "はい、間に合います。"})
    assert ">\n</textarea>" in read(cast.yuki, address(conversation))


def test_she_looks_something_up_in_her_own_conversations(cast: Cast, conversation: Conversation) -> None:
    sent = operations.send(conversation, text="<b>納期</b>は木曜です。", by=cast.sakurai, at=MORNING)
    page = read(cast.yuki, "/messages/?q=納期")
    assert "&lt;b&gt;<mark>納期</mark>&lt;/b&gt;" in page
    assert f"{address(conversation)}#message-{sent.pk}" in page
    assert "見つかりませんでした" in read(cast.sora, "/messages/?q=納期")
    assert browser(cast.sora).get(f"/messages/?q=納期&after={sent.pk}").status_code == 404
    assert "見つかりませんでした" in read(cast.yuki, "/messages/?q=%22")
