"""What follows by itself in work that goes on: a delivery is due, a week is laid out, the last one ends it.

Called by the operations of this room, inside their transaction and with the contract locked.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime

from mikiwame.core.calendar import days
from mikiwame.core.clock import day_in_tokyo
from mikiwame.core.schedules import DAY, Schedule, Span, months_after, postponed, span
from mikiwame.market.contracts import events, limits, queries, rules
from mikiwame.market.contracts.models import Contract, Milestone, Period
from mikiwame.market.contracts.states import (
    FULFILLED,
    MILESTONE,
    PERIOD,
    ContractState,
    Ending,
    MilestoneState,
    PeriodState,
)
from mikiwame.market.history.operations import record
from mikiwame.market.terms import queries as terms
from mikiwame.market.turns import operations as turns
from mikiwame.market.turns import queries as clocks
from mikiwame.market.turns.states import TurnKind

from . import course, revaluing, weeks


def set_out(contract: Contract, *, at: datetime) -> Period:
    """The first week or month of a fresh contract, which knows its last day where its terms name one."""
    _know_the_end(contract)
    period = lay_out(contract, at=at)
    assert period is not None, "rules.is_due_some_day"
    return period


def lay_out_anew(contract: Contract, *, at: datetime) -> None:
    """Other terms hold: what has no money yet is laid out and asked for by them."""
    _know_the_end(contract)
    drop_unfunded(contract, at=at)
    if contract.state == ContractState.AGREED:
        ask(set_out(contract, at=at), at=at)
    else:
        lay_out_next(contract, at=at)
        end_if_over(contract, by=None, at=at)


def _know_the_end(contract: Contract) -> None:
    sheet = contract.sheet
    contract.ends_on, contract.leaving = None, ""
    if sheet.duration_months is not None and not sheet.renews:
        assert contract.starts_on is not None, "terms.rules: it begins on a day"
        contract.ends_on = months_after(contract.starts_on, sheet.duration_months) - DAY
        contract.leaving = Ending.FINISHED
    contract.save(update_fields=["ends_on", "leaving"])


def lay_out(contract: Contract, *, at: datetime) -> Period | None:
    """The week or month after the last one, from today at the earliest; None where none is due any more."""
    before = contract.periods.exclude(state=PeriodState.DROPPED).last()
    assert contract.starts_on is not None, "terms.rules: it begins on a day"
    first = max(before.last + DAY, day_in_tokyo(at)) if before else contract.starts_on
    off = queries.days_off(contract, first)
    length = terms.period_length(contract.sheet)
    found = _cut(contract, span(_schedule(contract), first, off, length, contract.starts_on), off)
    number = before.number + 1 if before else 1
    return _laid_out(contract, number, found, at=at) if found else None


def _laid_out(contract: Contract, number: int, found: Span, *, at: datetime) -> Period:
    numbered = contract.milestones.values_list("number", flat=True).last() or 0
    period = Period(contract=contract, number=number, state_since=at)
    period.first, period.last = found.first, found.last
    amounts = terms.worth(contract.sheet, found)
    period.amount = sum(amounts)
    period.save(force_insert=True)
    parts = Milestone.objects.bulk_create(
        Milestone(
            contract=contract,
            period=period,
            number=number,
            title=contract.title,
            amount=amount,
            due=due,
            state_since=at,
        )
        for number, (due, amount) in enumerate(zip(found.due, amounts, strict=True), start=numbered + 1)
    )
    if contract.is_by_the_hour:
        weeks.lay_out(parts, contract.sheet)
    return period


def lay_out_next(contract: Contract, *, at: datetime) -> None:
    """The next week or month, asked for at once where it begins soon."""
    period = lay_out(contract, at=at)
    if period and period.first - day_in_tokyo(at) <= limits.ASKED_AHEAD:
        ask(period, at=at)


def ask(period: Period, *, at: datetime) -> datetime:
    """It is the client's turn to pay a week or a month in; returns until when."""
    contract = period.contract
    first = contract.state == ContractState.AGREED
    kind = TurnKind.FIRST_PERIOD if first else TurnKind.PERIOD
    until = limits.for_funding(at) if first else limits.for_period(period.first, at)
    until = until_the_end(contract, until, at)
    period.asked_at = at
    period.save(update_fields=["asked_at"])
    remind(period, kind, contract, since=at, until=until)
    return until


def until_the_end(contract: Contract, until: datetime, at: datetime) -> datetime:
    """By the hour money is waited for until the last day is over, at most: it moves nothing beyond."""
    last = contract.hours_until
    return until if last is None else min(until, limits.for_delivery(last, at))


def remind(period: Period, kind: TurnKind, contract: Contract, *, since: datetime, until: datetime) -> None:
    """It is the client's turn with the money of a week or a month."""
    turns.open_turn(
        kind,
        period.key,
        whose=contract.client,
        waiting=contract.worker,
        title=contract.title,
        page=contract.key,
        since=since,
        until=until,
    )


def postpone(period: Period, *, at: datetime) -> None:
    """The money came so late that a due day is past or today: as many deliveries are due from tomorrow on."""
    today = day_in_tokyo(at)
    parts = queries.unpaid_in(period)
    if today < period.first or (today == period.first and parts[0].due > today):
        return
    old = Span(period.first, period.last, tuple(part.due for part in parts))
    off = queries.days_off(period.contract, today)
    new = _later(period.contract, old, today, off)
    period.first, period.last = new.first, new.last
    period.save(update_fields=["first", "last"])
    for part, due in zip(parts, new.due, strict=True):
        part.postponed += max((due - part.due).days, 0)
        part.due = due
    Milestone.objects.bulk_update(parts, ["due", "postponed"])


def _later(contract: Contract, old: Span, today: date, off: Collection[date]) -> Span:
    """The same from tomorrow on; by the hour never beyond the end, and on the last day from today on."""
    ends_on, length = contract.hours_until, terms.period_length(contract.sheet)
    if ends_on is None:
        return postponed(_schedule(contract), old, today + DAY, off, length)
    first = min(today + DAY, ends_on)
    left = Span(first, ends_on, (ends_on,))
    return _cut(contract, postponed(_schedule(contract), old, first, off), off) or left


def begin(contract: Contract, *, at: datetime) -> None:
    """The lamp is green, at first or again: the next delivery's clock runs."""
    if contract.started_at is None:
        contract.started_at = at
        contract.save(update_fields=["started_at"])
    following = begin_next(contract, since=at)
    if following is not None:
        fact = events.WorkMayBegin(
            subject=contract.key,
            number=following.number,
            due=following.due,
            postponed=following.postponed,
            **contract.sides,
        )
        record(fact, by=None, at=at)


def begin_next(contract: Contract, *, since: datetime) -> Milestone | None:
    """The clock of the delivery that is due next runs, if it doesn't yet; returns that delivery."""
    following = queries.next_due(contract)
    if following is None or contract.started_at is None:
        return None
    kind = rules.WORK_TURN[contract.course][MilestoneState.FUNDED]
    if clocks.limit(kind, following.key) is None:
        following.contract = contract
        until = limits.FOR_WORK[contract.course](following.due, since)
        until = max(until, _limit_by_now(kind, following, since))
        course.hand_to(contract.worker, kind, following, since=since, until=until)
    return following


def _limit_by_now(kind: TurnKind, milestone: Milestone, at: datetime) -> datetime:
    """The end of its due day, or later by the outages since there was its money to work for."""
    period, started_at = milestone.period, milestone.contract.started_at
    limit = limits.FOR_WORK[milestone.contract.course]
    assert period is not None
    assert period.funded_at is not None, "queries.next_due"
    assert started_at is not None, "begin_next"
    since = max(period.funded_at, started_at)
    return limit(milestone.due, since) + clocks.stood(kind, since, at)


def follow(milestone: Milestone, *, since: datetime) -> None:
    """A delivery was handed over: in work that goes on, the next one's clock runs."""
    if milestone.period is not None:
        begin_next(milestone.contract, since=since)


def go_on(milestone: Milestone, *, by: str | None, since: datetime, at: datetime) -> None:
    """A part has come to its end: what comes next of its contract begins, or the contract is over."""
    contract = milestone.contract
    revaluing.fall_away_if_moot(contract, at=at)
    if milestone.period is None:
        course.go_on(contract, by=by, at=at)
        return
    close_if_over(milestone.period, at=at)
    begin_next(contract, since=since)
    end_if_over(contract, by=by, at=at)


def end_if_over(contract: Contract, *, by: str | None, at: datetime) -> None:
    """Nothing is due any more and nothing is open: the contract ends as it was going to."""
    if contract.ends_on is None or contract.milestones.filter(state__in=sorted(MILESTONE.open)).exists():
        return
    ending = Ending(contract.leaving)
    if ending in FULFILLED:
        course.close(contract, ContractState.FINISHED, ending, at=at)
        record(events.ContractFinished(subject=contract.key, **contract.sides), by=by, at=at)
    else:
        course.close(contract, ContractState.ENDED, ending, at=at)
        fact = events.ContractEnded(subject=contract.key, ending=ending, refunded=0, **contract.sides)
        record(fact, by=by, at=at)


def drop_unfunded(contract: Contract, *, at: datetime) -> None:
    """The week or month for which no money came is no longer waited for."""
    period = queries.unfunded_period(contract)
    if period is None:
        return
    for part in queries.unpaid_in(period):
        part.become(MilestoneState.DROPPED, at=at)
    turns.drop_all(period.key, at=at)
    course.call_off_payment(period, at=at)
    period.become(PeriodState.DROPPED, at=at)


def close_if_over(period: Period, *, at: datetime) -> None:
    """A week or a month is over when the last of its deliveries is."""
    states = list(period.milestones.values_list("state", flat=True))
    if period.state in PERIOD.final or set(states) & MILESTONE.open:
        return
    period.become(PeriodState.OVER, at=at)
    contract = period.contract
    fact = events.PeriodEnded(
        subject=contract.key,
        number=period.number,
        accepted=states.count(MilestoneState.ACCEPTED),
        missed=states.count(MilestoneState.MISSED),
        amount=queries.paid_in(period),
        **contract.sides,
    )
    record(fact, by=None, at=at)


def _schedule(contract: Contract) -> Schedule:
    schedule = terms.schedule(contract.sheet)
    assert schedule is not None, "terms.rules.agreeable"
    return schedule


def _cut(contract: Contract, found: Span, off: Collection[date]) -> Span | None:
    """A week or a month as far as it lies before the end; by the hour, what is left of a week is one.

    None where nothing of it is left, or nothing but days off.
    """
    ends_on = contract.ends_on
    if ends_on is None:
        return found
    if contract.is_by_the_hour:
        last = min(found.last, ends_on)
        worked = {*days(found.first, last)} - {*off}
        return replace(found, last=last, due=(last,)) if worked else None
    due = tuple(day for day in found.due if day <= ends_on)
    return replace(found, last=min(found.last, ends_on), due=due) if due else None
