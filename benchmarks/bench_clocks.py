"""What does it cost to find what is due among 1,000,000 open clocks, beside 1,000? (The aim: the same.)

Twenty of the open turns are due and twenty are to be reminded of, whatever the size; the others run on for up
to sixty days, ten for each party. Each way is asked over and over, and what it changed is undone each time,
so that all begin alike. Printed are the middle time, the blocks of the table and its indexes that are read
for it, and the ratios of both. Last, once: how long it takes to stop all clocks for an outage.

    .venv/bin/python benchmarks/bench_clocks.py [turns]
"""

import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from django.db import connection, transaction
from private import private_server
from stage import parties

from mikiwame.market.members.models import Party
from mikiwame.market.turns import operations, queries
from mikiwame.market.turns.models import Turn
from mikiwame.market.turns.states import StopKind

FEW = 1_000
DUE = 20
REPEATS = 60
AT = datetime(2026, 11, 2, 12, tzinfo=UTC)
BEGUN = AT - timedelta(days=5)

# Limits from a minute after now to sixty days after it, reminders (for once) a day after each.
TURNS = """
WITH side AS (
    SELECT id, place - 1 AS place FROM unnest(%(parties)s::uuid[]) WITH ORDINALITY AS party (id, place)
)
INSERT INTO turns_turn
    (id, kind, subject, whose_id, waiting_id, title, page, since, until, running, remind_at, state, attempts)
SELECT gen_random_uuid(), 'inspection', 'milestone:' || gen_random_uuid(), hers.id, theirs.id, '仕事',
       'contract:1', %(begun)s, soon.until, soon.until - %(begun)s, soon.until + interval '1 day', 'open', 0
FROM generate_series(1, %(turns)s) AS number
JOIN side AS hers ON hers.place = number %% (%(turns)s / 10)
JOIN side AS theirs ON theirs.place = (number + 1) %% (%(turns)s / 10)
CROSS JOIN LATERAL (
    SELECT %(at)s + interval '1 minute' + interval '60 days' * number / %(turns)s AS until
) AS soon
"""


def fill(turns: int) -> None:
    """So many more open turns, none of them due."""
    values = {"turns": turns, "at": AT, "begun": BEGUN, "parties": parties(turns // 10)}
    with connection.cursor() as cursor:
        cursor.execute(TURNS, values)
        cursor.execute("VACUUM ANALYZE turns_turn")
        cursor.execute("ANALYZE members_party")


def fall_due() -> None:
    """Some are due from now on, others are to be reminded of."""
    some = list(Turn.objects.order_by("id").values_list("pk", flat=True)[: 2 * DUE])
    Turn.objects.filter(pk__in=some[:DUE]).update(until=AT - timedelta(minutes=1))
    Turn.objects.filter(pk__in=some[DUE:]).update(remind_at=AT - timedelta(minutes=1))


def seconds(ask: Callable[[], object]) -> float:
    """The middle time of asking, undone each time."""
    times = []
    for _ in range(REPEATS):
        with transaction.atomic():
            began = time.perf_counter()
            ask()
            times.append(time.perf_counter() - began)
            transaction.set_rollback(True)
    return statistics.median(times)


def blocks(ask: Callable[[], object]) -> int:
    """How many blocks of the table of turns and its indexes are read for it, from memory or from the disk."""
    counted = """
    SELECT sum(pg_stat_get_blocks_fetched(relation.oid)) FROM pg_class AS relation
    WHERE relation.oid = 'turns_turn'::regclass
       OR relation.oid IN (SELECT indexrelid FROM pg_index WHERE indrelid = 'turns_turn'::regclass)
    """

    def count() -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_stat_force_next_flush()")
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(counted)
            return int(cursor.fetchone()[0])

    before = count()
    with transaction.atomic():
        ask()
        transaction.set_rollback(True)
    return count() - before


def ways() -> dict[str, Callable[[], object]]:
    """What is asked."""
    party = Party.objects.earliest("id")
    return {
        "take what is due": lambda: operations.claim_due(at=AT),
        "nothing is due": lambda: operations.claim_due(at=AT - timedelta(days=1)),
        "remind": lambda: operations.remind(at=AT),
        "one party's turns": lambda: list(queries.mine(party)[:50]),
    }


def measure() -> dict[str, tuple[float, int]]:
    """Seconds and blocks of each way."""
    asked = ways()
    for ask in asked.values():
        blocks(ask)  # everything is loaded and planned
    return {name: (seconds(ask), blocks(ask)) for name, ask in asked.items()}


def main() -> None:
    """Measure on a private server."""
    many = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with private_server():
        fill(FEW)
        fall_due()
        few = measure()
        fill(many - FEW)
        lots = measure()
        print(f"{'':<20}{'ms at':>9} {FEW:,}{many:>12,}  ratio   blocks{'':>8}ratio")
        for name, (time_few, blocks_few) in few.items():
            time_many, blocks_many = lots[name]
            print(
                f"{name:<20}{time_few * 1e3:>14.2f}{time_many * 1e3:>12.2f}{time_many / time_few:>7.2f}"
                f"{blocks_few:>9}{blocks_many:>8}{blocks_many / max(blocks_few, 1):>7.2f}"
            )
        began = time.perf_counter()
        until = AT + timedelta(hours=1)
        operations.stop(StopKind.OUTAGE, since=AT, until=until, reason="停電", by=None, at=until)
        print(f"All {many:,} clocks were stopped in {time.perf_counter() - began:.0f} s.")


if __name__ == "__main__":
    main()
