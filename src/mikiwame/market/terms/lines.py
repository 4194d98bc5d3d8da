"""The lines of a terms sheet as values: how two versions differ, and which change is worse for the worker.

Pure: no database, no Django.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from mikiwame.core.terms import Term
from mikiwame.discernment.postings.changes import lengthens, quickens

WAY_OUT = frozenset({Term.SCOPE, Term.DELIVERABLE, Term.REWARD, Term.START, Term.PACE, Term.DURATION})
"""Start, pace, reward, scope (what is delivered is scope too) and duration: whoever makes them worse after
hiring sets the worker free to go."""


@dataclass(frozen=True)
class Part:
    """One part of the work with its own money; due on a day, where one is agreed."""

    number: int
    title: str
    amount: int
    due: date | None


@dataclass(frozen=True)
class Reward:
    """Yen, tax included, per whole, piece or hour; up to ``most`` in a range; the titled shares of parts."""

    amount: int
    most: int | None = None
    quantity: int | None = None
    currency: str = "JPY"
    shares: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class Deadline:
    """The day by which the work is due; with parts, the day of each, the last one last."""

    days: tuple[date, ...]


@dataclass(frozen=True)
class Start:
    """A date, or a condition with the day past which the worker may leave without fault."""

    day: date | None
    condition: str = ""
    latest: date | None = None

    @property
    def by(self) -> date | None:
        """The day by which the work has started at the latest."""
        return self.latest or self.day


@dataclass(frozen=True)
class Inspection:
    """Days after which silence accepts, and how often changes may be asked for."""

    days: int
    rounds: int


Line = str | int | Reward | Deadline | Start | Inspection
Lines = Mapping[Term, Line]


@dataclass(frozen=True)
class Change:
    """One line that two versions word differently; None stands for a line that is not there.

    ``worsens_for_worker`` is None where only she can judge.
    """

    term: Term
    old: Line | None
    new: Line | None
    worsens_for_worker: bool | None


def compare(old: Lines, new: Lines) -> list[Change]:
    """The lines that differ, in the sheet's order."""
    same_basis = old.get(Term.REWARD_BASIS) == new.get(Term.REWARD_BASIS)
    changes = []
    for term in Term:
        before, after = old.get(term), new.get(term)
        if before != after:
            comparable = same_basis or term != Term.REWARD
            worse = _worsens(term, before, after) if comparable else None
            changes.append(Change(term, before, after, worse))
    return changes


def worse(changes: Iterable[Change]) -> list[Term]:
    """The terms of ``WAY_OUT`` that become worse for the worker."""
    return [change.term for change in changes if change.worsens_for_worker and change.term in WAY_OUT]


def untold(changes: Iterable[Change]) -> list[Term]:
    """The terms of ``WAY_OUT`` of which only the worker can say whether they become worse."""
    changed = (change for change in changes if change.term in WAY_OUT)
    return [change.term for change in changed if change.worsens_for_worker is None]


def fingerprint(lines: Lines) -> bytes:
    """SHA-256 of the lines in canonical form: JSON, keys sorted, dates in ISO 8601, UTF-8, no blanks."""
    values = {
        str(term): line if isinstance(line, str | int) else asdict(line) for term, line in lines.items()
    }
    canonical = json.dumps(
        values, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=date.isoformat
    )
    return hashlib.sha256(canonical.encode()).digest()


def _worsens(term: Term, old: Line | None, new: Line | None) -> bool | None:
    if term not in _JUDGES or new is None:
        return None
    if old is None:
        # A deadline or a pace where none was binds her more; other lines that appear are hers to judge.
        return True if term in (Term.DEADLINE, Term.PACE) else None
    return _JUDGES[term](old, new)


def _reward(old: Reward, new: Reward) -> bool | None:
    if new.currency != old.currency:
        return None
    if new.amount < old.amount:
        return True
    # Another quantity changes the work along with the money, other shares only when the money comes.
    lower_top = new.most is not None and old.most is not None and new.most < old.most
    return None if lower_top or (new.quantity, new.shares) != (old.quantity, old.shares) else False


def _deadline(old: Deadline, new: Deadline) -> bool | None:
    if len(old.days) == len(new.days):
        return any(after < before for before, after in zip(old.days, new.days, strict=True))
    return True if new.days[-1] < old.days[-1] else None


def _start(old: Start, new: Start) -> bool | None:
    # Later means waiting without work; whether earlier suits her, she alone knows.
    return True if old.by and new.by and new.by > old.by else None


def _inspection(old: Inspection, new: Inspection) -> bool:
    return new.days > old.days or new.rounds > old.rounds


def _payment(old: int, new: int) -> bool:
    return new > old


def _duration(old: str, new: str) -> bool | None:
    # Longer binds her more; whether shorter suits her, who may live on it, she alone knows.
    return True if lengthens(old, new) else None


_JUDGES: dict[Term, Callable[[Any, Any], bool | None]] = {
    Term.REWARD: _reward,
    Term.DEADLINE: _deadline,
    Term.START: _start,
    Term.INSPECTION: _inspection,
    Term.PAYMENT: _payment,
    Term.PACE: quickens,
    Term.DURATION: _duration,
}
"""The lines whose change can be judged by their values, or by the numbers in them; other texts are the
reader's to judge."""
