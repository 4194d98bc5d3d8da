"""Questions about days off, and about notices that work ends."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from mikiwame.core.calendar import days
from mikiwame.core.errors import existing
from mikiwame.market.contracts import limits
from mikiwame.market.contracts.models import Break, Contract, EndingNotice, Milestone, Period
from mikiwame.market.contracts.states import BreakState, PeriodState
from mikiwame.market.members.models import Member

from .sides import of_side


def break_for(member: Member, identifier: UUID) -> Break:
    """Days off that were proposed, for one of the contract's sides; raises NotFound."""
    sides = of_side(member.party_id)
    found = Break.objects.filter(sides, pk=identifier).select_related("contract__client", "contract__worker")
    return existing(found.first())


def open_break(contract: Contract) -> Break | None:
    """The days off that wait for an answer; a contract from ``contract_for`` brings them along."""
    if hasattr(contract, "day_off"):
        found: Break | None = contract.day_off
        return found
    return contract.breaks.filter(state=BreakState.PROPOSED).first()


def ending_notice_for(member: Member, identifier: UUID) -> EndingNotice:
    """A notice that work ends, for one of the contract's sides; raises NotFound."""
    sides = of_side(member.party_id)
    found = EndingNotice.objects.filter(sides, pk=identifier).select_related(
        "contract__client", "contract__worker"
    )
    return existing(found.first())


def days_off(contract: Contract, first: date) -> set[date]:
    """The days, of those from a day on, on which by agreement nothing is due.

    Contracts from ``contracts_of`` bring them along.
    """
    agreed: Iterable[Break] = getattr(contract, "breaks_agreed", ())
    if not hasattr(contract, "breaks_agreed"):
        agreed = contract.breaks.filter(state=BreakState.AGREED, last__gte=first)
    return {day for one in agreed if one.last >= first for day in days(one.first, one.last)}


def is_off(contract: Contract, period: Period) -> bool:
    """Whether by agreement nothing is done on any day of a week, by one break or by several."""
    return days_off(contract, period.first).issuperset(days(period.first, period.last))


def due_within(contract: Contract, off: Break) -> QuerySet[Milestone]:
    """What is due on days off; by the hour, the weeks that are off whole with them and have no hours yet."""
    if contract.is_by_the_hour:
        touched = contract.milestones.filter(period__first__lte=off.last, period__last__gte=off.first)
        unwritten = touched.exclude(timesheet__spells__isnull=False).select_related("period")
        whole = [week.pk for week in unwritten if week.period and is_off(contract, week.period)]
        rows = contract.milestones.filter(pk__in=whole)
    else:
        rows = contract.milestones.filter(due__gte=off.first, due__lte=off.last)
    return rows.order_by("number")


def notice_day(contract: Contract, by: limits.NoticeBy, today: date) -> date:
    """The first day with which a side may end work that goes on."""
    assert contract.starts_on is not None, "terms.rules: it begins on a day"
    paid = contract.periods.filter(state__in=(PeriodState.FUNDED, PeriodState.OVER)).last()
    paid_until = paid.last if paid else today
    return limits.notice_day(paid_until, contract.starts_on, today, contract.sheet.duration_months, by=by)
