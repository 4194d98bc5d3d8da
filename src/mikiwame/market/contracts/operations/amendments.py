"""Amendments: one side proposes other terms; until the other agrees, the old ones stand."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from mikiwame.core.clock import day_in_tokyo
from mikiwame.core.errors import require
from mikiwame.core.fields import lock
from mikiwame.core.operation import operation
from mikiwame.core.texts import written
from mikiwame.market.contracts import amounts, events, limits, queries, rules
from mikiwame.market.contracts.models import Amendment, Contract
from mikiwame.market.contracts.states import AmendmentState
from mikiwame.market.history.operations import record
from mikiwame.market.members.models import Member
from mikiwame.market.terms.lines import Part, against, worse
from mikiwame.market.terms.models import Sheet
from mikiwame.market.turns import operations as turns
from mikiwame.market.turns.queries import is_over
from mikiwame.market.turns.states import TurnKind

from . import course, rewording, topping_up
from .rehearsing import Rehearsal, rehearse
from .work import catch_up

REASON_MOST = 1_000


@operation
def propose_amendment(
    contract: Contract,
    *,
    changes: Mapping[str, Any],
    parts: Sequence[Part] | None,
    reason: str,
    by: Member,
    at: datetime,
) -> Amendment:
    """Either side proposes other terms: columns of the sheet, and the parts (None: as they are).

    Raises Refused for terms that nobody can agree to, with their field.
    """
    contract = _caught_up(contract, at=at)
    lapse_if_over(contract, at=at)
    require(rules.may_propose_amendment(by, contract, changes, at))

    made = Amendment(contract=contract, base=contract.sheet, proposed_at=at, state_since=at)
    made.proposed_by = contract.client if by.acts_for(contract.client) else contract.worker
    made.reason = _worded(contract, reason)
    made.sheet, changed = rewording.reword(made, changes, parts, at=at)
    made.worsens = [str(term) for term in worse(changed)]
    until = limits.for_amendment(at)
    made.until = rewording.ask(made, TurnKind.AMENDMENT, made.key, until=until, at=at)
    made.save(force_insert=True)

    about = rewording.about(made)
    worsened = {"worsens": made.worsens, "against": [str(term) for term in against(changed)]}
    record(events.AmendmentProposed(**worsened, until=made.until, **about), by=by.key, at=at)
    return made


@operation
def rehearse_amendment(
    contract: Contract,
    *,
    changes: Mapping[str, Any],
    parts: Sequence[Part] | None,
    reason: str,
    by: Member,
    at: datetime,
) -> Rehearsal:
    """What a proposal would change, for its writer to read before she makes it; nothing is kept.

    Raises Refused for terms that nobody can agree to, with their field, and for what may not be said.
    """

    def write() -> Sheet:
        held = _caught_up(contract, at=at)
        lapse_if_over(held, at=at)
        require(rules.may_propose_amendment(by, held, changes, at))
        _worded(held, reason)
        sheet, _ = rewording.reword(Amendment(contract=held, base=held.sheet), changes, parts, at=at)
        return sheet

    def weigh(sheet: Sheet) -> amounts.Effect:
        return amounts.effect(contract, sheet, day_in_tokyo(at))

    return rehearse(contract.sheet, write, withholds_tax=contract.withholds_tax, weigh=weigh)


@operation
def accept_amendment(proposal: Amendment, *, by: Member, at: datetime) -> Contract:
    """The other side agrees: its terms hold from now on, or once the client has paid in what is more."""
    contract, proposal = _caught_up(proposal.contract, at=at), lock(proposal)
    proposal.contract = contract
    require(rules.may_accept_amendment(by, proposal, at))

    turns.take(TurnKind.AMENDMENT, proposal.key, at=at)
    if amounts.effect(contract, proposal.sheet, day_in_tokyo(at)).top_up:
        topping_up.ask(proposal, by=by, at=at)
    else:
        topping_up.conclude(proposal, by=by.key, at=at)
    return contract


@operation
def refuse_amendment(
    proposal: Amendment, *, worse: Collection[str] = (), by: Member, at: datetime
) -> Amendment:
    """The other side wants the old terms; if some would be worse for the worker, she may leave for a while.

    ``worse``: the changed terms that she calls worse, of those of which only she can tell.
    """
    proposal = _locked(proposal)
    require(rules.may_answer_amendment(by, proposal, at) and rules.may_call_worse(proposal, worse))

    rewording.refuse(proposal, worse, by=by, at=at)
    rewording.open_way_out(proposal, since=at, at=at)
    return proposal


@operation
def withdraw_amendment(proposal: Amendment, *, by: Member, at: datetime) -> Amendment:
    """Who proposed it takes it back; that it would have been worse for the worker is not undone by that."""
    proposal = _locked(proposal)
    require(rules.may_withdraw_amendment(by, proposal, at))

    turns.take(TurnKind.AMENDMENT, proposal.key, at=at)
    proposal.become(AmendmentState.WITHDRAWN, at=at)
    rewording.open_way_out(proposal, since=at, at=at)

    record(events.AmendmentWithdrawn(**rewording.about(proposal)), by=by.key, at=at)
    return proposal


@operation
def lapse_amendment(proposal: Amendment, *, at: datetime) -> Amendment:
    """The proposal was not answered in time: the old terms stand, and worse ones may still be left over."""
    proposal = _locked(proposal)
    require(rules.is_reworded(proposal))

    turn = turns.pass_by(TurnKind.AMENDMENT, proposal.key, at=at)
    proposal.become(AmendmentState.LAPSED, at=at)
    rewording.open_way_out(proposal, since=turn.until, at=at)

    record(events.AmendmentLapsed(**rewording.about(proposal)), by=None, at=at)
    return proposal


@operation
def lapse_if_over(contract: Contract, *, at: datetime) -> None:
    """Lapse first the proposal whose time has passed, so that nothing depends on when a sweep comes by."""
    proposal = queries.proposed_amendment(contract)
    if proposal is not None and is_over(TurnKind.AMENDMENT, proposal.key, at=at):
        lapse_amendment(proposal, at=at)


@operation
def stay(contract: Contract, *, at: datetime) -> Contract:
    """The time in which the worker could leave is over; the contract goes on as it was agreed."""
    contract = lock(contract)
    require(rules.is_live(contract))

    turns.pass_by(TurnKind.DEPARTURE, contract.key, at=at)
    return contract


def _caught_up(contract: Contract, *, at: datetime) -> Contract:
    """A contract with its lock, after all that a sweep would have done by now to the part at hand."""
    contract = lock(contract)
    milestone = queries.at_hand(contract)
    if milestone is not None:
        milestone.contract = contract
        catch_up(course.locked(milestone), at=at)
    return lock(contract)


def _worded(contract: Contract, reason: str) -> str:
    """Why other terms are proposed; raises Refused where it leads around the marketplace too early."""
    said = written(reason, most=REASON_MOST, field="reason")
    require(rules.stays_inside(contract, "reason", said))
    return said


def _locked(proposal: Amendment) -> Amendment:
    contract, proposal = lock(proposal.contract), lock(proposal)
    proposal.contract = contract
    return proposal
