"""What waits on whom, most urgent first."""

from datetime import datetime

from django.db.models import Q, QuerySet

from mikiwame.market.members.models import Party

from .models import Turn
from .states import TurnState


def mine(party: Party) -> QuerySet[Turn]:
    """What waits on that party."""
    return _open().filter(whose=party).select_related("waiting")


def theirs(party: Party) -> QuerySet[Turn]:
    """What that party waits for."""
    return _open().filter(waiting=party).select_related("whose")


def of_operators() -> QuerySet[Turn]:
    """What waits on the operators."""
    return _open().filter(whose=None).select_related("waiting")


def current(*subjects: str) -> list[Turn]:
    """What is open about these things."""
    return list(_open().filter(subject__in=subjects).select_related("whose", "waiting"))


def on_page(page: str, *, reader: Party) -> list[Turn]:
    """What is open on the page of a thing, for one of its two sides."""
    hers = Q(whose=reader) | Q(waiting=reader)
    return list(_open().filter(hers, page=page))


def limit(kind: str, subject: str) -> datetime | None:
    """Until when an open turn can be taken; None when none is open."""
    return _open().filter(kind=kind, subject=subject).values_list("until", flat=True).first()


def due(at: datetime, limit: int) -> list[Turn]:
    """Turns whose limit has passed and that no sweep has in hand, the oldest first."""
    return list(overdue(at)[:limit])


def overdue(at: datetime) -> QuerySet[Turn]:
    """All turns that are due, for a sweep to lock what it takes."""
    free = Q(not_before=None) | Q(not_before__lte=at)
    return _open().filter(free, until__lte=at)


def _open() -> QuerySet[Turn]:
    return Turn.objects.filter(state=TurnState.OPEN).order_by("until", "id")
