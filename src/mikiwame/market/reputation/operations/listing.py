"""What the list of postings shows of clients, written into hiring's rows whenever it is counted anew.

Two may count at once what is known of a client: each locks her first, counts what is committed by then and
what she changed herself, and writes it. So what is written last knows everything. A row that comes in after
a count has a fact of its own, which lets it be counted again.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from mikiwame.core.operation import operation
from mikiwame.market.hiring.operations import index
from mikiwame.market.members.models import Party
from mikiwame.market.reputation import queries


@operation
def vouch(parties: Iterable[UUID], *, at: datetime) -> None:
    """Write what is known of parties into the rows of their postings; who has none costs one question."""
    for party in queries.listed_clients(parties):
        locked = Party.objects.select_for_update(no_key=True, of=("self",)).get(pk=party)
        index.vouch(locked, queries.known_of(locked, at=at))


@operation
def refresh(*, at: datetime, after: UUID | None = None, limit: int = 200) -> UUID | None:
    """A chore: count anew what is known of the next clients on the list, for facts weigh less as they age.

    Returns the last of them, with whom the next call goes on; None at the end.
    """
    clients = queries.listing_clients(after, most=limit)
    vouch(clients, at=at)
    return clients[-1] if clients else None
