"""Telling open pages that something is new, by PostgreSQL's NOTIFY, in the transaction that writes it.

What is told names things and says nothing of them; whoever hears it asks for them with her own rights.
Nothing relies on its being heard: a page asks anew whenever its stream opens.
"""

import json
from uuid import UUID

from django.db import connection

CHANNEL = "mikiwame_live"


def tell(kind: str, *parties: UUID, **named: str) -> None:
    """Pages of these parties' members hear of it when the running transaction is through."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, telling(kind, *parties, **named)])


def telling(kind: str, *parties: UUID, **named: str) -> str:
    """What is told, as it travels on the channel: for a statement that does a thing and tells it at once."""
    return json.dumps({"kind": kind, "to": [str(party) for party in parties], "named": named})
