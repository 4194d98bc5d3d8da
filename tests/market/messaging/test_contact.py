"""The contact guard before sending: what leads outside isn't sent, and nobody but its writer knows.

Kuroda, the fraud, tries every trick; what he is told is only for him.
"""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from mikiwame.core.errors import NotFound, Refused
from mikiwame.core.ids import key, new_id
from mikiwame.market.history.models import Fact
from mikiwame.market.messaging import operations, queries
from mikiwame.market.messaging.models import Attachment, Conversation, KeptLetter, Message
from mikiwame.market.messaging.rules import LETTERS_MOST
from mikiwame.market.messaging.states import ContactPolicy
from tests.cast import MORNING, Cast

SPELT = "らいんでお話ししませんか。"
TRICKS = [
    SPELT,
    "L◯NEを教えてください。",
    "ＬＩＮＥのIDは ｋｕｒｏ７７ です。",
    "ｋｕｒｏ７７＠ｅｘａｍｐｌｅ．ｃｏｍ までお送りください。",
    "kuro77 アット example ドット com へお返事ください",
    "〇九〇の一二三四の五六七八にかけてください",
    "https://lin.ee/abcd123 から友だち追加してください",
]

EVERYDAY_ENGLISH = [
    "We line-edit and proofread, then we'll meet the deadline.",
    "Let's line up the schedule for next week.",
    "I'll draw a line under the heading, e.g. in blue.",
    "I'd like to add you to the acknowledgements.",
    "The price is fine. Signal me here if the terms change.",
]


@pytest.fixture
def conversation(cast: Cast) -> Conversation:
    sides = {"client": cast.kuroda.party, "worker": cast.yuki.party}
    return operations.open_conversation(key("application", new_id()), title="作業", at=MORNING, **sides)


def file(name: str, content: bytes = b"%PDF-1.7 ...") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


@pytest.mark.parametrize("text", TRICKS)
def test_what_leads_outside_is_not_sent_and_leaves_no_trace(
    cast: Cast, conversation: Conversation, text: str
) -> None:
    facts = Fact.objects.count()
    with pytest.raises(Refused, match="leads_outside") as refused:
        operations.send(conversation, text=text, by=cast.kuroda, at=MORNING)
    assert refused.value.field == "text"
    for finding in refused.value.context["findings"]:
        assert text[finding.quote.start : finding.quote.end] == finding.quote.text
    assert not Message.objects.exists()
    assert not KeptLetter.objects.exists()
    assert Fact.objects.count() == facts

    operations.set_policy(conversation, ContactPolicy.OPEN, at=MORNING)
    assert operations.send(conversation, text=text, by=cast.kuroda, at=MORNING).text == text


@pytest.mark.parametrize(
    "sent",
    [
        file("LINE_ID_kuro77.pdf"),
        file("条件.txt", f"条件です。\n{SPELT}".encode()),
        file("条件.csv", f"項目,内容\r\n連絡,{SPELT}\r\n".encode("cp932")),
    ],
    ids=["name", "text", "table"],
)
def test_files_are_looked_at_too(cast: Cast, conversation: Conversation, sent: SimpleUploadedFile) -> None:
    with pytest.raises(Refused, match="leads_outside") as refused:
        operations.send(conversation, text="資料です。", files=[sent], by=cast.kuroda, at=MORNING)
    assert refused.value.field == "files"
    assert not Attachment.objects.exists()


@pytest.mark.parametrize("before", [9_995, 30_000, 120_000])
def test_a_text_file_is_read_to_its_end(cast: Cast, conversation: Conversation, before: int) -> None:
    filled = ("あ" * 49 + "\n") * (before // 50) + "い" * (before % 50)
    sent = file("条件.txt", f"{filled}\n{SPELT}\n".encode())
    with pytest.raises(Refused, match="leads_outside"):
        operations.send(conversation, text="", files=[sent], by=cast.kuroda, at=MORNING)
    assert not Attachment.objects.exists()


@pytest.mark.parametrize(
    "pieces",
    [
        ["らい", "んのIDを教えてください"],
        ["080", "-1234", "-5678です"],
        ["kuro77@", "example.com"],
        ["L", "I", "N", "Eやってますか"],
    ],
    ids=["name", "number", "address", "letters"],
)
def test_a_contact_in_pieces_is_stopped_with_its_last(
    cast: Cast, conversation: Conversation, pieces: list[str]
) -> None:
    *first, last = pieces
    for piece in first:
        operations.send(conversation, text=piece, by=cast.kuroda, at=MORNING)
    with pytest.raises(Refused, match="leads_outside") as refused:
        operations.send(conversation, text=last, by=cast.kuroda, at=MORNING)
    assert all(finding.quote.text in pieces[-1] for finding in refused.value.context["findings"])


def test_what_has_ended_is_not_read_into_the_next(cast: Cast, conversation: Conversation) -> None:
    for text in EVERYDAY_ENGLISH:
        operations.send(conversation, text=text, by=cast.kuroda, at=MORNING)
    assert Message.objects.count() == len(EVERYDAY_ENGLISH)


def test_what_began_earlier_is_quoted_with_its_sentence(cast: Cast, conversation: Conversation) -> None:
    operations.send(conversation, text="らい", by=cast.kuroda, at=MORNING)
    with pytest.raises(Refused, match="leads_outside") as refused:
        operations.send(conversation, text="んのIDを教えてください。急ぎません。", by=cast.kuroda, at=MORNING)
    assert refused.value.context["quotes"] == "んのIDを教えてください"


def test_pieces_of_two_people_are_no_contact(cast: Cast, conversation: Conversation) -> None:
    operations.send(conversation, text="LとIの違いが読みにくいです", by=cast.kuroda, at=MORNING)
    operations.send(conversation, text="NとEも直しますか", by=cast.yuki, at=MORNING)
    operations.send(conversation, text="はい、お願いします", by=cast.kuroda, at=MORNING)
    assert Message.objects.count() == 3


def test_the_policy_is_recorded_when_it_changes_and_not_again(cast: Cast, conversation: Conversation) -> None:
    facts = Fact.objects.count()
    for policy in (ContactPolicy.CLOSED, ContactPolicy.OPEN, ContactPolicy.OPEN):
        operations.set_policy(conversation, policy, at=MORNING)
    assert Fact.objects.count() == facts + 1


def test_a_letter_is_kept_for_its_writer_alone(cast: Cast, conversation: Conversation) -> None:
    facts = Fact.objects.count()
    letter = operations.keep(
        conversation, text=SPELT, files=[file("LINE_ID_kuro77.pdf")], by=cast.kuroda, at=MORNING
    )
    assert Fact.objects.count() == facts
    assert queries.messages(conversation) == []

    own = queries.conversation_for(cast.kuroda, conversation.pk)
    [kept] = queries.thread(own, reader=cast.kuroda).kept
    assert (kept, kept.text, [one.name for one in kept.files]) == (letter, SPELT, ["LINE_ID_kuro77.pdf"])
    hers = queries.conversation_for(cast.yuki, conversation.pk)
    assert queries.thread(hers, reader=cast.yuki).kept == []
    for other in (cast.yuki, cast.oda, cast.sora):
        with pytest.raises(NotFound):
            queries.kept_letter_for(other, letter.pk)
        with pytest.raises(Refused, match="not_found"):
            operations.throw_away(letter, by=other)

    operations.throw_away(letter, by=cast.kuroda)
    assert not KeptLetter.objects.exists()
    assert not Attachment.objects.exists()


def test_writers_hear_once_that_they_may_send(cast: Cast, conversation: Conversation) -> None:
    for writer in (cast.kuroda, cast.yuki):
        operations.keep(conversation, text=SPELT, by=writer, at=MORNING)
    for policy in (ContactPolicy.OPEN, ContactPolicy.CLOSED, ContactPolicy.OPEN):
        operations.set_policy(conversation, policy, at=MORNING)
    told = Fact.objects.filter(kind="messaging.LetterFreed")
    assert sorted(fact.data["party"] for fact in told) == sorted([cast.kuroda.party.key, cast.yuki.party.key])
    assert SPELT not in str([fact.data for fact in Fact.objects.all()])


def test_few_letters_are_kept_and_only_while_there_is_something_to_wait_for(
    cast: Cast, conversation: Conversation
) -> None:
    def keep(**values: Any) -> KeptLetter:
        return operations.keep(conversation, text="あとで", at=MORNING, **({"by": cast.kuroda} | values))

    with pytest.raises(Refused, match="not_found"):
        keep(by=cast.sora)
    for _ in range(LETTERS_MOST):
        keep()
    with pytest.raises(Refused, match="too_many_letters"):
        keep()
    keep(by=cast.yuki)
    operations.set_policy(conversation, ContactPolicy.OPEN, at=MORNING)
    with pytest.raises(Refused, match="nothing_to_wait_for"):
        keep(by=cast.yuki)
