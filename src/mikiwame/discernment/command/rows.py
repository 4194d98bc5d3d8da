"""Reads files of many rows: one JSON line in, one JSON line out, in order, one at a time."""

import json
import sys
from collections.abc import Callable, Mapping
from typing import BinaryIO

from mikiwame import discernment
from mikiwame.discernment import wire
from mikiwame.discernment.reviews.history import from_plain

from . import row as cells
from .posting import read
from .row import Row
from .source import lines


def write_readings(what: str, source: BinaryIO, language: str) -> int:
    """Read every row of a file and write what it says; returns how many rows couldn't be read."""
    reader, bad = READERS[what], 0
    for number, line in enumerate(lines(source), start=1):
        said = reading(line, number, reader, language)
        bad += "error" in said
        sys.stdout.buffer.write(json.dumps(said, ensure_ascii=False).encode() + b"\n")
        sys.stdout.buffer.flush()  # whoever waits at the other end sees each as soon as it is there
    return bad


def reading(line: bytes, number: int, reader: "Reader", language: str) -> wire.Plain:
    """What one line says, or the error that stands in its place."""
    known: wire.Plain = {}
    try:
        row = cells.parsed(line)
        known = {"id": cells.identifier(row)}
        return known | reader(row, language)
    except ValueError as error:
        named = known if known.get("id") is not None else {}
        return {"line": number} | named | {"error": str(error)}


def posting(row: Row, language: str) -> wire.Plain:
    """What a posting says."""
    title, body = cells.optional_text(row, "title") or "", cells.text(row, "body")
    report = read(
        title,
        body,
        terms=cells.sheet(row.get("terms")),
        format=cells.optional_text(row, "format"),
        category=cells.optional_text(row, "category"),
        prefecture=cells.optional_text(row, "prefecture"),
    )
    return wire.of_posting(report, language) | wire.noticed(f"{title}\n{body}", language)


def comment(row: Row, language: str) -> wire.Plain:
    """What a comment says."""
    text = cells.text(row, "comment")
    report = discernment.read_comment(text, cells.stars(row))
    return wire.of_comment(report) | wire.noticed(text, language)


def message(row: Row, language: str) -> wire.Plain:
    """What of a message leads around the marketplace."""
    return wire.of_message(discernment.read_message(cells.text(row, "text")), language)


def reviews(row: Row, language: str) -> wire.Plain:
    """What is odd in a history."""
    history = from_plain(row)
    for place, review in enumerate(history.reviews):
        cells.checked(review.comment, f"review {place}: comment")
    return wire.of_reviews(discernment.read_reviews(history.reviews, client=history.client), language)


Reader = Callable[[Row, str], wire.Plain]
READERS: Mapping[str, Reader] = {
    "postings": posting,
    "reviews": reviews,
    "comments": comment,
    "messages": message,
}
