"""Files of answers: hers and this claim's, of the right sort, and gone when nobody waits for them."""

from io import BytesIO
from uuid import UUID

import psycopg
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import OperationalError
from PIL import Image

from mikiwame.core.errors import NotFound
from mikiwame.market.members.models import Member
from mikiwame.market.messaging.models import Attachment
from mikiwame.market.taskwork.claims import Claim
from mikiwame.market.taskwork.form import Question
from mikiwame.market.taskwork.models import Answer, Batch
from mikiwame.market.taskwork.operations import drafts, judging, opening, uploads, work
from mikiwame.market.taskwork.states import FieldKind, Reason
from mikiwame.sight import require_sight
from tests.cast import MORNING, Cast
from tests.market.messaging.test_sound import mp3, wav, webm
from tests.market.taskwork.stage import DAY, MINUTE, again, drafted, joined
from tests.races import code_of

LATER = MORNING + MINUTE
FORM = (
    Question("voice", FieldKind.AUDIO, "「{{text}}」を読んでください", most=5),
    Question("photo", FieldKind.IMAGE, "部屋の写真", required=False),
    Question("paper", FieldKind.FILE, "書類", required=False),
    Question("word", FieldKind.SHORT_TEXT, "ひとこと", required=False),
)


@pytest.fixture
def batch(cast: Cast) -> Batch:
    """Sentences are to be read aloud."""
    found = drafted(cast)
    drafts.write_form(found, FORM, by=cast.sakurai, at=MORNING)
    prepared = opening.prepare(again(found), by=cast.sakurai, at=MORNING)
    deposit = opening.begin_payment(prepared, by=cast.sakurai, at=MORNING)
    opened = opening.fund(deposit, receipt="paid", at=MORNING)
    assert opened is not None
    joined(opened, cast.yuki, cast.ken)
    return opened


def claimed(batch: Batch, worker: Member) -> Claim:
    return work.claim(batch.pk, by=worker, at=LATER)


def png() -> bytes:
    file = BytesIO()
    Image.new("RGB", (4, 4)).save(file, "PNG")
    return file.getvalue()


def sent(claim: Claim, worker: Member, question: str = "voice", content: bytes = b"") -> Attachment:
    file = ContentFile(content or wav(2), name="voice.wav")
    return uploads.upload(claim.batch, claim.place, question, file, by=worker, at=LATER)


def handed_in(claim: Claim, worker: Member, **content: str) -> UUID:
    return work.submit(claim.batch, claim.place, content, form_version=1, by=worker, at=LATER)


def turned_back(answer: UUID, by: Member) -> Answer:
    found, why = Answer.objects.get(pk=answer), {"reason": Reason.UNREADABLE, "evidence": "音がない録音"}
    return judging.turn_back(found, **why, by=by, at=LATER)


def test_a_recording_goes_with_its_answer_however_often_that_is_sent(batch: Batch, cast: Cast) -> None:
    claim = claimed(batch, cast.yuki)
    voice = sent(claim, cast.yuki)

    answer = handed_in(claim, cast.yuki, voice=voice.key)
    assert handed_in(claim, cast.yuki, voice=voice.key) == answer

    voice.refresh_from_db()
    assert voice.subject == f"answer:{answer}"
    assert Answer.objects.get().content == {"voice": voice.key}


def test_a_retake_replaces_what_was_sent_before(batch: Batch, cast: Cast) -> None:
    claim = claimed(batch, cast.yuki)
    first = sent(claim, cast.yuki)
    stored = str(first.file.name)
    for _ in range(12):  # more often than a thing may carry files
        last = sent(claim, cast.yuki, content=wav(1))

    assert Attachment.objects.get() == last
    assert code_of(lambda: handed_in(claim, cast.yuki, voice=first.key)) == "file_missing"
    assert default_storage.exists(stored)  # the test's transaction isn't over


@pytest.mark.parametrize(
    ("question", "content", "code"),
    [
        ("voice", png(), "not_a_sound"),
        ("voice", webm(1, 2), "not_a_sound"),
        ("voice", wav(6.5), "sound_too_long"),
        ("voice", mp3(400), "sound_too_long"),
        ("voice", b"MZ\x90\x00", "not_a_sound"),
        ("voice", b"RIFF", "not_a_sound"),
        ("photo", wav(1), "not_an_image"),
        ("photo", png()[:20], "file_broken"),
        ("paper", b"<!doctype html>", "file_type_refused"),
        ("word", wav(1), "field_unknown"),
        ("nothing", wav(1), "field_unknown"),
    ],
)
def test_what_is_not_asked_for_is_refused(
    batch: Batch, cast: Cast, question: str, content: bytes, code: str
) -> None:
    claim = claimed(batch, cast.yuki)
    assert code_of(lambda: sent(claim, cast.yuki, question, content)) == code
    assert not Attachment.objects.exists()


def test_a_file_that_is_too_large_is_refused(batch: Batch, cast: Cast, settings: object) -> None:
    settings.ANSWER_FILE_MEGABYTES = 1  # type: ignore[attr-defined]
    claim = claimed(batch, cast.yuki)
    assert code_of(lambda: sent(claim, cast.yuki, "paper", b"%PDF-" + bytes(1024**2))) == "file_too_large"


def test_only_hers_and_only_of_this_claim(batch: Batch, cast: Cast) -> None:
    hers, his = claimed(batch, cast.yuki), claimed(batch, cast.ken)
    voice, other = sent(hers, cast.yuki), sent(his, cast.ken)
    photo = sent(hers, cast.yuki, "photo", png())

    assert code_of(lambda: sent(hers, cast.ken)) == "no_claim"
    for stolen in (other, photo):
        assert code_of(lambda: handed_in(hers, cast.yuki, voice=stolen.key)) == "file_missing"  # noqa: B023
    assert not Answer.objects.exists()
    handed_in(hers, cast.yuki, voice=voice.key, photo=photo.key)
    second = claimed(batch, cast.yuki)
    assert code_of(lambda: handed_in(second, cast.yuki, voice=voice.key)) == "file_missing"
    assert code_of(lambda: sent(hers, cast.yuki)) == "already_answered"


def test_who_may_hear_it(batch: Batch, cast: Cast) -> None:
    claim = claimed(batch, cast.yuki)
    voice = sent(claim, cast.yuki)
    require_sight(cast.yuki, voice.subject)
    for stranger in (cast.sakurai, cast.ken, cast.oda, None):
        with pytest.raises(NotFound):
            require_sight(stranger, voice.subject)

    answer = handed_in(claim, cast.yuki, voice=voice.key)
    voice.refresh_from_db()
    for reader in (cast.yuki, cast.sakurai):
        require_sight(reader, voice.subject)
    for stranger in (cast.ken, cast.oda, None):
        with pytest.raises(NotFound):
            require_sight(stranger, voice.subject)

    back = turned_back(answer, cast.sakurai)
    judging.let_stand(back, by=cast.yuki, at=LATER)
    require_sight(cast.yuki, voice.subject)
    with pytest.raises(NotFound):  # a rejected answer is never delivered
        require_sight(cast.sakurai, voice.subject)


def test_a_returned_recording_is_made_anew(batch: Batch, cast: Cast) -> None:
    claim = claimed(batch, cast.yuki)
    first = sent(claim, cast.yuki)
    answer = handed_in(claim, cast.yuki, voice=first.key)
    back = turned_back(answer, cast.sakurai)
    second = sent(claim, cast.yuki)
    assert uploads.discard_abandoned(at=LATER + 2 * DAY) == 0

    judging.fix(back, {"voice": second.key}, by=cast.yuki, at=LATER)
    subjects = set(Attachment.objects.values_list("subject", flat=True))
    assert subjects == {f"answer:{answer}"}  # what was said before is kept beside it


def test_what_was_abandoned_is_discarded_at_night(batch: Batch, cast: Cast) -> None:
    hers, his = claimed(batch, cast.yuki), claimed(batch, cast.ken)
    sent(hers, cast.yuki)
    handed_in(his, cast.ken, voice=sent(his, cast.ken).key)

    assert uploads.discard_abandoned(at=LATER + DAY - MINUTE) == 0
    assert uploads.discard_abandoned(at=LATER + DAY) == 1
    assert uploads.discard_abandoned(at=LATER + DAY) == 0
    assert Attachment.objects.get().owner == cast.ken.party


@pytest.mark.django_db(transaction=True)
def test_an_answer_that_is_in_stays_in_when_the_next_place_is_lost_to_others(
    batch: Batch, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    claim = claimed(batch, cast.yuki)
    content = {"voice": sent(claim, cast.yuki).key}

    def lost(*_: object, **__: object) -> Claim:
        raise OperationalError from psycopg.errors.DeadlockDetected()

    monkeypatch.setattr(work, "claim", lost)
    answer, further = work.go_on(claim.batch, claim.place, content, form_version=1, by=cast.yuki, at=LATER)
    assert (Answer.objects.get().pk, further) == (answer, None)
