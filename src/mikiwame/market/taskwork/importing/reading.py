"""The door: a file becomes rows and bad lines, one after the other, in as little memory as one row needs."""

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from math import isfinite
from typing import Any, BinaryIO

from mikiwame.market.taskwork.form import Question, Questions, known_answer

from . import csv_rows, json_rows
from .encodings import encoding_of
from .faults import Bad, Unreadable, Wrong, require_readable
from .lines import numbered

KNOWN = "known:"
"""How the name of a column begins that holds the right answers to a question."""

MARKUP = ("<!doctype", "<html", "<table", "<?xml")
"""How a page of the web begins, which some programs call a table."""

COLUMNS_MOST = 100
NAME_MOST = 60
CELL_MOST = 10_000
BUFFER = 1 << 18
LOOKED_AT = 30
LETTERS_LOOKED_AT = 100_000
"""Lines, and their letters, by which it is found out what parts cells."""

Row = tuple[dict[str, Any], dict[str, Any] | None]
"""A unit's columns, and the right answers where they are known."""


def read(file: BinaryIO, questions: Questions) -> Iterator[Row | Bad]:
    """The units of a file, in its order, and the lines that hold none; blank lines are passed over.

    The first line of CSV names the columns; of JSON Lines the first object does. Raises Unreadable where the
    file as a whole can't be taken: ``file_empty``, ``encoding_unknown``, ``columns_missing``,
    ``column_unnamed``, ``column_name_long``, ``column_twice``, ``too_many_columns``, ``known_unknown``,
    ``json_array``, ``workbook``, ``no_table``.
    """
    encoding = encoding_of(file)
    text = io.TextIOWrapper(io.BufferedReader(_Kept(file), BUFFER), encoding=encoding, newline="")
    lines = numbered(text)
    first = _first(lines)
    again = chain([first], lines)
    begins = first[1].lstrip("\ufeff \t")[:20].lower() if isinstance(first, tuple) else ""
    if begins.startswith("["):
        raise Unreadable("json_array")
    if begins.startswith(MARKUP):
        raise Unreadable("no_table", line=0)
    if begins.startswith("{"):
        yield from _objects(again, questions)
    else:
        yield from _table(again, questions)


def _table(lines: Iterator[Any], questions: Questions) -> Iterator[Row | Bad]:
    head = _head(lines)
    found = csv_rows.rows(chain(head, lines), csv_rows.delimiter_of(head))
    header = next(found, None)
    if header is None:
        raise Unreadable("file_empty")
    if isinstance(header, Bad):
        raise Unreadable(header.code, line=header.line, **header.context)
    names = [name.strip().lstrip("\ufeff") for name in header[1]]
    _require_columns(names, questions, line=header[0])
    plain = [(place, name) for place, name in enumerate(names) if not name.startswith(KNOWN)]
    known = [
        (place, questions.named(name.removeprefix(KNOWN)))
        for place, name in enumerate(names)
        if name.startswith(KNOWN)
    ]
    for row in found:
        if isinstance(row, Bad):
            yield row
            continue
        number, cells = row
        try:
            if len(cells) != len(names):
                raise Wrong("cells_miscounted", found=len(cells), wanted=len(names))
            _require_short(cells)
            columns = {name: cells[place] for place, name in plain}
            yield columns, _known(known, cells)
        except Wrong as wrong:
            yield Bad(number, wrong.code, wrong.context)


def _objects(lines: Iterator[Any], questions: Questions) -> Iterator[Row | Bad]:
    names: list[str] = []
    for row in json_rows.rows(lines):
        if isinstance(row, Bad):
            yield row
            continue
        number, values = row
        if not names:
            names = list(values)
            _require_columns(names, questions, line=number)
        try:
            yield _unit(values, names, questions)
        except Wrong as wrong:
            yield Bad(number, wrong.code, wrong.context)


def _unit(values: Mapping[str, Any], names: Sequence[str], questions: Questions) -> Row:
    if values.keys() != set(names):
        odd = min(values.keys() ^ set(names))
        raise Wrong("columns_differ", name=odd[:NAME_MOST])
    columns = {name: _scalar(value, name) for name, value in values.items() if not name.startswith(KNOWN)}
    texts = [value for value in columns.values() if isinstance(value, str)]
    _require_short(texts)
    for text in texts:
        require_readable(text)
    known = {}
    for name, value in values.items():
        question = questions.named(name.removeprefix(KNOWN)) if name.startswith(KNOWN) else None
        if question is not None and value not in (None, "", []):
            known[question.name] = _right(question, value)
    return columns, known or None


def _known(places: Sequence[tuple[int, Question | None]], cells: Sequence[str]) -> dict[str, Any] | None:
    known = {
        question.name: _right(question, cells[place])
        for place, question in places
        if question is not None and cells[place].strip()
    }
    return known or None


def _right(question: Question, value: Any) -> Any:
    try:
        return known_answer(question, value)
    except ValueError:
        raise Wrong("known_unfitting", name=question.name) from None


def _scalar(value: Any, name: str) -> Any:
    if value is None:
        return ""
    if isinstance(value, float) and not isfinite(value):
        raise Wrong("json_unreadable")
    if isinstance(value, str | bool | int | float):
        return value
    raise Wrong("cell_nested", name=name[:NAME_MOST])


def _require_short(cells: Iterable[str]) -> None:
    for cell in cells:
        if len(cell) > CELL_MOST:
            raise Wrong("cell_too_long", most=f"{CELL_MOST:,}")


def _require_columns(names: Sequence[str], questions: Questions, *, line: int) -> None:
    if len(names) > COLUMNS_MOST:
        raise Unreadable("too_many_columns", line=line, most=COLUMNS_MOST)
    for place, name in enumerate(names, start=1):
        if not name:
            raise Unreadable("column_unnamed", line=line, number=place)
        if len(name) > NAME_MOST:
            raise Unreadable("column_name_long", line=line, most=NAME_MOST, number=place)
        if not name.isprintable():
            raise Unreadable("column_unreadable", line=line, number=place)
        if names.index(name) < place - 1:
            raise Unreadable("column_twice", line=line, name=name)
        if name.startswith(KNOWN) and not _is_asked(questions.named(name.removeprefix(KNOWN))):
            raise Unreadable("known_unknown", line=line, name=name.removeprefix(KNOWN))


def _is_asked(question: Question | None) -> bool:
    return question is not None and question.is_asked


def _first(lines: Iterator[Any]) -> Any:
    """The first line that isn't blank; raises Unreadable where there is none."""
    for line in lines:
        if isinstance(line, Bad):
            raise Unreadable(line.code, line=line.line, **line.context)
        if line[1].strip("\ufeff \t\r\n"):
            return line
    raise Unreadable("file_empty")


def _head(lines: Iterator[Any]) -> list[Any]:
    head: list[Any] = []
    letters = 0
    while len(head) < LOOKED_AT and letters < LETTERS_LOOKED_AT and (line := next(lines, None)) is not None:
        head.append(line)
        letters += 0 if isinstance(line, Bad) else len(line[1])
    return head


class _Kept(io.RawIOBase):
    """A file that stays open when what reads it is thrown away."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def readable(self) -> bool:
        return True

    def readinto(self, target: Any, /) -> int:
        block = self._file.read(len(target))
        target[: len(block)] = block
        return len(block)
