"""Questions about what one side proposes: to change terms, or to part."""

from uuid import UUID

from django.db.models import Q, QuerySet

from mikiwame.core.errors import existing
from mikiwame.market.contracts.models import Amendment, AmountChange, Cancellation, Contract, Milestone
from mikiwame.market.contracts.states import (
    AMENDMENT,
    RAISABLE,
    AmendmentState,
    CancellationState,
    MilestoneState,
    Side,
)
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
    """The proposal to change terms that waits for an answer, or agreed to, for its money.

    A contract from ``contract_for`` brings it along.
    """
    if not hasattr(contract, "rewording"):
        return amendments(contract).filter(state__in=sorted(AMENDMENT.open)).first()
    found: Amendment | None = contract.rewording
    if found is not None:
        found.contract, found.base = contract, contract.sheet  # as long as it waits, nothing else holds
    return found


def proposed_amendment(contract: Contract) -> Amendment | None:
    """That which waits for an answer."""
    found = open_amendment(contract)
    return found if found and found.state == AmendmentState.PROPOSED else None


def agreed_amendment(contract: Contract) -> Amendment | None:
    """That to which both agreed, and which waits for the client to pay in the difference."""
    found = open_amendment(contract)
    return found if found and found.state == AmendmentState.AGREED else None


def top_up_of(proposal: Amendment) -> int:
    """What the client pays in for parts that are worth more by it, in yen."""
    changes = proposal.amount_changes.all()
    return sum(change.difference for change in changes if change.difference > 0)


def raised_by(proposal: Amendment) -> list[AmountChange]:
    """The parts that would be worth more, and whose raise has not come to nothing, the first first.

    What is in dispute is divided as it is, and what is over is over; of hours, those of a week that was not
    handed in.
    """
    alive = (MilestoneState.FUNDED,) if proposal.contract.is_by_the_hour else RAISABLE
    waiting = proposal.amount_changes.filter(made_at=None, milestone__state__in=alive)
    return list(waiting.select_related("milestone__period").order_by("milestone__number"))


def awaits_raise(milestone: Milestone) -> bool:
    """Whether both agreed that a part is worth more, and the client has not paid that in yet."""
    agreed = milestone.amount_changes.filter(made_at=None, amendment__state=AmendmentState.AGREED)
    return agreed.exists()


def hers_to_judge(contract: Contract) -> Amendment | None:
    """The client's proposal of which the worker may say what would be worse for her."""
    waiting = proposed_amendment(contract)
    asked = waiting is not None and waiting.side == Side.CLIENT
    return waiting if asked else untold_proposal(contract)


def untold_proposal(contract: Contract) -> Amendment | None:
    """What the client took back before the worker could say whether it would be worse for her.

    While she may leave over it, she says so by leaving. None where that was judged, or said, before.
    """
    if clocks.limit(TurnKind.DEPARTURE, contract.key) is None:
        return None
    gone = (AmendmentState.REFUSED, AmendmentState.WITHDRAWN, AmendmentState.LAPSED)
    hers = Q(state__in=gone, proposed_by=contract.client_id)
    lately = amendments(contract).filter(hers | Q(state=AmendmentState.UNPAID))
    worded = (proposal for proposal in lately.reverse() if opens_a_way_out(proposal))
    last = next(worded, None)
    return last if last and is_untold(last) and not last.worsens else None


def opens_a_way_out(proposal: Amendment) -> bool:
    """Whether over what became of it the worker could leave: worse terms, or a raise that was not paid."""
    unpaid = proposal.state == AmendmentState.UNPAID
    return unpaid or bool(proposal.worsens) or is_untold(proposal)


def is_over_unpaid_raise(contract: Contract) -> bool:
    """Whether the last change of terms came to nothing because what was agreed on top was not paid in."""
    last = contract.amendments.exclude(state__in=sorted(AMENDMENT.open)).order_by("-state_since").first()
    return last is not None and last.state == AmendmentState.UNPAID


def is_untold(proposal: Amendment) -> bool:
    """Whether it was taken back, and there are terms of which only the worker can say if they got worse."""
    taken_back = proposal.state == AmendmentState.WITHDRAWN
    return taken_back and bool(untold(terms.difference(proposal.base, proposal.sheet)))


def _amendments() -> QuerySet[Amendment]:
    related = ("base", "sheet", "proposed_by", "contract__client", "contract__worker", "contract__sheet")
    return Amendment.objects.select_related(*related).prefetch_related(
        "base__milestones", "sheet__milestones"
    )
