"""One finds one's own messages by what they say, as people spell it; nobody finds another's."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from mikiwame.core.ids import key, new_id
from mikiwame.market.messaging import operations
from mikiwame.market.messaging.finding import PAGE, Piece, find, pieces
from mikiwame.market.messaging.models import Conversation, MessageIndex
from mikiwame.market.messaging.operations import index
from tests.cast import MORNING, Cast

MINUTE = timedelta(minutes=1)


@pytest.fixture
def conversation(cast: Cast) -> Conversation:
    return operations.open_conversation(
        key("application", new_id()),
        title="商品説明文の作成",
        client=cast.sakurai.party,
        worker=cast.yuki.party,
        at=MORNING,
    )


def texts(cast: Cast, asked: str, who: str = "yuki") -> list[str]:
    return [one.message.text for one in find(getattr(cast, who), asked).items]


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("引越しの準備について", "引っ越し"),
        ("ＷＥＢサイトの原稿です", "web サイト"),
        ("ロゴデザインの案を送ります", "ロゴ"),
        ("焦げつきにくい鍋", "鍋"),
        ("ムギチャッコの商品", "むぎちゃっこ"),
        ("it's fine", "it's"),
    ],
)
def test_it_is_found_as_people_spell_it(
    cast: Cast, conversation: Conversation, text: str, asked: str
) -> None:
    operations.send(conversation, text=text, by=cast.sakurai, at=MORNING)
    operations.send(conversation, text="別の話です。", by=cast.sakurai, at=MORNING)
    assert texts(cast, asked) == [text]
    assert texts(cast, asked, "sakurai") == [text]


def test_a_file_is_found_by_its_name(cast: Cast, conversation: Conversation) -> None:
    file = SimpleUploadedFile("台所用品の見本.txt", b"text")
    operations.send(conversation, text="", by=cast.yuki, at=MORNING, files=[file])
    [one] = find(cast.sakurai, "見本").items
    assert one.names == [
        [Piece("台所用品の", found=False), Piece("見本", found=True), Piece(".txt", found=False)]
    ]


def test_nobody_finds_anothers(cast: Cast, conversation: Conversation) -> None:
    operations.send(conversation, text="納期は木曜です。", by=cast.sakurai, at=MORNING)
    for outsider in ("sora", "oda", "ken"):
        assert texts(cast, "納期", outsider) == []
    assert texts(cast, "納期") == ["納期は木曜です。"]


def test_pages_go_on_where_the_last_one_ended(cast: Cast, conversation: Conversation) -> None:
    for number in range(PAGE + 3):
        operations.send(conversation, text=f"納期の件{number}", by=cast.sakurai, at=MORNING + number * MINUTE)
    first = find(cast.yuki, "納期")
    assert len(first.items) == PAGE
    assert first.items[0].message.text == f"納期の件{PAGE + 2}"
    second = find(cast.yuki, "納期", after=first.next)
    assert [one.message.text for one in second.items] == ["納期の件2", "納期の件1", "納期の件0"]
    assert second.next is None


@pytest.mark.parametrize("asked", ["", "  ", "。、", "'", "\\", '"', "の", "\x00", "a" * 5000, "' | 'x"])
def test_whatever_is_asked_has_an_answer(cast: Cast, conversation: Conversation, asked: str) -> None:
    operations.send(conversation, text="納期は木曜です。", by=cast.sakurai, at=MORNING)
    assert len(find(cast.yuki, asked).items) <= 1


def test_the_place_is_marked_and_the_rest_is_cut() -> None:
    text = "あ" * 200 + "納期は木曜、納期は金曜" + "い" * 300
    parts = pieces(text, "納期")
    assert [part.text for part in parts if part.found] == ["納期", "納期"]
    assert parts[0].text == parts[-1].text == "…"
    assert sum(len(part.text) for part in parts) < 170
    assert pieces("何もない", "納期") == [Piece("何もない", found=False)]
    assert [part.text for part in pieces("引越しの日", "引っ越し") if part.found] == ["引越し"]


def test_what_was_never_cut_is_cut_by_the_chore(cast: Cast, conversation: Conversation) -> None:
    operations.send(conversation, text="納期は木曜です。", by=cast.sakurai, at=MORNING)
    MessageIndex.objects.all().delete()
    assert texts(cast, "納期") == []
    assert (index.renew(), index.renew()) == (1, 0)
    assert texts(cast, "納期") == ["納期は木曜です。"]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE messaging_messageindex SET dictionary = 'old', words = ''")
    assert index.renew() == 1
    assert texts(cast, "納期") == ["納期は木曜です。"]


def test_what_is_not_sent_is_not_found(cast: Cast, conversation: Conversation) -> None:
    with pytest.raises(Exception, match="file_type_refused"):
        operations.send(
            conversation,
            text="納期",
            by=cast.sakurai,
            at=MORNING,
            files=[SimpleUploadedFile("a.exe", b"MZ\x90")],
        )
    assert texts(cast, "納期") == []
