"""Three months at a fixed pay, told whole: whatever comes between, every yen of each month is somewhere."""

from datetime import date, datetime

from mikiwame.market.contracts import audit
from mikiwame.market.contracts.models import Contract, Milestone
from mikiwame.market.contracts.operations import amendments, breaks, disputes, notices, work
from mikiwame.market.contracts.states import MilestoneState
from mikiwame.market.escrow import queries as escrow
from mikiwame.market.escrow.models import Deposit, Refund, Release
from mikiwame.ops import sweep
from tests.cast import Cast
from tests.market.contracts.stage import (
    DAY,
    HOUR,
    MONTHLY,
    START,
    again,
    going_on,
    proposed,
    ruled,
    week,
    week_paid,
)

MISSED, OFF = date(2026, 12, 25), (date(2026, 12, 28), date(2027, 1, 6))
CONTESTED, LAST = date(2027, 1, 8), date(2027, 2, 19)


def earned(contract: Contract, number: int) -> int:
    """What went to the worker for a month."""
    parts = week(contract, number).milestones.select_related("dispute")
    of = [part.key for part in parts] + [part.dispute.key for part in parts if hasattr(part, "dispute")]
    return sum(Release.objects.filter(purpose__in=of).values_list("gross", flat=True))


def due_on(contract: Contract, day: date) -> Milestone | None:
    """The column that is due on a day, while its money is held and nothing was handed over."""
    waiting = contract.milestones.filter(due=day, state=MilestoneState.FUNDED)
    return waiting.select_related("contract").first()


def live_through(contract: Contract, first: datetime, last: datetime, *, but: date | None = None) -> None:
    """Day by day: what is due comes in the morning but on one day, and silence accepts it a week later."""
    at = first
    while at <= last:
        sweep.perform_due(at=at)
        day = (at + 10 * HOUR).date()
        column = due_on(contract, day)
        if column is not None and day != but:
            work.deliver(column, note="今日のコラムです。", by=contract.worker.person, at=at + 10 * HOUR)
        at += DAY


def test_three_months_at_a_fixed_pay(cast: Cast) -> None:
    # In the first month all twelve columns come, and Sakurai says nothing: each is paid by itself.
    contract = going_on(cast, **MONTHLY)
    live_through(contract, START, START + 22 * DAY)
    week_paid(contract, 2, at=START + 23 * DAY)
    live_through(contract, START + 23 * DAY, START + 29 * DAY)

    # In the second one two of eleven are off over New Year, one doesn't come, and one is contested in part.
    at = START + 30 * DAY
    off = breaks.propose_break(contract, first=OFF[0], last=OFF[1], by=cast.yuki, at=at)
    breaks.answer_break(off, agree=True, by=cast.sakurai, at=at)
    live_through(contract, at, START + 49 * DAY, but=MISSED)
    column = contract.milestones.get(due=CONTESTED)
    at = START + 50 * DAY
    dispute = disputes.open_dispute(
        column, statement="半分しかありません。", contested=1_000, by=cast.sakurai, at=at
    )

    # Meanwhile both agree to ¥36,000 from the next month on, and it is decided; a week ahead she pays.
    proposal = proposed(again(contract), by=cast.yuki, reward=36_000, at=at)
    amendments.accept_amendment(proposal, by=cast.sakurai, at=at)
    ruled(dispute, to_worker=250, by=cast.oda, at=at + HOUR)
    live_through(contract, at + DAY, START + 54 * DAY)
    week_paid(contract, 3, at=START + 54 * DAY + HOUR)
    live_through(contract, START + 55 * DAY, START + 60 * DAY)

    # She gives notice for the end of the third month; its last column is inspected, and all is over.
    notices.give_notice(again(contract), last=LAST, by=cast.yuki, at=START + 61 * DAY)
    live_through(contract, START + 61 * DAY, START + 100 * DAY)

    contract = again(contract)
    assert (contract.state, contract.ending) == ("finished", "notice_by_worker")
    assert earned(contract, 1) == 30_001
    gone = [part for part in week(contract, 2).milestones.all() if part.state in ("missed", "skipped")]
    assert sum(part.due == MISSED for part in gone) == 1
    assert earned(contract, 2) == 30_001 - 750 - sum(part.amount for part in gone)
    assert earned(contract, 3) == 36_000

    paid_in = sum(Deposit.objects.filter(state="received").values_list("amount", flat=True))
    back = sum(Refund.objects.values_list("amount", flat=True))
    assert paid_in == 30_001 + 30_001 + 36_000
    assert sum(Release.objects.values_list("gross", flat=True)) + back == paid_in
    assert escrow.balances(cast.sakurai.party).held == 0
    assert audit.discrepancies() == []
    assert escrow.audit() == []
