"""Writing down what happened, and handing it on."""

import json
import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import connection, transaction

from mikiwame.core.ids import new_id

from .consumers import consumers_of
from .events import Event
from .models import Dispatch, Fact

log = logging.getLogger(__name__)

_RECORD = """
WITH fact AS (
    INSERT INTO history_fact (id, kind, subject, data, by, at)
    VALUES (%s, %s, %s, %s, %s, %s) RETURNING id, at
)
INSERT INTO history_dispatch (id, consumer, fact_id, not_before, attempts)
SELECT consumer.id, consumer.name, fact.id, fact.at, 0
FROM fact, unnest(%s::uuid[], %s::text[]) AS consumer (id, name)
"""


def record(event: Event, *, by: str | None, at: datetime) -> None:
    """Write a fact, and one dispatch per consumer that wants it, in one statement of the running transaction.

    ``by`` is the key of who did it, None when a clock did.
    """
    consumers = consumers_of(event.kind)
    fact = (new_id(), event.kind, event.subject, json.dumps(event.data(), ensure_ascii=False), by, at)
    with connection.cursor() as cursor:
        cursor.execute(_RECORD, [*fact, [new_id() for _ in consumers], consumers])


def consume(consumer: str, handle: Callable[[Fact], None], *, at: datetime, limit: int = 100) -> int:
    """Give a consumer the facts that wait for it, each in a transaction of its own; returns how many.

    Workers share the queue (SKIP LOCKED). A fact is forgotten only in the transaction that handled it, so a
    killed worker loses nothing; one that fails is logged and tried again later, ever more rarely.
    """
    taken = 0
    while taken < limit and _consume_one(consumer, handle, at=at):
        taken += 1
    return taken


def _consume_one(consumer: str, handle: Callable[[Fact], None], *, at: datetime) -> bool:
    with transaction.atomic():
        waiting = Dispatch.objects.filter(consumer=consumer, not_before__lte=at).order_by("not_before", "id")
        dispatch = waiting.select_for_update(skip_locked=True, of=("self",)).select_related("fact").first()
        if dispatch is None:
            return False
        try:
            with transaction.atomic():
                handle(dispatch.fact)
        except Exception:  # whatever a consumer raises, the queue behind it goes on
            _postpone(dispatch, at=at)
            log.exception("%s failed to take in %s", consumer, dispatch.fact.kind, extra=_trace(dispatch))
            return True
        dispatch.delete()
        return True


def _postpone(dispatch: Dispatch, *, at: datetime) -> None:
    dispatch.attempts += 1
    dispatch.not_before = at + timedelta(seconds=min(2**dispatch.attempts, 3600))
    dispatch.save(update_fields=["attempts", "not_before"])


def _trace(dispatch: Dispatch) -> dict[str, object]:
    return {"fact": str(dispatch.fact_id), "subject": dispatch.fact.subject, "attempts": dispatch.attempts}
