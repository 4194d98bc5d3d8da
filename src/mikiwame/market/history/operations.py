"""Writing down what happened, and handing it on."""

import json
import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import connection, transaction

from mikiwame.core import live
from mikiwame.core.ids import id_of, new_id

from .consumers import consumers_of
from .events import Event
from .models import Dispatch, Fact

log = logging.getLogger(__name__)


def record(*facts: Event, by: str | None, at: datetime) -> None:
    """Write facts, and one dispatch per consumer that wants each, in one call within the running transaction.

    ``by`` is the key of who did it, None when a clock did. Open pages that watch for it are told.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT history_record(%s, %s)", [written(*facts, by=by), at])
    for fact in facts:
        if watching := fact.watched_by():
            live.tell("fact", *map(id_of, watching), **fact.names())


def written(*facts: Event, by: str | None) -> str:
    """Facts as ``history_record`` takes them, for a statement that does a thing and records it at once."""
    rows = [
        {
            "id": str(new_id()),
            "kind": fact.kind,
            "subject": fact.subject,
            "data": fact.data(),
            "by": by,
            "consumers": {consumer: str(new_id()) for consumer in consumers_of(fact.kind)},
        }
        for fact in facts
    ]
    return json.dumps(rows, ensure_ascii=False)


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
