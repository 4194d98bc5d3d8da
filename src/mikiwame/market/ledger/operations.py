"""Opening accounts and posting entries: the only code that writes to the ledger."""

import json
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, connection

from mikiwame.core.constraints import refusal_of
from mikiwame.core.ids import new_id

from .entry import Entry
from .models import CURRENCY, Account

_OPEN = """
INSERT INTO ledger_account (id, name, currency, covered, tallied, debits, credits)
SELECT id, name, %s, %s, %s, 0, 0 FROM unnest(%s::uuid[], %s::text[]) AS account (id, name)
ON CONFLICT (name) DO NOTHING
RETURNING name, id
"""


def open_account(name: str, *, covered: bool, tallied: bool, currency: str = CURRENCY) -> UUID:
    """The account of that name, opened if there is none yet.

    ``covered`` accounts never go below zero and are always tallied; raises ValueError when the account
    exists and is of another kind.
    """
    return open_accounts([name], covered=covered, tallied=tallied, currency=currency)[name]


def open_accounts(
    names: Collection[str], *, covered: bool, tallied: bool, currency: str = CURRENCY
) -> dict[str, UUID]:
    """The accounts of those names, as ``open_account`` gives each, in one statement where all are new.

    Whoever opens many at once names them in one order, lest two wait for each other.
    """
    ids = [new_id() for _ in names]
    with connection.cursor() as cursor:
        cursor.execute(_OPEN, [currency, covered, tallied, ids, [*names]])
        opened: dict[str, UUID] = dict(cursor.fetchall())
    for account in Account.objects.filter(name__in=[name for name in names if name not in opened]):
        if (account.covered, account.tallied, account.currency) != (covered, tallied, currency):
            raise ValueError(f"{account.name} is an account of another kind")
        opened[account.name] = account.pk
    return opened


def post(*entries: Entry, at: datetime) -> None:
    """Post entries, all or none, in one call of the database; those whose key is known change nothing.

    Raises Refused("not_enough_money") when a covered account would go below zero, and
    Refused("entry_key_reused") when a key comes again with other content.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT ledger_post(%s, %s)", [written(*entries), at])
    except IntegrityError as error:
        refusal = refusal_of(error)
        if refusal is None:
            raise
        raise refusal from error


def written(*entries: Entry) -> str:
    """Entries as ``ledger_post`` takes them, for a statement that does a thing and posts it at once."""
    posting: dict[str, list[dict[str, object]]] = {"entries": [], "accounts": [], "transfers": []}
    for entry in entries:
        own = str(entry.id)
        posting["entries"].append(
            {"id": own, "key": entry.key, "fingerprint": entry.fingerprint.hex(), "reason": entry.reason}
        )
        posting["accounts"] += [
            {"entry": own, "id": str(account.id), "name": account.name} for account in entry.opens
        ]
        posting["transfers"] += [
            {
                "entry": own,
                "number": number,
                "debit": str(part.debit),
                "credit": str(part.credit),
                "amount": part.amount,
            }
            for number, part in enumerate(entry.transfers, start=1)
        ]
    return json.dumps(posting, ensure_ascii=False)
