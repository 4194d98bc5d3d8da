"""Days off in work that goes on: one side proposes them, the other agrees, and nothing is due on them."""

from datetime import date, datetime

from mikiwame.core.errors import require
from mikiwame.core.fields import lock
from mikiwame.core.operation import operation
from mikiwame.core.texts import clean
from mikiwame.market.contracts import events, limits, rules
from mikiwame.market.contracts.models import Break, Contract
from mikiwame.market.contracts.states import BreakState
from mikiwame.market.history.operations import record
from mikiwame.market.members.models import Member
from mikiwame.market.turns import operations as turns
from mikiwame.market.turns.states import TurnKind

from . import leaving_out, periods

REASON_MOST = 1_000


@operation
def propose_break(
    contract: Contract, *, first: date, last: date, reason: str = "", by: Member, at: datetime
) -> Break:
    """Either side proposes that nothing is due from one day to another: a skipped day, or a rest of weeks."""
    contract = lock(contract)
    periods.catch_up(contract, at=at)
    require(rules.may_propose_break(by, contract, first, last, at))

    proposed = Break(contract=contract, first=first, last=last, proposed_at=at, state_since=at)
    proposed.proposed_by = contract.client if by.acts_for(contract.client) else contract.worker
    proposed.reason = clean(reason, most=REASON_MOST, field="reason")
    turn = turns.open_turn(
        TurnKind.BREAK,
        proposed.key,
        whose=contract.other(proposed.proposed_by),
        waiting=proposed.proposed_by,
        title=contract.title,
        page=contract.key,
        since=at,
        until=limits.for_break(first, at),
    )
    proposed.save(force_insert=True)

    days = {"first": first, "last": last}
    fact = events.BreakProposed(subject=contract.key, until=turn.until, **days, **contract.sides)
    record(fact, by=by.key, at=at)
    return proposed


@operation
def answer_break(proposed: Break, *, agree: bool, by: Member, at: datetime) -> Break:
    """The other side agrees, and the money for what is left out goes back; or everything stays due."""
    proposed = _locked(proposed)
    contract = proposed.contract
    periods.catch_up(contract, at=at)
    require(rules.may_answer_break(by, proposed, at))

    turns.take(TurnKind.BREAK, proposed.key, at=at)
    proposed.become(BreakState.AGREED if agree else BreakState.REFUSED, at=at)
    skipped = leaving_out.skip(contract, proposed, at=at) if agree else 0

    days = {"first": proposed.first, "last": proposed.last}
    if agree:
        agreed = events.BreakAgreed(subject=contract.key, skipped=skipped, **days, **contract.sides)
        record(agreed, by=by.key, at=at)
    else:
        record(events.BreakRefused(subject=contract.key, **days, **contract.sides), by=by.key, at=at)
    return proposed


@operation
def withdraw_break(proposed: Break, *, by: Member, at: datetime) -> Break:
    """Who proposed days off takes that back."""
    proposed = _locked(proposed)
    require(rules.may_withdraw_break(by, proposed, at))

    turns.take(TurnKind.BREAK, proposed.key, at=at)
    proposed.become(BreakState.WITHDRAWN, at=at)

    contract, days = proposed.contract, {"first": proposed.first, "last": proposed.last}
    record(events.BreakWithdrawn(subject=contract.key, **days, **contract.sides), by=by.key, at=at)
    return proposed


@operation
def lapse_break(proposed: Break, *, at: datetime) -> Break:
    """Nobody answered in time: everything stays due."""
    proposed = _locked(proposed)
    require(rules.is_proposed_break(proposed))

    turns.pass_by(TurnKind.BREAK, proposed.key, at=at)
    proposed.become(BreakState.LAPSED, at=at)

    contract, days = proposed.contract, {"first": proposed.first, "last": proposed.last}
    record(events.BreakLapsed(subject=contract.key, **days, **contract.sides), by=None, at=at)
    return proposed


def _locked(proposed: Break) -> Break:
    contract = lock(proposed.contract)
    proposed = lock(proposed)
    proposed.contract = contract
    return proposed
