"""A client writes a contest: what is wanted, what is paid, until when."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from mikiwame.core.errors import ALLOWED, Refused, require
from mikiwame.core.fields import lock
from mikiwame.core.operation import operation
from mikiwame.core.terms import Format
from mikiwame.core.texts import clean
from mikiwame.market.contests import rules
from mikiwame.market.contests.models import Contest, Prize
from mikiwame.market.contests.states import Asks
from mikiwame.market.hiring.operations import owned
from mikiwame.market.members.models import Member, Party

_OF_POSTING = frozenset({"title", "body", "category"})
_OWN = frozenset({"wanted", "asks", "closes_on", "hidden", *rules.LIMITS})


@operation
def draft(client: Party, *, by: Member, at: datetime, values: Mapping[str, Any] | None = None) -> Contest:
    """A client begins a contest, with ``values`` as ``save`` takes them; nobody else sees it.

    It has the identifier of its posting, so that whoever knows one finds the other.
    """
    require(rules.may_begin(by, client))

    posting = owned.draft(client, Format.CONTEST, by=by, at=at)
    contest = Contest(
        id=posting.pk, posting=posting, client=client, state_since=at, created_at=at, saved_at=at
    )
    contest.save(force_insert=True)
    return save(contest, values, by=by, at=at) if values else contest


@operation
def save(contest: Contest, values: Mapping[str, Any], *, by: Member, at: datetime) -> Contest:
    """Write down what is there so far; incomplete is fine, impossible is refused with its field.

    ``values``: title, body and category (its slug) of the posting; wanted, asks, prizes (yen, the first one
    first), closes_on, decide_days, entries_each, hidden, participation (yen) and participants_most.
    """
    contest = lock(contest)
    require(rules.may_write(by, contest))

    of_posting = {name: value for name, value in values.items() if name in _OF_POSTING}
    if of_posting:
        contest.posting = owned.save(contest.posting, of_posting, by=by, at=at)
    for name in _OWN & values.keys():
        setattr(contest, name, _fitting(name, values[name], at))
    if "prizes" in values:
        _write_prizes(contest, values["prizes"])
    if not contest.participation or not contest.participants_most:
        contest.participation = contest.participants_most = 0
    contest.saved_at = at
    contest.save()
    return contest


@operation
def discard(contest: Contest, *, by: Member) -> None:
    """The draft goes, with its posting."""
    contest = lock(contest)
    require(rules.may_write(by, contest))

    posting = contest.posting
    contest.delete()
    owned.discard(posting, by=by)


@operation
def copy(contest: Contest, *, by: Member, at: datetime) -> Contest:
    """The same again as a draft; the last day is to be chosen anew."""
    require(rules.is_client(by, contest))

    posting = contest.posting
    values = {name: getattr(contest, name) for name in _OWN - {"closes_on"}} | {
        "title": posting.title,
        "body": posting.body,
        "category": posting.category_id,
        "prizes": list(contest.prizes.values_list("amount", flat=True)),
    }
    return draft(contest.client, by=by, at=at, values=values)


def _fitting(name: str, value: Any, at: datetime) -> Any:
    """The value as its column takes it."""
    match name:
        case "wanted":
            return clean(value or "", most=rules.WANTED_MOST, field=name)
        case "asks":
            if value not in set(map(str, Asks)):
                raise Refused("choice_unknown", field=name)
        case "closes_on":
            require(rules.closes_in_time(value, at) if value is not None else ALLOWED)
        case "hidden":
            return bool(value)
        case _:
            require(rules.within_limits(name, value))
    return value


def _write_prizes(contest: Contest, amounts: Sequence[int]) -> None:
    """What the winners get, numbered in the given order."""
    require(rules.are_prizes(amounts))
    contest.prizes.all().delete()
    Prize.objects.bulk_create(
        Prize(contest=contest, number=number, amount=amount) for number, amount in enumerate(amounts, start=1)
    )
