"""Raises of what is paid ahead: both agreed, the client pays in the difference, and then the new terms hold.

Until then the old ones stand. Where the money doesn't come in time nothing changes, and the worker may leave.
"""

from datetime import datetime

from mikiwame.core.errors import require
from mikiwame.core.fields import lock
from mikiwame.core.ids import id_of
from mikiwame.core.operation import operation
from mikiwame.market.contracts import events, limits, notice, queries, rules
from mikiwame.market.contracts.models import Amendment, Contract
from mikiwame.market.contracts.states import AmendmentState
from mikiwame.market.escrow import operations as escrow
from mikiwame.market.escrow.models import Deposit
from mikiwame.market.history.operations import record
from mikiwame.market.members.models import Member
from mikiwame.market.turns import operations as turns
from mikiwame.market.turns.queries import is_over
from mikiwame.market.turns.states import TurnKind

from . import revaluing, rewording


def ask(proposal: Amendment, *, by: Member, at: datetime) -> None:
    """The other side has agreed: it is the client's turn to pay in what is more. Within its transaction."""
    contract = proposal.contract
    proposal.become(AmendmentState.AGREED, at=at)
    top_up = revaluing.plan(proposal, at=at)
    turn = turns.open_turn(
        TurnKind.TOP_UP,
        proposal.key,
        whose=contract.client,
        waiting=contract.worker,
        title=contract.title,
        page=contract.key,
        since=at,
        until=limits.for_funding(at),
    )
    fact = events.TopUpAsked(amount=top_up, until=turn.until, **rewording.about(proposal))
    record(fact, by=by.key, at=at)


def conclude(proposal: Amendment, *, by: str | None, at: datetime, added: int = 0) -> None:
    """The new terms hold, with all that follows from them. Within a transaction, the contract locked.

    ``added``: what the client paid in for that and what stays of it, in yen.
    """
    contract = proposal.contract
    turns.drop(TurnKind.DEPARTURE, contract.key, at=at)
    proposal.become(AmendmentState.ACCEPTED, at=at)
    returned = rewording.adopt(proposal, at=at)
    version = notice.issue(contract, at=at).number

    fact = events.AmendmentAccepted(
        version=version, returned=returned, added=added, **rewording.about(proposal)
    )
    record(fact, by=by, at=at)


@operation
def begin_payment(proposal: Amendment, *, by: Member, at: datetime) -> Deposit:
    """The client sets about paying in what is more; asked again, it is the same deposit."""
    proposal = _locked(proposal)
    require(rules.may_pay_top_up(by, proposal, at))

    contract = proposal.contract
    return escrow.request_deposit(
        proposal.key,
        title=contract.title,
        payer=contract.client,
        payee=None if contract.is_continuing else contract.worker,
        amount=queries.top_up_of(proposal),
        by=by,
        at=at,
    )


@operation
def fund(deposit: Deposit, *, receipt: str, at: datetime) -> Amendment:
    """What is more has come: the new terms hold; or it goes back where nobody waits for it any more.

    ``receipt`` names the payment; the same one, told twice, counts once.
    """
    proposal = _locked(Amendment.objects.select_related("contract").get(pk=id_of(deposit.purpose)))
    if not (rules.is_awaited(deposit) and rules.wants_top_up(proposal, at)):
        escrow.receive_and_return(deposit, receipt=receipt, at=at)
        return proposal

    turns.take(TurnKind.TOP_UP, proposal.key, at=at)
    hold = escrow.receive(deposit, receipt=receipt, at=at)
    added = revaluing.raise_from(hold, proposal, at=at)
    conclude(proposal, by=None, at=at, added=added)
    return proposal


@operation
def lapse_top_up(proposal: Amendment, *, at: datetime) -> Amendment:
    """What is more did not come in time: the old terms stand, and for a while the worker may leave."""
    proposal = _locked(proposal)
    require(rules.waits_for_top_up(proposal))

    turn = turns.pass_by(TurnKind.TOP_UP, proposal.key, at=at)
    revaluing.call_off(proposal, at=at)
    proposal.become(AmendmentState.UNPAID, at=at)
    rewording.let_depart(proposal.contract, since=turn.until, at=at)

    amount = queries.top_up_of(proposal)
    record(events.TopUpUnpaid(amount=amount, **rewording.about(proposal)), by=None, at=at)
    return proposal


@operation
def lapse_if_over(contract: Contract, *, at: datetime) -> None:
    """Lapse first the raise whose time has passed, so that nothing depends on when a sweep comes by."""
    proposal = queries.agreed_amendment(contract)
    if proposal is not None and is_over(TurnKind.TOP_UP, proposal.key, at=at):
        lapse_top_up(proposal, at=at)


def _locked(proposal: Amendment) -> Amendment:
    contract, proposal = lock(proposal.contract), lock(proposal)
    proposal.contract = contract
    return proposal
