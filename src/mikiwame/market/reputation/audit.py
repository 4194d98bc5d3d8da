"""Is every record what its facts show? Each thing is read anew, and compared with what is stored."""

from collections.abc import Iterable, Iterator

from django.db import connection

from mikiwame.core.ids import key
from mikiwame.market.contests.models import Contest, Entry
from mikiwame.market.contracts.models import Contract, Offer
from mikiwame.market.hiring.models import Application, Posting
from mikiwame.market.history import queries as history
from mikiwame.market.messaging.models import Message, Question
from mikiwame.market.taskwork.models import Participant

from . import observed
from .models import Observation

_COUNTED = ("party_id", "side", "measure", "format", "size", "month", "amount", "of", "at")

_TALLIES = """
WITH summed AS (
    SELECT party_id, side, measure, format, size, month, sum(amount) AS amount, sum("of") AS whole
    FROM reputation_observation GROUP BY party_id, side, measure, format, size, month
), stored AS (
    SELECT party_id, side, measure, format, size, month, amount::numeric, "of"::bigint FROM reputation_tally
), differing AS (
    (TABLE summed EXCEPT TABLE stored) UNION (TABLE stored EXCEPT TABLE summed)
)
SELECT DISTINCT 'party:' || party_id || ' ' || month FROM differing ORDER BY 1
"""


def discrepancies() -> list[str]:
    """The things whose stored observations aren't what their facts show, and the months that don't add up.

    What waits to be taken in, or is taken in meanwhile, isn't named.
    """
    suspects = list(_differing(_things()))
    waiting = {thing for fact in history.undelivered("records") for thing in observed.things(fact)}
    wrong = [thing for thing in _differing(suspects) if thing not in waiting]
    with connection.cursor() as cursor:
        cursor.execute(_TALLIES)
        return wrong + [month for (month,) in cursor.fetchall()]


def _things() -> Iterator[str]:
    """Every thing of which facts can show something."""
    for model in (Offer, Contract, Posting, Application, Message, Question, Contest, Entry):
        for identifier in model.objects.order_by("pk").values_list("pk", flat=True).iterator():
            yield key(model.KIND, identifier)
    for batch, worker in Participant.objects.order_by("pk").values_list("batch", "worker").iterator():
        yield observed.participation(batch, worker)


def _differing(things: Iterable[str]) -> Iterator[str]:
    """Those whose stored rows are others than what their facts show."""
    for thing in things:
        stored = Observation.objects.filter(subject=thing).values_list(*_COUNTED)
        shown = {tuple(getattr(row, name) for name in _COUNTED) for row in observed.rows(thing)}
        if set(stored) != shown:
            yield thing
