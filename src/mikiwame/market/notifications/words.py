"""A notification in the reader's words: its template, filled with the fact's values."""

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, get_type_hints

from django.template import Context, Engine

from mikiwame.core.ids import id_of
from mikiwame.market.history.events import kinds
from mikiwame.market.members.models import Party

from .audience import CLIENT, WORKER
from .models import Notification

_OTHER = {CLIENT: WORKER, WORKER: CLIENT}


@dataclass(frozen=True)
class Words:
    """What a reader is told: in one line, and what it means for her."""

    headline: str
    body: str


def worded(notifications: Iterable[Notification]) -> list[Notification]:
    """The same notifications, each with its ``words`` in the language of the moment; one statement."""
    listed = list(notifications)
    others = {notification.pk: _other_side(notification) for notification in listed}
    parties = Party.objects.in_bulk([id_of(key) for key in others.values() if key])
    for notification in listed:
        key = others[notification.pk]
        other = parties.get(id_of(key)) if key else None
        notification.words = in_words(notification, other=named(other) if other else "")
    return listed


def named(party: Party) -> str:
    """What a party is called where there are letters alone; who runs the house is shown to, as by its tag."""
    if not party.is_operator:
        return party.display_name
    template = Engine.get_default().get_template("notices/operator.txt")
    return template.render(Context({"name": party.display_name}, autoescape=False)).strip()


def in_words(notification: Notification, *, other: str) -> Words:
    """Its words in the language and time zone of the moment; ``other`` is the other side's name."""
    template = Engine.get_default().get_template(f"notices/{notification.kind.replace('.', '/')}.txt")
    values = values_of(notification.kind, notification.data)
    text = template.render(Context(values | {"side": notification.side, "other": other}, autoescape=False))
    headline, _, body = text.strip().partition("\n")
    return Words(" ".join(headline.split()), body.strip())


def values_of(kind: str, data: dict[str, Any]) -> dict[str, Any]:
    """A fact's values as they were before they became JSON: its moments and days."""
    event = kinds()[kind]
    types = get_type_hints(event)
    return {
        field.name: _read(types[field.name], data[field.name])
        for field in dataclasses.fields(event)
        if field.name in data
    }


def _read(kind: Any, value: Any) -> Any:
    if kind is datetime:
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if kind is date else value


def _other_side(notification: Notification) -> str | None:
    other = _OTHER.get(notification.side)
    return notification.data.get(other) if other else None
