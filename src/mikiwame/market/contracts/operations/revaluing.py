"""Money that is held already follows the terms that both have agreed to.

Called by the operations of this room, inside their transaction and with the contract locked.
"""

from datetime import datetime

from django.db.models import F

from mikiwame.core.clock import day_in_tokyo
from mikiwame.market.contracts import amounts, events, queries
from mikiwame.market.contracts.models import Amendment, AmountChange, Contract, Milestone, Period
from mikiwame.market.contracts.states import AmendmentState
from mikiwame.market.escrow import operations as escrow
from mikiwame.market.escrow import queries as held
from mikiwame.market.escrow.models import Hold
from mikiwame.market.history.operations import record
from mikiwame.market.turns import operations as turns

from . import holding


def plan(proposal: Amendment, *, at: datetime) -> int:
    """Put down which parts would be worth more, and wait for it; returns what has to be paid in, in yen."""
    found = amounts.effect(proposal.contract, proposal.sheet, day_in_tokyo(at))
    AmountChange.objects.bulk_create(
        AmountChange(amendment=proposal, milestone=one.part, before=one.part.amount, after=one.after)
        for one in found.parts
        if one.difference > 0
    )
    return found.top_up


def raise_from(hold: Hold, proposal: Amendment, *, at: datetime) -> int:
    """Money has come for what is worth more: each part gets its own, what is for none any more goes back.

    That is so only in work that goes on, see ``fall_away_if_moot``. Returns what stays, in yen.
    """
    raised = queries.raised_by(proposal)
    alive = {change.pk for change in raised}
    for change in proposal.amount_changes.filter(made_at=None):
        if change.pk not in alive:
            escrow.give_back(hold, change.difference, purpose=change.key, at=at)
    for change in raised:
        part = change.milestone
        part.contract = proposal.contract
        holding.add(part, hold, change.difference, purpose=change.key, at=at)
        _be_worth(part, change.after)
        if proposal.contract.is_by_the_hour:
            _reword(part, proposal)
        change.made_at = at
        change.save(update_fields=["made_at"])
    return sum(change.difference for change in raised)


def revalue(proposal: Amendment, *, at: datetime) -> int:
    """What would be worth less is so at once, and the difference goes back; returns that, in yen.

    The contract has the old terms still.
    """
    contract, sheet = proposal.contract, proposal.sheet
    found = amounts.effect(contract, sheet, day_in_tokyo(at))
    returned = found.returned
    for one in found.parts:
        one.part.contract = contract
        if one.difference < 0:
            _lower(proposal, one, at=at)
        if contract.is_by_the_hour:
            _reword(one.part, proposal)
    return returned


def call_off(proposal: Amendment, *, at: datetime) -> None:
    """What is more is no longer waited for."""
    deposit = held.open_deposit(proposal.key)
    if deposit is not None:
        escrow.cancel_deposit(deposit, at=at)


def fall_away(contract: Contract, *, at: datetime) -> None:
    """A raise that waits for its money comes to nothing: the contract ends, or it is for nothing any more."""
    proposal = queries.agreed_amendment(contract)
    if proposal is None:
        return
    proposal.contract = contract
    turns.drop_all(proposal.key, at=at)
    call_off(proposal, at=at)
    proposal.become(AmendmentState.DROPPED, at=at)
    fact = events.RaiseDropped(subject=contract.key, amendment=proposal.key, **contract.sides)
    record(fact, by=None, at=at)


def fall_away_if_moot(contract: Contract, *, at: datetime) -> None:
    """The same where nothing is left to be raised; of one work, where not all of it is left.

    Of that, the parts have to be worth what the terms say.
    """
    proposal = queries.agreed_amendment(contract)
    if proposal is None:
        return
    left, planned = len(queries.raised_by(proposal)), proposal.amount_changes.count()
    if left == 0 or (left < planned and not contract.is_continuing):
        fall_away(contract, at=at)


def _lower(proposal: Amendment, one: amounts.Revaluation, *, at: datetime) -> None:
    part = one.part
    change = AmountChange.objects.create(
        amendment=proposal, milestone=part, before=part.amount, after=one.after, made_at=at
    )
    holding.give_back_part(part, -one.difference, purpose=change.key, at=at)
    _be_worth(part, one.after)


def _be_worth(part: Milestone, amount: int) -> None:
    """The part, and with it the week or month that it is paid in."""
    if part.period is not None:
        more = amount - part.amount
        Period.objects.filter(pk=part.period.pk).update(amount=F("amount") + more)
    part.amount = amount
    part.save(update_fields=["amount"])


def _reword(week: Milestone, proposal: Amendment) -> None:
    """Its sheet has the new rate, and the new most of hours."""
    sheet = proposal.sheet
    assert sheet.reward is not None, "terms.rules.agreeable"
    assert sheet.weekly_hours is not None, "terms.rules.agreeable"
    week.timesheet.rate, week.timesheet.hours = sheet.reward, sheet.weekly_hours
    week.timesheet.save(update_fields=["rate", "hours"])
