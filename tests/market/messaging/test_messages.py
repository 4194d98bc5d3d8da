"""Two sides write to each other; nobody else ever sees it."""

from datetime import timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from pytest_django import DjangoAssertNumQueries

from mikiwame.core.errors import NotFound, Refused
from mikiwame.core.ids import key, new_id
from mikiwame.market.history.queries import facts_about
from mikiwame.market.messaging import operations, queries
from mikiwame.market.messaging.models import Attachment, Conversation, Message
from mikiwame.market.messaging.states import ContactPolicy
from tests.cast import MORNING, Cast, assemble

HOUR = timedelta(hours=1)
HELLO = "はじめまして。応募ありがとうございます。"


def opened(cast: Cast) -> Conversation:
    return operations.open_conversation(
        key("application", new_id()),
        title="商品説明文の作成",
        client=cast.sakurai.party,
        worker=cast.yuki.party,
        at=MORNING,
    )


def pdf(name: str = "原稿.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"%PDF-1.7 ...")


def unread(cast: Cast) -> dict[str, int]:
    return {
        name: sum(each.unread for each in queries.conversations_of(getattr(cast, name).party))
        for name in ("sakurai", "yuki")
    }


def test_they_write_and_read(cast: Cast) -> None:
    conversation = opened(cast)
    assert unread(cast) == {"sakurai": 0, "yuki": 0}

    hello = operations.send(conversation, text=f"  {HELLO}\r\n", by=cast.sakurai, at=MORNING)
    answer = operations.send(conversation, text="よろしくお願いします。", by=cast.yuki, at=MORNING + HOUR)
    assert queries.messages(conversation) == [hello, answer]
    assert [message.text for message in queries.messages(conversation)] == [HELLO, answer.text]
    assert unread(cast) == {"sakurai": 1, "yuki": 1}

    operations.mark_read(conversation, by=cast.yuki, at=MORNING + 2 * HOUR)
    assert unread(cast) == {"sakurai": 1, "yuki": 0}
    assert queries.read_until(conversation, of=cast.yuki.party) == answer.sent_at
    assert queries.read_until(conversation, of=cast.sakurai.party) is None

    operations.send(conversation, text="ひとつ質問です。", by=cast.sakurai, at=MORNING + 3 * HOUR)
    assert unread(cast) == {"sakurai": 1, "yuki": 1}
    assert queries.unread(cast.yuki.party).count() == 1


def test_the_list_shows_the_liveliest_first_in_one_statement(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    quiet, lively = opened(cast), opened(cast)
    operations.send(lively, text=HELLO, by=cast.sakurai, at=MORNING + HOUR)

    with django_assert_num_queries(1):
        first, second = queries.conversations_of(cast.yuki.party)
        names = first.client.display_name, second.worker.display_name
    assert (first, second) == (lively, quiet)
    assert names == ("桜井デザイン室", "ゆき")
    assert (first.last_text, first.last_author, first.unread) == (HELLO, cast.sakurai.party.pk, 1)
    assert (second.last_text, second.unread) == (None, 0)


def test_the_fact_names_the_message_and_does_not_tell_it(cast: Cast) -> None:
    conversation = opened(cast)
    message = operations.send(conversation, text=HELLO, by=cast.sakurai, at=MORNING)

    [fact] = facts_about(conversation.key)
    assert (fact.kind, fact.by, fact.at) == ("messaging.MessageSent", cast.sakurai.key, MORNING)
    assert fact.data == {
        "client": cast.sakurai.party.key,
        "worker": cast.yuki.party.key,
        "title": "商品説明文の作成",
        "message": message.key,
    }


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "text_missing"),
        (" \r\n　", "text_missing"),
        ("あ" * 10_001, "text_too_long"),
        ("\x00", "text_unreadable"),
        ("\udcff", "text_unreadable"),
    ],
)
def test_what_says_nothing_or_too_much_is_not_sent(cast: Cast, text: str, code: str) -> None:
    conversation = opened(cast)
    with pytest.raises(Refused) as refused:
        operations.send(conversation, text=text, by=cast.yuki, at=MORNING)

    assert (refused.value.code, refused.value.field) == (code, "text")
    assert queries.messages(conversation) == []


def test_outsiders_find_no_conversation(cast: Cast) -> None:
    conversation = opened(cast)
    message = operations.send(conversation, text=HELLO, by=cast.sakurai, at=MORNING)

    for outsider in (cast.sora, cast.ken, cast.oda):
        with pytest.raises(NotFound):
            queries.conversation_for(outsider, conversation.pk)
        with pytest.raises(NotFound):
            queries.message_for(outsider, message.pk)
        with pytest.raises(Refused, match="not_found"):
            operations.send(conversation, text="見えますか", by=outsider, at=MORNING)
        with pytest.raises(Refused, match="not_found"):
            operations.mark_read(conversation, by=outsider, at=MORNING)
        assert not queries.conversations_of(outsider.party)
    for side in (cast.sakurai, cast.yuki):
        assert queries.conversation_for(side, conversation.pk) == conversation
        assert queries.message_for(side, message.pk) == message


def test_files_come_with_a_message_or_as_one(cast: Cast) -> None:
    conversation = opened(cast)
    message = operations.send(conversation, text="", by=cast.yuki, at=MORNING, files=[pdf(), pdf("見積.pdf")])

    [shown] = queries.messages(conversation)
    assert [file.name for file in shown.files] == ["原稿.pdf", "見積.pdf"]
    assert queries.attachments(message.key) == shown.files


def test_one_bad_file_and_nothing_is_sent(cast: Cast) -> None:
    conversation = opened(cast)
    page = SimpleUploadedFile("page.html", b"<!doctype html><script>alert(1)</script>")
    with pytest.raises(Refused) as refused:
        operations.send(conversation, text=HELLO, by=cast.yuki, at=MORNING, files=[pdf(), page])

    assert (refused.value.code, refused.value.field) == ("file_type_refused", "files")
    assert queries.messages(conversation) == []
    assert not Attachment.objects.exists()


def test_a_thing_carries_ten_files(cast: Cast) -> None:
    conversation = opened(cast)
    with pytest.raises(Refused, match="too_many_files"):
        operations.send(conversation, text=HELLO, by=cast.yuki, at=MORNING, files=[pdf() for _ in range(11)])
    message = operations.send(
        conversation, text=HELLO, by=cast.yuki, at=MORNING, files=[pdf() for _ in range(10)]
    )
    assert len(queries.attachments(message.key)) == 10


def test_the_newest_hundred_are_shown_and_older_ones_can_be_asked_for(cast: Cast) -> None:
    conversation = opened(cast)
    for number in range(103):
        operations.send(conversation, text=f"第{number}信", by=cast.yuki, at=MORNING)

    shown = queries.messages(conversation)
    assert [message.text for message in shown] == [f"第{number}信" for number in range(3, 103)]
    earlier = queries.messages(conversation, before=shown[0])
    assert [message.text for message in earlier] == ["第0信", "第1信", "第2信"]
    assert queries.messages(conversation, after=shown[97]) == shown[98:]
    assert queries.thread(conversation, reader=cast.yuki).has_earlier
    assert not queries.thread(conversation, reader=cast.yuki, before=shown[0]).has_earlier


def test_where_all_is_shown_nothing_is_earlier(cast: Cast) -> None:
    conversation = opened(cast)
    for number in range(queries.SHOWN):
        operations.send(conversation, text=f"第{number}信", by=cast.yuki, at=MORNING)
    assert not queries.thread(conversation, reader=cast.yuki).has_earlier


def test_what_one_wrote_herself_is_not_unread(cast: Cast) -> None:
    conversation = opened(cast)
    operations.send(conversation, text=HELLO, by=cast.yuki, at=MORNING)
    assert queries.unread(cast.yuki.party).count() == 0
    assert queries.unread(cast.sakurai.party).count() == 1
    operations.mark_read(conversation, by=cast.sakurai, at=MORNING)
    operations.send(conversation, text=HELLO, by=cast.sakurai, at=MORNING + HOUR)
    assert queries.unread(cast.sakurai.party).count() == 0


def test_each_side_reads_who_wrote_what_and_how_far_the_other_has_read(cast: Cast) -> None:
    conversation = opened(cast)
    hello = operations.send(conversation, text=HELLO, by=cast.sakurai, at=MORNING)
    answer = operations.send(conversation, text="はい。", by=cast.yuki, at=MORNING + HOUR)
    operations.mark_read(conversation, by=cast.yuki, at=MORNING + HOUR)

    hers = queries.thread(conversation, reader=cast.sakurai)
    assert [(entry.own, entry.previous) for entry in hers.entries] == [(True, None), (False, hello)]
    assert (hers.other, hers.read_until) == (cast.yuki.party, answer.sent_at)
    assert (hers.first, hers.last) == (hello, answer)

    news = queries.thread(conversation, reader=cast.yuki, after=answer)
    assert (news.entries, news.last, news.read_until) == ([], answer, None)


def test_contact_opens_and_closes_from_above(cast: Cast) -> None:
    conversation = opened(cast)
    assert conversation.contact_policy == ContactPolicy.CLOSED

    operations.set_policy(conversation, ContactPolicy.OPEN, at=MORNING)
    assert queries.conversation_for(cast.yuki, conversation.pk).contact_policy == ContactPolicy.OPEN
    operations.set_policy(conversation, ContactPolicy.CLOSED, at=MORNING)
    assert queries.conversation_for(cast.yuki, conversation.pk).contact_policy == ContactPolicy.CLOSED


def test_a_thing_has_one_conversation_between_two(cast: Cast) -> None:
    conversation = opened(cast)
    sides: dict[str, Any] = {"title": "もう一つ", "client": cast.sakurai.party, "at": MORNING}
    with pytest.raises(Refused, match="wrong_state"):
        operations.open_conversation(conversation.subject, worker=cast.yuki.party, **sides)
    with pytest.raises(IntegrityError, match="two_sides"), transaction.atomic():
        operations.open_conversation("application:b", worker=cast.sakurai.party, **sides)


@pytest.mark.parametrize("stray", ["update", "delete"])
def test_what_was_written_stays_written(cast: Cast, stray: str) -> None:
    operations.send(opened(cast), text=HELLO, by=cast.yuki, at=MORNING)
    with pytest.raises(IntegrityError, match="stays written"), transaction.atomic():
        Message.objects.update(text="") if stray == "update" else Message.objects.all().delete()


@pytest.mark.django_db(transaction=True)
def test_nobody_empties_the_messages() -> None:
    with pytest.raises(IntegrityError, match="stays written"), connection.cursor() as cursor:
        cursor.execute("TRUNCATE messaging_message CASCADE")


@pytest.mark.django_db(transaction=True)
def test_those_who_write_at_once_are_heard_one_after_the_other() -> None:
    cast = assemble()
    conversation = opened(cast)
    together = Barrier(2)

    def write(by: str) -> None:
        together.wait()
        for number in range(10):
            operations.send(conversation, text=f"{by} {number}", by=getattr(cast, by), at=MORNING)
        connection.close()

    writers = [Thread(target=write, args=[name]) for name in ("sakurai", "yuki")]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    times = [message.sent_at for message in queries.messages(conversation)]
    assert len(set(times)) == 20
    assert times == sorted(times)
    conversation.refresh_from_db()
    assert conversation.last_message_at == times[-1]
