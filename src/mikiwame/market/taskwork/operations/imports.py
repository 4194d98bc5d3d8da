"""A draft's units come from a file: looked through first, so that a bad one changes nothing, then written."""

import dataclasses
from datetime import datetime
from typing import Any, BinaryIO, cast

from django.core.files import File
from django.db import transaction

from mikiwame.core.errors import require
from mikiwame.core.fields import lock
from mikiwame.core.operation import operation
from mikiwame.market.members.models import Member
from mikiwame.market.taskwork import queries, rules
from mikiwame.market.taskwork.form import Questions
from mikiwame.market.taskwork.importing.faults import Bad, Unreadable
from mikiwame.market.taskwork.importing.reading import read
from mikiwame.market.taskwork.models import Batch, Import, Unit
from mikiwame.market.taskwork.states import BatchState, ImportState

from .drafts import copy_in

AT_ONCE = 1 << 20
"""Bytes of a file that is taken in while its client waits."""
TELLS_EVERY = 20_000
"""Rows after which it is put down how far the reading has come."""
BAD_KEPT = 100
"""Bad lines that are named one by one."""


@operation
def begin(batch: Batch, file: "File[bytes]", *, by: Member, at: datetime) -> Import:
    """The client hands in a file, whose units will take the place of those that there are."""
    batch = lock(batch)
    require(rules.may_change_units(by, batch, queries.is_importing(batch)) and rules.file_fits(file.size))

    name = (file.name or "").rpartition("/")[2][-200:]
    return Import.objects.create(
        batch=batch, file=File(file.file, name), name=name, size=file.size, requested_at=at
    )


def take_in(batch: Batch, file: "File[bytes]", *, by: Member, at: datetime) -> Import:
    """The same, and a small file is carried out at once; a larger one waits for a worker process."""
    begun = begin(batch, file, by=by, at=at)
    return carry_out(begun, at=at) if begun.size <= AT_ONCE else begun


def carry_out(of: Import, *, at: datetime) -> Import:
    """Take a file in, from its beginning. A chore, or at once where the file is small."""
    if of.state in {ImportState.DONE, ImportState.REFUSED}:
        return of
    questions = queries.questions(of.batch)
    try:
        units = _look_through(of, questions)
    except Unreadable as fault:
        return refuse(of, {"line": fault.line, "code": fault.code, "context": fault.context}, at=at)
    if not 0 < units <= rules.UNITS_MOST:
        code = "too_many_units" if units else "rows_missing"
        return refuse(of, {"line": 0, "code": code, "context": {"most": f"{rules.UNITS_MOST:,}"}}, at=at)
    return write(of, questions, at=at)


@operation
def write(of: Import, questions: Questions, *, at: datetime) -> Import:
    """Put the file's units in the place of those that there were; all of them or none."""
    batch = lock(of.batch)
    if batch.state != BatchState.DRAFT:
        return refuse(of, {"line": 0, "code": "batch_not_a_draft", "context": {}}, at=at)

    Unit.objects.filter(batch=batch).delete()
    batch.units = 0
    with of.file.open("rb") as file:
        rows = read(cast(BinaryIO, file), questions)
        units, known = copy_in(batch, (row for row in rows if not isinstance(row, Bad)))
    Batch.objects.filter(pk=batch.pk).update(units=units, known_units=known, saved_at=at)
    return _end(of, state=ImportState.DONE, at=at)


@operation
def give_up(of: Import, *, at: datetime) -> Import:
    """It failed, by no fault of the file; the client may try again."""
    return _end(
        of, state=ImportState.REFUSED, refused={"line": 0, "code": "import_failed", "context": {}}, at=at
    )


@operation
def refuse(of: Import, why: dict[str, Any], *, at: datetime) -> Import:
    """The file isn't taken; the units stay as they were."""
    return _end(of, state=ImportState.REFUSED, refused=why, at=at)


def _look_through(of: Import, questions: Questions) -> int:
    """Read all of it, and put down how far that is and which lines are bad; returns how many units it has."""
    _tell(of, state=ImportState.READING, read=0, bad=0, bad_lines=[])
    units, bad = 0, 0
    kept: list[dict[str, Any]] = []
    with of.file.open("rb") as file:
        for number, row in enumerate(read(cast(BinaryIO, file), questions), start=1):
            if isinstance(row, Bad):
                bad += 1
                if len(kept) < BAD_KEPT:
                    kept.append(dataclasses.asdict(row))
            else:
                units += 1
            if number % TELLS_EVERY == 0:
                _tell(of, read=number, bad=bad, bad_lines=kept)
    _tell(of, state=ImportState.WRITING, read=units + bad, bad=bad, bad_lines=kept)
    return units


def _tell(of: Import, **values: Any) -> None:
    """Seen at once by whoever waits."""
    Import.objects.filter(pk=of.pk).update(**values)
    for name, value in values.items():
        setattr(of, name, value)


def _end(of: Import, **values: Any) -> Import:
    at = values.pop("at")
    _tell(of, ended_at=at, **values)
    stored, storage = str(of.file.name), of.file.storage
    transaction.on_commit(lambda: storage.delete(stored))
    return of
