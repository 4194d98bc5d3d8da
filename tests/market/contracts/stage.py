"""What stories of contracts begin with: an offer, a contract, money that came, work that was handed over.

The posting is hiring's: a logo for ¥30,000, started on 20 November, due on 18 December.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from mikiwame.market.contracts.hours import Spell
from mikiwame.market.contracts.models import (
    Amendment,
    Contract,
    Delivery,
    Dispute,
    Milestone,
    Offer,
    Period,
    TimeEntry,
)
from mikiwame.market.contracts.operations import (
    amendments,
    direct,
    disputes,
    funding,
    offers,
    periods,
    rulings,
    timesheets,
    work,
)
from mikiwame.market.contracts.states import DisputeState
from mikiwame.market.contracts.timesheets import latest_lines
from mikiwame.market.escrow.models import Deposit
from mikiwame.market.hiring.models import Application
from mikiwame.market.members.models import Member
from mikiwame.market.terms.lines import Part
from mikiwame.market.turns import queries as turns
from tests.cast import MORNING, Cast
from tests.market.hiring.stage import applied, published

START = datetime(2026, 11, 19, 15, tzinfo=UTC)
"""20 November, 0 o'clock in Tokyo: the agreed start."""

DAYS = {"start_date": date(2026, 11, 20), "deadline": date(2026, 12, 18)}

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)

HALVES = [
    Part(1, "ラフ案", 10_000, date(2026, 12, 4)),
    Part(2, "清書", 20_000, date(2026, 12, 18)),
]

_receipts = count(1)


def offered(
    cast: Cast,
    *,
    worker: Member | None = None,
    application: Application | None = None,
    parts: Sequence[Part] = (),
    at: datetime = MORNING,
    **changes: Any,
) -> Offer:
    """Sakurai has offered a worker (Yuki) the work she applied for."""
    if application is None:
        application = applied(worker or cast.yuki, published(cast.sakurai, at=at, **DAYS), at=at)
    return offers.offer(
        application, changes=changes, parts=parts, message="よろしくお願いします。", by=cast.sakurai, at=at
    )


def agreed(cast: Cast, *, at: datetime = MORNING, **values: Any) -> Contract:
    """The worker has accepted an offer."""
    offer = offered(cast, at=at, **values)
    return offers.accept_offer(offer, by=offer.worker.person, at=at)


def part(contract: Contract, number: int = 1) -> Milestone:
    """One of a contract's parts, read anew."""
    return Milestone.objects.select_related("contract").get(contract=contract, number=number)


def asked(contract: Contract, number: int = 1, *, at: datetime = MORNING) -> Deposit:
    """The client has set about paying for a part."""
    return funding.begin_payment(part(contract, number), by=contract.client.person, at=at)


def paid(contract: Contract, number: int = 1, *, at: datetime = MORNING) -> Milestone:
    """The client's money for a part has come."""
    return funding.fund(asked(contract, number, at=at), receipt=f"receipt-{next(_receipts)}", at=at)


def running(cast: Cast, *, at: datetime = MORNING, **values: Any) -> Contract:
    """A contract whose first money came at once."""
    contract = agreed(cast, at=at, **values)
    paid(contract, at=at)
    return again(contract)


def started(cast: Cast, **values: Any) -> Contract:
    """A running contract whose day of the start has come."""
    contract = running(cast, **values)
    work.begin_due(at=START)
    return again(contract)


def delivered(contract: Contract, number: int = 1, *, at: datetime = START + HOUR) -> Delivery:
    """The worker has handed over a part."""
    return work.deliver(part(contract, number), note="納品します。", by=contract.worker.person, at=at)


def inspecting(cast: Cast, **values: Any) -> Contract:
    """A contract whose first part was handed over an hour after the start."""
    contract = started(cast, **values)
    delivered(contract)
    return again(contract)


def finished(cast: Cast, **values: Any) -> Contract:
    """A contract whose work was accepted, and paid, two hours after the start."""
    contract = inspecting(cast, **values)
    work.accept(part(contract), by=contract.client.person, at=START + 2 * HOUR)
    return again(contract)


AGAIN = START + DAY
"""The day after, on which the client asks her worker for more."""

NEXT_DAYS = {"start_date": date(2026, 12, 1), "deadline": date(2026, 12, 25)}


def offered_directly(
    cast: Cast,
    *,
    after: Contract | None = None,
    about: dict[str, str] | None = None,
    parts: Sequence[Part] = (),
    at: datetime = AGAIN,
    **changes: Any,
) -> Offer:
    """Sakurai has asked Yuki, who has worked for her, without a posting."""
    after = after or finished(cast)
    said: dict[str, Any] = {"about": about or {}, "changes": NEXT_DAYS | changes, "parts": parts}
    return direct.offer_directly(after, **said, message="またお願いします。", by=after.client.person, at=at)


def mending(cast: Cast, **values: Any) -> Contract:
    """A contract whose client asked for changes two hours after the start."""
    contract = inspecting(cast, **values)
    return mended(contract, at=START + 2 * HOUR)


def mended(contract: Contract, *, at: datetime) -> Contract:
    """The client has asked for changes."""
    work.request_changes(
        part(contract), term="deliverable", reason="PNGがありません。", by=contract.client.person, at=at
    )
    return again(contract)


def proposed(
    contract: Contract,
    *,
    by: Member,
    parts: Sequence[Part] | None = None,
    at: datetime = MORNING,
    **changes: Any,
) -> Amendment:
    """One side has proposed other terms."""
    return amendments.propose_amendment(
        contract, changes=changes, parts=parts, reason="事情が変わりました。", by=by, at=at
    )


def ruled(
    dispute: Dispute, *, to_worker: int, by: Member, at: datetime, ruling: str = "確かめました。"
) -> Dispute:
    """The other side has answered, an operator has decided, and both sides have accepted that."""
    contract = dispute.milestone.contract
    sides = contract.client.person, contract.worker.person
    if dispute.state == DisputeState.ANSWERING:
        other = contract.other(dispute.opened_by).person
        dispute = disputes.answer_dispute(dispute, text="そうは思いません。", by=other, at=at)
    dispute = rulings.decide(dispute, to_worker=to_worker, ruling=ruling, by=by, at=at)
    for side in sides:
        dispute = rulings.accept_ruling(dispute, by=side, at=at)
    return dispute


def again(contract: Contract) -> Contract:
    """The contract, read anew."""
    return Contract.objects.get(pk=contract.pk)


def clocks(*subjects: str) -> set[str]:
    """The kinds of turns that are open about these things."""
    return {turn.kind for turn in turns.current(*subjects)}


def clocks_of(contract: Contract) -> dict[int, set[str]]:
    """The kinds of turns that are open about each part; 0 is the contract itself."""
    parts = {milestone.number: clocks(milestone.key) for milestone in contract.milestones.all()}
    return {0: clocks(contract.key), **parts}


# Work that goes on

FRIDAY = START
"""The first day of work that goes on, a Friday; the Monday that follows is a holiday."""

COLUMNS: dict[str, Any] = {
    "reward_basis": "per_piece",
    "reward": 2_000,
    "deadline": None,
    "repeat": "weekdays",
    "weekdays": "mon wed fri",
    "on_holiday": "skipped",
}
"""Three columns a week, ¥2,000 each, none on holidays: weeks from Friday to Thursday."""


MONTHLY: dict[str, Any] = COLUMNS | {"reward_basis": "monthly", "reward": 30_001}
"""The same for ¥30,001 a month, from the 20th to the 19th: twelve in the first month, eleven in the next."""


def week(contract: Contract, number: int = 1) -> Period:
    """One of a contract's weeks, read anew; where one was dropped, what was laid out instead."""
    of_number = Period.objects.filter(contract=contract, number=number)
    return of_number.select_related("contract").latest("pk")


def week_paid(contract: Contract, number: int = 1, *, at: datetime = MORNING) -> Period:
    """The client's money for a week has come."""
    deposit = periods.begin_payment(week(contract, number), by=contract.client.person, at=at)
    return periods.fund(deposit, receipt=f"receipt-{next(_receipts)}", at=at)


def going_on(cast: Cast, **values: Any) -> Contract:
    """Work that goes on, whose first week was paid at once, on its first morning."""
    contract = agreed(cast, **(COLUMNS | values))
    week_paid(contract)
    work.begin_due(at=START)
    return again(contract)


# Work by the hour

HOURLY: dict[str, Any] = {
    "reward_basis": "hourly",
    "reward": 1_500,
    "deadline": None,
    "repeat": "hours",
    "weekly_hours": 10,
}
"""¥1,500 an hour, ten hours a week at most: weeks from Friday to Thursday, ¥15,000 held for each."""


def by_the_hour(cast: Cast, **values: Any) -> Contract:
    """Work by the hour, whose first week was paid at once, on its first morning."""
    return going_on(cast, **(HOURLY | values))


def wrote(
    contract: Contract,
    begins: int = 9,
    ends: int = 12,
    *,
    day: date = DAYS["start_date"],
    number: int = 1,
    at: datetime = START + 12 * HOUR,
) -> TimeEntry:
    """The worker has written down that she worked from one full hour to another."""
    spell = Spell(day, begins * 60, ends * 60)
    return timesheets.write_hours(
        part(contract, number), spell, note="商品ページの修正", by=contract.worker.person, at=at
    )


WEEK_OVER = START + 6 * DAY + 12 * HOUR
"""Noon of the first week's last day."""


def handed_in(contract: Contract, number: int = 1, *, at: datetime = WEEK_OVER) -> Milestone:
    """The worker has handed in the hours of a week."""
    return timesheets.hand_in(part(contract, number), by=contract.worker.person, at=at)


def doubted(contract: Contract, *, at: datetime = WEEK_OVER + HOUR) -> Contract:
    """The client has asked for changes of the first line of a week's hours."""
    [line, *_] = latest_lines(part(contract))
    work.request_changes(
        part(contract),
        term="pace",
        reason="この日は休みでした。",
        lines=[line.pk],
        by=contract.client.person,
        at=at,
    )
    return again(contract)
