"""What proposing, agreeing to and refusing other terms is made of.

Called by the operations of this room, inside their transaction and with the contract locked.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from mikiwame.core.errors import require
from mikiwame.core.terms import RewardBasis, Term
from mikiwame.market.contracts import events, limits, queries, rules
from mikiwame.market.contracts.models import Amendment, Contract, Milestone
from mikiwame.market.contracts.states import AmendmentState, MilestoneState, Side
from mikiwame.market.history.operations import record
from mikiwame.market.members.models import Member
from mikiwame.market.terms import operations as sheets
from mikiwame.market.terms import queries as terms
from mikiwame.market.terms.lines import Change, Part
from mikiwame.market.terms.models import Sheet
from mikiwame.market.turns import operations as turns
from mikiwame.market.turns import queries as clocks
from mikiwame.market.turns.states import TurnKind

from . import course, pacing, revaluing


def about(proposal: Amendment) -> dict[str, Any]:
    """What every fact about a proposal says."""
    contract, changed = proposal.contract, terms.difference(proposal.base, proposal.sheet)
    return {
        "subject": contract.key,
        "amendment": proposal.key,
        "proposed_by": proposal.side,
        "terms": [str(change.term) for change in changed],
        **contract.sides,
    }


def reword(
    made: Amendment, changes: Mapping[str, Any], parts: Sequence[Part] | None, *, at: datetime
) -> tuple[Sheet, list[Change]]:
    """The version that would hold, frozen, and how it differs from the one that does."""
    base, values = made.base, dict(changes)
    if parts and base.reward_basis == RewardBasis.FIXED:
        values["reward"] = sum(part.amount for part in parts)
    reward = values.get("reward", base.reward)
    values["standby_fee"] = queries.promised_to_wait(base, base.reward_basis, reward)
    if not values.get("start_condition", base.start_condition):
        values["start_latest"] = None  # a date is its own latest day
    sheet = sheets.copy(base, subject=made.key, at=at, **values)
    if parts is not None:
        sheet = sheets.write_milestones(sheet, parts)
    changed = terms.difference(base, sheet)
    require(rules.says_something(changed) and rules.fits(made.contract, sheet, at))
    require(rules.rewords_inside(made.contract, sheet))
    return sheets.freeze(sheet, at=at), changed


def ask(proposal: Amendment, kind: TurnKind, subject: str, *, until: datetime, at: datetime) -> datetime:
    """It is the other side's turn; returns until when."""
    contract = proposal.contract
    turn = turns.open_turn(
        kind,
        subject,
        whose=contract.other(proposal.proposed_by),
        waiting=proposal.proposed_by,
        title=contract.title,
        page=contract.key,
        since=at,
        until=until,
    )
    return turn.until


def refuse(proposal: Amendment, worse: Collection[str], *, by: Member, at: datetime) -> None:
    """The other side wants the old terms, and calls some of the new ones worse."""
    turns.take(TurnKind.AMENDMENT, proposal.key, at=at)
    said = sorted(set(worse))
    proposal.become(AmendmentState.REFUSED, at=at, worsens=[*proposal.worsens, *said])
    record(events.AmendmentRefused(worse=said, **about(proposal)), by=by.key, at=at)


def open_way_out(proposal: Amendment, *, since: datetime, at: datetime) -> None:
    """Worse terms were proposed and came to nothing: for a while the worker may still leave over them.

    So she may where the client took back what she alone could judge; a way out that is open stays as it is.
    """
    key = proposal.contract.key
    if proposal.side == Side.WORKER:
        return
    if proposal.worsens or (queries.is_untold(proposal) and clocks.limit(TurnKind.DEPARTURE, key) is None):
        let_depart(proposal.contract, since=since, at=at)


def let_depart(contract: Contract, *, since: datetime, at: datetime) -> None:
    """For a while the worker may leave without fault; where she could before, it is that long from now."""
    turns.drop(TurnKind.DEPARTURE, contract.key, at=at)
    turns.open_turn(
        TurnKind.DEPARTURE,
        contract.key,
        whose=contract.worker,
        waiting=contract.client,
        title=contract.title,
        page=contract.key,
        since=since,
        until=limits.for_departure(since),
    )


def call_worse(proposal: Amendment, worse: Collection[str], *, by: Member, at: datetime) -> None:
    """The worker leaves over what was taken back before she could say that it would be worse for her."""
    proposal.worsens = sorted(set(worse))
    proposal.save(update_fields=["worsens"])
    record(events.AmendmentCalledWorse(worse=proposal.worsens, **about(proposal)), by=by.key, at=at)


def adopt(proposal: Amendment, *, at: datetime) -> int:
    """From now on that version holds: its start, its parts with their money and days, and their clocks.

    Returns what goes back of held money, in yen.
    """
    contract, sheet = proposal.contract, proposal.sheet
    returned = revaluing.revalue(proposal, at=at)
    before, contract.sheet = contract.sheet, sheet
    old, new = terms.stated(before), terms.stated(sheet)
    if old[Term.START] != new[Term.START]:
        contract.starts_on = None if sheet.start_condition else sheet.start_date
    contract.save(update_fields=["sheet", "starts_on"])
    if contract.is_continuing:
        pacing.lay_out_anew(contract, at=at)
        return returned
    _divide(contract, terms.parts(before), terms.parts(sheet), at=at)
    if old[Term.START] != new[Term.START]:
        _wait_for_start(contract, at=at)
    return returned


def _wait_for_start(contract: Contract, *, at: datetime) -> None:
    """Held money waits for the new start, or need wait no longer."""
    turns.drop(TurnKind.START, contract.key, at=at)
    milestone = queries.at_hand(contract)
    if milestone is not None and milestone.state == MilestoneState.FUNDED:
        milestone.contract = contract
        course.start_or_wait(milestone, at=at)


def _divide(contract: Contract, old: Sequence[Part], new: Sequence[Part], *, at: datetime) -> None:
    """The milestones become the parts of the new version; each part keeps its place in the row."""
    standing = queries.standing(contract)
    for milestone, before, part in zip(standing, old, new, strict=False):
        milestone.contract = contract
        if asdict(before) != asdict(part):
            _change(milestone, before, part, at=at)
    for milestone in standing[len(new) :]:
        milestone.become(MilestoneState.DROPPED, at=at)
        course.call_off_payment(milestone, at=at)
    course.plan(contract, new[len(standing) :], at=at)


def _change(milestone: Milestone, before: Part, part: Part, *, at: datetime) -> None:
    """Another name, amount or day; a day that both agreed on anew isn't postponed any more."""
    milestone.title = part.title or milestone.contract.title
    if milestone.amount != part.amount:
        course.call_off_payment(milestone, at=at)
        milestone.amount = part.amount
    if part.due != before.due and milestone.state in rules.WORDED_BY_DAY:
        assert part.due is not None, "rules.is_due_some_day"
        milestone.due, milestone.postponed = part.due, 0
        _move_limit(milestone, at=at)
    milestone.save(update_fields=["title", "amount", "due", "postponed"])


def _move_limit(milestone: Milestone, *, at: datetime) -> None:
    """The worker's open clock ends with the new day; if the old one was over, it runs again."""
    until = limits.for_delivery(milestone.due, at)
    if clocks.limit(TurnKind.DELIVERY, milestone.key) is not None:
        turns.move_limit(TurnKind.DELIVERY, milestone.key, until=until, at=at)
    elif turns.drop(TurnKind.OVERDUE, milestone.key, at=at) is not None:
        course.hand_to(milestone.contract.worker, TurnKind.DELIVERY, milestone, since=at, until=until)
