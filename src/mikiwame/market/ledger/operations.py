"""Opening accounts and posting entries: the only code that writes to the ledger."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection

from mikiwame.core.constraints import refusal_of
from mikiwame.core.ids import new_id

from .entry import Entry
from .models import CURRENCY, Account

_OPEN = """
INSERT INTO ledger_account (id, name, currency, covered, tallied, debits, credits)
VALUES (%s, %s, %s, %s, %s, 0, 0)
ON CONFLICT (name) DO NOTHING
"""

_POST = """
SELECT ledger_post(
    %s::uuid[], %s::text[], %s::bytea[], %s::text[],
    %s::uuid[], %s::smallint[], %s::uuid[], %s::uuid[], %s::bigint[], %s
)
"""


def open_account(name: str, *, covered: bool, tallied: bool, currency: str = CURRENCY) -> UUID:
    """The account of that name, opened if there is none yet.

    ``covered`` accounts never go below zero and are always tallied; raises ValueError when the account
    exists and is of another kind.
    """
    opened = new_id()
    with connection.cursor() as cursor:
        cursor.execute(_OPEN, [opened, name, currency, covered, tallied])
        if cursor.rowcount:
            return opened
    account = Account.objects.get(name=name)
    if (account.covered, account.tallied, account.currency) != (covered, tallied, currency):
        raise ValueError(f"{name} is an account of another kind")
    return account.pk


def post(*entries: Entry, at: datetime) -> None:
    """Post entries, all or none, in one call of the database; those whose key is known change nothing.

    Raises Refused("not_enough_money") when a covered account would go below zero, and
    Refused("entry_key_reused") when a key comes again with other content.
    """
    ids = [new_id() for _ in entries]
    rows = [
        (id_, number, transfer.debit, transfer.credit, transfer.amount)
        for id_, entry in zip(ids, entries, strict=True)
        for number, transfer in enumerate(entry.transfers, start=1)
    ]
    heads = ((entry.key, entry.fingerprint, entry.reason) for entry in entries)
    columns: list[Any] = [ids, *map(list, zip(*heads, strict=True)), *map(list, zip(*rows, strict=True)), at]
    try:
        with connection.cursor() as cursor:
            cursor.execute(_POST, columns)
    except IntegrityError as error:
        raise refusal_of(error) from error
