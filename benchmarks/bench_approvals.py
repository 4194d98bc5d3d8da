"""Approving 10,000 answers at once, money included: of one worker, of 500, of 10,000.

Seconds are noisy on a busy machine, so the CPU of this process and of the database stands beside them. The
aim: at most 5 seconds.

    .venv/bin/python benchmarks/bench_approvals.py
"""

import time
from datetime import UTC, datetime

from django.db import connection
from private import private_server
from serving import cpu
from stage import member, paid_in, parties, prepared

from mikiwame.market.members.models import Member
from mikiwame.market.taskwork import audit
from mikiwame.market.taskwork.form import Question
from mikiwame.market.taskwork.models import Batch
from mikiwame.market.taskwork.operations import judging
from mikiwame.market.taskwork.states import FieldKind

ANSWERS = 10_000
ASKED = Question("why", FieldKind.SHORT_TEXT, "なぜですか")

JOINED = """
INSERT INTO taskwork_participant (batch_id, worker_id, notice_id, joined_at, cursor, answered, approved,
    rejected, known_answered, known_right)
SELECT %(batch)s, worker, (SELECT id FROM taskwork_notice WHERE batch_id = %(batch)s LIMIT 1), now(), 0,
    %(each)s, 0, 0, 0, 0
FROM unnest(%(ids)s::uuid[]) AS worker
"""
TAKEN = """
UPDATE taskwork_place SET state = 'answered', worker_id = (%(ids)s::uuid[])[1 + (number - 1) %% %(workers)s],
    claimed_at = now(), until = now(), form_version = 1 WHERE batch_id = %(batch)s
"""
GIVEN = """
INSERT INTO taskwork_answer (id, state, state_since, batch_id, unit, place, worker_id, form_version, content,
    claimed_at, submitted_at, limit_at, fixes, reason, evidence)
SELECT gen_random_uuid(), 'submitted', now(), batch_id, unit, number, worker_id, 1, '{"why": "a"}', now(),
    now(), now() + interval '5 days', 0, '', '' FROM taskwork_place WHERE batch_id = %(batch)s
"""


def main() -> None:
    """Measure on a private server."""
    with private_server() as database:
        client = member("client")
        print(f"{'workers':>8}{'seconds':>9}{'cpu here':>10}{'cpu there':>11}")
        for workers in (1, 500, ANSWERS):
            measure(answered(client, workers), workers, client, database)
        print("what the audit finds:", audit.discrepancies() or "nothing")


def measure(batch: Batch, workers: int, client: Member, database: int) -> None:
    """Approve all of a batch's answers."""
    began, here, there = time.perf_counter(), time.process_time(), cpu(database)
    now = datetime.now(UTC)
    approved = judging.approve_all(batch, until=now, by=client, at=now)
    assert approved == ANSWERS
    took = time.perf_counter() - began, time.process_time() - here, cpu(database) - there
    print(f"{workers:>8,}{took[0]:>9.2f}{took[1]:>10.2f}{took[2]:>11.2f}", flush=True)


def answered(client: Member, workers: int) -> Batch:
    """A batch of so many units, each answered, by so many workers in turn."""
    nothing = ({} for _ in range(ANSWERS))
    batch = paid_in(prepared(client, nothing, [ASKED], reward=20), client)
    with connection.cursor() as cursor:
        values = {"batch": batch.pk, "ids": parties(workers), "workers": workers, "each": ANSWERS // workers}
        for statement in (JOINED, TAKEN, GIVEN):
            cursor.execute(statement, values)
        cursor.execute("ANALYZE")
    return batch


if __name__ == "__main__":
    main()
