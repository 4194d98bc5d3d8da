"""Which files are let in, and what is left of them."""

import zipfile
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin
from pytest_django import DjangoCaptureOnCommitCallbacks

from mikiwame.core.errors import NotFound, Refused
from mikiwame.core.ids import key, new_id
from mikiwame.market.messaging import operations, queries
from mikiwame.market.messaging.events import MessageSent
from mikiwame.market.messaging.filetypes import PDF, PIXELS_MOST, SIZE_MOST, clean_name, keep
from mikiwame.market.messaging.operations import conversations
from tests.cast import MORNING, Cast

GPS, ARTIST, ORIENTATION = 0x8825, 0x013B, 0x0112


def image(form: str, size: tuple[int, int] = (40, 20), **saving: object) -> bytes:
    file = BytesIO()
    picture = Image.new("RGB", size, (40, 60, 140))
    picture.paste((200, 80, 40), (0, 0, size[0] // 2, size[1] // 2))
    picture.save(file, form, **saving)
    return file.getvalue()


def archive(**members: str) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as bundle:
        for name, content in members.items():
            bundle.writestr(name.replace("__", "/"), content)
    return file.getvalue()


def opened(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content))


OFFICE = {"[Content_Types].xml": "<Types/>"}


@pytest.mark.parametrize(
    ("name", "content", "media_type", "kept_as"),
    [
        ("契約.pdf", b"%PDF-1.7", "application/pdf", "契約.pdf"),
        ("photo.PNG", image("PNG"), "image/png", "photo.png"),
        ("photo.exe", image("JPEG"), "image/jpeg", "photo.jpg"),
        ("move.gif", image("GIF"), "image/gif", "move.gif"),
        ("a.webp", image("WEBP"), "image/webp", "a.webp"),
        ("素材.zip", archive(a="1"), "application/zip", "素材.zip"),
        (
            "表.xlsx",
            archive(**OFFICE, xl__workbook="<x/>"),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "表.xlsx",
        ),
        (
            "文.odt",
            archive(mimetype="application/vnd.oasis.opendocument.text"),
            "application/vnd.oasis.opendocument.text",
            "文.odt",
        ),
        ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "application/msword", "old.doc"),
        ("表.csv", "名前,件数\r\nゆき,3\r\n".encode(), "text/plain", "表.csv"),
        ("表.csv", "名前,件数\r\nゆき,3\r\n".encode("cp932"), "text/plain", "表.csv"),
        ("声.wav", b"RIFF\x00\x00\x00\x00WAVEfmt ", "audio/wav", "声.wav"),
        ("声.mp3", b"ID3\x04rest", "audio/mpeg", "声.mp3"),
        ("声.m4a", b"\x00\x00\x00\x20ftypM4A ", "audio/mp4", "声.m4a"),
        ("動画", b"\x00\x00\x00\x20ftypisom", "video/mp4", "動画.mp4"),
    ],
)
def test_what_is_harmless_is_let_in(name: str, content: bytes, media_type: str, kept_as: str) -> None:
    kept = keep(name, content)
    assert (kept.media_type, kept.name) == (media_type, kept_as)


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("空.txt", b"", "file_empty"),
        ("大.pdf", b"%PDF-" + bytes(SIZE_MOST), "file_too_large"),
        ("setup.exe", b"MZ\x90\x00", "file_type_refused"),
        ("契約.pdf", b"MZ\x90\x00", "file_type_refused"),
        ("run", b"\x7fELF\x02", "file_type_refused"),
        ("run.txt", b"#!/bin/sh\nrm -rf /", "file_type_refused"),
        ("page.html", b"<!doctype html>", "file_type_refused"),
        ("page.txt", b" \n<HTML><script>", "file_type_refused"),
        ("logo.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "file_type_refused"),
        ("logo.txt", b"\xef\xbb\xbf<?xml version='1.0'?><svg/>", "file_type_refused"),
        ("app.js", b"alert(1)", "file_type_refused"),
        ("binary.txt", bytes(range(256)), "file_type_refused"),
        ("app.jar", archive(**{"META-INF/MANIFEST.MF": ""}), "file_type_refused"),
        ("macro.xlsx", archive(**OFFICE, **{"xl/vbaProject.bin": ""}), "file_type_refused"),
        ("broken.zip", b"PK\x03\x04", "file_type_refused"),
        ("setup.msi", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "file_type_refused"),
        ("broken.png", image("PNG")[:60], "file_broken"),
        ("broken.jpg", b"\xff\xd8\xff\xe0\x00", "file_broken"),
    ],
)
def test_what_is_not_is_refused(name: str, content: bytes, code: str) -> None:
    with pytest.raises(Refused) as refused:
        keep(name, content)
    assert (refused.value.code, refused.value.field) == (code, "files")


def test_a_bomb_is_refused_before_it_unfolds() -> None:
    side = int(PIXELS_MOST**0.5) + 1
    file = BytesIO()
    Image.new("1", (side, side)).save(file, "PNG")
    assert len(file.getvalue()) < 10_000

    with pytest.raises(Refused, match="image_too_large"):
        keep("bomb.png", file.getvalue())


def test_images_keep_their_picture_and_lose_their_past() -> None:
    exif = Image.Exif()
    exif[ARTIST] = "山田花子"
    exif.get_ifd(GPS)[2] = (35.0, 41.0, 22.0)
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", "山田花子")

    for name, sent in {
        "a.jpg": image("JPEG", exif=exif, comment=b"secret", dpi=(300, 300)),
        "a.png": image("PNG", exif=exif, pnginfo=notes),
        "a.webp": image("WEBP", exif=exif, lossless=True),
    }.items():
        kept = keep(name, sent).content
        assert not opened(kept).getexif()
        assert not {"comment", "Author", "xmp"} & opened(kept).info.keys()
        assert "山田花子".encode() not in kept
        assert opened(kept).convert("RGB").getpixel((39, 19)) == pytest.approx((40, 60, 140), abs=4)
    assert opened(keep("a.jpg", image("JPEG", dpi=(300, 300))).content).info["dpi"] == (300, 300)


def test_a_photo_held_sideways_is_stored_upright() -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    kept = opened(keep("a.jpg", image("JPEG", exif=exif)).content)
    assert kept.size == (20, 40)
    assert not kept.getexif()


def test_of_a_photo_with_a_second_picture_inside_the_first_is_kept() -> None:
    file = BytesIO()
    first, second = (Image.new("RGB", (40, 20), color) for color in ("navy", "orange"))
    first.save(file, "MPO", save_all=True, append_images=[second])
    kept = opened(keep("photo.jpg", file.getvalue()).content)
    assert (kept.format, getattr(kept, "n_frames", 1)) == ("JPEG", 1)


def test_what_moves_goes_on_moving() -> None:
    frames = [Image.new("RGB", (8, 8), (shade, 0, 0)) for shade in (0, 120, 250)]
    for form in ("GIF", "PNG", "WEBP"):
        file = BytesIO()
        frames[0].save(file, form, save_all=True, append_images=frames[1:], duration=[100, 200, 300], loop=0)
        kept = opened(keep(f"a.{form}", file.getvalue()).content)
        assert kept.n_frames == 3  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("name", "cleaned"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\yuki\\見積.pdf", "見積.pdf"),
        ("請求書\u202efdp.exe", "請求書fdp.pdf"),
        ("a\x00b\nc\u200b.pdf", "abc.pdf"),
        (' <b>"x" : y|z?*.pdf', "_b__x_ _ y_z__.pdf"),
        ("", "file.pdf"),
        ("...", "file.pdf"),
        (".htaccess", "htaccess.pdf"),
        ("長" * 300 + ".pdf", "長" * 90 + ".pdf"),
    ],
)
def test_names_are_made_harmless(name: str, cleaned: str) -> None:
    assert clean_name(name, PDF) == cleaned


@given(st.text(max_size=150))
def test_no_name_hides_anything(name: str) -> None:
    cleaned = clean_name(name, PDF)
    assert cleaned.endswith(".pdf")
    assert 5 <= len(cleaned) <= 100
    assert not set(cleaned) & set('/\\<>:"|?*\x00\n\r\u202e')


@given(st.binary(max_size=200), st.sampled_from(["txt", "csv", "doc", "png", "zip", "exe", ""]))
def test_whatever_is_sent_is_kept_or_refused(content: bytes, ending: str) -> None:
    try:
        kept = keep(f"a.{ending}", content)
    except Refused:
        return
    assert kept.content


def test_files_lie_where_nobody_can_guess(cast: Cast) -> None:
    posting = key("posting", new_id())
    upload = SimpleUploadedFile("見本.pdf", b"%PDF-1.7")
    file = operations.attach(posting, upload, owner=cast.sakurai.party, at=MORNING)

    assert queries.attachments(posting) == [queries.attachment(file.pk)] == [file]
    assert (file.size, bytes(file.sha256)) == (8, sha256(b"%PDF-1.7").digest())
    assert len(str(file.file.name)) == len("attachments/ab/") + 32
    assert default_storage.open(str(file.file.name)).read() == b"%PDF-1.7"
    with pytest.raises(NotFound):
        queries.attachment(new_id())


def test_only_its_owner_takes_a_file_away(
    cast: Cast, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    file = operations.attach("posting:a", ContentFile(b"%PDF-1", "a.pdf"), owner=cast.ken.party, at=MORNING)
    with pytest.raises(Refused, match="not_found"):
        operations.detach(file, by=cast.sora)

    with django_capture_on_commit_callbacks(execute=True):
        operations.detach(file, by=cast.ken)
        assert default_storage.exists(str(file.file.name))
    assert not default_storage.exists(str(file.file.name))
    assert queries.attachments("posting:a") == []


def test_what_undone_uploads_left_is_removed_after_a_day(cast: Cast) -> None:
    kept = operations.attach("posting:a", ContentFile(b"%PDF-1", "a.pdf"), owner=cast.ken.party, at=MORNING)
    with transaction.atomic():
        undone = operations.attach("posting:a", ContentFile(b"%PDF-1"), owner=cast.ken.party, at=MORNING)
        transaction.set_rollback(True)
    now = default_storage.get_modified_time(str(undone.file.name))

    assert operations.discard_strays(at=now + timedelta(hours=23)) == 0
    assert operations.discard_strays(at=now + timedelta(hours=25)) >= 1
    assert not default_storage.exists(str(undone.file.name))
    assert default_storage.exists(str(kept.file.name))


def test_times_are_passed_in(cast: Cast) -> None:
    at = datetime(2020, 2, 29, tzinfo=UTC)
    file = operations.attach("posting:a", ContentFile(b"%PDF-1", "a.pdf"), owner=cast.ken.party, at=at)
    file.refresh_from_db()
    assert file.uploaded_at == at


@pytest.mark.django_db(transaction=True)
def test_a_file_is_kept_whole_when_the_database_makes_us_try_again(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    attempts: list[str] = []

    def lose_once(event: MessageSent, **_: object) -> None:
        attempts.append(event.message)
        if len(attempts) == 1:
            with connection.cursor() as cursor:
                cursor.execute("DO $$ BEGIN RAISE deadlock_detected; END $$")

    monkeypatch.setattr(conversations, "record", lose_once)
    conversation = operations.open_conversation(
        key("application", new_id()),
        title="原稿",
        client=cast.sakurai.party,
        worker=cast.yuki.party,
        at=MORNING,
    )
    files = [SimpleUploadedFile("memo.txt", "色は茶です。".encode())]

    message = operations.send(conversation, text="どうぞ。", files=files, by=cast.yuki, at=MORNING)

    assert len(attempts) == 2
    [file] = queries.attachments(message.key)
    assert file.file.read().decode() == "色は茶です。"
