"""Moving the limits of all clocks at once, within the database: there may be a million."""

from datetime import datetime

from django.db.models import (
    Case,
    DurationField,
    Exists,
    Expression,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Greatest, TruncDate
from django.db.models.lookups import GreaterThan

from mikiwame.core.clock import TOKYO

from .clockwork import APART, DAY
from .models import Absence, Stop, Turn
from .states import DATED, PATIENT, QUIET, StopKind, TurnState


def running(stopped: Stop) -> QuerySet[Turn]:
    """The turns whose clocks a stop halts: each with its limit after it, and the day on which it began."""
    halted = Turn.objects.filter(state=TurnState.OPEN, since__lt=stopped.until, until__gt=stopped.since)
    if stopped.kind == StopKind.CLOSED:
        halted = halted.exclude(kind__in=DATED)
    lasted = Value(stopped.until) - _begin(F("since"), stopped)
    return halted.annotate(moved=F("until") + lasted, begun=TruncDate("since", tzinfo=TOKYO))


def is_entangled(stopped: Stop) -> Q:
    """Another stop, or an absence, touches the same time: what these come to together is to be reckoned.

    So are absences that were withdrawn: what was granted for one is in the limit.
    """
    others = Stop.objects.exclude(pk=stopped.pk).filter(
        until__gt=_begin(OuterRef("since"), stopped), since__lt=OuterRef("moved")
    )
    away = Absence.objects.filter(
        party=OuterRef("whose"), announced_at__lte=OuterRef("since"), last__gte=OuterRef("begun")
    )
    return Q(Exists(others)) | Q(Exists(away), kind__in=PATIENT)


def shift(turns: QuerySet[Turn], *, at: datetime) -> None:
    """Move each to its ``moved``, and its reminder as ``clockwork.reminder`` says."""
    lasting = F("moved") - F("since")
    half = F("since") + ExpressionWrapper(lasting / 2, DurationField())
    day_before = F("moved") - Value(DAY)
    after = Greatest(F("since"), Value(at))
    reminders = (
        When(Q(whose=None) | Q(kind__in=QUIET), then=None),
        When(GreaterThan(half, after), then=half),
        When(GreaterThan(day_before, after) & Q(moved__gte=half + Value(DAY + APART)), then=day_before),
    )
    turns.update(until=F("moved"), remind_at=Case(*reminders, default=None))


def _begin(since: F, stopped: Stop) -> Expression:
    return Greatest(since, Value(stopped.since))
