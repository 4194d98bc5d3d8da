"""The versions of a contract's terms, and the proposal that waits, as pages show them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import prefetch_related_objects

from mikiwame.core.clock import day_in_tokyo
from mikiwame.market.contracts import amounts, limits, queries, rules
from mikiwame.market.contracts.operations import amendments
from mikiwame.market.contracts.states import AmendmentState, Side
from mikiwame.market.messaging import queries as messaging
from mikiwame.market.terms import lines
from mikiwame.market.terms import queries as terms
from mikiwame.market.turns.states import TurnKind

from .acting import MemberRequest
from .forms.amendments import WorseForm
from .threads import identifier_in

Shown = dict[str, Any]


def overview(request: MemberRequest, id: UUID) -> Shown:  # noqa: A002
    """All versions in the order in which they came about, each with how it differs from the one before."""
    contract = queries.contract_for(request.user, id)
    offer = queries.offer_for(request.user, contract.offer_id)
    steps: list[Shown] = []
    version = 1
    for proposal in queries.amendments(contract):
        accepted = proposal.state == AmendmentState.ACCEPTED
        version += accepted
        changes = terms.difference(proposal.base, proposal.sheet)
        steps.append({"proposal": proposal, "changes": changes, "version": version if accepted else None})
    return {
        "contract": contract,
        "offer": offer,
        "offered": queries.changes_of(offer),
        "steps": steps,
        "version": version,
        "stated": terms.stated(contract.sheet),
    }


def rehearsed(request: MemberRequest, contract: Any, wish: Shown, reason: str, *, at: datetime) -> Shown:
    """A proposal before it is made: what it changes, and until when it could be answered."""
    said = amendments.rehearse_amendment(contract, **wish, reason=reason, by=request.user, at=at)
    return {
        "said": said,
        "before": terms.total(contract.sheet),
        "worse": lines.worse(said.difference),
        "until": limits.for_amendment(at),
    }


def waiting(
    request: MemberRequest, contract: Any, stated: lines.Lines, clocks: list[Any], *, at: datetime
) -> Shown:
    """The proposal to change terms that waits for an answer, and the time in which the worker may leave."""
    kinds = {clock.kind: clock for clock in clocks}
    departure = kinds.get(TurnKind.DEPARTURE)
    shown = {"amendment": None, "departure": departure, "goes_on": bool(rules.goes_on(contract))}
    shown["untold"] = queries.untold_proposal(contract) if departure else None
    shown["unpaid_raise"] = bool(departure) and queries.is_over_unpaid_raise(contract)
    shown |= {"top_up": None, "top_up_clock": None, "raised": set()}
    if not kinds.keys() & {TurnKind.AMENDMENT, TurnKind.TOP_UP}:
        return shown
    proposal = queries.open_amendment(contract)
    assert proposal is not None, "a turn without its proposal"
    if TurnKind.TOP_UP in kinds:
        prefetch_related_objects([proposal], "amount_changes")
        shown |= {"top_up": queries.top_up_of(proposal), "top_up_clock": kinds[TurnKind.TOP_UP]}
        shown["raised"] = {change.milestone_id for change in proposal.amount_changes.all()}
    prefetch_related_objects([proposal.sheet], "milestones")  # which all that follows reads
    changes = lines.compare(stated, terms.stated(proposal.sheet))
    return shown | {
        "amendment": proposal,
        "amendment_is_own": proposal.proposed_by_id == request.user.party_id,
        "amendment_changes": changes,
        "amendment_effect": amounts.effect(contract, proposal.sheet, day_in_tokyo(at)),
        "worse_form": WorseForm(untold=_untold(request, proposal, changes), auto_id="refusal_%s"),
        "may_depart": bool(proposal.worsens) and _is_asked(request, proposal),
        "departure_days": limits.DEPARTURE_DAYS,
    }


def untold(request: MemberRequest, proposal: Any) -> list[Any]:
    """The changed terms of which only the reader can say whether they are worse for her."""
    return _untold(request, proposal, terms.difference(proposal.base, proposal.sheet))


def _untold(request: MemberRequest, proposal: Any, changes: list[lines.Change]) -> list[Any]:
    return lines.untold(changes) if _is_asked(request, proposal) else []


def _is_asked(request: MemberRequest, proposal: Any) -> bool:
    """Whether the reader is the worker, and the client wants other terms of her."""
    return request.user.acts_for(proposal.contract.worker) and proposal.side == Side.CLIENT


def hers_to_tell(request: MemberRequest, contract: Any) -> list[Any]:
    """The same of the proposal that waits, or was taken back before she could say so."""
    proposal = queries.hers_to_judge(contract)
    return untold(request, proposal) if proposal else []


def quoted(request: MemberRequest) -> dict[str, str]:
    """Which term a link opens the form at, and what it quotes: words, or a message of the reader's."""
    message = identifier_in(request.GET.get("message"))
    quote = messaging.message_for(request.user, message).text if message else request.GET.get("quote", "")
    return {"opened": request.GET.get("term", ""), "quote": quote}
