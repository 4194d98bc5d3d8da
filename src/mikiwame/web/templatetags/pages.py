"""What every template can say without loading anything.

``{% page_of turn.page %}`` the address of a thing's page · ``{% icon "bell" %}`` · ``{{ 12000|yen }}``
``{{ 1000|percent }}`` · ``{{ contract.state|called:"contract" }}`` · ``{{ at|moment }}`` ``{{ due|day }}``
``{{ until|limit }}`` ``{{ until|left:at }}`` · ``{{ 450|duration }}`` ``{{ 540|clock_time }}`` ·
``{{ terms|listed:"term" }}``
"""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from lucide.templatetags.lucide import lucide

from mikiwame.market.contracts.hours import clock_time
from mikiwame.web.pages import address_of
from mikiwame.web.words import called

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


WEEKDAYS = "月火水木金土日"


@register.simple_tag
@cache
def icon(name: str, size: int = 20) -> str:
    """A drawing beside words, which says nothing to a screen reader."""
    return lucide(
        name, size=size, stroke_width=1.75, aria_hidden="true", focusable="false", **{"class": "icon"}
    )


@register.filter
def yen(amount: float | None) -> str:
    """``12,000円``; in English ``¥12,000``."""
    if amount is None:
        return ""
    return f"{amount:,}円" if in_japanese() else f"{'-' if amount < 0 else ''}¥{abs(amount):,}"


@register.filter
def percent(basis_points: int) -> str:
    """``10%``, ``7.5%``."""
    return f"{basis_points / 100:g}%"


@register.filter
def day(value: date | datetime | None) -> str | SafeString:
    """A day in the reader's zone, with the year unless it is this one: ``11月2日(月)``."""
    if value is None:
        return ""
    local = timezone.localtime(value).date() if isinstance(value, datetime) else value
    return format_html('<time datetime="{}">{}</time>', local.isoformat(), day_in_words(local))


@register.filter
def moment(value: datetime | None) -> str | SafeString:
    """A moment in the reader's zone: ``11月2日(月) 9:00``."""
    if value is None:
        return ""
    local = timezone.localtime(value)
    written = f"{day_in_words(local.date())} {local.hour}:{local.minute:02}"
    return format_html('<time datetime="{}">{}</time>', local.isoformat(timespec="minutes"), written)


@register.filter
def limit(value: datetime | None) -> str | SafeString:
    """A moment until which something can be done; midnight ends the day before it: ``11月1日(日) 24:00``."""
    local = value and timezone.localtime(value)
    if local is None or local.timetz().replace(tzinfo=None) != time.min:
        return moment(value)
    written = f"{day_in_words(local.date() - timedelta(days=1))} 24:00"
    return format_html('<time datetime="{}">{}</time>', local.isoformat(timespec="minutes"), written)


@register.filter
def left(until: datetime, at: datetime) -> str:
    """How long it is until then, rounded down to the unit that matters: ``あと3日``."""
    rest = until - at
    if rest <= timedelta(0):
        return _("期限を過ぎました")
    if rest >= timedelta(days=1):
        return ngettext("あと%(number)s日", "あと%(number)s日", rest.days) % {"number": rest.days}
    hours, minutes = rest.seconds // 3600, max(rest.seconds // 60, 1)
    if hours:
        return ngettext("あと%(number)s時間", "あと%(number)s時間", hours) % {"number": hours}
    return ngettext("あと%(number)s分", "あと%(number)s分", minutes) % {"number": minutes}


@register.filter
def duration(minutes: int) -> str:
    """How long something took: ``7時間30分``, ``45分``, ``0分``."""
    hours, rest = divmod(minutes, 60)
    words = [ngettext("%(number)s時間", "%(number)s時間", hours) % {"number": hours}] if hours else []
    if rest or not hours:
        words.append(ngettext("%(number)s分", "%(number)s分", rest) % {"number": rest})
    return _("%(hours)s%(minutes)s") % {"hours": words[0], "minutes": words[1]} if words[1:] else words[0]


register.filter("clock_time", clock_time)


@register.filter
def spell(worked: Any) -> str:
    """An entry of hours: ``11月20日(金) 09:00–12:00（3時間） 商品ページ3件``."""
    return _("%(day)s %(begins)s–%(ends)s（%(time)s） %(note)s") % {
        "day": day_in_words(worked.day),
        "begins": clock_time(worked.begins),
        "ends": clock_time(worked.ends),
        "time": duration(worked.minutes),
        "note": worked.note,
    }


@register.filter
def stars(number: int) -> str:
    """Three of five: ``★★★☆☆``."""
    return "★" * number + "☆" * (5 - number)


@register.filter
def is_pressing(until: datetime, at: datetime) -> bool:
    """Whether less than a day is left."""
    return until - at < timedelta(days=1)


def day_in_words(value: date) -> str:
    """The day as people write it in the reader's language."""
    this_year = value.year == timezone.localdate().year
    if in_japanese():
        short = f"{value.month}月{value.day}日({WEEKDAYS[value.weekday()]})"
        return short if this_year else f"{value.year}年{short}"
    return f"{value:%a} {value.day} {value:%b}" if this_year else f"{value.day} {value:%b} {value.year}"


def in_japanese() -> bool:
    """Whether the reader reads Japanese."""
    return (get_language() or "ja").startswith("ja")
