"""A member's turns as an iCalendar feed (RFC 5545): each an event at its limit, by which it is to be done."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event

from mikiwame.wording.words import called

from .pages import address_of
from .waiting import others_turns, own_turns

SHOWN = 500
"""How many turns of each side a feed holds; the most urgent come first."""
LASTS = timedelta(minutes=30)
"""How long an event before a limit is drawn in calendars."""
REMINDS = timedelta(days=-1)
EVERY = timedelta(hours=1)
"""How often calendar programs are asked to look again."""


def feed(member: Any, *, at: datetime) -> bytes:
    """The feed, in the member's language; times are in UTC, which every program shows by its own clock."""
    with translation.override(member.language):
        calendar = Calendar()
        calendar.add("prodid", "-//Mikiwame//turns//")
        calendar.add("version", "2.0")
        calendar.add("x-wr-calname", _("見極め：期限"))
        calendar.add("x-wr-timezone", member.time_zone)
        calendar.add("refresh-interval", EVERY, {"value": "DURATION"})
        for event in _events(member, at=at):
            calendar.add_component(event)
        return bytes(calendar.to_ical())


def _events(member: Any, *, at: datetime) -> Iterable[Event]:
    for turn in own_turns(member.party)[:SHOWN]:
        event = _event(turn, _("あなたの番"), at=at)
        event.add_component(_alarm(str(event["summary"])))
        yield event
    for turn in others_turns(member.party, SHOWN):
        yield _event(turn, _("相手の番"), at=at)


def _event(turn: Any, side: str, *, at: datetime) -> Event:
    limit = turn.until.astimezone(UTC)
    event = Event()
    event.add("uid", f"{turn.pk}@{urlsplit(settings.SITE_URL).hostname}")
    event.add("dtstamp", at)
    event.add("dtstart", max(limit - LASTS, turn.since.astimezone(UTC)))
    event.add("dtend", limit)
    event.add("summary", f"{side}: {called(turn.kind, 'turn')} - {turn.title}")
    event.add("description", str(called(turn.kind, "limit")))
    event.add("url", settings.SITE_URL + address_of(turn.page))
    return event


def _alarm(words: str) -> Alarm:
    """A reminder a day before."""
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", words)
    alarm.add("trigger", REMINDS)
    return alarm
