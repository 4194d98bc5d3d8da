"""A member's own criteria on pages: as chips above the list, and as lines of what they ask."""

from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from mikiwame.market.hiring import queries as hiring
from mikiwame.market.hiring.listing import THREE_CHECKS, Filters, Sort

from .acting import reader_of
from .forms.filters import FiltersForm, address_of, said


@dataclass(frozen=True)
class Choice:
    """A way to begin the list: its words, its address, and whether it is what the list shows now."""

    label: str
    address: str
    is_here: bool


@dataclass(frozen=True)
class Shelf:
    """What stands above the list: the choices, and whether what is shown now could be kept."""

    choices: list[Choice]
    savable: bool
    saved: list[Any]


@dataclass(frozen=True)
class Own:
    """Criteria of the member's own, with what they ask in words."""

    criteria: Any
    asked: list[str]
    address: str


def shelf(request: HttpRequest, filters: Filters) -> Shelf:
    """The member's own criteria as choices above the list, and the three checks for everybody."""
    reader = reader_of(request)
    saved = hiring.criteria_of(reader) if reader else []
    here = unordered(filters)
    kept = [unordered(one.filters) for one in saved]
    choices = [Choice(_("すべて"), address_of(Filters()), here == Filters())]
    if THREE_CHECKS not in kept:
        choices.append(Choice(_("3つの確認"), address_of(THREE_CHECKS), here == THREE_CHECKS))
    for one, asked in zip(saved, kept, strict=True):
        choices.append(Choice(one.name, address_of(one.filters), here == asked))
    return Shelf(choices, savable=here not in (Filters(), *kept), saved=saved)


def beginning(shown: Shelf) -> str | None:
    """The address with which the member's list begins, if she chose one."""
    return next((address_of(one.filters) for one in shown.saved if one.is_default), None)


def owned(kept: list[Any]) -> list[Own]:
    """All of hers, in words."""
    form = FiltersForm()  # its categories are asked for once
    return [Own(one, list(said(form, one.filters).values()), address_of(one.filters)) for one in kept]


def unordered(filters: Filters) -> Filters:
    """What is asked, in whatever order it is shown."""
    return replace(filters, sort=Sort.NEWEST)
