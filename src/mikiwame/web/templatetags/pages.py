"""What every template can say without loading anything.

``{% page_of turn.page %}`` the address of a thing's page · ``{% icon "bell" %}`` · ``{{ 12000|yen }}``
``{{ 1000|percent }}`` · ``{{ contract.state|called:"contract" }}`` · ``{{ at|moment }}`` ``{{ due|day }}``
``{{ until|limit }}`` ``{{ until|left:at }}`` · ``{{ 450|duration }}`` ``{{ 540|time_of_day }}`` ·
``{{ terms|listed:"term" }}``
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import cache

from django import template
from django.utils.translation import gettext as _
from lucide.templatetags.lucide import lucide

from mikiwame.web.pages import address_of
from mikiwame.wording.formats import day, duration, left, limit, moment, percent, spell, time_of_day, yen
from mikiwame.wording.words import called

register = template.Library()
register.simple_tag(address_of, name="page_of")
register.filter("called", called)


@register.filter
def kind(key: str) -> str:
    """The kind of thing that a key names: ``offer`` of ``offer:0192…``."""
    return key.partition(":")[0]


@register.filter
def listed(words: Iterable[str], kind: str) -> str:
    """Several words, as readers call them, one after the other."""
    return _("、").join(str(called(word, kind)) for word in words)


@register.simple_tag
@cache
def icon(name: str, size: int = 20) -> str:
    """A drawing beside words, which says nothing to a screen reader."""
    return lucide(
        name, size=size, stroke_width=1.75, aria_hidden="true", focusable="false", **{"class": "icon"}
    )


for said in (yen, percent, day, moment, limit, left, duration, spell, time_of_day):
    register.filter(said.__name__, said)


@register.filter
def stars(number: int) -> str:
    """Three of five: ``★★★☆☆``."""
    return "★" * number + "☆" * (5 - number)


@register.filter
def is_pressing(until: datetime, at: datetime) -> bool:
    """Whether less than a day is left."""
    return until - at < timedelta(days=1)
