"""Recordings: what is sound alone, how long it is, and that nothing that is broken or hostile breaks us."""

import struct
import wave
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mikiwame.market.messaging.filetypes import recognise
from mikiwame.market.messaging.sound import sound_of


def wav(seconds: float = 2.0) -> bytes:
    """Silence, as Python's own library writes it."""
    file = BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8_000)
        sound.writeframes(bytes(int(seconds * 16_000)))
    return file.getvalue()


def element(name: int, body: bytes) -> bytes:
    """An element of WebM: its name, its size in eight bytes, its body."""
    size = (1 << 56 | len(body)).to_bytes(8, "big")
    return name.to_bytes((name.bit_length() + 7) // 8, "big") + size + body


UNKNOWN = b"\x01" + b"\xff" * 7


def webm(*kinds: int, milliseconds: int = 3_000, said: float | None = None) -> bytes:
    """As a browser records it: sizes and length left open, one block a second."""
    tracks = b"".join(element(0xAE, element(0xD7, b"\x01") + element(0x83, bytes([kind]))) for kind in kinds)
    length = element(0x4489, struct.pack(">d", said)) if said is not None else b""
    info = element(0x1549A966, element(0x2AD7B1, (1_000_000).to_bytes(3, "big")) + length)
    clusters = b"".join(
        b"\x1f\x43\xb6\x75"
        + UNKNOWN
        + element(0xE7, at.to_bytes(4, "big"))
        + element(0xA3, b"\x81" + struct.pack(">h", 500) + b"\x80" + b"sound")
        for at in range(0, milliseconds, 1_000)
    )
    segment = b"\x18\x53\x80\x67" + UNKNOWN + info + element(0x1654AE6B, tracks) + clusters
    return element(0x1A45DFA3, element(0x4282, b"webm")) + segment


def box(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body) + 8) + name + body


def mp4(*kinds: bytes, seconds: int = 4) -> bytes:
    """As a phone records it, or (0 seconds said) a browser, in fragments of a second each."""
    header = bytes(12) + struct.pack(">II", 1_000, seconds * 1_000)
    tracks = b"".join(
        box(
            b"trak",
            box(
                b"mdia",
                box(b"mdhd", bytes(12) + struct.pack(">II", 48_000, 0))
                + box(b"hdlr", bytes(8) + kind + bytes(12)),
            ),
        )
        for kind in kinds
    )
    extends = box(b"mvex", box(b"trex", bytes(12) + struct.pack(">III", 1_000, 0, 0)))
    part = box(b"moof", box(b"traf", box(b"tfhd", bytes(8)) + box(b"trun", bytes(4) + struct.pack(">I", 48))))
    parts = b"" if seconds else 5 * (part + box(b"mdat", b"sound"))
    return box(b"ftyp", b"isom0000") + box(b"moov", box(b"mvhd", header) + tracks + extends) + parts


def ogg(seconds: int = 6) -> bytes:
    """Opus: a page with the head, and one that says how many samples there were."""

    def page(position: int, body: bytes) -> bytes:
        head = b"OggS\x00\x02" + struct.pack("<qIII", position, 1, 0, 0) + bytes([1, len(body)])
        return head + body

    opus = b"OpusHead\x01\x01" + struct.pack("<HIHB", 312, 48_000, 0, 0)
    return page(0, opus) + page(48_000 * seconds + 312, b"sound")


def mp3(frames: int = 100) -> bytes:
    """Frames of 128 kbit/s at 44.1 kHz."""
    return b"ID3\x04\x00\x00\x00\x00\x00\x02--" + (b"\xff\xfb\x90\x00" + bytes(413)) * frames


FLAC = b"fLaC\x00\x00\x00\x22" + bytes(10) + (44_100 << 44 | 44_100 * 7).to_bytes(8, "big") + bytes(16)

SOUNDS = {
    "audio/wav": (wav(), 2.0),
    "audio/webm": (webm(2), 2.5),
    "audio/mp4": (mp4(b"soun"), 4.0),
    "audio/ogg": (ogg(), 6.0),
    "audio/mpeg": (mp3(), 100 * 1_152 / 44_100),
    "audio/flac": (FLAC, 7.0),
}


@pytest.mark.parametrize("media_type", SOUNDS)
def test_a_recording_is_known_by_what_is_in_it(media_type: str) -> None:
    content, seconds = SOUNDS[media_type]
    heard = sound_of(content)

    assert heard is not None
    assert heard.media_type == media_type
    assert heard.seconds == pytest.approx(seconds)
    sort = recognise("film.mp4", content)
    assert sort is not None
    assert sort.media_type == media_type


def test_fragments_and_what_is_said_count_too() -> None:
    fragments, said = sound_of(mp4(b"soun", seconds=0)), sound_of(webm(2, said=9_000.0))
    assert fragments is not None
    assert said is not None
    assert fragments.seconds == pytest.approx(5.0)
    assert said.seconds == pytest.approx(9.0)


@pytest.mark.parametrize("film", [webm(1, 2), webm(1), mp4(b"vide", b"soun"), mp4(b"vide"), webm(), mp4()])
def test_a_film_is_no_sound(film: bytes) -> None:
    assert sound_of(film) is None
    sort = recognise("voice.webm", film)
    assert sort is not None
    assert sort.media_type.startswith("video/")


@given(st.sampled_from(sorted(SOUNDS)), st.integers(0), st.integers(0), st.integers(0, 255))
def test_whatever_is_cut_or_changed_breaks_nothing(name: str, end: int, at: int, byte: int) -> None:
    whole = bytearray(SOUNDS[name][0])
    whole[at % len(whole)] = byte
    heard = sound_of(bytes(whole[: end % (len(whole) + 1)]))
    assert heard is None or heard.seconds is None or heard.seconds >= 0


@given(st.sampled_from(sorted(SOUNDS)), st.binary(max_size=400))
def test_whatever_follows_a_beginning_breaks_nothing(name: str, rest: bytes) -> None:
    sound_of(SOUNDS[name][0][:16] + rest)
