"""Files of a posting: its client's to add and remove in the draft, everybody's to open afterwards."""

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import DjangoCaptureOnCommitCallbacks

from mikiwame.core.errors import NotFound, Refused
from mikiwame.core.ids import new_id
from mikiwame.market.hiring.operations import files, postings
from mikiwame.market.messaging import queries
from mikiwame.sight import require_sight
from tests.cast import MORNING, Cast
from tests.market.hiring.stage import drafted, published


def pdf(name: str = "見本.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"%PDF-1.7")


def names(subject: str) -> list[str]:
    return [file.name for file in queries.attachments(subject)]


def test_a_client_adds_and_removes_files_while_it_is_a_draft(cast: Cast) -> None:
    draft = drafted(cast.sakurai)
    files.add(draft, [pdf("店.pdf"), pdf("包装.pdf")], by=cast.sakurai, at=MORNING)
    shop, wrapping = queries.attachments(draft.key)
    files.remove(draft, shop.pk, by=cast.sakurai, at=MORNING)
    assert names(draft.key) == ["包装.pdf"]
    with pytest.raises(Refused, match="file_gone"):
        files.remove(draft, shop.pk, by=cast.sakurai, at=MORNING)

    posting = postings.publish(draft, by=cast.sakurai, at=MORNING)
    with pytest.raises(Refused, match="not_a_draft"):
        files.add(posting, [pdf()], by=cast.sakurai, at=MORNING)
    with pytest.raises(Refused, match="not_a_draft"):
        files.remove(posting, wrapping.pk, by=cast.sakurai, at=MORNING)
    assert names(posting.key) == ["包装.pdf"]


def test_files_of_others_and_of_other_things_stay_where_they_are(cast: Cast) -> None:
    draft, other = drafted(cast.sakurai), drafted(cast.sakurai)
    files.add(other, [pdf()], by=cast.sakurai, at=MORNING)
    [file] = queries.attachments(other.key)
    for foreign in (file.pk, new_id()):
        with pytest.raises(Refused, match="file_gone"):
            files.remove(draft, foreign, by=cast.sakurai, at=MORNING)
    for stranger in (cast.sora, cast.oda):
        with pytest.raises(Refused, match="not_yours"):
            files.add(draft, [pdf()], by=stranger, at=MORNING)
        with pytest.raises(Refused, match="not_yours"):
            files.remove(other, file.pk, by=stranger, at=MORNING)
    assert names(other.key) == ["見本.pdf"]


def test_one_bad_file_leaves_none(cast: Cast) -> None:
    draft = drafted(cast.sakurai)
    program = SimpleUploadedFile("見本.pdf", b"MZ\x90\x00 this program cannot be run")
    with pytest.raises(Refused) as refused:
        files.add(draft, [pdf(), program], by=cast.sakurai, at=MORNING)
    assert refused.value.field == "files"
    files.add(draft, [pdf()] * 10, by=cast.sakurai, at=MORNING)
    with pytest.raises(Refused, match="too_many_files"):
        files.add(draft, [pdf()], by=cast.sakurai, at=MORNING)
    assert len(names(draft.key)) == 10


def test_a_draft_takes_its_files_with_it_and_a_copy_has_none(
    cast: Cast, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    draft = files.add(drafted(cast.sakurai), [pdf()], by=cast.sakurai, at=MORNING)
    [file] = queries.attachments(draft.key)
    assert names(postings.copy(draft, by=cast.sakurai, at=MORNING).key) == []
    with django_capture_on_commit_callbacks(execute=True):
        postings.discard(draft, by=cast.sakurai)
    assert names(draft.key) == []
    assert not default_storage.exists(str(file.file.name))


def test_whoever_may_see_the_posting_may_open_its_files(cast: Cast) -> None:
    draft = drafted(cast.sakurai)
    require_sight(cast.sakurai, draft.key)
    for reader in (None, cast.yuki, cast.oda):
        with pytest.raises(NotFound):
            require_sight(reader, draft.key)
    posting = published(cast.sakurai)
    for reader in (None, cast.yuki, cast.sakurai):
        require_sight(reader, posting.key)
