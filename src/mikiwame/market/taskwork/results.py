"""What a batch has brought: figures of its approved answers, what they say together, and rows to take along.

Only approved answers are ever read here.
"""

import json
from array import array
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import numpy as np
from django.db import connection
from django.db.models.fields.json import KeyTextTransform

from .consensus import aggregate
from .consensus.answers import Ids
from .form import Question, Questions
from .models import Answer, Batch, Unit
from .states import AnswerState, FieldKind

AT_ONCE = 2_000
"""So many rows are fetched and held at a time, however many there are."""

TEXTS = 5
COUNTED = frozenset({FieldKind.SINGLE, FieldKind.MULTIPLE, FieldKind.SCALE})
AGREED = frozenset({FieldKind.SINGLE, FieldKind.SCALE})
"""Kinds of which several answers to one unit have one consensus."""

_COUNTS = """
SELECT given.key, chosen.value, count(*)
FROM taskwork_answer AS answer, jsonb_each(answer.content) AS given, LATERAL (
    SELECT jsonb_array_elements_text(given.value) WHERE jsonb_typeof(given.value) = 'array'
    UNION ALL SELECT given.value #>> '{}' WHERE jsonb_typeof(given.value) <> 'array'
) AS chosen (value)
WHERE answer.batch_id = %s AND answer.state = 'approved' AND given.key = ANY(%s) GROUP BY 1, 2
"""

_GIVEN = """
SELECT given.name, count(*) FROM taskwork_answer AS answer, jsonb_object_keys(answer.content) AS given (name)
WHERE answer.batch_id = %s AND answer.state = 'approved' GROUP BY 1
"""

_NUMBERS = """
SELECT given.key, count(*), percentile_cont(ARRAY[0, 0.25, 0.5, 0.75, 1]) WITHIN GROUP (
    ORDER BY (given.value #>> '{}')::float)
FROM taskwork_answer AS answer, jsonb_each(answer.content) AS given
WHERE answer.batch_id = %s AND answer.state = 'approved' AND given.key = ANY(%s) GROUP BY 1
"""

_ROWS = """
SELECT answer.id, answer.unit, unit.columns::text, answer.worker_id, answer.content::text,
    answer.submitted_at, trunc(extract(epoch FROM answer.submitted_at - answer.claimed_at))::int
FROM taskwork_answer AS answer JOIN taskwork_unit AS unit
    ON unit.batch_id = answer.batch_id AND unit.number = answer.unit
WHERE answer.batch_id = %(batch)s AND answer.state = 'approved' AND answer.id > %(last)s
ORDER BY answer.id LIMIT %(at_once)s
"""

_LABELS = """
SELECT id, unit, worker_id, content ->> %(name)s FROM taskwork_answer
WHERE batch_id = %(batch)s AND state = 'approved' AND content ? %(name)s AND id > %(last)s
ORDER BY id LIMIT %(at_once)s
"""


@dataclass(frozen=True)
class Bar:
    """How often something was chosen."""

    label: str
    count: int
    percent: int


@dataclass(frozen=True)
class Chart:
    """What was answered to one question."""

    question: Question
    answers: int
    bars: tuple[Bar, ...] = ()
    quartiles: tuple[float, ...] = ()
    """least, lower quartile, middle, upper quartile, most"""
    texts: tuple[str, ...] = ()
    """the latest few"""


@dataclass(frozen=True)
class Row:
    """One approved answer with what it was asked about."""

    unit: int
    columns: Mapping[str, Any]
    worker: UUID
    content: Mapping[str, Any]
    submitted_at: datetime
    seconds: int


@dataclass(frozen=True)
class Agreed:
    """What the answers to one unit say together, and how sure that is."""

    unit: int
    value: str
    confidence: float
    answers: int


def charts(batch: Batch, questions: Questions) -> list[Chart]:
    """A chart for each question; four statements."""
    counts, numbers, given = _counted(batch, questions), _measured(batch, questions), _given(batch)
    latest = list(
        Answer.objects.filter(batch=batch, state=AnswerState.APPROVED)
        .order_by("-id")
        .values_list("content", flat=True)[:50]
    )
    return [
        _chart(question, given.get(question.name, 0), counts, numbers, latest)
        for question in questions.asked()
    ]


def rows(batch: Batch) -> Iterator[Row]:
    """Every approved answer, the oldest first, however many there are."""
    for _, unit, columns, worker, content, submitted_at, seconds in _fetched(_ROWS, batch=batch.pk):
        yield Row(unit, json.loads(columns), worker, json.loads(content), submitted_at, seconds)


def agreed(batch: Batch, question: Question) -> Iterator[Agreed]:
    """What the approved answers say together for each unit, by consensus; known answers help.

    Of each answer three numbers are held, so that millions of them fit.
    """
    item, worker, label, given = _labels(batch, question)
    answered, counts = np.unique(item, return_counts=True)
    known = _known(batch, question, answered)
    values = sorted({*given, *known.values()})  # a tie goes to the lowest
    place = {value: number for number, value in enumerate(values)}
    ordered = np.array([place[value] for value in given], np.int64)
    certain = {number: place[right] for number, right in known.items()}
    united = aggregate(item, worker, ordered[label], known=certain)
    found = zip(united.items, united.labels, united.confidence, counts, strict=True)
    for unit, value, sure, count in found:
        yield Agreed(int(unit), values[value], float(sure), int(count))


def _labels(batch: Batch, question: Question) -> tuple[Ids, Ids, Ids, list[str]]:
    """Unit, worker and value of each approved answer, as numbers, and the values by their numbers."""
    unit, worker, label = array("q"), array("q"), array("q")
    workers: dict[UUID, int] = {}
    values: dict[str, int] = {}
    for _, number, by, value in _fetched(_LABELS, batch=batch.pk, name=question.name):
        unit.append(number)
        worker.append(workers.setdefault(by, len(workers)))
        label.append(values.setdefault(value, len(values)))
    return np.asarray(unit), np.asarray(worker), np.asarray(label), list(values)


def _known(batch: Batch, question: Question, answered: Ids) -> dict[int, str]:
    """The right value of each unit where it is known and that somebody has answered."""
    rights = Unit.objects.filter(batch=batch, known__has_key=question.name)
    known = dict(rights.values_list("number", KeyTextTransform(question.name, "known")))
    among = np.isin(np.array(list(known), np.int64), answered)
    return {number: right for (number, right), there in zip(known.items(), among, strict=True) if there}


def _fetched(statement: str, **asked: Any) -> Iterator[tuple[Any, ...]]:
    """Rows that begin with an ascending identifier, bit by bit: no transaction stays open meanwhile."""
    last = UUID(int=0)
    while True:
        with connection.cursor() as cursor:
            cursor.execute(statement, asked | {"last": last, "at_once": AT_ONCE})
            fetched = cursor.fetchall()
        yield from fetched
        if len(fetched) < AT_ONCE:
            return
        last = fetched[-1][0]


def _counted(batch: Batch, questions: Questions) -> dict[str, dict[str, int]]:
    names = [question.name for question in questions.asked() if question.kind in COUNTED]
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, [batch.pk, names])
        for name, value, count in cursor.fetchall():
            counts[name][value] = count
    return counts


def _measured(batch: Batch, questions: Questions) -> dict[str, tuple[int, tuple[float, ...]]]:
    names = [question.name for question in questions.asked() if question.kind == FieldKind.NUMBER]
    with connection.cursor() as cursor:
        cursor.execute(_NUMBERS, [batch.pk, names])
        return {name: (count, tuple(quartiles)) for name, count, quartiles in cursor.fetchall()}


def _given(batch: Batch) -> dict[str, int]:
    """How many answered each question."""
    with connection.cursor() as cursor:
        cursor.execute(_GIVEN, [batch.pk])
        return dict(cursor.fetchall())


def _chart(
    question: Question,
    answers: int,
    counts: Mapping[str, Mapping[str, int]],
    numbers: Mapping[str, tuple[int, tuple[float, ...]]],
    latest: list[Mapping[str, Any]],
) -> Chart:
    if question.kind in COUNTED:
        return _bars(question, answers, counts.get(question.name, {}))
    if question.kind == FieldKind.NUMBER:
        _, quartiles = numbers.get(question.name, (0, ()))
        return Chart(question, answers, quartiles=quartiles)
    texts = [str(content[question.name]) for content in latest if question.name in content]
    return Chart(question, answers, texts=tuple(texts[:TEXTS]))


def _bars(question: Question, answers: int, counts: Mapping[str, int]) -> Chart:
    """Percent of those who answered: with several choices they come to more than a hundred."""
    if question.kind == FieldKind.SCALE:
        labels = [(str(step), str(step)) for step in range(question.least or 0, (question.most or 0) + 1)]
    else:
        labels = list(question.choices)
    bars = tuple(
        Bar(label, chosen, round(100 * chosen / answers) if answers else 0)
        for label, chosen in ((label, counts.get(value, 0)) for value, label in labels)
    )
    return Chart(question, answers, bars=bars)
