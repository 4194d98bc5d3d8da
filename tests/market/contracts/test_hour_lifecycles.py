"""Weeks by the hour: every operation in every state by everybody is done where the table has an arrow."""

from collections.abc import Callable
from datetime import date
from functools import partial
from uuid import UUID

import pytest

from mikiwame.core.errors import Refused
from mikiwame.market.contracts import audit
from mikiwame.market.contracts.hours import Spell
from mikiwame.market.contracts.models import Contract, Milestone, TimeEntry
from mikiwame.market.contracts.operations import disputes, endings, timesheets, work
from mikiwame.market.contracts.states import MILESTONE, MilestoneState
from mikiwame.market.contracts.timesheets import latest_lines
from mikiwame.market.escrow import queries as escrow
from mikiwame.market.members.models import Member
from tests.cast import Cast
from tests.market.contracts.stage import (
    DAY,
    HOUR,
    HOURLY,
    START,
    WEEK_OVER,
    again,
    agreed,
    by_the_hour,
    doubted,
    handed_in,
    part,
    ruled,
    wrote,
)

LATER = WEEK_OVER + 2 * HOUR


def worked(cast: Cast) -> Contract:
    """A week with three hours."""
    contract = by_the_hour(cast)
    wrote(contract)
    return again(contract)


def stated(cast: Cast) -> Contract:
    """The same, handed in."""
    contract = worked(cast)
    handed_in(contract)
    return again(contract)


def accepted(cast: Cast) -> Contract:
    contract = stated(cast)
    work.accept(part(contract), by=cast.sakurai, at=LATER)
    return again(contract)


def disputed(cast: Cast) -> Contract:
    contract = stated(cast)
    disputes.open_dispute(part(contract), statement="違う", by=cast.yuki, at=LATER)
    return again(contract)


def settled(cast: Cast) -> Contract:
    """Contested whole, and decided for the client."""
    contract = stated(cast)
    dispute = disputes.open_dispute(part(contract), statement="違う", by=cast.sakurai, at=LATER)
    ruled(dispute, to_worker=0, by=cast.oda, at=LATER)
    return again(contract)


def unused(cast: Cast) -> Contract:
    contract = by_the_hour(cast)
    handed_in(contract)
    return again(contract)


WEEKS: dict[MilestoneState, Callable[[Cast], Contract]] = {
    MilestoneState.UNFUNDED: lambda cast: agreed(cast, **HOURLY),
    MilestoneState.FUNDED: worked,
    MilestoneState.DELIVERED: stated,
    MilestoneState.CHANGES_REQUESTED: lambda cast: doubted(stated(cast)),
    MilestoneState.ACCEPTED: accepted,
    MilestoneState.DISPUTED: disputed,
    MilestoneState.REFUNDED: settled,
    MilestoneState.UNUSED: unused,
}
"""How a week by the hour comes to each state; it is never missed, and dropped or left out as other work."""


ANOTHER = Spell(date(2026, 11, 23), 0, 1)


def entry_of(week: Milestone) -> TimeEntry:
    """What was written down, or what nobody keeps."""
    sheet = week.timesheet
    return sheet.spells.first() or TimeEntry(timesheet=sheet, day=ANOTHER.day, begins=0, ends=1)


def lines_of(week: Milestone) -> list[UUID]:
    return [line.pk for line in latest_lines(week)]


ACTS: dict[str, tuple[str, Callable[[Milestone, Member], object]]] = {
    "hand_in": ("worker", lambda week, by: timesheets.hand_in(week, by=by, at=LATER)),
    "accept": ("client", lambda week, by: work.accept(week, by=by, at=LATER)),
    "request_changes": (
        "client",
        lambda week, by: work.request_changes(
            week,
            term="pace",
            reason="違う",
            lines=lines_of(week),
            by=by,
            at=LATER,
        ),
    ),
    "open_dispute": (
        "both",
        lambda week, by: disputes.open_dispute(week, statement="違う", by=by, at=LATER),
    ),
    "deliver": ("nobody", lambda week, by: work.deliver(week, note="納品", by=by, at=LATER)),
    "end_overdue": ("nobody", lambda week, by: endings.end_overdue(week, by=by, at=LATER)),
    "write_hours": (
        "worker",
        lambda week, by: timesheets.write_hours(week, ANOTHER, note="作業", by=by, at=LATER),
    ),
    "remove_hours": (
        "worker",
        lambda week, by: timesheets.remove_hours(entry_of(week), by=by, at=LATER),
    ),
}
WITH_HER = MILESTONE.sources("hand_in")
SOURCES: dict[str, frozenset[str]] = {
    "write_hours": WITH_HER - {MilestoneState.CHANGES_REQUESTED},  # money for more has gone back
    "remove_hours": WITH_HER,
    "deliver": frozenset(),
    "end_overdue": frozenset(),
}
"""Where an act is done for which the table has no arrow, or others than of weeks."""


def well(act: Callable[[], object]) -> bool:
    try:
        act()
    except Refused:
        return False
    return True


@pytest.mark.parametrize("state", WEEKS)
@pytest.mark.parametrize("operation", ACTS)
def test_weeks(state: MilestoneState, operation: str, cast: Cast) -> None:
    week = part(WEEKS[state](cast))
    assert week.state == state
    doer, act = ACTS[operation]
    rightful = {"client": [cast.sakurai], "worker": [cast.yuki], "both": [cast.yuki], "nobody": []}[doer]
    theirs = {cast.sakurai, cast.yuki} if doer == "both" else set(rightful)
    for member in {cast.sora, cast.oda, cast.sakurai, cast.yuki} - theirs:
        assert not well(partial(act, week, member))
    for member in rightful:
        sources = SOURCES.get(operation, MILESTONE.sources(operation))
        assert well(partial(act, week, member)) == (state in sources)
    assert escrow.audit() == []
    assert audit.discrepancies() == []


@pytest.mark.parametrize("state", WEEKS)
def test_the_clock_hands_in_what_is_the_workers(state: MilestoneState, cast: Cast) -> None:
    week = part(WEEKS[state](cast))
    done = well(lambda: timesheets.hand_in_by_itself(week, at=START + 20 * DAY))
    assert done == (state in MILESTONE.sources("hand_in_by_itself"))
