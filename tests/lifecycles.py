"""Every operation in every state by everybody: what is tried is undone, what was allowed is compared."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial

from django.db import transaction

from mikiwame.core.errors import Refused
from mikiwame.core.lifecycle import Lifecycle
from mikiwame.market.members.models import Member


class Undone(Exception):
    """It was allowed; everything goes back to how it was."""


def happens(act: Callable[[], object]) -> bool:
    """Whether it is allowed; nothing is changed. What returns nothing done (0) isn't done."""
    try:
        with transaction.atomic():
            if act() != 0:
                raise Undone
    except Undone:
        return True
    except Refused:
        return False
    return False


def movers(lifecycle: Lifecycle, operation: str, state: str | None = None) -> set[str]:
    """Who performs an operation, in that state or at all."""
    found = (move for move in lifecycle.moves if move.operation == operation)
    return {move.by for move in found if state in {None, move.source}}


def allowed(
    people: Mapping[str, Member], act: Callable[[str, Member], object], names: Iterable[str]
) -> Iterator[tuple[str, str]]:
    """Who may do what: each tried, each undone."""
    for name in names:
        for title, by in people.items():
            if happens(partial(act, name, by)):
                yield name, title


def wanted(
    lifecycle: Lifecycle, state: str, names: Iterable[str], people: Iterable[str]
) -> set[tuple[str, str]]:
    """What the lifecycle says."""
    return {(name, who) for name in names for who in people if who in movers(lifecycle, name, state)}
