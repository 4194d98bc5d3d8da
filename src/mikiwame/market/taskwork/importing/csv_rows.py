"""Rows of CSV (RFC 4180): quoted cells may hold line ends; a quote that never closes costs one line."""

import csv
from collections import deque
from collections.abc import Iterator

from .faults import Bad, Wrong, require_readable
from .lines import Numbered

ROW_LINES_MOST = 1_000
ROW_MOST = 1_000_000
"""Lines and letters of one row: where no quote closes within them, none was meant."""

Cells = tuple[int, list[str]]
_CELL_MOST = 10 * ROW_MOST


def rows(lines: Iterator[Numbered | Bad]) -> Iterator[Cells | Bad]:
    """Each row with the number of its first line; blank lines are no rows.

    Where several lines don't make a row, the first of them is bad, and the others are read by themselves.
    """
    csv.field_size_limit(_CELL_MOST)
    waiting: deque[Numbered | Bad] = deque()
    while (first := waiting.popleft() if waiting else next(lines, None)) is not None:
        if isinstance(first, Bad):
            yield first
        elif first[1].count('"') % 2:
            yield _spanning(first, waiting, lines)
        elif first[1].strip():
            yield _parsed(*first)


def _spanning(
    first: Numbered, waiting: deque[Numbered | Bad], lines: Iterator[Numbered | Bad]
) -> Cells | Bad:
    ahead, closed = _until_closed(first[1], waiting, lines)
    text = first[1] + "".join(line[1] for line in ahead if not isinstance(line, Bad))
    row = _parsed(first[0], text) if closed else Bad(first[0], "quote_unclosed")
    if isinstance(row, Bad):
        waiting.extendleft(reversed(ahead))
    return row


def _parsed(number: int, text: str) -> Cells | Bad:
    try:
        require_readable(text)
        if '"' not in text:
            return _unquoted(number, text)
        found = list(csv.reader([text], strict=True))
    except Wrong as wrong:
        return Bad(number, wrong.code, wrong.context)
    except csv.Error:
        return Bad(number, "quotes_misplaced")
    return (number, found[0]) if len(found) == 1 else Bad(number, "quotes_misplaced")


def _unquoted(number: int, text: str) -> Cells | Bad:
    """Most rows have no quotes, and are cut at their commas."""
    line = text.rstrip("\r\n")
    return Bad(number, "quotes_misplaced") if "\r" in line else (number, line.split(","))


def _until_closed(
    text: str, waiting: deque[Numbered | Bad], lines: Iterator[Numbered | Bad]
) -> tuple[list[Numbered | Bad], bool]:
    """The lines after an open quote up to the one in which it closes, and whether it does."""
    ahead: list[Numbered | Bad] = []
    length, closed = len(text), False
    while not closed and len(ahead) < ROW_LINES_MOST and length < ROW_MOST:
        line = waiting.popleft() if waiting else next(lines, None)
        if line is None:
            break
        ahead.append(line)
        if isinstance(line, Bad):
            break
        length += len(line[1])
        closed = bool(line[1].count('"') % 2)
    return ahead, closed
