"""A client writes a batch: its own numbers, its form, its units."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import F

from mikiwame.core.errors import require
from mikiwame.core.fields import lock
from mikiwame.core.operation import operation
from mikiwame.market.hiring.operations import tasks as postings
from mikiwame.market.members.models import Member, Party
from mikiwame.market.taskwork import queries, rules
from mikiwame.market.taskwork.form import Question
from mikiwame.market.taskwork.models import Batch, Choice, Field, Form, Unit

_OF_POSTING = frozenset({"title", "body", "category"})


@operation
def draft(client: Party, *, by: Member, at: datetime, values: Mapping[str, Any] | None = None) -> Batch:
    """A client begins a batch, with ``values`` as ``save`` takes them; nobody else sees it."""
    require(rules.may_begin(by, client))

    posting = postings.draft(client, by=by, at=at)
    # The posting's identifier is the batch's too, so that each page leads to the other without asking.
    batch = Batch(id=posting.pk, posting=posting, client=client, state_since=at, created_at=at, saved_at=at)
    batch.save()
    Form.objects.create(batch=batch, version=1)
    return save(batch, values, by=by, at=at) if values else batch


@operation
def save(batch: Batch, values: Mapping[str, Any], *, by: Member, at: datetime) -> Batch:
    """Write down what is there so far; incomplete is fine, impossible is refused with its field.

    ``values``: title, body and category (its slug) of the posting; reward, answers_per_unit,
    answers_per_known, time_limit (seconds), closes_on, approval_least (percent), approved_least.
    """
    batch = lock(batch)
    require(rules.may_write(by, batch))

    own = {name: value for name, value in values.items() if name not in _OF_POSTING}
    for name, value in own.items():
        require(rules.within_limits(name, value))
        setattr(batch, name, value)
    batch.saved_at = at
    batch.save(update_fields=["saved_at", *own])
    of_posting = {name: values[name] for name in _OF_POSTING & values.keys()}
    if of_posting:
        batch.posting = postings.save(batch.posting, of_posting, by=by, at=at)
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
        require(rules.placeholders_filled(queries.columns_of(batch), questions))
        form = Form.objects.create(batch=batch, version=form.version + 1, frozen_at=at)
        batch.form_version = form.version
        batch.save(update_fields=["form_version"])
    _write(form, questions)
    return form


@operation
def add_units(
    batch: Batch,
    rows: Iterable[tuple[Mapping[str, Any], Mapping[str, Any] | None]],
    *,
    by: Member,
    at: datetime,
) -> int:
    """Append units to a draft: for each its columns, and the right answers where they are known.

    Returns how many were added. Rows are written as they come, so that a million needs no memory.
    """
    batch = lock(batch)
    require(rules.may_write(by, batch))

    added, known = _copy(batch, rows)
    require(rules.few_units(batch.units + added))
    Batch.objects.filter(pk=batch.pk).update(
        units=F("units") + added, known_units=F("known_units") + known, saved_at=at
    )
    return added


@operation
def clear_units(batch: Batch, *, by: Member, at: datetime) -> int:
    """Throw a draft's units away; returns how many."""
    batch = lock(batch)
    require(rules.may_write(by, batch))

    gone, _ = Unit.objects.filter(batch=batch).delete()
    Batch.objects.filter(pk=batch.pk).update(units=0, known_units=0, saved_at=at)
    return gone


@operation
def discard(batch: Batch, *, by: Member) -> None:
    """The client throws a draft away."""
    batch = lock(batch)
    require(rules.may_write(by, batch))

    posting = batch.posting
    Unit.objects.filter(batch=batch).delete()
    batch.delete()
    postings.discard(posting, by=by)


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


def _copy(
    batch: Batch, rows: Iterable[tuple[Mapping[str, Any], Mapping[str, Any] | None]]
) -> tuple[int, int]:
    """Stream rows into the table; returns how many, and how many of them are known."""
    number, known = batch.units, 0
    statement = "COPY taskwork_unit (batch_id, number, columns, known) FROM STDIN"
    connection.ensure_connection()
    raw = connection.connection
    with connection.wrap_database_errors, raw.cursor() as cursor, cursor.copy(statement) as target:
        for columns, answers in rows:
            number += 1
            known += answers is not None
            target.write_row((batch.pk, number, _json(columns), None if answers is None else _json(answers)))
    return number - batch.units, known


def _json(values: Mapping[str, Any]) -> str:
    return json.dumps(values, ensure_ascii=False)
