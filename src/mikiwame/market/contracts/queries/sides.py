"""Who may ask: the two sides of a contract."""

from uuid import UUID

from django.db.models import Q


def of_side(party: UUID, contract: str = "contract") -> Q:
    """Narrows rows to those of contracts of which a party is a side; ``contract`` is the way to it."""
    return Q(**{f"{contract}__client": party}) | Q(**{f"{contract}__worker": party})
