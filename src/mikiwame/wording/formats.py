"""Money, days, times and how long something took, as people write them in the reader's language."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from mikiwame.core import clock

WEEKDAYS = "月火水木金土日"


def yen(amount: float | None) -> str:
    """``12,000円``; in English ``¥12,000``."""
    if amount is None:
        return ""
    return f"{amount:,}円" if in_japanese() else f"{'-' if amount < 0 else ''}¥{abs(amount):,}"


def percent(basis_points: int) -> str:
    """``10%``, ``7.5%``."""
    return f"{basis_points / 100:g}%"


def day(value: date | datetime | None) -> str | SafeString:
    """A day in the reader's zone, with the year unless it is this one: ``11月2日(月)``."""
    if value is None:
        return ""
    local = timezone.localtime(value).date() if isinstance(value, datetime) else value
    return format_html('<time datetime="{}">{}</time>', local.isoformat(), day_in_words(local))


def moment(value: datetime | None) -> str | SafeString:
    """A moment in the reader's zone: ``11月2日(月) 9:00``."""
    if value is None:
        return ""
    local = timezone.localtime(value)
    written = f"{day_in_words(local.date())} {time_of_day(local.hour * 60 + local.minute)}"
    return format_html('<time datetime="{}">{}</time>', local.isoformat(timespec="minutes"), written)


def limit(value: datetime | None) -> str | SafeString:
    """A moment until which something can be done; midnight ends the day before it: ``11月1日(日) 24:00``."""
    local = value and timezone.localtime(value)
    if local is None or local.timetz().replace(tzinfo=None) != time.min:
        return moment(value)
    written = f"{day_in_words(local.date() - timedelta(days=1))} 24:00"
    return format_html('<time datetime="{}">{}</time>', local.isoformat(timespec="minutes"), written)


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


def duration(minutes: int) -> str:
    """How long something took: ``7時間30分``, ``45分``, ``0分``."""
    hours, rest = divmod(minutes, 60)
    words = [ngettext("%(number)s時間", "%(number)s時間", hours) % {"number": hours}] if hours else []
    if rest or not hours:
        words.append(ngettext("%(number)s分", "%(number)s分", rest) % {"number": rest})
    return _("%(hours)s%(minutes)s") % {"hours": words[0], "minutes": words[1]} if words[1:] else words[0]


def time_of_day(minute: int) -> str:
    """A minute of the day, as all pages write it: ``9:05``, ``24:00``."""
    return f"{minute // 60}:{minute % 60:02}"


def spell(worked: Any) -> str:
    """An entry of hours: ``11月20日(金) 9:00–12:00（3時間） 商品ページ3件``."""
    return _("%(day)s %(begins)s–%(ends)s（%(time)s） %(note)s") % {
        "day": day_in_words(worked.day),
        "begins": time_of_day(worked.begins),
        "ends": time_of_day(worked.ends),
        "time": duration(worked.minutes),
        "note": worked.note,
    }


def day_in_words(value: date) -> str:
    """The day as people write it in the reader's language."""
    this_year = value.year == timezone.localdate(clock.now()).year
    if in_japanese():
        short = f"{value.month}月{value.day}日({WEEKDAYS[value.weekday()]})"
        return short if this_year else f"{value.year}年{short}"
    return f"{value:%a} {value.day} {value:%b}" if this_year else f"{value.day} {value:%b} {value.year}"


def in_japanese() -> bool:
    """Whether the reader reads Japanese."""
    return (get_language() or "ja").startswith("ja")
