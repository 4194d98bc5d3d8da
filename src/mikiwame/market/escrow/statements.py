"""The statements of escrow's hot paths, written by hand: few, and each does all of one thing.

Called by this room's operations, which have the rules. New rows arrive as JSON of unsaved models; what goes
through the ledger and into the record is handed to the functions of those rooms within the same statement.
"""

import copy
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, LiteralString, NamedTuple, TypeVar
from uuid import UUID

import psycopg
from django.db import connection, models

from mikiwame.core.database import one_row
from mikiwame.core.fields import Stateful
from mikiwame.market.history import operations as history
from mikiwame.market.history.events import Event
from mikiwame.market.ledger import operations as ledger
from mikiwame.market.ledger.entry import Entry

from .models import Deposit, FeeRate, Hold, Receipt, Refund, Release
from .states import HoldState

Thing = TypeVar("Thing", bound=Stateful)

_LOCK = "SELECT state FROM escrow_deposit WHERE id = %s FOR NO KEY UPDATE"

_LOCK_HOLD = "SELECT * FROM escrow_lock_hold(%s, %s, %s, %s)"

_REQUEST = "SELECT escrow_request(jsonb_populate_record(NULL::escrow_deposit, %s), %s)"

_RECEIVE = """
SELECT escrow_receive(
    jsonb_populate_record(NULL::escrow_receipt, %s), jsonb_populate_record(NULL::escrow_hold, %s), %s, %s
)
"""

_END = """
SELECT escrow_end(
    %s, %s, jsonb_populate_record(NULL::escrow_release, %s), jsonb_populate_record(NULL::escrow_refund, %s),
    %s, %s, %s
)
"""

_PURSES = "SELECT party_id, earned_id, free_used FROM escrow_book WHERE party_id = ANY(%s)"

_OPEN_BOOKS = """
INSERT INTO escrow_book (party_id, earned_id, refundable_id, free_used)
SELECT *, 0 FROM unnest(%s::uuid[], %s::uuid[], %s::uuid[])
ON CONFLICT DO NOTHING
"""

_LOCK_BOOKS = """
SELECT party_id, free_used FROM escrow_book WHERE party_id = ANY(%s) ORDER BY party_id FOR NO KEY UPDATE
"""

_DRAW = "SELECT escrow_draw(%s, %s, %s, %s, %s)"

_SPEND = "SELECT escrow_spend(%s, %s)"

_GIVE_BACK = "SELECT escrow_give_back(jsonb_populate_record(NULL::escrow_refund, %s), %s, %s)"


@dataclass(frozen=True)
class Terms:
    """How held money may be divided: the fee of the day, and the accounts that the parts go to.

    A party whose money moves for the first time has no accounts yet.
    """

    rate: FeeRate
    earned: UUID | None
    free_used: int
    refundable: UUID | None


class Purse(NamedTuple):
    """What a payment to one of many must know of her book."""

    earned: UUID
    free_used: int


def lock_deposit(deposit: Deposit) -> Deposit:
    """The same deposit, locked until the transaction ends. Nothing but its state ever changes."""
    (state,) = one_row(_LOCK, deposit.pk)
    return _in_state(deposit, state)


def lock_hold(hold: Hold, *, worker: UUID | None, day: date) -> tuple[Hold, Terms]:
    """The same hold, locked until the transaction ends, and the terms on which its money may be divided."""
    state, since, basis_points, newcomers_free, earned, free_used, refundable = one_row(
        _LOCK_HOLD, hold.pk, worker, hold.deposit.payer_id, day
    )
    rate = FeeRate(since=since, basis_points=basis_points, newcomers_free=newcomers_free)
    return _in_state(hold, state), Terms(rate, earned, free_used or 0, refundable)


def request(deposit: Deposit, fact: Event, *, by: str) -> bool:
    """Write a new deposit; false, and nothing is written, when one stands for its purpose already."""
    (written,) = one_row(_REQUEST, _row(deposit), history.written(fact, by=by))
    _keep(deposit)
    return bool(written)


def receive(receipt: Receipt, hold: Hold, entry: Entry, fact: Event) -> bool:
    """Write that a deposit is received: its receipt, its hold, the money on an account of its own.

    False, and nothing is written, when the deposit is not waited for any more.
    """
    documents = [ledger.written(entry), history.written(fact, by=None)]
    (written,) = one_row(_RECEIVE, _row(receipt), _row(hold), *documents)
    _keep(receipt, hold)
    return bool(written)


def end(
    hold: Hold,
    state: HoldState,
    *,
    release: Release | None,
    refund: Refund | None,
    entry: Entry,
    fact: Event,
    at: datetime,
) -> None:
    """A hold ends: what goes to the worker, what goes back, and the money of both."""
    documents = [ledger.written(entry), history.written(fact, by=None)]
    one_row(_END, hold.pk, state, _row(release), _row(refund), *documents, at)
    _keep(release, refund)


def purses(parties: Iterable[UUID]) -> dict[UUID, Purse]:
    """What payments must know of the books of many; of those who have any."""
    return {party: Purse(*rest) for party, *rest in _all(_PURSES, [*parties])}


def open_books(parties: Sequence[UUID], *, earned: Sequence[UUID], refundable: Sequence[UUID]) -> None:
    """Open books on those accounts; what somebody else has opened meanwhile is left as it is."""
    with connection.cursor() as cursor:
        cursor.execute(_OPEN_BOOKS, [[*parties], [*earned], [*refundable]])


def lock_books(parties: Iterable[UUID]) -> dict[UUID, int]:
    """What newcomers have used of their allowances; their books are locked, in one order for everybody."""
    return dict(_all(_LOCK_BOOKS, [*parties]))


def draw(
    hold: Hold, releases: Sequence[Release], *, entry: Entry, facts: Sequence[Event], at: datetime
) -> bool:
    """Write what goes out of a hold to many, and what they used of their allowances; whether it is spent."""
    documents = [_rows(releases), ledger.written(entry), history.written(*facts, by=None)]
    (spent,) = one_row(_DRAW, hold.pk, *documents, at)
    _keep(*releases)
    return bool(spent)


def give_back(refund: Refund, *, entry: Entry, fact: Event) -> bool:
    """Write that part of a hold goes back; whether the hold is spent by it."""
    (spent,) = one_row(_GIVE_BACK, _row(refund), ledger.written(entry), history.written(fact, by=None))
    _keep(refund)
    return bool(spent)


def spend(hold: Hold, *, at: datetime) -> bool:
    """Write that a hold is spent if nothing is left of it; whether it is."""
    (spent,) = one_row(_SPEND, hold.pk, at)
    return bool(spent)


def _all(statement: LiteralString, *values: object) -> list[Any]:
    """All rows that a statement gives."""
    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        return cursor.execute(statement, values).fetchall()


def _in_state(thing: Thing, state: str) -> Thing:
    anew = copy.copy(thing)
    anew.state = state
    return anew


def _row(row: models.Model | None) -> str | None:
    """An unsaved row as ``jsonb_populate_record`` takes it."""
    return None if row is None else json.dumps(_values(row), default=str, ensure_ascii=False)


def _rows(rows: Iterable[models.Model]) -> str:
    """Unsaved rows as ``jsonb_populate_recordset`` takes them."""
    return json.dumps([_values(row) for row in rows], default=str, ensure_ascii=False)


def _values(row: models.Model) -> dict[str, Any]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def _keep(*rows: models.Model | None) -> None:
    """From now on these rows are in the database, and are changed instead of inserted."""
    for row in filter(None, rows):
        row._state.adding, row._state.db = False, connection.alias
