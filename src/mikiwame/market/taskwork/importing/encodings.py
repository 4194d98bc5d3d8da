"""How a file is written: UTF-8 with or without a mark, UTF-16, or the Shift_JIS of Windows (CP932)."""

import codecs
import re
from typing import BinaryIO

from .faults import Unreadable

BLOCK = 1 << 20
LOOKED_AT = 4_096
_NOBODY_TYPES = re.compile("[\x80\xa0\uf8f0-\uf8f3]")
"""What Python makes of bytes that mean nothing in Shift_JIS."""
SURE = 16  # bytes from which on zeros tell something
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
"""Marks at the beginning that name the encoding."""
OTHERS = (
    (b"PK\x03\x04", "workbook"),
    (b"\xd0\xcf\x11\xe0", "workbook"),
    (b"%PDF-", "no_table"),
    (b"\x89PNG", "no_table"),
    (b"\xff\xd8\xff", "no_table"),
    (b"\x1f\x8b", "no_table"),
)
"""How files begin that are no text: those of Excel, old and new, and what is often taken for a table."""


def encoding_of(file: BinaryIO) -> str:
    """The encoding in which all of the file can be read; the file is read through and begins anew.

    Raises Unreadable("encoding_unknown") with the line at which neither UTF-8 nor Shift_JIS goes on, and
    ``workbook`` or ``no_table`` for what is no text, however its name ends.
    """
    file.seek(0)
    head = file.read(LOOKED_AT)
    if other := next((code for mark, code in OTHERS if head.startswith(mark)), None):
        raise Unreadable(other, line=0)
    marked = next((name for mark, name in MARKS if head.startswith(mark)), None)
    tried = [marked] if marked else [*_without_mark(head), "utf-8", "cp932"]
    lines = []
    for name in tried:
        file.seek(0)
        line = _fails_at(file, name)
        if line is None:
            file.seek(0)
            return name
        lines.append(line)
    file.seek(0)
    raise Unreadable("encoding_unknown", line=max(lines))


def _without_mark(head: bytes) -> list[str]:
    """UTF-16 without its mark has a zero in many pairs of a table's bytes, always at the same place."""
    if len(head) < SURE:
        return []
    even, odd = head[0::2].count(0), head[1::2].count(0)
    many = len(head) // 5
    if odd > many and not even:
        return ["utf-16-le"]
    return ["utf-16-be"] if even > many and not odd else []


def _fails_at(file: BinaryIO, encoding: str) -> int | None:
    """The line at which the encoding doesn't fit; None where it fits everywhere."""
    decoder = codecs.getincrementaldecoder(encoding)()
    line = 1
    while block := file.read(BLOCK):
        try:
            text = decoder.decode(block)
        except UnicodeDecodeError as error:
            return line + bytes(error.object[: error.start]).count(b"\n")
        if encoding == "cp932" and (odd := _NOBODY_TYPES.search(text)):
            return line + text.count("\n", 0, odd.start())
        line += text.count("\n")
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return line
    return None
