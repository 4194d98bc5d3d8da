"""Units come from files: a bad file changes nothing, a long one is taken in by a chore, once."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from procrastinate.contrib.django.models import ProcrastinateJob

from mikiwame.core.errors import Refused
from mikiwame.market.taskwork import queries, rules
from mikiwame.market.taskwork.models import Batch, Import, Place, Unit
from mikiwame.market.taskwork.operations import drafts, imports, opening
from mikiwame.market.taskwork.states import BatchState, ImportState
from mikiwame.ops import chores
from tests.cast import MORNING, Cast
from tests.market.taskwork.stage import again, drafted

GOOD = "text,known:feeling\n" + "".join(f"{number}番目,{'good' * (number == 2)}\n" for number in range(5))


def file(text: str | bytes, name: str = "文.csv") -> "ContentFile[Any]":
    return ContentFile(text.encode() if isinstance(text, str) else text, name=name)


def handed_in(batch: Batch, cast: Cast, text: str | bytes) -> Import:
    return imports.begin(batch, file(text), by=cast.sakurai, at=MORNING)


def test_a_file_takes_the_place_of_the_units_that_were_there(cast: Cast) -> None:
    batch = drafted(cast, units=3)
    done = imports.carry_out(handed_in(batch, cast, GOOD), at=MORNING)

    assert (done.state, done.read, done.bad, done.refused) == (ImportState.DONE, 5, 0, None)
    batch = again(batch)
    assert (batch.units, batch.known_units) == (5, 1)
    assert [unit.columns["text"] for unit in queries.first_units(batch, 9)] == [f"{n}番目" for n in range(5)]
    assert queries.first_units(batch, 3)[2].known == {"feeling": "good"}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("text,text\nあ,い\n", "column_twice"),
        ("text\n", "rows_missing"),
        ("text\nあ,い\n", "rows_missing"),
        ("text,known:nowhere\nあ,い\n", "known_unknown"),
        (b"text\n\xff\xff\n", "encoding_unknown"),
    ],
)
def test_a_bad_file_changes_nothing(cast: Cast, text: str | bytes, code: str) -> None:
    batch = drafted(cast, units=3)
    refused = imports.carry_out(handed_in(batch, cast, text), at=MORNING)

    assert refused.state == ImportState.REFUSED
    assert refused.refused is not None
    assert refused.refused["code"] == code
    assert again(batch).units == Unit.objects.filter(batch=batch).count() == 3


def test_of_many_bad_lines_the_first_hundred_are_named(cast: Cast) -> None:
    batch = drafted(cast)
    done = imports.carry_out(handed_in(batch, cast, "text\nよい\n" + "多,い\n" * 250), at=MORNING)

    assert (done.bad, len(done.bad_lines), again(batch).units) == (250, imports.BAD_KEPT, 1)
    assert done.bad_lines[0] == {"line": 3, "code": "cells_miscounted", "context": {"found": 2, "wanted": 1}}


@contextmanager
def refused(code: str) -> Iterator[None]:
    with pytest.raises(Refused) as caught:
        yield
    assert caught.value.code == code


def test_while_a_file_is_taken_in_the_units_stay_as_they_are(cast: Cast) -> None:
    batch = drafted(cast)
    waiting = handed_in(batch, cast, GOOD)
    with refused("import_under_way"):
        handed_in(batch, cast, GOOD)
    with refused("import_under_way"):
        drafts.clear_units(batch, by=cast.sakurai, at=MORNING)
    with refused("import_under_way"):
        drafts.discard(batch, by=cast.sakurai)
    with refused("import_under_way"):
        opening.prepare(batch, by=cast.sakurai, at=MORNING)
    imports.carry_out(waiting, at=MORNING)
    assert opening.prepare(again(batch), by=cast.sakurai, at=MORNING).state == BatchState.PREPARED


def test_who_may_hand_in_what(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    batch = drafted(cast)
    with refused("not_yours"):
        imports.begin(batch, file(GOOD), by=cast.kuroda, at=MORNING)
    with refused("file_empty"):
        handed_in(batch, cast, "")
    monkeypatch.setattr(rules, "FILE_MOST", 10)
    with refused("file_too_large"):
        handed_in(batch, cast, GOOD)
    opening.prepare(batch, by=cast.sakurai, at=MORNING)
    with refused("batch_not_a_draft"):
        handed_in(batch, cast, GOOD)


@pytest.mark.django_db(transaction=True)
def test_a_chore_takes_a_file_in_once_and_throws_it_away(cast: Cast) -> None:
    batch = drafted(cast)
    waiting = handed_in(batch, cast, GOOD)
    stored = str(waiting.file.name)
    assert default_storage.exists(stored)
    chores.take_up()
    chores.take_up()  # it is queued already
    [job] = ProcrastinateJob.objects.filter(task_name="import_units")
    chores.import_units(**job.args)
    waiting.refresh_from_db()
    assert waiting.state == ImportState.DONE
    assert not default_storage.exists(stored)
    assert imports.carry_out(waiting, at=MORNING).state == ImportState.DONE  # told again, nothing happens
    assert again(batch).units == 5


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_was_killed_halfway_is_followed_by_another(cast: Cast) -> None:
    batch = drafted(cast)
    left = handed_in(batch, cast, GOOD)
    Import.objects.filter(pk=left.pk).update(state=ImportState.WRITING, read=3, bad=7)
    left.refresh_from_db()

    done = imports.carry_out(left, at=MORNING)
    assert (done.state, done.read, done.bad) == (ImportState.DONE, 5, 0)
    assert again(batch).units == 5


@pytest.mark.usefixtures("_in_the_morning")
def test_many_places_are_laid_out_by_a_chore(cast: Cast) -> None:
    batch = opening.order(drafted(cast, units=4), by=cast.sakurai, at=MORNING)
    with refused("batch_in_preparation"):
        drafts.save(batch, {"title": "別の題名"}, by=cast.sakurai, at=MORNING)
    with refused("batch_in_preparation"):
        opening.prepare(batch, by=cast.sakurai, at=MORNING)
    assert queries.ordered() == [batch.pk]

    chores.lay_out(str(batch.pk))
    batch = again(batch)
    assert (batch.state, batch.ordered_at) == (BatchState.PREPARED, None)
    assert Place.objects.filter(batch=batch).count() == 4
    chores.lay_out(str(batch.pk))
    assert Place.objects.filter(batch=batch).count() == 4


def test_what_can_not_be_laid_out_any_more_is_a_draft_again(cast: Cast) -> None:
    batch = opening.order(drafted(cast), by=cast.sakurai, at=MORNING)
    Batch.objects.filter(pk=batch.pk).update(closes_on=MORNING.date().replace(year=2020))

    chores.lay_out(str(batch.pk))
    batch = again(batch)
    assert (batch.state, batch.ordered_at) == (BatchState.DRAFT, None)
    drafts.save(batch, {"title": "別の題名"}, by=cast.sakurai, at=MORNING)


def test_every_letter_arrives_as_it_was_written(cast: Cast) -> None:
    batch = drafted(cast)
    text = 'a\\b\\N\t"引用"\n二行目 \\u0041 {"x": 1} \\\\ 終わり'
    quoted = text.replace('"', '""')
    imports.carry_out(handed_in(batch, cast, f'text\n"{quoted}"\n\\N\n'), at=MORNING)

    assert [unit.columns for unit in queries.first_units(batch, 3)] == [{"text": text}, {"text": "\\N"}]
