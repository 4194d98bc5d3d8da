"""A client writes a batch: its own numbers, its form, its units."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import F

from mikiwame.core.errors import require
from mikiwame.core.fields import lock
from mikiwame.core.operation import operation
from mikiwame.core.terms import Format
from mikiwame.market.hiring.operations import owned
from mikiwame.market.hiring.operations import tasks as postings
from mikiwame.market.members.models import Member, Party
from mikiwame.market.taskwork import queries, rules
from mikiwame.market.taskwork.form import Question, Questions
from mikiwame.market.taskwork.models import Batch, Choice, Field, Form, Unit

from . import admitting

UnitRow = tuple[Mapping[str, Any], Mapping[str, Any] | None]
"""A unit's columns, and the right answers where they are known."""

AN_HOUR = 3_600
_COPIED = (
    "reward",
    "answers_per_unit",
    "answers_per_known",
    "time_limit",
    "approval_least",
    "approved_least",
)
_COPY_UNITS = """
INSERT INTO taskwork_unit (batch_id, number, columns, known)
SELECT %(new)s, number, columns, known FROM taskwork_unit WHERE batch_id = %(old)s
"""
_COPY_RULES = """
INSERT INTO taskwork_approvalrule (id, batch_id, kind, least, percent, set_at)
SELECT gen_random_uuid(), %(new)s, kind, least, percent, %(at)s FROM taskwork_approvalrule
WHERE batch_id = %(old)s
"""
LINES_AT_ONCE = 500
NOTHING = "\\N"  # COPY's null
_ENCODED = json.JSONEncoder(ensure_ascii=False).encode
_OF_POSTING = frozenset({"title", "body", "category"})
_OF_PAY = frozenset({"expected_seconds"})


@operation
def draft(client: Party, *, by: Member, at: datetime, values: Mapping[str, Any] | None = None) -> Batch:
    """A client begins a batch, with ``values`` as ``save`` takes them; nobody else sees it.

    It has the identifier of its posting, so that whoever knows one finds the other.
    """
    require(rules.may_begin(by, client))

    posting = owned.draft(client, Format.TASK, by=by, at=at)
    # The posting's identifier is the batch's too, so that each page leads to the other without asking.
    batch = Batch(id=posting.pk, posting=posting, client=client, state_since=at, created_at=at, saved_at=at)
    batch.save()
    Form.objects.create(batch=batch, version=1)
    return save(batch, values, by=by, at=at) if values else batch


@operation
def begin(
    client: Party,
    values: Mapping[str, Any],
    questions: Sequence[Question],
    *,
    units: int,
    by: Member,
    at: datetime,
) -> Batch:
    """A draft from a template: values as ``save`` takes them, a form, and so many units without columns."""
    batch = draft(client, by=by, at=at, values=values)
    write_form(batch, questions, by=by, at=at)
    add_units(batch, [({}, None)] * units, by=by, at=at)
    return lock(batch)


@operation
def copy(batch: Batch, *, by: Member, at: datetime) -> Batch:
    """The same again as a draft: text, numbers, form and units; the last day is to be chosen anew."""
    require(rules.is_client(by, batch))

    posting = batch.posting
    values = {name: getattr(batch, name) for name in _COPIED} | {
        "title": posting.title,
        "body": posting.body,
        "category": posting.category_id,
    }
    if posting.seconds is not None:
        values["expected_seconds"] = posting.seconds
    again = draft(batch.client, by=by, at=at, values=values)
    write_form(again, queries.questions(batch).all, by=by, at=at)
    with connection.cursor() as cursor:
        cursor.execute(_COPY_UNITS, {"old": batch.pk, "new": again.pk})
        cursor.execute(_COPY_RULES, {"old": batch.pk, "new": again.pk, "at": at})
    Batch.objects.filter(pk=again.pk).update(units=batch.units, known_units=batch.known_units)
    admitting.carry_over(batch, again)
    return lock(again)


@operation
def save(batch: Batch, values: Mapping[str, Any], *, by: Member, at: datetime) -> Batch:
    """Write down what is there so far; incomplete is fine, impossible is refused with its field.

    ``values``: title, body and category (its slug) of the posting; reward, answers_per_unit,
    answers_per_known, time_limit (seconds), closes_on, approval_least (percent), approved_least;
    expected_seconds, what an answer will take, until it is measured.
    """
    batch = lock(batch)
    require(rules.may_write(by, batch))

    for name, value in values.items():
        require(rules.within_limits(name, value))
    if values.get("closes_on") is not None:
        require(rules.closes_in_time(values["closes_on"], at))
    own = {name: value for name, value in values.items() if name not in _OF_POSTING | _OF_PAY}
    for name, value in own.items():
        setattr(batch, name, value)
    batch.saved_at = at
    batch.save(update_fields=["saved_at", *own])
    of_posting = {name: values[name] for name in _OF_POSTING & values.keys()}
    if of_posting:
        batch.posting = owned.save(batch.posting, of_posting, by=by, at=at)
    _say_pay(batch, values.get("expected_seconds") or batch.posting.seconds)
    return batch


@operation
def write_form(batch: Batch, questions: Sequence[Question], *, by: Member, at: datetime) -> Form:
    """Put down what is asked, in this order, instead of what was there.

    Of an open batch this begins a new version: claims that are running are answered as they were asked.
    """
    batch = lock(batch)
    require(rules.may_write_form(by, batch) and rules.answerable(questions))

    form = Form.objects.get(batch=batch, version=batch.form_version)
    if form.frozen_at is None:
        form.asked.all().delete()
    else:
        asked = Questions(form.version, tuple(questions))
        require(rules.asks_something(asked) and rules.known_asked(queries.known_names(batch), asked))
        require(rules.placeholders_filled(queries.columns_of(batch), questions))
        return _new_version(batch, form.version + 1, questions, at=at)
    _write(form, questions)
    return form


@operation
def add_units(
    batch: Batch,
    rows: Iterable[UnitRow],
    *,
    by: Member,
    at: datetime,
) -> int:
    """Append units to a draft: for each its columns, and the right answers where they are known.

    Returns how many were added. Rows are written as they come, so that a million needs no memory.
    Raises Refused("columns_not_alike") unless all have the same columns.
    """
    batch = lock(batch)
    require(rules.may_change_units(by, batch, queries.is_importing(batch)))

    added, known = copy_in(batch, _alike(rows, queries.columns_of(batch) if batch.units else None))
    require(rules.few_units(batch.units + added))
    Batch.objects.filter(pk=batch.pk).update(
        units=F("units") + added, known_units=F("known_units") + known, saved_at=at
    )
    return added


@operation
def clear_units(batch: Batch, *, by: Member, at: datetime) -> int:
    """Throw a draft's units away; returns how many."""
    batch = lock(batch)
    require(rules.may_change_units(by, batch, queries.is_importing(batch)))

    gone, _ = Unit.objects.filter(batch=batch).delete()
    Batch.objects.filter(pk=batch.pk).update(units=0, known_units=0, saved_at=at)
    return gone


@operation
def ask_all_the_same(batch: Batch, *, by: Member, at: datetime) -> Batch:
    """Make a draft a questionnaire: one unit without columns, instead of those that there were."""
    clear_units(batch, by=by, at=at)
    add_units(batch, [({}, None)], by=by, at=at)
    return lock(batch)


@operation
def discard(batch: Batch, *, by: Member) -> None:
    """The client throws a draft away."""
    batch = lock(batch)
    require(rules.may_change_units(by, batch, queries.is_importing(batch)))

    posting = batch.posting
    Unit.objects.filter(batch=batch).delete()
    batch.delete()
    owned.discard(posting, by=by)


def _alike(rows: Iterable[UnitRow], columns: frozenset[str] | None) -> Iterator[UnitRow]:
    """The rows as they come, as long as each has the columns of the first."""
    for row in rows:
        columns = frozenset(row[0]) if columns is None else columns
        require(rules.same_columns(columns, row[0]))
        yield row


def _say_pay(batch: Batch, seconds: int | None) -> None:
    """What an answer will take, and what an hour of that comes to, stands with the posting."""
    if seconds is None:
        return
    hourly = None if batch.reward is None else batch.reward * AN_HOUR // seconds
    postings.measure(batch.posting, seconds, hourly)
    batch.posting.seconds, batch.posting.hourly = seconds, hourly


def _new_version(batch: Batch, version: int, questions: Sequence[Question], *, at: datetime) -> Form:
    """What claims to come are asked: written, frozen, and in force."""
    form = Form.objects.create(batch=batch, version=version)
    _write(form, questions)
    form.frozen_at = at
    form.save(update_fields=["frozen_at"])
    batch.form_version = version
    batch.save(update_fields=["form_version"])
    return form


def _write(form: Form, questions: Sequence[Question]) -> None:
    fields = [
        Field(
            form=form,
            number=number,
            name=question.name,
            kind=question.kind,
            label=question.label,
            help=question.help,
            required=question.required,
            least=question.least,
            most=question.most,
            least_label=question.least_label,
            most_label=question.most_label,
            show_if=question.show_if,
            show_if_value=question.show_if_value,
        )
        for number, question in enumerate(questions, start=1)
    ]
    Field.objects.bulk_create(fields)
    Choice.objects.bulk_create(
        Choice(field=field, number=number, value=value, label=label)
        for field, question in zip(fields, questions, strict=True)
        for number, (value, label) in enumerate(question.choices, start=1)
    )


def copy_in(batch: Batch, rows: Iterable[UnitRow]) -> tuple[int, int]:
    """Stream rows into the table; returns how many, and how many of them are known."""
    number, known = batch.units, 0
    lines: list[str] = []
    statement = "COPY taskwork_unit (batch_id, number, columns, known) FROM STDIN"
    connection.ensure_connection()
    raw = connection.connection
    with connection.wrap_database_errors, raw.cursor() as cursor, cursor.copy(statement) as target:
        for columns, answers in rows:
            number += 1
            known += answers is not None
            right = NOTHING if answers is None else _json(answers)
            lines.append(f"{batch.pk}\t{number}\t{_json(columns)}\t{right}\n")
            if len(lines) == LINES_AT_ONCE:
                target.write("".join(lines))
                lines.clear()
        target.write("".join(lines))
    return number - batch.units, known


def _json(values: Mapping[str, Any]) -> str:
    """As COPY takes it: JSON has neither tabs nor line ends, and its backslashes are doubled."""
    return _ENCODED(values).replace("\\", "\\\\")
