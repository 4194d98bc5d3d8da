"""Where the texts come from: a file or standard input, by bounded portions, however large it is."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from mikiwame.discernment.text import LONGEST, Unreadable

LONGEST_LINE = 8 * 1024 * 1024
"""The most bytes of a row: as many comments as a history may hold."""
_LONGEST_TEXT = 4 * LONGEST + 3
_PORTION = 1 << 16


@contextmanager
def opened(file: str) -> Iterator[BinaryIO]:
    """The bytes of a file, or of standard input for ``-``.

    Raises:
        OSError: it can't be opened.
    """
    if file == "-":
        yield sys.stdin.buffer
    else:
        with Path(file).open("rb") as source:
            yield source


def text(file: str) -> str:
    """A whole file as one text, its byte order mark left out, its line ends as they are.

    Raises:
        OSError: it can't be opened.
        Unreadable: it is no UTF-8 text, or longer than any text that is read.
    """
    with opened(file) as source:
        content = source.read(_LONGEST_TEXT + 1)
    if len(content) > _LONGEST_TEXT:
        raise Unreadable(f"at most {LONGEST:,} characters can be read")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable(f"it is no UTF-8 text (see byte {error.start + 1:,})") from None


def lines(source: BinaryIO) -> Iterator[bytes]:
    """Every line with its end; of a longer one than ``LONGEST_LINE`` so many bytes and one more."""
    while line := source.readline(LONGEST_LINE + 1):
        portion = line
        while len(line) > LONGEST_LINE and portion and not portion.endswith(b"\n"):
            portion = source.readline(_PORTION)
        yield line
