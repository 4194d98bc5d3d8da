"""Deliveries of a month at a fixed pay: every operation in every state by everybody; each share adds up."""

from collections.abc import Callable
from functools import partial

import pytest

from mikiwame.core.errors import Refused
from mikiwame.market.contracts import audit
from mikiwame.market.contracts.models import Contract, Milestone
from mikiwame.market.contracts.operations import breaks, disputes, endings, periods, work
from mikiwame.market.contracts.states import MILESTONE, PERIOD, MilestoneState, PeriodState
from mikiwame.market.escrow import queries as escrow
from mikiwame.market.escrow.models import Refund, Release
from mikiwame.market.members.models import Member
from mikiwame.ops import sweep
from tests.cast import MORNING, Cast
from tests.market.contracts.stage import (
    DAY,
    HOUR,
    MONTHLY,
    START,
    again,
    agreed,
    delivered,
    going_on,
    mended,
    part,
    ruled,
    week,
)

LATER = START + 4 * HOUR
SUM, FIRST = 30_001, 2_501
"""Of the month, and of its first delivery."""


def running(cast: Cast) -> Contract:
    return going_on(cast, **MONTHLY)


def handed_over(cast: Cast) -> Contract:
    contract = running(cast)
    delivered(contract)
    return again(contract)


def accepted(cast: Cast) -> Contract:
    contract = handed_over(cast)
    work.accept(part(contract), by=cast.sakurai, at=START + 2 * HOUR)
    return again(contract)


def disputed(cast: Cast) -> Contract:
    contract = handed_over(cast)
    disputes.open_dispute(part(contract), statement="違う", by=cast.yuki, at=START + 2 * HOUR)
    return again(contract)


def settled(cast: Cast) -> Contract:
    """Contested whole, and decided for the client."""
    contract = handed_over(cast)
    dispute = disputes.open_dispute(part(contract), statement="違う", by=cast.sakurai, at=START + 2 * HOUR)
    ruled(dispute, to_worker=0, by=cast.oda, at=START + 2 * HOUR)
    return again(contract)


def missed(cast: Cast) -> Contract:
    contract = running(cast)
    periods.miss(part(contract), at=START + DAY)
    return again(contract)


def skipped(cast: Cast) -> Contract:
    contract = running(cast)
    day = part(contract).due
    proposed = breaks.propose_break(contract, first=day, last=day, by=cast.yuki, at=START)
    breaks.answer_break(proposed, agree=True, by=cast.sakurai, at=START)
    return again(contract)


def lapsed(cast: Cast) -> Contract:
    contract = agreed(cast, **MONTHLY)
    sweep.perform_due(at=MORNING + 3 * DAY)
    return again(contract)


DELIVERIES: dict[MilestoneState, Callable[[Cast], Contract]] = {
    MilestoneState.UNFUNDED: lambda cast: agreed(cast, **MONTHLY),
    MilestoneState.FUNDED: running,
    MilestoneState.DELIVERED: handed_over,
    MilestoneState.CHANGES_REQUESTED: lambda cast: mended(handed_over(cast), at=START + 2 * HOUR),
    MilestoneState.ACCEPTED: accepted,
    MilestoneState.DISPUTED: disputed,
    MilestoneState.REFUNDED: settled,
    MilestoneState.DROPPED: lapsed,
    MilestoneState.MISSED: missed,
    MilestoneState.SKIPPED: skipped,
}
"""How a delivery of a month comes to each state; unused are hours alone."""

ACTS: dict[str, tuple[str, Callable[[Milestone, Member], object]]] = {
    "deliver": ("worker", lambda one, by: work.deliver(one, note="納品", by=by, at=LATER)),
    "accept": ("client", lambda one, by: work.accept(one, by=by, at=LATER)),
    "request_changes": (
        "client",
        lambda one, by: work.request_changes(one, term="scope", reason="短い", by=by, at=LATER),
    ),
    "open_dispute": ("both", lambda one, by: disputes.open_dispute(one, statement="違う", by=by, at=LATER)),
    "end_overdue": ("nobody", lambda one, by: endings.end_overdue(one, by=by, at=LATER)),
}
BY = {"client": ("sakurai",), "worker": ("yuki",), "both": ("yuki",), "nobody": ()}

GONE = {MilestoneState.REFUNDED, MilestoneState.MISSED, MilestoneState.SKIPPED}


def well(act: Callable[[], object]) -> bool:
    try:
        act()
    except Refused:
        return False
    return True


@pytest.mark.parametrize("state", DELIVERIES)
@pytest.mark.parametrize("operation", ACTS)
def test_deliveries(state: MilestoneState, operation: str, cast: Cast) -> None:
    contract = DELIVERIES[state](cast)
    one = part(contract)
    assert (one.state, one.amount) == (state, FIRST)
    doer, act = ACTS[operation]
    rightful = [getattr(cast, name) for name in BY[doer]]
    others = {cast.sora, cast.oda, cast.sakurai, cast.yuki} - set(rightful)
    for member in others - ({cast.sakurai} if doer == "both" else set()):
        assert not well(partial(act, one, member))
    for member in rightful:
        assert well(partial(act, one, member)) == (state in MILESTONE.sources(operation))
    state = MilestoneState(part(contract).state)
    earned = FIRST if state == MilestoneState.ACCEPTED else 0
    back = FIRST if state in GONE else 0
    held = 0 if state in (MilestoneState.UNFUNDED, MilestoneState.DROPPED) else SUM - earned - back
    assert sum(Release.objects.values_list("gross", flat=True)) == earned
    assert sum(Refund.objects.values_list("amount", flat=True)) == back
    assert escrow.balances(cast.sakurai.party).held == held
    assert escrow.audit() == audit.discrepancies() == []


@pytest.mark.parametrize("state", DELIVERIES)
@pytest.mark.parametrize("operation", ["miss", "accept_by_silence"])
def test_the_clock_takes_one_share_and_no_more(state: MilestoneState, operation: str, cast: Cast) -> None:
    one = part(DELIVERIES[state](cast))
    late = START + 10 * DAY
    act = {"miss": periods.miss, "accept_by_silence": work.accept_by_silence}[operation]
    for again_told in (False, True):
        done = well(lambda: act(one, at=late))
        assert done == (not again_told and state in MILESTONE.sources(operation))
    assert escrow.audit() == audit.discrepancies() == []


def over(cast: Cast) -> Contract:
    """A month of which all was left out by agreement."""
    contract = running(cast)
    first, last = week(contract).first, week(contract).last
    proposed = breaks.propose_break(contract, first=first, last=last, by=cast.yuki, at=START)
    breaks.answer_break(proposed, agree=True, by=cast.sakurai, at=START)
    return again(contract)


MONTHS: dict[PeriodState, Callable[[Cast], Contract]] = {
    PeriodState.UNFUNDED: lambda cast: agreed(cast, **MONTHLY),
    PeriodState.FUNDED: running,
    PeriodState.OVER: over,
    PeriodState.DROPPED: lapsed,
}


@pytest.mark.parametrize("state", PeriodState)
def test_a_month_is_paid_once_and_by_its_client(state: PeriodState, cast: Cast) -> None:
    month = week(MONTHS[state](cast))
    assert month.state == state
    for member in (cast.sora, cast.oda, cast.yuki):
        assert not well(partial(periods.begin_payment, month, by=member, at=MORNING))
    paid = well(partial(periods.begin_payment, month, by=cast.sakurai, at=MORNING))
    assert paid == (state in PERIOD.sources("fund_period"))
