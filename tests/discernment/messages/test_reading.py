"""Reading a message before it is sent: what leads around, however it is spelt, and what only seems to."""

from itertools import pairwise

import pytest
from hypothesis import given

from evaluation.data import held, rows
from mikiwame.discernment import read_message
from mikiwame.discernment.kinds import Contact
from mikiwame.discernment.text import LONGEST, Unreadable
from tests.discernment.anything import any_text, awkward_text
from training.messages import data

TRICKS = [
    "らいんでお話ししませんか。",
    "L◯NEを教えてください。",
    "Ｌ Ｉ Ｎ Ｅ 交換しませんか？",
    "ラ イ ン でやり取りしましょう",
    "ら・い・んのID教えてください",
    "💚LINE💚で話しましょう",
    "ⓛⓘⓝⓔ で連絡ください",
    "ﾗｲﾝで連絡ください",
    "LΙΝΕで連絡ください",
    "L\u200bI\u200bN\u200bEで話しましょう",
    "ラ1ンでお話ししませんか",
    "Ｌ🍀Ｉ🍀Ｎ🍀Ｅで話しませんか",
    "カ力オで話しませんか",
    "続きは別のところでお話ししませんか",
    "インスタのDMで続きを話しましょう",
    "続きの資料は bit . ly / 4kMomo に置きました。",
    "応募の前に forms . gle/abc に記入してもらえますか。",
    "ｌｉｎ ．ｅｅ／ yz88 から追加してください。",
    "予約は calendly . com / mikan-kobo から取れます。",
    "mikan  @  kobo  .  example 宛に履歴書を送ってください。",
    "Please fill in forms . gle / abc88 first.",
]
CONTACTS = [
    ("suzuki@kobo.example へお送りください。", Contact.EMAIL, "suzuki@kobo.example"),
    ("suzuki＠kobo．example へお送りください", Contact.EMAIL, "suzuki＠kobo．example"),
    (
        "お返事は suzuki アット kobo ドット example へください",
        Contact.DISGUISED,
        "suzuki アット kobo ドット example",
    ),
    ("090-1234-5678 にお電話ください", Contact.PHONE, "090-1234-5678"),
    ("０９０－１２３４－５６７８にかけてください", Contact.PHONE, "０９０－１２３４－５６７８"),
    ("〇九〇の一二三四の五六七八にかけてください", Contact.DISGUISED, "〇九〇の一二三四の五六七八"),
    ("https://lin.ee/abcd123 から友だち追加してください", Contact.URL, "https://lin.ee/abcd123"),
    ("LINE IDは suzuki_88 です", Contact.CHAT_ID, "suzuki_88"),
    ("suzuki#1234 をフレンド登録してください", Contact.CHAT_ID, "suzuki#1234"),
]
INNOCENT = [
    "LINEスタンプのデザインをお願いします。",
    "デッドラインは金曜です。ラインナップを三つに絞ってください。",
    "Zoomの使い方の記事を書いてください。",
    "オンラインショップの商品ページです。",
    "Slackの連携機能を作る仕事です。",
    "電話番号の入力欄にハイフンを自動で入れてください。",
    "このサイトのメッセージで続けましょう。",
    "外部ツールのやり取りは規約で禁止です。",
    "参考記事は https://ja.wikipedia.org/wiki/茶 です。",
    "Instagramの投稿画像を月に10枚作ります。",
    "メールマガジンの文面を三通お願いします。",
    "バージョンは 3.10.12、背景の色は #090807 でお願いします。",
    "ご応募ありがとうございます。ポートフォリオを拝見しました。",
    "Please translate the LINE FAQ page into English.",
    "1 / 2 ページだけ、余白は 2 . 5 cm で刷ってください。",
    "Vue . js の記事は main . md に、図は 3 . 2 に置きました。",
    "It is done . So is the cover , see pages 3 / 4.",
]


@pytest.mark.parametrize("message", TRICKS)
def test_the_fraud_is_stopped_however_the_tool_is_spelt(message: str) -> None:
    assert read_message(message).stopped


@pytest.mark.parametrize(("message", "kind", "contact"), CONTACTS)
def test_a_contact_is_quoted_exactly_and_by_its_kind(message: str, kind: Contact, contact: str) -> None:
    (found,) = read_message(f"はじめまして。{message}").findings

    assert (found.kind, found.quote.text) == (kind, contact)
    assert f"はじめまして。{message}"[found.quote.start : found.quote.end] == contact


@pytest.mark.parametrize("message", INNOCENT)
def test_what_only_sounds_like_it_is_let_through(message: str) -> None:
    assert not read_message(message).stopped


def test_only_the_sentence_that_leads_around_is_quoted() -> None:
    message = (
        "構成案を拝見しました。とても良いと思います。続きはLINEでお話ししませんか？よろしくお願いします。"
    )

    (found,) = read_message(message).findings

    assert found.kind is Contact.TOOL_INVITATION
    assert "LINE" in found.quote.text
    assert "構成案" not in found.quote.text


def test_of_a_long_sentence_the_words_between_commas_are_quoted() -> None:
    message = "先日お送りした見積もりの件ですが、細かい条件をすり合わせたいので、LINEのIDを教えてください。"

    (found,) = read_message(message).findings

    assert "LINE" in found.quote.text
    assert "見積もり" not in found.quote.text


@pytest.mark.parametrize("nothing", ["", "  \n\t ", "\u200b\u202e\ufeff", "\ud800\udfff", "。。。", "🙇"])
def test_in_nothing_is_nothing(nothing: str) -> None:
    assert not read_message(nothing).findings


def test_a_text_without_end_is_refused() -> None:
    with pytest.raises(Unreadable, match="at most"):
        read_message("良" * (LONGEST + 1))


@pytest.mark.parametrize(
    "piece", ["L◯", "9", "a@", "@a.", "\ud800", "ﾞ", "「", "。", "らいん", "🍀", "\n", "a-", "http:/"]
)
def test_the_longest_texts_are_read(piece: str) -> None:
    message = (piece * LONGEST)[:LONGEST]

    for one in read_message(message).findings:
        assert message[one.quote.start : one.quote.end] == one.quote.text


@given(any_text | awkward_text)
def test_any_text_is_read_and_quoted_exactly(message: str) -> None:
    report = read_message(message)

    assert report.stopped == bool(report.findings)
    for one in report.findings:
        assert one.quote.text
        assert message[one.quote.start : one.quote.end] == one.quote.text
    assert read_message(message) == report


@pytest.mark.parametrize(
    "piece", ["x", "○", "a1_", "a1" * 105 + " ", "dot", "at", "l*", "l○○e", "*" * 40 + "\n"]
)
def test_the_longest_messages_of_one_piece_are_read_and_quoted_in_few_words(piece: str) -> None:
    message = (piece * LONGEST)[:LONGEST]

    quotes = [one.quote for one in read_message(message).findings]

    assert len(quotes) < 100
    for quote, later in pairwise(quotes):
        assert quote.end <= later.start
    assert all(message[quote.start : quote.end] == quote.text for quote in quotes)


def test_no_message_that_is_kept_to_measure_on_is_learnt_from() -> None:
    kept = {row["text"] for written in held("messages").values() for row in written}

    assert len(kept) > 200
    assert kept.isdisjoint(row["text"] for path in data() for row in rows(path))


EVERYDAY_WORDS = [
    "青いラインで囲った段落だけ、もう一度見てください。",
    "ズームして眺めると、輪郭がにじんでいます。",
    "シグナルが赤の間は止まる、という絵にします。",
    "私の題材は、祖母の携帯電話の契約のことです。",
    "電話の場面を短くして、メールの場面を足しました。",
    "納品はワードとエクセルのどちらが良いですか。",
    "Give me a signal when you have read it.",
    "My rabbit's name is Line.",
    "I use Word and Google Docs, which do you like better?",
    "Does the sketch meet your needs?",
]
SAME_WORDS = [
    "ラインのほうで写真を送ります、追加してください。",
    "ズームで話しませんか。",
    "シグナルで話しましょう。",
    "携帯の番号を教えてください。",
    "Add me on line.",
    "Are you on signal? I'd rather talk there.",
    "Could we meet on zoom at nine?",
]


@pytest.mark.parametrize("message", EVERYDAY_WORDS)
def test_tools_that_are_everyday_words_and_programs_that_are_no_contact_are_let_through(message: str) -> None:
    assert not read_message(message).stopped


@pytest.mark.parametrize("message", SAME_WORDS)
def test_the_same_words_that_lead_to_the_tool_are_stopped(message: str) -> None:
    assert read_message(message).stopped


EVERYDAY_ENGLISH = [
    "Call me Natsu, please.",
    "We line-edit and proofread, then we'll meet the deadline.",
    "Let's line up the schedule for next week.",
    "I'll draw a line under the heading, e.g. in blue.",
    "Thanks a lot @ everyone",
    "I'd like to add you to the acknowledgements.",
    "The price is fine. Signal me here if the terms change.",
]


@pytest.mark.parametrize("message", EVERYDAY_ENGLISH)
def test_everyday_english_words_that_are_tools_names_are_let_through(message: str) -> None:
    assert not read_message(message).stopped


def test_of_english_sentences_only_the_one_that_leads_around_is_quoted() -> None:
    message = "I read your brief twice and like the plan. Could we hop on Zoom tonight? The price is fine."

    (found,) = read_message(message).findings

    assert "Zoom" in found.quote.text
    assert "brief" not in found.quote.text
    assert "price" not in found.quote.text


@pytest.mark.parametrize(
    "message",
    [
        "I, for one, would be very glad to go on, and to be honest the best is WhatsApp, if that is fine.",
        "Yes, well, I am not often here these days, so please, add me on Telegram, and we will talk there.",
    ],
)
def test_a_clause_that_tells_nothing_is_not_what_is_quoted(message: str) -> None:
    assert all(len(one.quote.text) > 8 for one in read_message(message).findings)
    assert read_message(message).stopped
