"""Files as people send them: their type by what is in them, their names made harmless, images made anew.

Pure but for Pillow. Only what is known to be harmless to keep is let in; programs and pages that a browser
would run are not among it.
"""

import unicodedata
import zipfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any, Protocol

from PIL import ExifTags, Image, ImageOps, ImageSequence

from mikiwame.core.errors import Refused

from .sound import sound_of

SIZE_MOST = 20 * 1024 * 1024
NAME_MOST = 100
PIXELS_MOST = 50_000_000
"""Width × height × frames: what an image may unfold to in memory."""

FIELD = "files"
"""The input that a refused file came from."""


class Upload(Protocol):
    """A file as it arrives: what Django's uploaded files are."""

    name: str | None

    def read(self, size: int = -1, /) -> bytes: ...

    def seek(self, offset: int, /) -> object: ...


@dataclass(frozen=True)
class Sort:
    """A sort of file: its media type, and the endings that its name may have, the usual one first."""

    media_type: str
    endings: tuple[str, ...]


@dataclass(frozen=True)
class Kept:
    """What is stored of a sent file."""

    name: str
    media_type: str
    content: bytes


PNG = Sort("image/png", ("png",))
JPEG = Sort("image/jpeg", ("jpg", "jpeg"))
GIF = Sort("image/gif", ("gif",))
WEBP = Sort("image/webp", ("webp",))
PDF = Sort("application/pdf", ("pdf",))
MP3 = Sort("audio/mpeg", ("mp3",))
ZIP = Sort("application/zip", ("zip",))
TEXT = Sort("text/plain", ("txt", "csv", "tsv", "md", "json", "srt", "vtt", "log"))

IMAGES = {"PNG": PNG, "JPEG": JPEG, "GIF": GIF, "WEBP": WEBP}

_OOXML = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."
_OFFICE = {
    "word/": Sort(f"{_OOXML}wordprocessingml.document", ("docx",)),
    "xl/": Sort(f"{_OOXML}spreadsheetml.sheet", ("xlsx",)),
    "ppt/": Sort(f"{_OOXML}presentationml.presentation", ("pptx",)),
}
_OPEN_OFFICE = {
    f"{_ODF}text": Sort(f"{_ODF}text", ("odt",)),
    f"{_ODF}spreadsheet": Sort(f"{_ODF}spreadsheet", ("ods",)),
    f"{_ODF}presentation": Sort(f"{_ODF}presentation", ("odp",)),
}
_OLD_OFFICE = {
    "doc": Sort("application/msword", ("doc",)),
    "xls": Sort("application/vnd.ms-excel", ("xls",)),
    "ppt": Sort("application/vnd.ms-powerpoint", ("ppt",)),
}
_PROGRAMS = ("META-INF/MANIFEST.MF", "AndroidManifest.xml", "vbaProject.bin")
"""Members by which an archive is a program or carries macros."""

_MAGIC: tuple[tuple[int, bytes, Sort], ...] = (
    (0, b"\x89PNG\r\n\x1a\n", PNG),
    (0, b"\xff\xd8\xff", JPEG),
    (0, b"GIF8", GIF),
    (0, b"%PDF-", PDF),
    (0, b"ID3", MP3),
    (0, b"\xff\xfb", MP3),
    (0, b"\xff\xf3", MP3),
    (0, b"\xff\xf2", MP3),
    (0, b"OggS", Sort("audio/ogg", ("ogg", "oga", "opus"))),
    (0, b"fLaC", Sort("audio/flac", ("flac",))),
    (4, b"ftypM4A", Sort("audio/mp4", ("m4a",))),
    (4, b"ftypqt", Sort("video/quicktime", ("mov",))),
    (4, b"ftyp", Sort("video/mp4", ("mp4", "m4v", "m4a"))),
    (0, b"\x1aE\xdf\xa3", Sort("video/webm", ("webm", "mkv"))),
)
"""Where which bytes stand in which sort of file."""

FILMS = frozenset({"video/webm", "video/mp4"})
"""What may hold sound alone: recordings of browsers and phones."""

_SOUNDS = {
    "audio/webm": Sort("audio/webm", ("webm", "weba")),
    "audio/mp4": Sort("audio/mp4", ("m4a", "mp4")),
}
_RIFF = {b"WEBP": WEBP, b"WAVE": Sort("audio/wav", ("wav",))}
_ZIP_MAGIC = b"PK\x03\x04"
_OLD_OFFICE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MARKUP = ("<!doctype", "<html", "<svg", "<?xml", "<script", "<body", "#!")
_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
"""Categories of letters that hide something or turn the direction of what follows."""

_FORBIDDEN_IN_NAMES = str.maketrans(dict.fromkeys('<>:"|?*', "_"))


def keep(name: str, content: bytes) -> Kept:
    """What is to be stored of a sent file.

    Raises Refused for one that is empty, too large, of a type that isn't let in, or broken.
    """
    if not content:
        raise Refused("file_empty", field=FIELD)
    if len(content) > SIZE_MOST:
        raise Refused("file_too_large", field=FIELD, most=SIZE_MOST // 1024**2)
    sort = recognise(name, content)
    if sort is None:
        raise Refused("file_type_refused", field=FIELD)
    if sort in IMAGES.values():
        content = image_made_anew(content)
    return Kept(clean_name(name, sort), sort.media_type, content)


def recognise(name: str, content: bytes) -> Sort | None:
    """What the file is, by its content; the name decides only between sorts that look alike inside."""
    for offset, magic, sort in _MAGIC:
        if content.startswith(magic, offset):
            return _as_sound(content) or sort if sort.media_type in FILMS else sort
    if content.startswith(b"RIFF"):
        return _RIFF.get(content[8:12])
    if content.startswith(_ZIP_MAGIC):
        return _sort_of_archive(content)
    if content.startswith(_OLD_OFFICE_MAGIC):
        return _OLD_OFFICE.get(_ending(name))
    return TEXT if _ending(name) in TEXT.endings and _decoded(content) is not None else None


def text_of(name: str, content: bytes) -> str:
    """What a plain text file says; empty for every other sort of file."""
    return _decoded(content) or "" if recognise(name, content) is TEXT else ""


def image_made_anew(content: bytes) -> bytes:
    """The same picture without place, time, camera or anything hidden in it; upright, colours as they were.

    Raises Refused("image_too_large") before unfolding a bomb, and Refused("file_broken").
    """
    anew = BytesIO()
    try:
        with Image.open(BytesIO(content), formats=list(IMAGES)) as image:
            if image.width * image.height * getattr(image, "n_frames", 1) > PIXELS_MOST:
                raise Refused("image_too_large", field=FIELD)
            _redraw(image, anew)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise Refused("file_broken", field=FIELD) from error
    if anew.tell() > SIZE_MOST:
        raise Refused("image_too_large", field=FIELD)
    return anew.getvalue()


def clean_name(name: str, sort: Sort) -> str:
    """The name without folders, invisible or direction-changing letters, and with an ending that is true."""
    base = unicodedata.normalize("NFC", name.replace("\\", "/").rpartition("/")[2])
    visible = "".join(letter for letter in base if unicodedata.category(letter) not in _INVISIBLE)
    path = PurePosixPath(" ".join(visible.translate(_FORBIDDEN_IN_NAMES).split()).strip(". ") or "file")
    ending = path.suffix.lower().lstrip(".")
    stem = (path.stem if ending else path.name)[: NAME_MOST - 10].strip(". ") or "file"
    return f"{stem}.{ending if ending in sort.endings else sort.endings[0]}"


def _redraw(image: Image.Image, anew: BytesIO) -> None:
    """Save the image again in its own format, with its colours and its pace and nothing else of its past."""
    form, info = image.format, image.info
    kept: dict[str, Any] = {name: info[name] for name in ("icc_profile", "dpi", "loop") if name in info}
    kept |= dict.fromkeys(("exif", "xmp", "comment"), b"")
    if form in {"PNG", "GIF", "WEBP"} and getattr(image, "n_frames", 1) > 1:
        pace = [frame.info.get("duration", 100) for frame in ImageSequence.Iterator(image)]
        image.seek(0)
        image.save(anew, form, save_all=True, duration=pace, **kept)
    elif form == "JPEG" and image.getexif().get(ExifTags.Base.Orientation, 1) == 1:
        image.info = {}
        image.save(anew, form, quality="keep", **kept)
    else:
        # A phone's JPEG may hold several pictures (MPO); the first is the one that is seen.
        upright = ImageOps.exif_transpose(image)
        if "transparency" in info:
            kept["transparency"] = info["transparency"]
        upright.info = {}
        upright.save(anew, "JPEG" if form == "MPO" else form, quality=95, **kept)


def _sort_of_archive(content: bytes) -> Sort | None:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            members = archive.namelist()
            declared = archive.read("mimetype")[:100].decode("ascii", "replace") if _small(archive) else ""
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError):
        return None
    if any(member.endswith(_PROGRAMS) for member in members):
        return None
    if "[Content_Types].xml" in members:
        found = (sort for folder, sort in _OFFICE.items() if any(each.startswith(folder) for each in members))
        return next(found, None)
    return _OPEN_OFFICE.get(declared, ZIP)


def _as_sound(content: bytes) -> Sort | None:
    heard = sound_of(content)
    return _SOUNDS[heard.media_type] if heard else None


def _small(archive: zipfile.ZipFile) -> bool:
    """Whether there is a word about its type that is worth reading."""
    return "mimetype" in archive.namelist() and archive.getinfo("mimetype").file_size < 200


def _decoded(content: bytes) -> str | None:
    """The letters of a text; None for what is none, and for what a browser or a shell would run."""
    for encoding in (
        "utf-8-sig",
        "cp932",
        "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "ascii",
    ):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if "\x00" in text or text.lstrip().lower().startswith(_MARKUP) else text
    return None


def _ending(name: str) -> str:
    return PurePosixPath(name.lower()).suffix.lstrip(".")
