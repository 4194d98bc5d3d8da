"""Results to take along, written while they are read: CSV for spreadsheets, JSON Lines for programs.

For every surface the same files.
"""

import csv
import json
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from itertools import islice
from typing import Any

from django.http import StreamingHttpResponse

from mikiwame.market.taskwork import queries, results
from mikiwame.market.taskwork.form import Questions

BYTE_ORDER_MARK = "\ufeff"
"""By this, spreadsheets know that the text is UTF-8."""

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet would take for the beginning of a formula, and perform."""

AT_ONCE = 500
"""So many lines are sent in one piece: each piece costs the server as much as a line."""

_FACTS = ("unit", "worker", "submitted_at", "seconds")


class Export(StrEnum):
    """A file of results."""

    ANSWERS_CSV = "answers.csv"
    ANSWERS_JSON = "answers.jsonl"
    CONSENSUS_CSV = "consensus.csv"
    CONSENSUS_JSON = "consensus.jsonl"


class _Line:
    """Where csv writes one line."""

    def write(self, text: str) -> str:
        """Hand the line back to who asked for it."""
        return text


def exported(export: Export, batch: Any, questions: Questions) -> StreamingHttpResponse:
    """A file of a batch's results, written while it is sent."""
    write, media_type = _WRITTEN[export]
    response = StreamingHttpResponse(in_pieces(write(batch, questions)), content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{batch.pk}-{export}"'
    response["Cache-Control"] = "no-store"
    return response


def harmless(text: str) -> str:
    """Text that no spreadsheet performs."""
    return f"'{text}" if text.startswith(FORMULA) else text


def answers_csv(batch: Any, questions: Questions) -> Iterator[str]:
    """Approved answers, one a line: the unit's columns, the answers, who and when."""
    columns = sorted(queries.columns_of(batch))
    names = [question.name for question in questions.asked()]
    return _csv(
        [*_FACTS, *columns, *(f"answer.{name}" for name in names)],
        (
            [
                *(row.unit, row.worker, row.submitted_at.isoformat(), row.seconds),
                *(row.columns.get(name, "") for name in columns),
                *(row.content.get(name, "") for name in names),
            ]
            for row in results.rows(batch)
        ),
    )


def answers_json(batch: Any, _questions: Questions) -> Iterator[str]:
    """Approved answers, one object a line."""
    for row in results.rows(batch):
        facts = {
            "worker": str(row.worker),
            "submitted_at": row.submitted_at.isoformat(),
            "seconds": row.seconds,
        }
        yield _json({"unit": row.unit, "columns": row.columns, "content": row.content, **facts})


def consensus_csv(batch: Any, questions: Questions) -> Iterator[str]:
    """What the answers to each unit say together, one question and unit a line."""
    return _csv(
        ["unit", "question", "value", "confidence", "answers"],
        (
            [one.unit, name, one.value, f"{one.confidence:.4f}", one.answers]
            for name, one in _agreed(batch, questions)
        ),
    )


def consensus_json(batch: Any, questions: Questions) -> Iterator[str]:
    """The same, one object a line."""
    for name, one in _agreed(batch, questions):
        said = {"value": one.value, "confidence": round(one.confidence, 4), "answers": one.answers}
        yield _json({"unit": one.unit, "question": name, **said})


def in_pieces(lines: Iterator[str]) -> Iterator[str]:
    """The same text in fewer pieces."""
    while piece := "".join(islice(lines, AT_ONCE)):
        yield piece


_WRITTEN: dict[Export, tuple[Callable[[Any, Questions], Iterator[str]], str]] = {
    Export.ANSWERS_CSV: (answers_csv, "text/csv; charset=utf-8"),
    Export.ANSWERS_JSON: (answers_json, "application/x-ndjson"),
    Export.CONSENSUS_CSV: (consensus_csv, "text/csv; charset=utf-8"),
    Export.CONSENSUS_JSON: (consensus_json, "application/x-ndjson"),
}
"""File -> what writes it, and its media type."""


def _agreed(batch: Any, questions: Questions) -> Iterator[tuple[str, results.Agreed]]:
    for question in questions.asked():
        if question.kind in results.AGREED:
            for one in results.agreed(batch, question):
                yield question.name, one


def _csv(heads: list[str], lines: Iterable[list[Any]]) -> Iterator[str]:
    table = csv.writer(_Line())
    yield BYTE_ORDER_MARK + table.writerow([harmless(head) for head in heads])
    for line in lines:
        yield table.writerow([_cell(value) for value in line])


def _cell(value: Any) -> Any:
    """A cell as a spreadsheet shows it and performs nothing; several choices are separated by a bar."""
    if isinstance(value, list):
        value = "|".join(map(str, value))
    return harmless(value) if isinstance(value, str) else value


def _json(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False) + "\n"
