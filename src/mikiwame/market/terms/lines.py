"""The lines of a terms sheet as values: how two versions differ, and which change is worse for the worker.

Pure: no database, no Django.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from mikiwame.core.schedules import OnHoliday, Repeat, Schedule
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


@dataclass(frozen=True)
class Payment:
    """Days from receipt, and what is owed for having waited where the client never pays in."""

    days: int
    standby_fee: int


@dataclass(frozen=True)
class Pace:
    """How often something is due in work that goes on, and what was written beside it."""

    schedule: Schedule
    words: str = ""


@dataclass(frozen=True)
class WeeklyHours:
    """Work by the hour: so many hours a week at most, and what was written beside it."""

    most: int
    words: str = ""


@dataclass(frozen=True)
class Duration:
    """For how many months work goes on, and whether for as long again; open ended without any."""

    months: int | None
    renews: bool = False
    words: str = ""


@dataclass(frozen=True)
class TrialHours:
    """A trial: so many hours of work at most."""

    most: int


@dataclass(frozen=True)
class RightsIfHired:
    """Of a trial's work: the rights pass, as the words say, only when its client hires the worker."""

    words: str = ""


Line = (
    str
    | int
    | Reward
    | Deadline
    | Start
    | Inspection
    | Payment
    | Pace
    | WeeklyHours
    | Duration
    | TrialHours
    | RightsIfHired
)
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


def of_other_work(changes: Iterable[Change]) -> list[Change]:
    """The changes between two pieces of work: that its days are other ones is neither better nor worse."""
    dated = (Term.START, Term.DEADLINE)
    return [
        replace(change, worsens_for_worker=None) if change.term in dated else change for change in changes
    ]


def of_a_piece(changes: Iterable[Change]) -> list[Change]:
    """The changes between work and a small piece of it: none of them is better or worse."""
    return [replace(change, worsens_for_worker=None) for change in changes]


def worse(changes: Iterable[Change]) -> list[Term]:
    """The terms of ``WAY_OUT`` that become worse for the worker."""
    return [change.term for change in changes if change.worsens_for_worker and change.term in WAY_OUT]


def against(changes: Iterable[Change]) -> list[Term]:
    """All terms that become worse for the worker, also those over which she can't leave."""
    return [change.term for change in changes if change.worsens_for_worker]


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


def _payment(old: int | Payment, new: int | Payment) -> bool:
    before, after = _promise(old), _promise(new)
    return after.days > before.days or after.standby_fee < before.standby_fee


def _promise(line: int | Payment) -> Payment:
    return line if isinstance(line, Payment) else Payment(line, standby_fee=0)


def _pace(old: Line, new: Line) -> bool | None:
    # More often binds her more; less often earns her less, for each delivery is paid alike: she judges.
    if isinstance(old, str) and isinstance(new, str):
        return quickens(old, new)
    if isinstance(old, WeeklyHours) and isinstance(new, WeeklyHours):
        # Hours are a limit, no duty: fewer are less work to count on, of more she judges.
        return True if new.most < old.most else None
    if not (isinstance(old, Pace) and isinstance(new, Pace)):
        return None
    stricter = old.schedule.on_holiday == OnHoliday.SKIPPED != new.schedule.on_holiday
    same = replace(old.schedule, on_holiday=new.schedule.on_holiday) == new.schedule
    return True if often(new.schedule) > often(old.schedule) or (same and stricter) else None


def _duration(old: Line, new: Line) -> bool | None:
    # Longer binds her more; whether shorter suits her, who may live on it, she alone knows. Work that goes on
    # binds her only as far as it is paid ahead: there a shorter time is less work to count on.
    if isinstance(old, str) and isinstance(new, str):
        return True if lengthens(old, new) else None
    if isinstance(old, TrialHours) and isinstance(new, TrialHours):
        return new.most > old.most
    if not (isinstance(old, Duration) and isinstance(new, Duration)):
        return None
    shorter = new.months is not None and (old.months is None or new.months < old.months)
    return True if shorter or (old.renews and not new.renews and new.months is not None) else None


def often(schedule: Schedule) -> float:
    """How many deliveries a week has on average, holidays aside."""
    match schedule.repeat:
        case Repeat.DAILY:
            return 7
        case Repeat.WEEKDAYS:
            return len(schedule.weekdays)
        case Repeat.TIMES_A_WEEK:
            return schedule.times_a_week or 0
        case Repeat.MONTHLY:
            return 12 / 52
        case Repeat.HOURS:
            return 1


_JUDGES: dict[Term, Callable[[Any, Any], bool | None]] = {
    Term.REWARD: _reward,
    Term.DEADLINE: _deadline,
    Term.START: _start,
    Term.INSPECTION: _inspection,
    Term.PAYMENT: _payment,
    Term.PACE: _pace,
    Term.DURATION: _duration,
}
"""The lines whose change can be judged by their values, or by the numbers in them; other texts are the
reader's to judge."""
