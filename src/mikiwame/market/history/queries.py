"""Questions to the record."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from .models import Dispatch, Fact


def facts_about(*subjects: str) -> QuerySet[Fact]:
    """Everything that happened to these subjects, oldest first."""
    return Fact.objects.filter(subject__in=subjects).order_by("at", "id")


def lately_about(*subjects: str, most: int) -> list[Fact]:
    """What happened last to these subjects, oldest first."""
    return list(reversed(_newest_first(subjects)[:most]))


def newest_about(*subjects: str) -> UUID | None:
    """What happened last to these subjects; None before anything did."""
    return _newest_first(subjects).values_list("pk", flat=True).first()


def facts_of(kinds: Iterable[str], *, since: datetime) -> QuerySet[Fact]:
    """All facts of some kinds since a moment, oldest first."""
    return Fact.objects.filter(kind__in=list(kinds), at__gte=since).order_by("at", "id")


def waiting(consumer: str) -> int:
    """How many facts a consumer has yet to take in."""
    return Dispatch.objects.filter(consumer=consumer).count()


def awaited(consumers: Collection[str], *, at: datetime) -> set[str]:
    """Those of the consumers for whom a fact waits now: one statement, however long the queues are."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM unnest(%s::text[]) AS name WHERE EXISTS"
            " (SELECT FROM history_dispatch WHERE consumer = name AND not_before <= %s)",
            [list(consumers), at],
        )
        return {name for (name,) in cursor.fetchall()}


def undelivered(consumer: str) -> QuerySet[Fact]:
    """The facts that a consumer has yet to take in."""
    return Fact.objects.filter(pk__in=Dispatch.objects.filter(consumer=consumer).values("fact"))


def _newest_first(subjects: Iterable[str]) -> QuerySet[Fact]:
    return Fact.objects.filter(subject__in=list(subjects)).order_by("-at", "-id")
