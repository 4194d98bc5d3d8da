"""Searches against a plain filter of every row, and how the database goes about them."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from mikiwame.core import search
from mikiwame.core.clock import day_in_tokyo
from mikiwame.core.ids import new_id
from mikiwame.discernment.kinds import Verdict
from mikiwame.market.hiring import listing, queries
from mikiwame.market.hiring.listing import (
    CROWD_STEPS,
    FINISHED_STEPS,
    HOURLY_STEPS,
    THREE_CHECKS,
    Care,
    Filters,
    Sort,
)
from mikiwame.market.hiring.models import PostingIndex
from tests.cast import MORNING, Cast
from tests.market.hiring.stage import published

WORDS = ("ねこ", "翻訳", "ロゴ", "動画")
CATEGORIES = ("design-logo", "design-print", "writing-article")
JUDGED = ("text", "record", "funding", "reviews")
VERDICTS = ("", *Verdict, *[Verdict.OK] * 3)
REWARDS = (1, 9, 10, 99, 100, 1_000, 1_050, 30_000, 30_999, 999_999)


@pytest.fixture
def rows(cast: Cast) -> list[PostingIndex]:
    """Sixty rows: hours, days and years apart, some of the same moment, the same reward, the same day."""
    chance = random.Random(7)
    for number in range(60):
        said = " ".join(word for at, word in enumerate(WORDS) if number % (at + 2) == 0)
        category = chance.choice(CATEGORIES)
        text = f"募集{number} {said}"
        posting = published(
            cast.sakurai, title=text, body=text, category=category, scope="条件", deliverable="物"
        )
        back = chance.choice((0, 0, 1, 5, 11, 90, 700, 9_000, 70_000))
        PostingIndex.objects.filter(posting=posting).update(
            published_at=MORNING - timedelta(hours=back, minutes=chance.choice((0, 59))),
            apply_until=day_in_tokyo(MORNING) + timedelta(days=chance.choice((-1, 0, 1, 9, 10, 40, 3_000))),
            reward=chance.choice(REWARDS),
            newcomer_places=chance.choice((0, 1)),
            continuing=chance.choice((True, False)),
            applicants=chance.choice((0, 1, 3, 4, 11)),
            finished=chance.choice((0, 1, 2, 9, 10, 40)),
            hourly=chance.choice((None, None, 0, 7, 499, 800, 825, 1_100, 2_000, 90_000, 3_000_000_000)),
            **{f"{name}_verdict": chance.choice(VERDICTS) for name in JUDGED},
        )
    return list(PostingIndex.objects.all())


def wanted(row: PostingIndex, filters: Filters) -> bool:
    """The filter as anybody would write it."""
    words = str(row.words)
    return (
        row.apply_until >= day_in_tokyo(MORNING)
        and all(search.quoted(word) in words for part in filters.text.split() for word in search.terms(part))
        and filters.category in ("", row.category_id, row.parent_category_id)
        and filters.reward_basis in ("", row.reward_basis)
        and (row.reward_most or row.reward) >= (filters.reward_least or 0)
        and (row.hourly is not None or filters.sort != Sort.HOURLY)
        and (row.hourly or 0) >= (filters.hourly_least or 0)
        and (row.newcomer_places > 0 or not filters.newcomers)
        and (row.continuing or not filters.continuing)
        and row.applicants <= (filters.crowd_most or 99) * row.places
        and wanted_of_text(row, filters)
        and wanted_of_client(row, filters)
    )


def wanted_of_text(row: PostingIndex, filters: Filters) -> bool:
    """The part about the description."""
    careful = row.text_verdict == Verdict.OK
    return (
        careful
        or (filters.care != Care.CAREFUL and row.text_verdict == Verdict.INCOMPLETE)
        or not filters.care
    )


def wanted_of_client(row: PostingIndex, filters: Filters) -> bool:
    """The part about the client: whatever is asked for, or else too little known and that let through."""
    unproven = Verdict.INCOMPLETE if filters.unproven else Verdict.OK
    return (
        (not filters.record or row.record_verdict in {Verdict.OK, unproven})
        and (not filters.funded or row.funding_verdict in {Verdict.OK, unproven})
        and (not filters.calm_reviews or row.reviews_verdict in {Verdict.OK, unproven})
        and (
            row.finished >= (filters.finished_least or 0)
            or (filters.unproven and row.record_verdict == Verdict.INCOMPLETE)
        )
    )


def place(row: PostingIndex, sort: Sort) -> tuple[float, UUID]:
    """By what the list is ordered, ascending."""
    values: dict[Sort, Any] = {
        Sort.NEWEST: row.published_at.timestamp(),
        Sort.REWARD: row.reward,
        Sort.CLOSING: row.apply_until.toordinal(),
        Sort.HOURLY: row.hourly,
    }
    return values[sort], row.posting_id


def asked() -> Iterator[Filters]:
    """Four hundred different questions."""
    chance = random.Random(11)
    for number in range(400):
        yield Filters(
            text=" ".join(chance.sample(WORDS, chance.choice((0, 1, 1, 2)))),
            category=chance.choice(("", "", "design", *CATEGORIES)),
            reward_basis=chance.choice(("", "", "fixed", "hourly")),
            reward_least=chance.choice((None, None, 1_000)),
            hourly_least=chance.choice((None, None, None, None, None, *HOURLY_STEPS)),
            newcomers=chance.random() < 0.3,
            continuing=chance.random() < 0.3,
            **judged(chance),
            sort=list(Sort)[number % 4],
        )


def judged(chance: random.Random) -> dict[str, Any]:
    """What is asked of texts and clients, in half of the questions."""
    if chance.random() < 0.5:
        return {}
    return {
        "care": chance.choice(("", *Care)),
        "record": chance.random() < 0.3,
        "funded": chance.random() < 0.3,
        "calm_reviews": chance.random() < 0.3,
        "unproven": chance.random() < 0.5,
        "finished_least": chance.choice((None, *FINISHED_STEPS)),
        "crowd_most": chance.choice((None, *CROWD_STEPS)),
    }


def test_every_search_finds_what_a_plain_filter_finds(
    rows: list[PostingIndex], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "PAGE", 4)
    for filters in asked():
        fitting = sorted(
            (row for row in rows if wanted(row, filters)),
            key=lambda row: place(row, filters.sort),
            reverse=filters.sort != Sort.CLOSING,
        )
        if not fitting:
            continue  # then letters are looked for
        pages = [queries.listed(filters, at=MORNING)]
        while pages[-1].next:
            pages.append(queries.listed(filters, pages[-1].next, at=MORNING))
        found = [shown.id for page in pages for shown in page.listings]
        assert found == [row.posting_id for row in fitting], filters
        assert {page.count for page in pages} == {len(fitting)}, filters
        for before, after in pairwise(pages):
            back = queries.listed(filters, after.previous, at=MORNING)
            assert back.listings == before.listings, filters


@pytest.mark.django_db
@pytest.mark.parametrize("sort", Sort)
@pytest.mark.parametrize("look", ["words", "bigrams"])
@pytest.mark.parametrize(
    "filters",
    [
        Filters(text="猫", category="design"),
        replace(THREE_CHECKS, text="猫"),
        replace(THREE_CHECKS, finished_least=10, funded=True, unproven=True, crowd_most=3),
    ],
    ids=["a word", "a word and the three checks", "much of a client"],
)
def test_a_search_reads_one_part_of_the_list_after_the_other(
    filters: Filters, sort: Sort, look: listing.Look
) -> None:
    filters = replace(filters, sort=sort)
    sql = listing.statement(filters, None, look=look)
    text = "'猫'" if filters.text else ""
    values = listing.values(filters, None, text=text, today=date(2026, 11, 25))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")  # the table is empty
        cursor.execute(f"EXPLAIN {sql}", values)
        plan = "\n".join(line for (line,) in cursor.fetchall())
    # Once for the count, once for the page: each part is looked up with its words, and sorted; then the page.
    assert plan.count("Function Scan on hiring_walk") == 2
    assert plan.count(f"Index Cond: (({look} || marks) @@") == 2
    assert plan.count("Sort Key: ") == 2
    assert "Seq Scan on hiring_postingindex" not in plan


COPY = """
WITH copy AS (
    SELECT (lpad(to_hex((extract(epoch FROM %(at)s - interval '1 hour' * hours) * 1000)::bigint), 12, '0')
            || '70008000000000000000')::uuid AS id, hours
    FROM generate_series(1, %(many)s) AS hours
), sheet AS (
    INSERT INTO terms_sheet SELECT (jsonb_populate_record(old, jsonb_build_object(
        'id', copy.id, 'subject', 'posting:' || copy.id))).*
    FROM copy, terms_sheet AS old WHERE old.id = %(sheet)s
), posting AS (
    INSERT INTO hiring_posting SELECT (jsonb_populate_record(old, jsonb_build_object(
        'id', copy.id, 'sheet_id', copy.id))).*
    FROM copy, hiring_posting AS old WHERE old.id = %(posting)s
)
INSERT INTO hiring_postingindex ({columns}) SELECT {columns} FROM (
    SELECT (jsonb_populate_record(old, jsonb_build_object('posting_id', copy.id))).*
    FROM copy, hiring_postingindex AS old WHERE old.posting_id = %(posting)s
) AS copied
"""
"""So many postings like one, written an hour apart."""


def crowded_day(cast: Cast, many: int) -> None:
    """So many careful postings that all close on one day."""
    posting = published(cast.sakurai, title="猫の絵")
    judged = dict.fromkeys((f"{name}_verdict" for name in JUDGED), Verdict.OK)
    PostingIndex.objects.filter(posting=posting).update(**judged)
    own = [str(name.column) for name in PostingIndex._meta.local_fields if not name.generated]
    values: dict[str, Any] = {"at": MORNING, "many": many, "posting": posting.pk, "sheet": posting.sheet_id}
    with connection.cursor() as cursor:
        cursor.execute(COPY.format(columns=", ".join(own)), values)
        cursor.execute("ANALYZE hiring_postingindex")


def sorted_rows(plan: dict[str, Any]) -> Iterator[float]:
    """How many rows each sort of a plan was given in all."""
    if plan["Node Type"] == "Sort":
        (rows,) = plan["Plans"]
        yield rows["Actual Rows"] * rows["Actual Loops"]
    for part in plan.get("Plans", ()):
        yield from sorted_rows(part)


@pytest.mark.parametrize("backwards", [False, True])
def test_of_a_day_on_which_very_many_close_a_page_reads_few(cast: Cast, backwards: bool) -> None:
    crowded_day(cast, many := 900)
    filters = replace(THREE_CHECKS, text="猫", sort=Sort.CLOSING)
    first = queries.listed(filters, at=MORNING)
    back = queries.listed(filters, first.next, at=MORNING).previous
    assert back
    cursor = listing.Cursor.opened(back, Sort.CLOSING) if backwards else None
    values = listing.values(filters, cursor, text="'猫'", today=day_in_tokyo(MORNING))
    with connection.cursor() as asked:
        sql = listing.statement(filters, cursor, look="words")
        asked.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}", values)
        ((plan,),) = asked.fetchall()
    assert max(sorted_rows(plan[0]["Plan"])) < many / 5


@pytest.mark.django_db
def test_the_parts_of_a_walk_are_the_whole_list_once() -> None:
    with connection.cursor() as cursor:
        for step in (0, 7, 10, 60_484, 99_999, 999_999):
            for way, whole in ((1, range(step, 1_000_000)), (-1, range(step + 1))):
                cursor.execute("SELECT hiring_walk('NEW', %s, %s)::text", [step, way])
                parts = [part for (line,) in cursor.fetchall() for part in line.split(" | ")]
                sizes = [10 ** (6 - len(part.strip("'").removeprefix("NEW "))) for part in parts]
                assert len(set(parts)) == len(parts)
                assert sum(sizes) == len(whole)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("timestamptz", [datetime(1990, 1, 1, tzinfo=UTC), MORNING, MORNING + timedelta(hours=1)]),
        ("date", [date(1990, 1, 1), date(2026, 11, 25), date(2026, 11, 26), date(9999, 12, 31)]),
        ("bigint", [0, 1, 9, 10, 99, 100, 109, 110, 999, 1_000, 99_999, 100_000, 2**62]),
        ("uuid", [UUID(int=0), new_id(), UUID(hex="f" * 32)]),
    ],
)
def test_steps_rise_with_what_they_stand_for(kind: str, values: list[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT hiring_step(value) FROM unnest(%s::{kind}[]) AS value", [values])
        steps = [step for (step,) in cursor.fetchall()]
    assert steps == sorted(steps)
    assert all(0 <= step < 1_000_000 for step in steps)


def test_signs_alone_find_nothing_beside_other_filters(cast: Cast) -> None:
    published(cast.sakurai)
    filters = Filters(text="!!!", category="design")
    assert queries.listed(filters, at=MORNING).count == 0
    assert queries.listed(replace(filters, text=""), at=MORNING).count == 1
