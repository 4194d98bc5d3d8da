"""What waits on whom, most urgent first."""

from collections.abc import Callable, Collection, Iterable
from datetime import date, datetime, time, timedelta
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Cast, Concat

from mikiwame.core.clock import TOKYO, day_in_tokyo
from mikiwame.core.errors import NotFound, existing
from mikiwame.market.members.models import Member, Party
from mikiwame.market.members.queries import digest

from .clockwork import Pause, elapsed
from .models import Absence, Calendar, Pulse, Stop, Turn
from .states import DATED, PATIENT, StopKind, TurnKind, TurnState

SILENT_LEAST = timedelta(minutes=2)
"""So long the pages must have been silent, that nothing happens by itself until they answer again."""


def mine(party: Party) -> QuerySet[Turn]:
    """What waits on that party."""
    return _open().filter(whose=party).select_related("waiting")


def theirs(party: Party, *shared: str) -> QuerySet[Turn]:
    """What that party waits for; ``shared``: for these things it waits among others, so nobody is named."""
    among_others = Q(subject__in=shared, waiting=None)
    return _open().filter(Q(waiting=party) | Q(also_waiting=party) | among_others).select_related("whose")


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


def over_on(page: str, *, at: datetime) -> list[Turn]:
    """What is open on the page of a thing, and over: no sweep has come by yet. The earliest first."""
    return list(_open().filter(page=page, until__lte=at))


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


def to_remind(at: datetime) -> QuerySet[Turn]:
    """Open turns of which somebody is to be reminded now, for a sweep to lock what it takes."""
    due = Turn.objects.filter(state=TurnState.OPEN, remind_at__lte=at).order_by("remind_at", "id")
    return due.select_related("whose")


def late_payments(party: Party, *, at: datetime) -> QuerySet[Turn]:
    """Standby fees of the party whose time has passed, and that are still not paid."""
    over = Q(kind=TurnKind.STANDBY, until__lte=at) | Q(kind=TurnKind.STANDBY_LATE)
    return _open().filter(over, whose=party)


def is_over(kind: TurnKind, subject: str, *, at: datetime) -> bool:
    """Whether the time of an open turn has passed, swept or not."""
    return _open().filter(kind=kind, subject=subject, until__lte=at).exists()


def has_passed(kind: TurnKind, subject: str, *, since: datetime) -> bool:
    """Whether the time of such a turn has passed without an act since then."""
    passed = Turn.objects.filter(kind=kind, subject=subject, state=TurnState.PASSED)
    return passed.filter(ended_at__gt=since).exists()


def next_round(ended: datetime, limit: Callable[[datetime], datetime], *, at: datetime) -> datetime:
    """When somebody who let a time pass is asked again: from its end on, or from now where nobody came by.

    ``limit``: until when a round lasts that begins then. No round is over before it was told.
    """
    return ended if at < limit(ended) else at


def limits_of(kind: TurnKind, subjects: Iterable[str]) -> dict[str, datetime]:
    """Until when each of these things waits, of those that wait."""
    found = _open().filter(kind=kind, subject__in=list(subjects))
    return dict(found.values_list("subject", "until"))


def standing_limit(kind: TurnKind, named: str) -> Subquery:
    """The limit of the open turn of a row, for rows that keep a copy."""
    subject = Concat(Value(f"{named}:"), Cast(OuterRef("pk"), TextField()))
    return Subquery(_open().filter(kind=kind, subject=subject).values("until")[:1])


def behind(rows: QuerySet[Any], column: str, limit: Subquery) -> QuerySet[Any]:
    """Those whose copy in a column is not the limit of their open turn."""
    told: QuerySet[Any] = rows.annotate(limit_of_turn=limit).exclude(limit_of_turn=None)
    return told.exclude(**{column: F("limit_of_turn")})


def pauses(turns: Collection[Turn]) -> dict[UUID, list[Pause]]:
    """When the clock of each turn stands still: stops of all clocks, and the absences of whose turn it is."""
    if not turns:
        return {}
    since = min(turn.since for turn in turns)
    stops = list(Stop.objects.filter(until__gt=since))
    waited = {turn.whose_id for turn in turns if turn.kind in PATIENT and turn.whose_id}
    away = list(Absence.objects.filter(party__in=waited, withdrawn_at=None)) if waited else []
    return {turn.pk: [*_stops(turn, stops), *_absences(turn, away)] for turn in turns}


def stood(kind: TurnKind, since: datetime, until: datetime) -> timedelta:
    """How long all clocks of a kind stood still between two moments."""
    clock = Turn(kind=kind, since=since)
    return until - since - elapsed(since, until, pauses([clock])[clock.pk])


def _stops(turn: Turn, stops: Iterable[Stop]) -> list[Pause]:
    """An agreed day is what it is: of its clock only outages count."""
    return [
        Pause(stop.since, stop.until)
        for stop in stops
        if stop.until > turn.since and (stop.kind == StopKind.OUTAGE or turn.kind not in DATED)
    ]


def _absences(turn: Turn, away: Iterable[Absence]) -> list[Pause]:
    """Those that were announced before the clock began."""
    if turn.kind not in PATIENT:
        return []
    return [
        Pause(beginning(one.first), beginning(one.last + timedelta(days=1)))
        for one in away
        if one.party_id == turn.whose_id and one.announced_at <= turn.since
    ]


def beginning(day: date) -> datetime:
    """When a day begins in Japan."""
    return datetime.combine(day, time(), TOKYO)


def absences(party: Party, *, at: datetime) -> QuerySet[Absence]:
    """When a party is away or will be, the next time first."""
    return _standing(party).filter(last__gte=day_in_tokyo(at)).order_by("first")


def absences_of_sides(*sides: str, but: Party) -> QuerySet[Absence]:
    """Within a query of what has these sides: when they are away or were, but for that party."""
    theirs = (Q(party=OuterRef(side)) for side in sides)
    return (
        Absence.objects.filter(reduce(or_, theirs), withdrawn_at=None)
        .exclude(party=but)
        .order_by("first", "id")
    )


def absence_for(party: Party, identifier: UUID) -> Absence:
    """One of a party's own absences; raises NotFound."""
    return existing(Absence.objects.filter(party=party, pk=identifier).first())


def announced_near(party: Party, first: date, last: date, *, within: timedelta) -> QuerySet[Absence]:
    """Other absences shortly before or after such days, also those that were withdrawn."""
    return Absence.objects.filter(party=party, last__gt=first - within, first__lt=last + within)


def overlapping(party: Party, first: date, last: date) -> bool:
    """Whether a party is away already on one of the days."""
    return _standing(party).filter(last__gte=first, first__lte=last).exists()


def stops(*, at: datetime) -> QuerySet[Stop]:
    """When clocks stand still now or will, and where they stood in the last days; the latest first."""
    return Stop.objects.filter(until__gt=at - timedelta(days=30)).order_by("-since")


def notable(*, at: datetime) -> QuerySet[Stop]:
    """Of what all readers are told: outages of the last days, closed days that are near."""
    lately = Q(kind=StopKind.OUTAGE, until__gt=at - timedelta(days=3))
    soon = Q(kind=StopKind.CLOSED, until__gt=at, since__lt=at + timedelta(days=14))
    return Stop.objects.filter(lately | soon).order_by("since")


def pages_answer(*, at: datetime) -> bool:
    """Whether readers could act just now: the pages answered within minutes, or never yet."""
    pulse = Pulse.objects.first()
    return pulse is None or at - pulse.at < SILENT_LEAST


def calendar_of(member: Member) -> Calendar | None:
    """The member's calendar feed, if she made one."""
    return Calendar.objects.filter(member=member).first()


def member_of_calendar(secret: str) -> Member:
    """Whose calendar it is; raises NotFound for a key that is unknown or no more."""
    found = Calendar.objects.filter(digest=digest(secret), member__is_active=True)
    calendar = found.select_related("member__party").first()
    if calendar is None:
        raise NotFound
    return calendar.member


def _standing(party: Party) -> QuerySet[Absence]:
    return Absence.objects.filter(party=party, withdrawn_at=None)


def _open() -> QuerySet[Turn]:
    return Turn.objects.filter(state=TurnState.OPEN).order_by("until", "id")
