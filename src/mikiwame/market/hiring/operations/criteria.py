"""A member's own criteria: what she looks for, kept under a name. Nobody else's business, so no facts."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from mikiwame.core.errors import Refused, require
from mikiwame.core.fields import lock
from mikiwame.core.ids import id_of
from mikiwame.core.operation import operation
from mikiwame.core.texts import clean, written
from mikiwame.market.hiring import rules
from mikiwame.market.hiring.listing import TEXT_MOST, Filters
from mikiwame.market.hiring.models import CRITERIA_MOST, Category, Criteria
from mikiwame.market.history.models import Fact
from mikiwame.market.members.models import Member

NAME_MOST = 40


@operation
def save(filters: Filters, *, name: str, by: Member, at: datetime) -> Criteria:
    """A member keeps what she looks for.

    Raises Refused: criteria_empty, criteria_full, criteria_name_taken, text_missing, text_too_long,
    text_unreadable, choice_unknown.
    """
    member = lock(by)
    taken = set(Criteria.objects.filter(member=member).values_list("number", flat=True))
    values = {"name": _named(name), "saved_at": at, **_columns(filters)}
    require(rules.asks_something(filters) and rules.has_room(taken))
    require(rules.name_is_free(member, values["name"]))

    number = next(number for number in range(1, CRITERIA_MOST + 1) if number not in taken)
    return Criteria.objects.create(member=member, number=number, **values)


@operation
def change(criteria: Criteria, filters: Filters, *, name: str, by: Member, at: datetime) -> Criteria:
    """She gives them another name, or looks for something else; raises Refused as ``save``."""
    criteria = lock(criteria)
    values = {"name": _named(name), "saved_at": at, **_columns(filters)}
    require(rules.keeps(by, criteria) and rules.asks_something(filters))
    require(rules.name_is_free(by, values["name"], but=criteria))

    for column, value in values.items():
        setattr(criteria, column, value)
    criteria.save(update_fields=list(values))
    return criteria


@operation
def begin_with(criteria: Criteria, *, by: Member, at: datetime) -> Criteria:  # noqa: ARG001
    """The list begins with these from now on, and no longer with others."""
    lock(by)
    criteria = lock(criteria)
    require(rules.keeps(by, criteria))

    Criteria.objects.filter(member=by, is_default=True).update(is_default=False)
    criteria.is_default = True
    criteria.save(update_fields=["is_default"])
    return criteria


@operation
def begin_plain(criteria: Criteria, *, by: Member, at: datetime) -> Criteria:  # noqa: ARG001
    """The list begins without these again."""
    criteria = lock(criteria)
    require(rules.keeps(by, criteria))

    criteria.is_default = False
    criteria.save(update_fields=["is_default"])
    return criteria


@operation
def remove(criteria: Criteria, *, by: Member) -> None:
    """She needs them no more."""
    criteria = lock(criteria)
    require(rules.keeps(by, criteria))

    criteria.delete()


@operation
def take_in(fact: Fact) -> None:
    """Consume a fact: what somebody looked for who has left goes too."""
    Criteria.objects.filter(member__party=id_of(fact.subject)).delete()


def _named(name: str) -> str:
    return " ".join(written(name, most=NAME_MOST, field="name").split())


def _columns(filters: Filters) -> dict[str, Any]:
    """The columns, as far as they can be checked without a form."""
    if filters.category and not Category.objects.filter(pk=filters.category).exists():
        raise Refused("choice_unknown", field="category")
    return asdict(filters) | {"text": clean(filters.text, most=TEXT_MOST, field="text")}
