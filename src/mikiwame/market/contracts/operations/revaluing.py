"""Money that is held already follows the terms that both have agreed to.

Called by the operations of this room, inside their transaction and with the contract locked.
"""

from datetime import datetime

from django.db.models import F

from mikiwame.core.clock import day_in_tokyo
from mikiwame.market.contracts import amounts
from mikiwame.market.contracts.models import Amendment, AmountChange, Milestone, Period

from . import holding


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
        if contract.is_by_the_hour and one.difference <= 0:
            _reword(one.part, proposal)
    return returned


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
