"""Questions about what one side proposes: to change terms, or to part."""

from uuid import UUID

from django.db.models import QuerySet

from mikiwame.core.errors import existing
from mikiwame.market.contracts.models import Amendment, Cancellation, Contract
from mikiwame.market.contracts.states import AmendmentState, CancellationState, Side
from mikiwame.market.members.models import Member
from mikiwame.market.terms import queries as terms
from mikiwame.market.terms.lines import untold
from mikiwame.market.turns import queries as clocks
from mikiwame.market.turns.states import TurnKind

from .sides import of_side


def cancellation_for(member: Member, identifier: UUID) -> Cancellation:
    """A proposal to part, for one of its contract's sides; raises NotFound."""
    sides = of_side(member.party_id)
    found = Cancellation.objects.filter(sides, pk=identifier).select_related(
        "contract__client", "contract__worker"
    )
    return existing(found.first())


def open_cancellation(contract: Contract) -> Cancellation | None:
    """The proposal to part that waits for an answer; a contract from ``contract_for`` brings it along."""
    if hasattr(contract, "proposal"):
        found: Cancellation | None = contract.proposal
        return found
    return contract.cancellations.filter(state=CancellationState.PROPOSED).first()


def amendment_for(member: Member, identifier: UUID) -> Amendment:
    """A proposal to change terms, for one of its contract's sides; raises NotFound."""
    sides = of_side(member.party_id)
    return existing(_amendments().filter(sides, pk=identifier).first())


def amendments(contract: Contract) -> QuerySet[Amendment]:
    """Everything that was proposed to change in a contract, the first first, with both versions."""
    return _amendments().filter(contract=contract).order_by("proposed_at", "id")


def open_amendment(contract: Contract) -> Amendment | None:
    """The proposal to change terms that waits for an answer; one from ``contract_for`` brings it along."""
    if not hasattr(contract, "rewording"):
        return amendments(contract).filter(state=AmendmentState.PROPOSED).first()
    found: Amendment | None = contract.rewording
    if found is not None:
        found.contract, found.base = contract, contract.sheet  # as long as it waits, nothing else holds
    return found


def hers_to_judge(contract: Contract) -> Amendment | None:
    """The client's proposal of which the worker may say what would be worse for her."""
    waiting = open_amendment(contract)
    asked = waiting is not None and waiting.side == Side.CLIENT
    return waiting if asked else untold_proposal(contract)


def untold_proposal(contract: Contract) -> Amendment | None:
    """What the client took back before the worker could say whether it would be worse for her.

    While she may leave over it, she says so by leaving. None where that was judged, or said, before.
    """
    if clocks.limit(TurnKind.DEPARTURE, contract.key) is None:
        return None
    gone = (AmendmentState.REFUSED, AmendmentState.WITHDRAWN, AmendmentState.LAPSED)
    lately = amendments(contract).filter(state__in=gone, proposed_by=contract.client_id)
    worded = (proposal for proposal in lately.reverse() if proposal.worsens or is_untold(proposal))
    last = next(worded, None)
    return last if last and not last.worsens else None


def is_untold(proposal: Amendment) -> bool:
    """Whether it was taken back, and there are terms of which only the worker can say if they got worse."""
    taken_back = proposal.state == AmendmentState.WITHDRAWN
    return taken_back and bool(untold(terms.difference(proposal.base, proposal.sheet)))


def _amendments() -> QuerySet[Amendment]:
    related = ("base", "sheet", "proposed_by", "contract__client", "contract__worker", "contract__sheet")
    return Amendment.objects.select_related(*related).prefetch_related(
        "base__milestones", "sheet__milestones"
    )
