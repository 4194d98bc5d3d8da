"""Recordings as browsers and phones make them: whether a file is sound alone, and how long it lasts.

Pure. It reads what the containers say of themselves and decodes nothing: WebM and Matroska (RFC 8794, RFC
9559), Ogg (RFC 3533) with Opus (RFC 7845), Vorbis or FLAC, ISO base media (MP4, M4A), WAVE, MPEG audio, FLAC.
A length that its container doesn't tell is None.
"""

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Sound:
    """A recording: its media type, and its length in seconds where the container tells it."""

    media_type: str
    seconds: float | None


def sound_of(content: bytes) -> Sound | None:
    """What a file is as sound; None for anything else, also for a film that has sound."""
    for begins, media_type, reader in _READERS:
        if begins(content):
            try:
                heard, seconds = reader(content)
            except (IndexError, struct.error, ZeroDivisionError, _BrokenError):
                return None
            return Sound(media_type, seconds) if heard else None
    return None


class _BrokenError(ValueError):
    """The container isn't what it says."""


Heard = tuple[bool, float | None]
"""Whether there is sound and nothing to see, and for how many seconds."""


# WebM: elements of an identifier, a size and a body; live recordings leave sizes and the length open.

_SEGMENT, _INFO, _TRACKS, _CLUSTER = 0x18538067, 0x1549A966, 0x1654AE6B, 0x1F43B675
_TRACK, _TRACK_TYPE, _SCALE, _DURATION = 0xAE, 0x83, 0x2AD7B1, 0x4489
_CLUSTER_TIME, _BLOCK_GROUP, _BLOCK, _SIMPLE_BLOCK = 0xE7, 0xA0, 0xA1, 0xA3
_OPENED = frozenset({_SEGMENT, _INFO, _TRACKS, _TRACK, _CLUSTER, _BLOCK_GROUP})
_OF_SOUND = 2
_NANOSECONDS = 1_000_000_000


def _webm(content: bytes) -> Heard:
    kinds, scale, said, cluster, last = set(), 1_000_000, 0.0, 0, 0
    for name, body in _elements(content):
        match name:
            case _ if name == _TRACK_TYPE:
                kinds.add(int.from_bytes(body, "big"))
            case _ if name == _SCALE:
                scale = int.from_bytes(body, "big")
            case _ if name == _DURATION:
                said = struct.unpack(">d" if len(body) == 8 else ">f", body)[0]
            case _ if name == _CLUSTER_TIME:
                cluster = int.from_bytes(body, "big")
            case _:  # a block: its track, and its time within the cluster
                last = max(last, cluster + _block_time(body))
    length = max(said, last) * scale / _NANOSECONDS
    return kinds == {_OF_SOUND}, length or None


def _elements(content: bytes) -> Iterator[tuple[int, bytes]]:
    """The elements that say something, with those that hold them opened."""
    told = {_TRACK_TYPE, _SCALE, _DURATION, _CLUSTER_TIME, _BLOCK, _SIMPLE_BLOCK}
    at = 0
    while at < len(content):
        name, at = _number(content, at, marked=True)
        size, at = _number(content, at, marked=False)
        if name in _OPENED:
            continue
        if size is None or name is None:
            raise _BrokenError
        if name in told:
            yield name, content[at : at + (16 if name in {_BLOCK, _SIMPLE_BLOCK} else size)]
        at += size


def _number(content: bytes, at: int, *, marked: bool) -> tuple[int | None, int]:
    """A number of variable length (with its length's mark, for names), and what follows; None: unknown."""
    length = 9 - content[at].bit_length()
    if length > 8:
        raise _BrokenError
    value = int.from_bytes(content[at : at + length], "big")
    unmarked = value & ((1 << 7 * length) - 1)
    if not marked and unmarked == (1 << 7 * length) - 1:
        return None, at + length
    return (value if marked else unmarked), at + length


def _block_time(body: bytes) -> int:
    _, at = _number(body, 0, marked=False)
    return int(struct.unpack_from(">h", body, at)[0])


# Ogg: pages, of which the last says how many samples there were.


def _ogg(content: bytes) -> Heard:
    head = content[28:64]
    rate, skipped = 0, 0
    if head.startswith(b"OpusHead"):
        rate, skipped = 48_000, struct.unpack_from("<H", head, 10)[0]
    elif head.startswith(b"\x01vorbis"):
        rate = struct.unpack_from("<I", head, 12)[0]
    elif head.startswith(b"\x7fFLAC"):
        rate = int.from_bytes(head[27:30], "big") >> 4
    films = any(mark in content[:4_096] for mark in (b"\x80theora", b"BBCD"))
    last = content.rfind(b"OggS")
    samples = struct.unpack_from("<q", content, last + 6)[0] - skipped
    return bool(rate) and not films, samples / rate if rate and samples > 0 else None


# ISO base media: boxes; the movie's header has its length, a live recording's only those of its fragments.

_MOVIE = frozenset({b"moov", b"trak", b"mdia", b"moof", b"traf", b"mvex"})


def _mp4(content: bytes) -> Heard:
    kinds, said, parts, default, scale = set(), 0.0, 0, 0, 0
    for name, body in _boxes(content, 0, len(content)):
        if name == b"hdlr":
            kinds.add(body[8:12])
        elif name == b"mvhd":
            said = _of_header(body)[1]
        elif name == b"mdhd":
            scale = _of_header(body)[0]
        elif name == b"trex":
            default = struct.unpack_from(">I", body, 12)[0]
        elif name == b"tfhd":
            default = _default_of(body, default)
        elif name == b"trun":
            parts += _samples_of(body, default)
    length = max(said, parts / scale if scale else 0.0)
    return b"soun" in kinds and b"vide" not in kinds, length or None


def _boxes(content: bytes, at: int, end: int) -> Iterator[tuple[bytes, bytes]]:
    while at + 8 <= end:
        size, name, head = struct.unpack_from(">I", content, at)[0], content[at + 4 : at + 8], 8
        if size == 1:
            size, head = struct.unpack_from(">Q", content, at + 8)[0], 16
        size = size or end - at
        if size < head:
            raise _BrokenError
        if name in _MOVIE:
            at += head
            continue
        if name != b"mdat":
            yield name, content[at + head : min(at + size, end)]
        at += size


def _of_header(body: bytes) -> tuple[int, float]:
    """The units of a second in a header, and the seconds that it says."""
    wide = body[0] == 1
    scale, length = struct.unpack_from(">IQ" if wide else ">II", body, 20 if wide else 12)
    unknown = length in {0xFFFFFFFF, 0xFFFFFFFFFFFFFFFF}
    return scale, 0.0 if unknown else length / scale


def _default_of(body: bytes, default: int) -> int:
    flags = int.from_bytes(body[1:4], "big")
    at = 8 + (8 if flags & 0x1 else 0) + (4 if flags & 0x2 else 0)
    return int(struct.unpack_from(">I", body, at)[0]) if flags & 0x8 else default


def _samples_of(body: bytes, default: int) -> int:
    """How long the samples of a run last together."""
    flags, count = int.from_bytes(body[1:4], "big"), struct.unpack_from(">I", body, 4)[0]
    if not flags & 0x100:
        return default * int(count)
    at = 8 + (4 if flags & 0x1 else 0) + (4 if flags & 0x4 else 0)
    each = 4 * sum(bool(flags & bit) for bit in (0x100, 0x200, 0x400, 0x800))
    return sum(struct.unpack_from(">I", body, at + each * number)[0] for number in range(count))


# WAVE, FLAC, MPEG audio.


def _wave(content: bytes) -> Heard:
    at, rate, size = 12, 0, 0
    while at + 8 <= len(content):
        name, length = content[at : at + 4], struct.unpack_from("<I", content, at + 4)[0]
        if name == b"fmt ":
            rate = struct.unpack_from("<I", content, at + 16)[0]
        if name == b"data":
            size = min(length, len(content) - at - 8)
            break
        at += 8 + length + length % 2
    return True, size / rate if rate and size else None


def _flac(content: bytes) -> Heard:
    told = int.from_bytes(content[18:26], "big")
    rate, samples = told >> 44, told & ((1 << 36) - 1)
    return True, samples / rate if rate and samples else None


_RATES = (44_100, 48_000, 32_000)
_KILOBITS = {
    True: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    False: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
"""Of layer III, in version 1 and in later ones."""


def _mp3(content: bytes) -> Heard:
    at, seconds = _after_tag(content), 0.0
    while at + 4 <= len(content):
        if content[at] != 0xFF or content[at + 1] & 0xE0 != 0xE0:
            break
        frame = _frame(content[at + 1], content[at + 2])
        if frame is None:
            break
        at, seconds = at + frame[0], seconds + frame[1]
    return seconds > 0, seconds or None


def _after_tag(content: bytes) -> int:
    if not content.startswith(b"ID3"):
        return 0
    size = 0
    for byte in content[6:10]:
        size = size << 7 | byte & 0x7F
    return size + 10


def _frame(kind: int, rates: int) -> tuple[int, float] | None:
    """The bytes and the seconds of a frame of layer III; None for anything else."""
    version, layer = kind >> 3 & 3, kind >> 1 & 3
    kilobits, rate = rates >> 4, rates >> 2 & 3
    if version == 1 or layer != 1 or kilobits in {0, 15} or rate == 3:
        return None
    is_first = version == 3
    hertz = _RATES[rate] // {3: 1, 2: 2, 0: 4}[version]
    samples = 1_152 if is_first else 576
    size = samples // 8 * _KILOBITS[is_first][kilobits] * 1_000 // hertz + (rates >> 1 & 1)
    return size, samples / hertz


def _starts(magic: bytes, at: int = 0) -> Callable[[bytes], bool]:
    return lambda content: content.startswith(magic, at)


_READERS: tuple[tuple[Callable[[bytes], bool], str, Callable[[bytes], Heard]], ...] = (
    (_starts(b"\x1aE\xdf\xa3"), "audio/webm", _webm),
    (_starts(b"OggS"), "audio/ogg", _ogg),
    (_starts(b"ftyp", 4), "audio/mp4", _mp4),
    (lambda content: content.startswith(b"RIFF") and content.startswith(b"WAVE", 8), "audio/wav", _wave),
    (_starts(b"fLaC"), "audio/flac", _flac),
    (_starts(b"ID3"), "audio/mpeg", _mp3),
    (
        lambda content: content[:1] == b"\xff" and content[1:2] in {b"\xfb", b"\xf3", b"\xf2"},
        "audio/mpeg",
        _mp3,
    ),
)
