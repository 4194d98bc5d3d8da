"""``{% load tasks %}``: how long an answer takes, and what an hour comes to beside the minimum wage."""

from collections.abc import Sequence
from datetime import datetime

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mikiwame.core.clock import day_in_tokyo
from mikiwame.discernment.rates import wages
from mikiwame.discernment.rates.relation import Relation
from mikiwame.discernment.rates.wages import MinimumWage
from mikiwame.market.taskwork.form import Question, Questions, fill
from mikiwame.market.taskwork.states import FieldKind
from mikiwame.web.tasks_form import Asked

register = template.Library()

A_MINUTE, AN_HOUR = 60, 3_600


@register.filter
def lasting(seconds: int) -> str:
    """``約4秒``, ``約40秒``, ``約3分``, ``約1時間20分``: to ten seconds from ten on, then to a minute."""
    if seconds < A_MINUTE - 5:
        shown = max(seconds, 1) if seconds < 10 else round(seconds / 10) * 10
        return ngettext("約%(number)s秒", "約%(number)s秒", shown) % {"number": shown}
    minutes = round(seconds / A_MINUTE)
    if minutes < A_MINUTE:
        return ngettext("約%(number)s分", "約%(number)s分", minutes) % {"number": minutes}
    return _("約%(hours)s時間%(minutes)s分") % {"hours": minutes // 60, "minutes": minutes % 60}


@register.filter
def failing(asked: Sequence[Asked]) -> list[Asked]:
    """The questions with which something is wrong."""
    return [one for one in asked if one.error]


@register.filter
def unfilled(label: str) -> str:
    """``{{text}}の気持ちは`` of all units at once is ``〈text〉の気持ちは``."""
    named = Questions(0, (Question("", FieldKind.SHOW_TEXT, label),)).placeholders()
    return fill(label, {name: f"〈{name}〉" for name in named})


@register.filter
def grouped(number: int) -> str:
    """``3,000,000``: tasks come in large numbers."""
    return f"{number:,}"


@register.simple_tag
def minimum_wage(at: datetime) -> MinimumWage | None:
    """The country's weighted average on a day; a reader's prefecture is nobody's business here."""
    return wages.minimum_wage(on=day_in_tokyo(at))


@register.filter
def beside(hourly: int, wage: MinimumWage) -> Relation:
    """How yen an hour stand to it."""
    return wages.wage_relation(hourly, hourly, wage)
