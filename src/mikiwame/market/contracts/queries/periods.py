"""Questions about the weeks and months of work that goes on, and what is due in them."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from itertools import takewhile
from uuid import UUID

from django.db.models import QuerySet

from mikiwame.core.errors import existing
from mikiwame.core.ids import id_of
from mikiwame.market.contracts import limits
from mikiwame.market.contracts.models import Contract, Dispute, Milestone, Period
from mikiwame.market.contracts.states import PERIOD, MilestoneState, PeriodState
from mikiwame.market.escrow import queries as held
from mikiwame.market.members.models import Member
from mikiwame.market.turns import queries as clocks
from mikiwame.market.turns.states import TurnKind

from .sides import of_side


def period_for(member: Member, identifier: UUID) -> Period:
    """A week or a month of deliveries, for one of its contract's sides; raises NotFound."""
    sides = of_side(member.party_id)
    found = Period.objects.filter(sides, pk=identifier).select_related(
        "contract__client", "contract__worker__book", "contract__sheet"
    )
    return existing(found.first())


def periods_of(contract: Contract) -> QuerySet[Period]:
    """The weeks or months of work that goes on, the latest first."""
    return contract.periods.order_by("-number")


def periods_at_hand(contract: Contract) -> dict[Period, list[Milestone]]:
    """The weeks or months that are open, with what is due in them; else the last one.

    Of a contract from ``contract_for``.
    """
    assert hasattr(contract, "parts_shown"), "contract_for brings them along"
    still_open: dict[Period, list[Milestone]] = {}
    for part in contract.parts_shown:
        if part.period is not None and part.period.state in PERIOD.open:
            still_open.setdefault(part.period, []).append(part)
    last = None if still_open else _last_that_counted(contract)
    return {last: deliveries_of(last)} if last else still_open


def _last_that_counted(contract: Contract) -> Period | None:
    """The last week or month that had its money; where none had, the last of all."""
    every = periods_of(contract)
    return every.exclude(state=PeriodState.DROPPED).first() or every.first()


def deliveries_of(period: Period) -> list[Milestone]:
    """What is due in a week or a month, in order."""
    return list(period.milestones.select_related("dispute").order_by("number"))


def unfunded_period(contract: Contract) -> Period | None:
    """The next week or month of deliveries, while its money is not there."""
    return contract.periods.filter(state=PeriodState.UNFUNDED).first()


def unpaid_in(period: Period) -> list[Milestone]:
    """The deliveries of a week or a month for which money is awaited: those that are left out are none."""
    return list(period.milestones.filter(state=MilestoneState.UNFUNDED).order_by("number"))


def paid_in(period: Period) -> int:
    """What went to the worker for a week or a month so far, gross, in yen."""
    return paid_by_period([period]).get(period.pk, 0)


def paid_by_period(periods: Iterable[Period]) -> Mapping[UUID | None, int]:
    """The same of several at once."""
    parts = Milestone.objects.filter(period__in=[period.pk for period in periods])
    of: dict[str, UUID | None] = {
        part.key: part.period_id for part in parts.filter(state=MilestoneState.ACCEPTED)
    }
    disputed = Dispute.objects.filter(milestone__in=parts).select_related("milestone")
    of |= {dispute.key: dispute.milestone.period_id for dispute in disputed}
    paid = Counter[UUID | None]()
    for purpose, split in held.released(of).items():
        paid[of[purpose]] += split.gross
    return paid


def periods_to_ask(today: date, limit: int, *, but: Collection[Period] = ()) -> list[Period]:
    """Weeks and months that begin soon, and whose money has not been asked for, but for some of them."""
    near = Period.objects.filter(
        state=PeriodState.UNFUNDED, asked_at=None, first__lte=today + limits.ASKED_AHEAD
    )
    near = near.exclude(pk__in=[period.pk for period in but])
    return list(near.select_related("contract").order_by("first", "id")[:limit])


def late_delivery(contract: Contract, at: datetime) -> Milestone | None:
    """A delivery of work that goes on whose time is over, while no sweep has come by."""
    kinds = (TurnKind.DUE, TurnKind.MEND, TurnKind.TIMESHEET)
    late = (turn for turn in clocks.over_on(contract.key, at=at) if turn.kind in kinds)
    turn = next(late, None)
    return Milestone.objects.select_related("contract").get(pk=id_of(turn.subject)) if turn else None


def missed_with(milestone: Milestone) -> list[Milestone]:
    """A delivery that did not come, with those that were due by the same day."""
    if milestone.state != MilestoneState.FUNDED:
        return [milestone]
    due = Milestone.objects.filter(contract=milestone.contract_id, state=MilestoneState.FUNDED)
    return list(due.filter(due__lte=milestone.due).select_related("period").order_by("number"))


_NOT_DUE = (
    MilestoneState.UNFUNDED,
    MilestoneState.FUNDED,
    MilestoneState.DROPPED,
    MilestoneState.SKIPPED,
)
"""The states of deliveries that are still to come, or will not."""


def missed_in_a_row(contract: Contract) -> int:
    """How many deliveries have been missed since the last one that was not; what is left out is none.

    A contract from ``contract_for`` brings along what became of the last ones.
    """
    if hasattr(contract, "last_due"):
        lately: list[str] = contract.last_due
    else:
        lately = list(past_states(contract.milestones.all()))
    return len(list(takewhile(lambda state: state == MilestoneState.MISSED, lately)))


def past_states(parts: QuerySet[Milestone]) -> QuerySet[Milestone, str]:
    """What became of the last deliveries that were due, the last first."""
    past = parts.exclude(state__in=_NOT_DUE)
    return past.order_by("-number").values_list("state", flat=True)[: limits.MISSED_IN_A_ROW]
