"""The start lamp: may the worker work now? Pure, so that every surface shows the same light."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from .states import CONTRACT, HELD, WITH_WORKER, Course, Lamp, LampReason, MilestoneState

_NOT_HERS = {
    MilestoneState.UNFUNDED: (Lamp.RED, LampReason.UNFUNDED),
    MilestoneState.DELIVERED: (Lamp.OFF, LampReason.INSPECTION),
    MilestoneState.DISPUTED: (Lamp.OFF, LampReason.DISPUTE),
}


@dataclass(frozen=True)
class LampFacts:
    """What the lamp looks at: the contract, its milestones in order, and from which day work may begin.

    ``course``: whether they come one after another, or by a schedule, side by side.
    """

    contract: str
    milestones: Sequence[str]
    starts_on: date | None
    course: Course = Course.PARTS


@dataclass(frozen=True)
class Light:
    """What the lamp shows, and why."""

    lamp: Lamp
    reason: LampReason

    @property
    def is_green(self) -> bool:
        """Whether work may be done and handed over."""
        return self.lamp == Lamp.GREEN


def lamp(facts: LampFacts, *, today: date) -> Light:
    """The light of a contract on a day in Japan.

    Parts are worked on one after another, so the first one that is still open decides. Deliveries of work
    that goes on are inspected while the next is due: any that is hers decides, before any that lacks money.

    >>> lamp(LampFacts("running", ["accepted", "funded"], date(2026, 11, 2)), today=date(2026, 11, 2)).lamp
    <Lamp.GREEN: 'green'>
    """
    state = _CURRENT[facts.course](facts.milestones)
    if facts.contract in CONTRACT.final or state is None:
        return Light(Lamp.OFF, LampReason.OVER)
    if state not in WITH_WORKER:
        return Light(*_NOT_HERS[state])
    if facts.starts_on is None:
        return Light(Lamp.AMBER, LampReason.CONDITION_UNMET)
    if today < facts.starts_on:
        return Light(Lamp.AMBER, LampReason.BEFORE_START)
    changes = state == MilestoneState.CHANGES_REQUESTED
    return Light(Lamp.GREEN, LampReason.CHANGES if changes else LampReason.WORK)


@dataclass(frozen=True)
class Week:
    """A week by the hour: the state of its sheet, its first and its last day."""

    state: str
    first: date
    last: date


@dataclass(frozen=True)
class HourFacts:
    """What the lamp looks at in work by the hour: the contract, and its weeks that are still open.

    ``off``: the days on which by agreement nothing is done.
    ``broken_off``: whether work was ended at once, so that hours are still written down, but not worked.
    """

    contract: str
    weeks: Sequence[Week]
    starts_on: date | None
    off: Collection[date] = ()
    broken_off: bool = False


def by_the_hour(facts: HourFacts, *, today: date) -> Light:
    """The light of work by the hour: green on the days of a week whose money is held, but for those off.

    >>> week = Week("funded", date(2026, 11, 2), date(2026, 11, 8))
    >>> by_the_hour(HourFacts("running", [week], week.first), today=date(2026, 11, 9)).reason
    <LampReason.HAND_IN: 'hand_in'>
    """
    if facts.contract in CONTRACT.final or not facts.weeks:
        return Light(Lamp.OFF, LampReason.OVER)
    paid = [week for week in facts.weeks if week.state == MilestoneState.FUNDED]
    if today in facts.off and any(today <= week.last for week in paid):
        return Light(Lamp.OFF, LampReason.DAY_OFF)
    if not facts.broken_off and any(week.first <= today <= week.last for week in paid):
        return Light(Lamp.GREEN, LampReason.WORK)
    if any(today < week.first for week in paid):
        return Light(Lamp.AMBER, LampReason.BEFORE_START)
    states = {week.state for week in facts.weeks}
    return Light(*next(_BY_THE_HOUR[state] for state in _BY_THE_HOUR if state in states))


_BY_THE_HOUR = {
    MilestoneState.UNFUNDED: (Lamp.RED, LampReason.UNFUNDED),
    MilestoneState.CHANGES_REQUESTED: (Lamp.OFF, LampReason.CHANGES),
    MilestoneState.FUNDED: (Lamp.OFF, LampReason.HAND_IN),
    MilestoneState.DELIVERED: (Lamp.OFF, LampReason.INSPECTION),
    MilestoneState.DISPUTED: (Lamp.OFF, LampReason.DISPUTE),
}
"""What decides on a day of no paid week, the first of them first."""


def at_hand(milestones: Sequence[str]) -> int | None:
    """Which part is at hand, counted from 0: the first that is still open.

    What is in dispute is stepped over where the next open part's money is held: work on that goes on.

    >>> at_hand(["disputed", "funded"]), at_hand(["disputed", "unfunded"]), at_hand(["accepted"])
    (1, 0, None)
    """
    opened = [n for n, state in enumerate(milestones) if state in (MilestoneState.UNFUNDED, *HELD)]
    undisputed = next((n for n in opened if milestones[n] != MilestoneState.DISPUTED), None)
    if undisputed is not None and milestones[undisputed] in HELD:
        return undisputed
    return next(iter(opened), None)


def current(milestones: Sequence[str]) -> MilestoneState | None:
    """The state of the part that is at hand."""
    number = at_hand(milestones)
    return None if number is None else MilestoneState(milestones[number])


def foremost(milestones: Sequence[str]) -> MilestoneState | None:
    """The state that decides among deliveries side by side."""
    return next((state for state in _BEFORE_OTHERS if state in milestones), None)


_CURRENT = {Course.PARTS: current, Course.DELIVERIES: foremost}
_BEFORE_OTHERS = (*WITH_WORKER, MilestoneState.UNFUNDED, MilestoneState.DELIVERED, MilestoneState.DISPUTED)
