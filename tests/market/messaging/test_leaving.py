"""What a member wrote for herself alone goes with her; what she sent stays with whom she sent it to."""

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from mikiwame.core.ids import key, new_id
from mikiwame.market.history.operations import consume
from mikiwame.market.members.operations import delete_account
from mikiwame.market.messaging import operations, queries
from mikiwame.market.messaging.models import Attachment, Conversation, Draft, KeptLetter, Message
from mikiwame.market.messaging.operations import drafts, leaving
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


@pytest.mark.django_db(transaction=True)
def test_who_leaves_leaves_no_draft_and_no_kept_letter(cast: Cast, conversation: Conversation) -> None:
    operations.send(conversation, text="よろしくお願いします。", by=cast.yuki, at=MORNING)
    for member in (cast.yuki, cast.sakurai):
        paper = SimpleUploadedFile("note.txt", "私の電話は090-1234-5678".encode(), content_type="text/plain")
        operations.keep(conversation, text="電話は…", files=[paper], by=member, at=MORNING)
        last = Draft.objects.filter(member=member).first()  # a kept letter may have left an empty one
        revision = last.revision if last else 0
        drafts.keep(conversation, text="私の電話は", revision=revision, by=member, at=MORNING)
    files = {file.owner_id: str(file.file.name) for file in Attachment.objects.all()}

    delete_account(cast.yuki, obligations=lambda _: 0, by=cast.yuki, at=MORNING)
    assert consume("messaging", leaving.take_in, at=MORNING) == 1

    assert [draft.member for draft in Draft.objects.all()] == [cast.sakurai]
    assert [letter.author for letter in KeptLetter.objects.all()] == [cast.sakurai.party]
    assert [file.owner for file in Attachment.objects.all()] == [cast.sakurai.party]
    assert not default_storage.exists(files[cast.yuki.party_id])
    assert default_storage.exists(files[cast.sakurai.party_id])
    assert Message.objects.get().text == "よろしくお願いします。"
    assert queries.draft(conversation, of=cast.sakurai)
