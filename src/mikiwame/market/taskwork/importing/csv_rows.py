"""Rows of CSV (RFC 4180): quoted cells may hold line ends; a quote that never closes costs one line.

Cells are parted by commas, tabs or semicolons, whichever a file keeps to.
"""

import csv
from collections import deque
from collections.abc import Iterator, Sequence

from .faults import Bad, Wrong, require_readable
from .lines import Numbered

ROW_LINES_MOST = 1_000
ROW_MOST = 1_000_000
"""Lines and letters of one row: where no quote closes within them, none was meant."""

DELIMITERS = (",", "\t", ";")
"""What may part cells, the likeliest first."""

Cells = tuple[int, list[str]]
_CELL_MOST = 10 * ROW_MOST


def delimiter_of(lines: Sequence[Numbered | Bad]) -> str:
    """What parts the cells of a table, by its first lines: what cuts the header, and most rows as often.

    >>> delimiter_of([(1, "text;more"), (2, "one, two;three")])
    ';'
    """
    return max(DELIMITERS, key=lambda delimiter: _kept_to(lines, delimiter))


def _kept_to(lines: Sequence[Numbered | Bad], delimiter: str) -> int:
    """How many rows have as many cells as the header; 0 where it has but one."""
    widths = [len(row[1]) for row in rows(iter(lines), delimiter) if not isinstance(row, Bad)]
    return widths.count(widths[0]) if widths and widths[0] > 1 else 0


def rows(lines: Iterator[Numbered | Bad], delimiter: str = ",") -> Iterator[Cells | Bad]:
    """Each row with the number of its first line; blank lines are no rows.

    Where several lines don't make a row, the first of them is bad, and the others are read by themselves.
    """
    csv.field_size_limit(_CELL_MOST)
    waiting: deque[Numbered | Bad] = deque()
    while (first := waiting.popleft() if waiting else next(lines, None)) is not None:
        if isinstance(first, Bad):
            yield first
        elif first[1].count('"') % 2:
            yield _spanning(first, waiting, lines, delimiter)
        elif first[1].strip():
            yield _parsed(*first, delimiter)


def _spanning(
    first: Numbered, waiting: deque[Numbered | Bad], lines: Iterator[Numbered | Bad], delimiter: str
) -> Cells | Bad:
    ahead, closed = _until_closed(first[1], waiting, lines)
    text = first[1] + "".join(line[1] for line in ahead if not isinstance(line, Bad))
    row = _parsed(first[0], text, delimiter) if closed else Bad(first[0], "quote_unclosed")
    if not isinstance(row, Bad):
        return row
    waiting.extendleft(reversed(ahead))
    # A quote further on that closes nothing is one more that was left open.
    return Bad(first[0], "quote_unclosed") if row.code == "quotes_misplaced" else row


def _parsed(number: int, text: str, delimiter: str) -> Cells | Bad:
    try:
        require_readable(text)
        if '"' not in text:
            return _unquoted(number, text, delimiter)
        found = list(csv.reader([text], delimiter=delimiter, strict=True))
    except Wrong as wrong:
        return Bad(number, wrong.code, wrong.context)
    except csv.Error:
        return Bad(number, "quotes_misplaced")
    return (number, found[0]) if len(found) == 1 else Bad(number, "quotes_misplaced")


def _unquoted(number: int, text: str, delimiter: str) -> Cells | Bad:
    """Most rows have no quotes, and are cut at their delimiters."""
    line = text.rstrip("\r\n")
    return Bad(number, "quotes_misplaced") if "\r" in line else (number, line.split(delimiter))


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
