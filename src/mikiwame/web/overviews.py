"""What the pages of offers and contracts show, gathered from the rooms that know it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings

from mikiwame.core.clock import day_in_tokyo
from mikiwame.core.ids import id_of
from mikiwame.core.money import Split
from mikiwame.market.contracts import limits, queries, rules
from mikiwame.market.contracts.operations.rehearsing import Rehearsal
from mikiwame.market.contracts.rules.disputes import APPEALS
from mikiwame.market.contracts.states import CONTRACT, HELD, ContractState, MilestoneState
from mikiwame.market.escrow import queries as escrow
from mikiwame.market.messaging import queries as messaging
from mikiwame.market.paperwork import queries as paperwork
from mikiwame.market.reputation import rules as reputation
from mikiwame.market.terms import queries as terms
from mikiwame.market.terms.lines import Part
from mikiwame.market.turns import queries as turns
from mikiwame.market.turns.states import TurnKind
from mikiwame.wording.timeline import entries

from . import versions
from .acting import MemberRequest
from .freshness import last_seen
from .reports import of_direct_offer
from .trial_overviews import trial_shown

Shown = dict[str, Any]

_BESIDE = {
    TurnKind.CANCELLATION,
    TurnKind.AMENDMENT,
    TurnKind.TOP_UP,
    TurnKind.TRIAL_DECISION,
    TurnKind.DEPARTURE,
    TurnKind.DISPUTE_ANSWER,
    *APPEALS,
}
"""The turns that run beside the one of the part at hand."""


def rehearsal_overview(worker: Any, said: Rehearsal, *, at: datetime) -> Shown:
    """An offer before it is made: what it changes, what arrives, until when it could be accepted."""
    split = _arriving(said.parts, worker, said.withholds_tax, at=at)
    days = settings.TRIAL_DECISION_DAYS
    until = limits.for_offer(said.first_limit, at)
    clock = {"until": until, "is_shorter": limits.is_shorter(until, at)}
    return {"said": said, "split": split, "days": days, **clock}


def _arriving(parts: list[Part], worker: Any, withholds_tax: bool, *, at: datetime) -> Split:
    """How an offered reward would be divided."""
    amounts = (part.amount for part in parts)
    return escrow.preview(*amounts, worker=worker, withholds_tax=withholds_tax, at=at)


def offer_overview(request: MemberRequest, offer: Any, *, at: datetime) -> Shown:
    """An offer, how it differs from what was posted, and what arrives."""
    parts, reader = terms.parts(offer.sheet), request.user.party_id
    return {
        "offer": offer,
        "seen": queries.newest_with(offer),
        "is_client": request.user.acts_for(offer.client),
        "stands": offer.state == "made" and at < offer.until,
        "stopped": queries.is_stopped(offer),
        "outdated": not rules.is_early_enough(offer, at),
        "is_shorter": limits.is_shorter(offer.until, offer.made_at),
        "changes": queries.changes_of(offer),
        "stated": terms.stated(offer.sheet),
        "parts": parts,
        "split": _arriving(parts, offer.worker, queries.withholds_tax(offer), at=at),
        "contract": getattr(offer, "contract", None),
        "days": settings.TRIAL_DECISION_DAYS,
        "after_trial": bool(offer.application and not offer.is_trial and queries.trial_on(offer.application)),
        "report": of_direct_offer(offer, at=at) if offer.is_direct and offer.worker_id == reader else None,
    }


def contracts_by_turn(request: MemberRequest, *, at: datetime) -> Shown:
    """The reader's contracts: her turn, the other's turn, over; each with its lamp and clock."""
    mine = {turn.page: turn for turn in turns.mine(request.user.party)}
    theirs = {turn.page: turn for turn in turns.theirs(request.user.party)}
    groups: dict[str, list[Shown]] = {"mine": [], "theirs": [], "over": []}
    for contract in queries.contracts_of(request.user.party):
        over, pages = contract.state in CONTRACT.final, _pages(contract)
        own = next((mine[page] for page in pages if page in mine), None)
        group = "mine" if own else "over" if over else "theirs"
        groups[group].append(
            {
                "contract": contract,
                "other": contract.other(request.user.party),
                "is_client": request.user.acts_for(contract.client),
                "light": queries.light(contract, day_in_tokyo(at)),
                "turn": own or next((theirs[page] for page in pages if page in theirs), None),
                "total": sum(part.amount for part in queries.milestones(contract)),
            }
        )
    offers = [offer for offer in queries.offers_of(request.user.party) if offer.state == "made"]
    shown = [{"name": name, "rows": rows} for name, rows in groups.items()]
    return {"groups": shown, "offers": offers, "nothing": not (offers or any(groups.values()))}


def _pages(contract: Any) -> list[str]:
    """The pages of a contract on which somebody is waited for: its own, and those of its disputes."""
    parts = queries.milestones(contract)
    return [contract.key, *(part.dispute.key for part in parts if part.state == MilestoneState.DISPUTED)]


def act_overview(request: MemberRequest, id: UUID, *, at: datetime, part: Any = None) -> Shown:  # noqa: A002
    """What every act in a contract is about: the contract, its part at hand, and its lamp."""
    contract = queries.contract_for(request.user, id)
    at_hand = part or queries.at_hand(contract)
    used = queries.change_rounds_used(at_hand) if at_hand else 0
    return about(request, contract, at=at) | {
        "rounds_left": contract.sheet.change_rounds - used,
        "start_is_late": queries.start_is_late(contract, day_in_tokyo(at)),
        "unpaid_raise": not queries.open_amendment(contract) and queries.is_over_unpaid_raise(contract),
    }


def contract_overview(request: MemberRequest, contract: Any, *, at: datetime) -> Shown:
    """The one page of a contract: lamp, turns, money, deliveries, terms, notice, timeline."""
    shown = about(request, contract, at=at)
    parts, deliveries = _parts(contract), deliveries_shown(queries.deliveries(contract))
    stated = terms.stated(contract.sheet)
    dispute, clocks = queries.dispute_of(contract), turns.on_page(contract.key, reader=request.user.party)
    facts = queries.timeline(contract)
    over = contract.state in CONTRACT.final
    rewording = versions.waiting(request, contract, stated, clocks, at=at)
    turn = next((clock for clock in clocks if clock.kind not in _BESIDE), None)
    return (
        shown
        | proposal_of(request, contract, clocks)
        | rewording
        | {
            "turn": turn,
            "coming": coming(turn, rewording["top_up_clock"]),
            "standby": standby_shown(contract, clocks),
            "trial": trial_shown(contract, clocks),
            "may_leave": queries.start_is_late(contract, day_in_tokyo(at)),
            "payable": None if over or rewording["top_up"] else queries.next_to_pay(contract),
            "parts": parts,
            "split": next((row["split"] for row in parts if row["part"] == shown["at_hand"]), None),
            "rounds_left": contract.sheet.change_rounds - _rounds(deliveries, shown["at_hand"]),
            "notice_pdf": paperwork.fingerprint_of(contract.notice),
            "dispute": dispute,
            "disputes": open_disputes(request, contract),
            "deliveries": deliveries,
            "stated": stated,
            "timeline": entries(facts),
            "seen": last_seen(facts, contract.offer.key, contract.key),
            "away": queries.other_away(contract, day_in_tokyo(at)),
            "may_review": bool(reputation.may_review(request.user, contract, at)),
        }
    )


def coming(*turns: Any) -> list[Any]:
    """What comes next in a contract, the nearest limit first; None is nothing."""
    return sorted(filter(None, turns), key=lambda turn: turn.until)


def deposit_overview(request: MemberRequest, deposit: Any) -> Shown:
    """A payment for a milestone: what will become of it, and until when it is waited for."""
    milestone = queries.milestone_for(request.user, id_of(deposit.purpose))
    contract = milestone.contract
    return {
        "deposit": deposit,
        "contract": contract,
        "split": expected(contract, milestone),
        "until": turns.limit(TurnKind.FUNDING, milestone.key),
        "sandbox": settings.GATEWAY == "sandbox",
    }


def standby_shown(contract: Any, clocks: list[Any]) -> Shown | None:
    """What the client owes, or owed, for the first money that never came; its clock, and how it divides."""
    fee = queries.standby_fee_of(contract)
    if fee is None:
        return None
    clock = next((turn for turn in clocks if turn.subject == fee.key), None)
    return {"fee": fee, "clock": clock, "split": expected(contract, fee)}


def standby_deposit_overview(request: MemberRequest, deposit: Any) -> Shown:
    """A payment of a standby fee, and until when it is waited for."""
    fee = queries.standby_fee_for(request.user, id_of(deposit.purpose))
    running = next(iter(turns.current(fee.key)), None)
    return {
        "deposit": deposit,
        "contract": fee.contract,
        "split": expected(fee.contract, fee),
        "until": running and running.until,
        "awaits": running and running.kind,
        "at_once": True,
        "sandbox": settings.GATEWAY == "sandbox",
    }


def top_up_deposit_overview(request: MemberRequest, deposit: Any) -> Shown:
    """A payment of what is more by other terms, and until when it is waited for."""
    proposal = queries.amendment_for(request.user, id_of(deposit.purpose))
    return {
        "deposit": deposit,
        "contract": proposal.contract,
        "until": turns.limit(TurnKind.TOP_UP, proposal.key),
        "awaits": TurnKind.TOP_UP,
        "sandbox": settings.GATEWAY == "sandbox",
    }


def about(request: MemberRequest, contract: Any, *, at: datetime) -> Shown:
    """What every page within a contract says of it."""
    return {
        "contract": contract,
        "is_client": request.user.acts_for(contract.client),
        "other": contract.other(request.user.party),
        "light": queries.light(contract, day_in_tokyo(at)),
        "stopped": contract.state == ContractState.AGREED and queries.is_stopped(contract.offer),
        "at_hand": queries.at_hand(contract),
        "held": sum(_held(part) for part in queries.milestones(contract)),
        "asked_again": _asked_again(request, contract),
    }


def _asked_again(request: MemberRequest, contract: Any) -> UUID | None:
    """The direct offer that the client of a finished contract waits for already."""
    may = contract.state == ContractState.FINISHED and request.user.acts_for(contract.client)
    return queries.waiting_direct_offer(contract) if may else None


def _held(part: Any) -> int:
    """What is in escrow of a part: of one in dispute, what is contested."""
    if part.state not in HELD:
        return 0
    return int(part.dispute.contested if part.state == MilestoneState.DISPUTED else part.amount)


def proposal_of(request: MemberRequest, contract: Any, clocks: list[Any]) -> Shown:
    """The proposal to part that waits for an answer, if its clock runs."""
    if all(clock.kind != TurnKind.CANCELLATION for clock in clocks):
        return {"proposal": None}
    proposal = queries.open_cancellation(contract)
    assert proposal is not None, "a turn without its proposal"
    return {"proposal": proposal, "proposal_is_own": proposal.proposed_by_id == request.user.party_id}


def open_disputes(request: MemberRequest, contract: Any) -> list[Shown]:
    """The disputes of a contract that are not over, each with the reader's own clock, else whose it is."""
    parts = [part for part in queries.milestones(contract) if part.state == MilestoneState.DISPUTED]
    running = turns.current(*(part.dispute.key for part in parts)) if parts else []
    running.sort(key=lambda turn: turn.whose_id != request.user.party_id)
    return [
        {
            "dispute": part.dispute,
            "turn": next((turn for turn in running if turn.subject == part.dispute.key), None),
        }
        for part in parts
    ]


def deliveries_shown(handed_over: Iterable[Any]) -> list[Shown]:
    """What was handed over, each with its files."""
    deliveries = list(handed_over)
    files = messaging.attachments_of(delivery.key for delivery in deliveries) if deliveries else {}
    return [{"delivery": delivery, "files": files[delivery.key]} for delivery in deliveries]


def _rounds(deliveries: list[Shown], part: Any) -> int:
    """How often changes of a part were asked for."""
    of_part = (row["delivery"] for row in deliveries if row["delivery"].milestone == part)
    return sum(hasattr(delivery, "change_request") for delivery in of_part)


def _parts(contract: Any) -> list[Shown]:
    """The parts of a contract; for those paid out and the one at hand, how the money divides."""
    parts, at_hand = queries.milestones(contract), queries.at_hand(contract)
    paid = paid_out(parts)
    return [
        {
            "part": part,
            "icon": ICONS[MilestoneState(part.state)],
            "tone": TONES.get(MilestoneState(part.state), ""),
            "split": paid.get(part.key) or (expected(contract, part) if part == at_hand else None),
        }
        for part in parts
    ]


def paid_out(parts: list[Any]) -> dict[str, Split]:
    """How the money of parts was divided that went to the worker; in a dispute it went in two goes."""
    purposes = {part.key: part.key for part in parts if part.state == MilestoneState.ACCEPTED}
    purposes |= {part.dispute.key: part.key for part in parts if hasattr(part, "dispute")}
    paid: dict[str, Split] = {}
    for purpose, split in (escrow.released(purposes) if purposes else {}).items():
        one = paid.get(purposes[purpose], Split(0, 0, 0))
        paid[purposes[purpose]] = Split(
            one.net + split.net, one.fee + split.fee, one.withheld + split.withheld
        )
    return paid


def expected(contract: Any, part: Any) -> Split:
    """How the money of a part would be divided."""
    taxed, agreed_at = contract.withholds_tax, contract.agreed_at
    return escrow.preview(part.amount, worker=contract.worker, withholds_tax=taxed, at=agreed_at)


ICONS = {
    MilestoneState.UNFUNDED: "lock-open",
    MilestoneState.FUNDED: "lock",
    MilestoneState.DELIVERED: "package",
    MilestoneState.CHANGES_REQUESTED: "pencil",
    MilestoneState.ACCEPTED: "check",
    MilestoneState.DISPUTED: "scale",
    MilestoneState.REFUNDED: "undo-2",
    MilestoneState.DROPPED: "circle-x",
    MilestoneState.MISSED: "undo-2",
    MilestoneState.SKIPPED: "moon",
    MilestoneState.UNUSED: "undo-2",
}

TONES = {MilestoneState.ACCEPTED: "good", MilestoneState.DISPUTED: "danger"}
