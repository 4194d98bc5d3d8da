"""What the list and pages show of batches that are given out: answers left, and the real pay of an hour.

Counted now and then and written only where it is news, so that no answer has to wait for a posting's row.
"""

from datetime import datetime, timedelta
from math import ceil

from django.db import connection

from mikiwame.core.clock import day_in_tokyo
from mikiwame.core.operation import operation
from mikiwame.discernment.rates.wages import minimum_wage
from mikiwame.market.hiring.operations import tasks as postings
from mikiwame.market.history.operations import record
from mikiwame.market.taskwork import events
from mikiwame.market.taskwork.models import Batch
from mikiwame.market.taskwork.states import BatchState

MEASURED_LEAST = 10
"""So many answers tell more than what the client expects."""

LATEST = 200
"""How many of the latest approved answers, and of those that wait, are measured."""

NEWS = 0.05
"""How far a median must move before it is told anew: a new figure is a new place in the list."""

AN_HOUR = int(timedelta(hours=1).total_seconds())

# Participants' own counts add up faster than places. The latest answers of a state are found by their index.
_FIGURES = """
SELECT batch.id, coalesce(given.answered, 0), measured.answers, measured.seconds
FROM unnest(%(batches)s::uuid[]) AS batch (id)
LEFT JOIN LATERAL (
    SELECT sum(answered::bigint - rejected) AS answered FROM taskwork_participant WHERE batch_id = batch.id
) AS given ON true
LEFT JOIN LATERAL (
    SELECT count(*) AS answers, percentile_cont(0.5) WITHIN GROUP (ORDER BY
        extract(epoch FROM latest.submitted_at - latest.claimed_at)::float) AS seconds
    FROM (
        (SELECT submitted_at, claimed_at FROM taskwork_answer
         WHERE batch_id = batch.id AND state = 'approved' ORDER BY id DESC LIMIT %(latest)s)
        UNION ALL
        (SELECT submitted_at, claimed_at FROM taskwork_answer
         WHERE batch_id = batch.id AND state = 'submitted' ORDER BY id DESC LIMIT %(latest)s)
    ) AS latest
) AS measured ON true
"""


def refresh(*, at: datetime) -> int:
    """Tell the postings of batches that are given out what is new of them; returns how many it looked at."""
    given_out = Batch.objects.filter(state__in=[BatchState.OPEN, BatchState.PAUSED])
    batches = given_out.select_related("posting").in_bulk()
    with connection.cursor() as cursor:
        cursor.execute(_FIGURES, {"batches": list(batches), "latest": LATEST})
        found = cursor.fetchall()
    for identifier, answered, answers, seconds in found:
        batch = batches[identifier]
        _count(batch, int(answered))
        if answers >= MEASURED_LEAST:
            _measure(batch, seconds, at=at)
    return len(found)


def _count(batch: Batch, answered: int) -> None:
    """Say how many are left."""
    asked = batch.posting.task_places or 0
    left = min(asked, max(0, asked - answered))
    if left != batch.posting.places_left:
        postings.count(batch.posting, left)


def _measure(batch: Batch, median: float, *, at: datetime) -> None:
    """Say what an answer takes, in half of them, and what an hour of that comes to."""
    seconds, told = max(1, round(median)), batch.posting.seconds
    assert batch.reward is not None
    if told is None or abs(seconds - told) > NEWS * told:
        _tell(batch, seconds, batch.reward * AN_HOUR // seconds, at=at)


@operation
def _tell(batch: Batch, seconds: int, hourly: int, *, at: datetime) -> None:
    """The posting says it; whose batch is found to pay less than the minimum wage is asked to raise it."""
    wage, before = minimum_wage(on=day_in_tokyo(at)), batch.posting.hourly
    postings.measure(batch.posting, seconds, hourly)
    if wage and hourly < wage.yen and (before is None or before >= wage.yen):
        enough = ceil(wage.yen * seconds / AN_HOUR)
        fact = events.LowPayMeasured(subject=batch.key, hourly=hourly, enough=enough, **batch.about)
        record(fact, by=None, at=at)
