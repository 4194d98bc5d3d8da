"""Writing terms sheets, and freezing what counts. Whoever puts a sheet before others records that fact."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import CharField, Max, TextField

from mikiwame.core.errors import require
from mikiwame.core.fields import lock
from mikiwame.core.operation import operation
from mikiwame.core.texts import clean, written

from . import lines, queries, rules
from .lines import Part
from .models import Sheet, SheetMilestone

_BOOKKEEPING = frozenset({"id", "subject", "number", "written_at", "frozen_at", "fingerprint"})
_COLUMNS = {column.name: column for column in Sheet._meta.concrete_fields if column.name not in _BOOKKEEPING}


@operation
def draft(subject: str, *, at: datetime, **values: Any) -> Sheet:
    """The next version of the terms of a thing, still open to changes.

    ``values`` are columns of the sheet. Raises Refused with the field that doesn't fit.
    """
    last = Sheet.objects.filter(subject=subject).aggregate(last=Max("number"))["last"] or 0
    sheet = Sheet(subject=subject, number=last + 1, written_at=at)
    return _fill(sheet, values)


@operation
def write(sheet: Sheet, **values: Any) -> Sheet:
    """Write lines of a sheet; raises Refused("sheet_frozen"), or with the field that doesn't fit."""
    sheet = lock(sheet)
    require(rules.unfrozen(sheet))

    return _fill(sheet, values)


@operation
def write_milestones(sheet: Sheet, parts: Sequence[Part]) -> Sheet:
    """Divide the work anew, numbered in the given order; no parts: the sheet is one part itself.

    Raises Refused("sheet_frozen"), and with field ``milestones`` for parts that can't be.
    """
    sheet = lock(sheet)
    require(rules.unfrozen(sheet) and rules.divisible(parts))

    sheet.milestones.all().delete()
    SheetMilestone.objects.bulk_create(
        _milestone(sheet, number, part) for number, part in enumerate(parts, start=1)
    )
    return sheet


@operation
def freeze(sheet: Sheet, *, at: datetime) -> Sheet:
    """From now on nothing in it changes; its fingerprint proves it. Raises Refused("sheet_frozen")."""
    sheet = lock(sheet)
    require(rules.unfrozen(sheet))

    sheet.frozen_at, sheet.fingerprint = at, lines.fingerprint(queries.stated(sheet))
    sheet.save(update_fields=["frozen_at", "fingerprint"])
    return sheet


@operation
def copy(sheet: Sheet, *, subject: str, at: datetime, **changes: Any) -> Sheet:
    """The next version of the terms of a thing, with the same lines and parts but for the changes."""
    values = {name: getattr(sheet, name) for name in _COLUMNS}
    fresh = draft(subject, at=at, **(values | changes))
    divided = queries.divided(sheet)
    return write_milestones(fresh, divided) if divided else fresh


def _fill(sheet: Sheet, values: dict[str, Any]) -> Sheet:
    for name, value in values.items():
        setattr(sheet, name, _fitting(name, value))
    require(rules.upward(sheet))
    sheet.save()
    return sheet


def _fitting(name: str, value: Any) -> Any:
    """The value as its column takes it; raises KeyError for what is no line of a sheet."""
    column = _COLUMNS[name]
    if isinstance(column, CharField | TextField):
        value = clean(value or "", most=column.max_length or 20, field=name)
    if name == "reward_basis":
        require(rules.known_basis(value))
    if name in rules.WORDED:
        require(rules.known_repeat(name, value))
    if name in rules.LIMITS:
        require(rules.within_limits(name, value))
    return value


def _milestone(sheet: Sheet, number: int, part: Part) -> SheetMilestone:
    assert part.due is not None, "rules.divisible"
    title = written(part.title, most=120, field="milestones")
    return SheetMilestone(sheet=sheet, number=number, title=title, amount=part.amount, due=part.due)
