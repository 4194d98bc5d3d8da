"""What one has begun to write is hers alone, is there on every device, and is gone when it is sent."""

import pytest

from mikiwame.core.errors import Refused
from mikiwame.core.ids import key, new_id
from mikiwame.market.messaging import operations, queries
from mikiwame.market.messaging.models import Conversation
from mikiwame.market.messaging.operations import drafts
from tests.cast import MORNING, Cast


@pytest.fixture
def conversation(cast: Cast) -> Conversation:
    return operations.open_conversation(
        key("application", new_id()),
        title="商品説明文の作成",
        client=cast.sakurai.party,
        worker=cast.yuki.party,
        at=MORNING,
    )


def test_it_is_kept_and_hers_alone(cast: Cast, conversation: Conversation) -> None:
    drafts.keep(conversation, text="書きかけの", revision=0, by=cast.yuki, at=MORNING)

    found = queries.draft(conversation, of=cast.yuki)
    assert found is not None
    assert (found.text, found.revision) == ("書きかけの", 1)
    for other in (cast.sakurai, cast.oda, cast.sora):
        assert queries.draft(conversation, of=other) is None
    assert "書きかけ" not in str(queries.thread(conversation, reader=cast.sakurai))
    for outsider in (cast.oda, cast.sora):
        with pytest.raises(Refused, match="not_found"):
            drafts.keep(conversation, text="…", revision=0, by=outsider, at=MORNING)


def test_another_window_is_told_and_neither_is_overwritten(cast: Cast, conversation: Conversation) -> None:
    drafts.keep(conversation, text="はい、", revision=0, by=cast.yuki, at=MORNING)
    drafts.keep(conversation, text="はい、間に合います。", revision=1, by=cast.yuki, at=MORNING)

    with pytest.raises(Refused, match="draft_changed"):
        drafts.keep(conversation, text="はい、ですが", revision=1, by=cast.yuki, at=MORNING)
    with pytest.raises(Refused, match="draft_changed"):
        drafts.keep(conversation, text="", revision=0, by=cast.yuki, at=MORNING)
    same = drafts.keep(conversation, text="はい、間に合います。", revision=0, by=cast.yuki, at=MORNING)
    assert (same.text, same.revision) == ("はい、間に合います。", 2)


def test_what_is_sent_is_no_draft_and_no_other_window_brings_it_back(
    cast: Cast, conversation: Conversation
) -> None:
    drafts.keep(conversation, text="はい。", revision=0, by=cast.yuki, at=MORNING)
    operations.send(conversation, text="はい、どうぞ。", draft=1, by=cast.yuki, at=MORNING)

    draft = queries.draft(conversation, of=cast.yuki)
    assert draft is not None
    assert draft.text == ""
    with pytest.raises(Refused, match="draft_changed"):
        drafts.keep(conversation, text="はい。よ", revision=1, by=cast.yuki, at=MORNING)
    drafts.keep(conversation, text="次", revision=draft.revision, by=cast.yuki, at=MORNING)


@pytest.mark.parametrize("revision", [0, None])
def test_what_is_saved_after_it_was_sent_is_no_draft(
    cast: Cast, conversation: Conversation, revision: int | None
) -> None:
    operations.send(conversation, text="よろしくお願いします。", draft=revision, by=cast.yuki, at=MORNING)
    with pytest.raises(Refused, match="draft_changed"):
        drafts.keep(conversation, text="よろしくお願いします。", revision=0, by=cast.yuki, at=MORNING)
    found = queries.draft(conversation, of=cast.yuki)
    assert found is not None
    assert found.text == ""


@pytest.mark.parametrize("revision", [0, None])
def test_what_is_sent_from_elsewhere_leaves_a_half_written_text(
    cast: Cast, conversation: Conversation, revision: int | None
) -> None:
    kept = drafts.keep(conversation, text="長い書きかけ", revision=0, by=cast.yuki, at=MORNING)
    operations.send(conversation, text="はい。", draft=revision, by=cast.yuki, at=MORNING)
    found = queries.draft(conversation, of=cast.yuki)
    assert found is not None
    assert (found.text, found.revision) == ("長い書きかけ", kept.revision)
    operations.send(conversation, text="長い書きかけ", draft=revision, by=cast.yuki, at=MORNING)
    found.refresh_from_db()
    assert found.text == ""


def test_the_others_message_leaves_it_alone(cast: Cast, conversation: Conversation) -> None:
    drafts.keep(conversation, text="書きかけ", revision=0, by=cast.yuki, at=MORNING)
    operations.send(conversation, text="どうですか。", by=cast.sakurai, at=MORNING)
    found = queries.draft(conversation, of=cast.yuki)
    assert found is not None
    assert found.text == "書きかけ"


@pytest.mark.parametrize(("text", "code"), [("あ" * 10_001, "text_too_long"), ("\x00", "text_unreadable")])
def test_what_could_not_be_sent_is_not_kept(
    cast: Cast, conversation: Conversation, text: str, code: str
) -> None:
    with pytest.raises(Refused, match=code):
        drafts.keep(conversation, text=text, revision=0, by=cast.yuki, at=MORNING)
