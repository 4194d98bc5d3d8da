"""A file's lines, numbered, none of them larger than memory allows."""

from collections.abc import Iterator
from typing import TextIO

from .faults import Bad

LINE_MOST = 1_000_000
"""Letters of a line; no row of sensible cells is as long."""

Numbered = tuple[int, str]


def numbered(text: TextIO) -> Iterator[Numbered | Bad]:
    """Each line with its end, from 1; one that is too long is named and skipped, however long it is.

    The text must have been opened with ``newline=""``.
    """
    number = 0
    while line := text.readline(LINE_MOST):
        number += 1
        if len(line) < LINE_MOST or line.endswith("\n"):
            yield number, line
            continue
        yield Bad(number, "line_too_long", {"most": f"{LINE_MOST:,}"})
        while (rest := text.readline(LINE_MOST)) and not rest.endswith("\n"):
            pass
