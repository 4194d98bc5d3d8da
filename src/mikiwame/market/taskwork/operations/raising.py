"""More answers are asked for while a batch runs: paid in by themselves, laid out behind the others."""

from datetime import datetime

from django.db import connection

from mikiwame.core.errors import require
from mikiwame.core.fields import lock
from mikiwame.core.operation import operation
from mikiwame.market.escrow import operations as escrow
from mikiwame.market.escrow import queries as money
from mikiwame.market.hiring.operations import tasks as postings
from mikiwame.market.history.operations import record
from mikiwame.market.members.models import Member
from mikiwame.market.taskwork import events, rules
from mikiwame.market.taskwork.models import Batch, Funding, Participant, Place

from . import outcomes

# Places that were asked for later come after all that were given back before.
_LAY_OUT_MORE = """
INSERT INTO taskwork_place (batch_id, number, unit, funding, ticket, state)
SELECT %(batch)s, last.number + row_number() OVER ordered, asked.number, %(funding)s,
    %(ticket)s + row_number() OVER ordered, 'free'
FROM (SELECT max(number) AS number FROM taskwork_place WHERE batch_id = %(batch)s) AS last,
    taskwork_unit AS asked, generate_series(1, %(rounds)s) AS round
WHERE asked.batch_id = %(batch)s AND asked.known IS NULL
WINDOW ordered AS (ORDER BY round, asked.number)
"""


@operation
def raise_places(batch: Batch, answers_per_unit: int, *, by: Member, at: datetime) -> Funding:
    """The client asks for more answers of each unit whose answer isn't known; they count once they are paid.

    What she had asked for before and hasn't paid is given up for it. Raises Refused with the field:
    number_out_of_range, too_many_places, amount_out_of_range.
    """
    batch = lock(batch)
    require(rules.may_raise(by, batch, answers_per_unit, at))
    assert batch.reward is not None

    give_up(batch, at=at)
    last = batch.fundings.order_by("-number")[0]
    more = (answers_per_unit - batch.answers_per_unit) * (batch.units - batch.known_units)
    return Funding.objects.create(batch=batch, number=last.number + 1, places=more, reward=batch.reward)


@operation
def withdraw_raise(batch: Batch, *, by: Member, at: datetime) -> Batch:
    """The client doesn't want more after all; nothing was paid."""
    batch = lock(batch)
    require(rules.may_steer(by, batch, "close"))

    give_up(batch, at=at)
    return batch


def give_up(batch: Batch, *, at: datetime) -> None:
    """What was asked for and not paid is asked for no more."""
    for funding in batch.fundings.filter(hold=None):
        deposit = money.open_deposit(funding.key)
        if deposit is not None:
            escrow.cancel_deposit(deposit, at=at)
        funding.delete()


def extend(batch: Batch, funding: Funding, *, at: datetime) -> Batch:
    """More places, behind those that there are, for whoever comes next."""
    rounds = funding.places // (batch.units - batch.known_units)
    ticket = Place.free_since(at)["ticket"]
    with connection.cursor() as cursor:
        cursor.execute(
            _LAY_OUT_MORE,
            {
                "batch": batch.pk,
                "funding": funding.number,
                "rounds": rounds,
                "ticket": ticket,
            },
        )
    # Laying out takes a while, in which cursors may have passed these tickets; none does so from now on.
    joined = Participant.objects.filter(batch=batch)
    outcomes.hold_participants(joined)
    joined.filter(cursor__gte=ticket).update(cursor=ticket)
    batch.answers_per_unit += rounds
    batch.save(update_fields=["answers_per_unit"])
    postings.extend(batch.posting, funding.places)

    fact = events.BatchRaised(subject=batch.key, places=funding.places, amount=funding.amount, **batch.about)
    record(fact, by=None, at=at)
    return batch
