"""From a draft to an open batch: places are laid out, the whole reward is paid in, workers may begin."""

from datetime import datetime, time, timedelta
from typing import Any

from django.db import connection

from mikiwame.core.clock import TOKYO
from mikiwame.core.errors import ALLOWED, Ruling, require
from mikiwame.core.fields import lock, lock_but_key
from mikiwame.core.ids import id_of
from mikiwame.core.operation import operation
from mikiwame.market.escrow import operations as escrow
from mikiwame.market.escrow import queries as money
from mikiwame.market.escrow.models import Deposit
from mikiwame.market.hiring.operations import owned
from mikiwame.market.hiring.operations import tasks as postings
from mikiwame.market.history.operations import record
from mikiwame.market.members.models import Member
from mikiwame.market.taskwork import events, notice, queries, rules
from mikiwame.market.taskwork.models import Batch, Exam, Form, Funding, Place
from mikiwame.market.taskwork.states import BatchState
from mikiwame.market.turns import operations as turns
from mikiwame.market.turns.states import TurnKind

from . import raising, topping

# A unit's places come one round after another, so that all units have one answer before any has two. Units
# whose answer is known are strewn among the others, where nobody can tell them apart.
_LAY_OUT = """
INSERT INTO taskwork_place (batch_id, number, unit, funding, ticket, state)
SELECT %(batch)s, row_number() OVER ordered, unit, %(funding)s, row_number() OVER ordered, 'free'
FROM (
    SELECT number AS unit, known,
        CASE WHEN known IS NULL THEN row_number() OVER (PARTITION BY known IS NULL ORDER BY number)::float
            / greatest(1, count(*) OVER (PARTITION BY known IS NULL)) ELSE random() END AS position
    FROM taskwork_unit WHERE batch_id = %(batch)s
) AS asked, LATERAL generate_series(
    1, CASE WHEN known IS NULL THEN %(answers)s ELSE %(answers_known)s END
) AS round
WINDOW ordered AS (ORDER BY round, position, unit)
"""


@operation
def prepare(batch: Batch, *, by: Member, at: datetime) -> Batch:
    """The client is done with writing: a place is laid out for each answer, and the amount is fixed.

    Raises Refused with the field of the first thing that is missing. A million places take a while.
    """
    batch = lock(batch)
    require(rules.may_prepare(by, batch) and _complete(batch, at))

    return _prepare(batch, at=at)


@operation
def order(batch: Batch, *, by: Member, at: datetime) -> Batch:
    """The same for many places, which are laid out in the background; until then nothing can be written."""
    batch = lock(batch)
    require(rules.may_prepare(by, batch) and _complete(batch, at))

    batch.ordered_at = at
    batch.save(update_fields=["ordered_at"])
    return batch


@operation
def carry_out(batch: Batch, *, at: datetime) -> Batch:
    """Lay out the places that were ordered. A chore; what has become impossible is ordered no more."""
    batch = lock(batch)
    if batch.ordered_at is None:
        return batch

    batch.ordered_at = None
    batch.save(update_fields=["ordered_at"])
    return _prepare(batch, at=at) if _complete(batch, at) else batch


@operation
def call_off(batch: Batch, *, at: datetime) -> Batch:  # noqa: ARG001
    """The places couldn't be laid out; the client may try again."""
    batch = lock(batch)
    batch.ordered_at = None
    batch.save(update_fields=["ordered_at"])
    return batch


@operation
def redraft(batch: Batch, *, by: Member, at: datetime) -> Batch:
    """The client goes back to writing; what she was asked to pay is no longer waited for."""
    batch = lock(batch)
    require(rules.may_steer(by, batch, "redraft"))

    for funding in batch.fundings.all():
        deposit = money.open_deposit(funding.key)
        if deposit is not None:
            escrow.cancel_deposit(deposit, at=at)
    Place.objects.filter(batch=batch).delete()
    batch.fundings.all().delete()
    batch.become(BatchState.DRAFT, at=at)
    return batch


@operation
def begin_payment(batch: Batch, *, by: Member, at: datetime) -> Deposit:
    """The client sets about paying in the whole reward; asked again, it is the same deposit."""
    batch = lock(batch)
    funding = queries.awaited(batch)
    require(rules.may_pay(by, batch, funding, at))
    assert funding is not None

    return escrow.request_deposit(
        funding.key, title=batch.title, payer=batch.client, payee=None, amount=funding.amount, by=by, at=at
    )


@operation
def fund(deposit: Deposit, *, receipt: str, at: datetime) -> Batch | None:
    """The money has come: the batch opens; None where nobody waits for it any more, and it goes back.

    ``receipt`` names the payment; the same one, told twice, counts once. Whoever claims or answers meanwhile
    refers to the batch with her own row in hand, which is waited for here: she mustn't wait for the batch.
    """
    funding = Funding.objects.select_related("batch").filter(pk=id_of(deposit.purpose)).first()
    batch = None if funding is None else lock_but_key(funding.batch)
    if funding is None or batch is None or not rules.wants_money(batch, funding, deposit, at):
        escrow.receive_and_return(deposit, receipt=receipt, at=at)
        return None

    funding.hold = escrow.receive(deposit, receipt=receipt, at=at)
    funding.save(update_fields=["hold"])
    if funding.number == 1:
        return _open(batch, funding, at=at)
    follow = raising.extend if funding.before is None else topping.apply
    return follow(batch, funding, at=at)


@operation
def pause(batch: Batch, *, by: Member, at: datetime) -> Batch:
    """Nothing is given out for a while; claims that are running still count."""
    batch = lock(batch)
    require(rules.may_steer(by, batch, "pause"))

    batch.become(BatchState.PAUSED, at=at)
    owned.pause(batch.posting, by=by, at=at)

    record(events.BatchPaused(subject=batch.key, **batch.about), by=by.key, at=at)
    return batch


@operation
def resume(batch: Batch, *, by: Member, at: datetime) -> Batch:
    """Units are given out again."""
    batch = lock(batch)
    require(rules.may_steer(by, batch, "resume"))

    batch.become(BatchState.OPEN, at=at)
    owned.resume(batch.posting, by=by, at=at)

    record(events.BatchResumed(subject=batch.key, **batch.about), by=by.key, at=at)
    return batch


def _complete(batch: Batch, at: datetime) -> Ruling:
    """The first thing that is missing, if something is."""
    missing = (ruling for ruling in queries.missing(batch, at) if not ruling)
    return next(missing, ALLOWED) and rules.no_import(queries.is_importing(batch))


def _prepare(batch: Batch, *, at: datetime) -> Batch:
    assert batch.reward is not None
    places = rules.places_of(batch)
    funding = Funding.objects.create(batch=batch, number=1, places=places, reward=batch.reward)
    _lay_out(batch, funding)
    return batch.become(BatchState.PREPARED, at=at)


def _lay_out(batch: Batch, funding: Funding) -> None:
    values: dict[str, Any] = {
        "batch": batch.pk,
        "funding": funding.number,
        "answers": batch.answers_per_unit,
        "answers_known": batch.answers_per_known,
    }
    with connection.cursor() as cursor:
        cursor.execute(_LAY_OUT, values)


def _freeze(batch: Batch, *, at: datetime) -> None:
    """What is asked stays as it is from now on, and so does the exam before it."""
    Exam.objects.filter(admissions__batch=batch, frozen_at=None).update(frozen_at=at)
    Form.objects.filter(batch=batch, frozen_at=None).update(frozen_at=at)


def _open(batch: Batch, funding: Funding, *, at: datetime) -> Batch:
    """Workers may begin."""
    assert batch.closes_on is not None
    category = batch.posting.category
    assert category is not None
    closes_at = datetime.combine(batch.closes_on + timedelta(days=1), time.min, TOKYO)
    _freeze(batch, at=at)
    batch.become(
        BatchState.OPEN,
        at=at,
        opened_at=at,
        closes_at=closes_at,
        withholds_tax=category.withholding and batch.client.withholds_tax,
    )
    postings.publish(
        batch.posting,
        reward=funding.reward,
        places=funding.places,
        closes_on=batch.closes_on,
        approve_days=batch.approve_days,
        by=None,
        at=at,
    )
    notice.issue(batch, at=at)
    turns.open_turn(
        TurnKind.CLOSING,
        batch.key,
        whose=batch.client,
        waiting=None,
        title=batch.title,
        page=batch.key,
        since=at,
        until=closes_at,
    )

    fact = events.BatchOpened(
        subject=batch.key, category=category.pk, places=funding.places, reward=funding.reward, **batch.about
    )
    record(fact, by=None, at=at)
    return batch
