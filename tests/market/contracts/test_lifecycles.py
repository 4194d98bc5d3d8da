"""Every operation in every state: allowed where the lifecycle has an arrow, refused everywhere else."""

from collections.abc import Callable
from datetime import datetime

import pytest

from mikiwame.core.errors import Refused
from mikiwame.core.lifecycle import Lifecycle
from mikiwame.market.contracts import queries
from mikiwame.market.contracts.models import Amendment, Contract, Milestone, Offer
from mikiwame.market.contracts.operations import (
    amendments,
    breaks,
    disputes,
    endings,
    funding,
    offers,
    periods,
    rulings,
    timesheets,
    topping_up,
    work,
)
from mikiwame.market.contracts.states import (
    AMENDMENT,
    BREAK,
    CANCELLATION,
    CONTRACT,
    DISPUTE,
    MILESTONE,
    OFFER,
    PERIOD,
    STANDBY_FEE,
    AmendmentState,
    CancellationState,
    ContractState,
    DisputeState,
    MilestoneState,
    OfferState,
)
from mikiwame.market.members.models import Member
from mikiwame.market.turns import queries as turns
from tests.cast import MORNING, Cast
from tests.market.contracts.stage import (
    DAY,
    HOUR,
    START,
    again,
    agreed,
    by_the_hour,
    delivered,
    going_on,
    inspecting,
    mended,
    mending,
    offered,
    offered_directly,
    part,
    proposed,
    ruled,
    running,
    started,
)

LATER = START + DAY


def an_offer(cast: Cast, state: OfferState, offered: Callable[[Cast], Offer]) -> Offer:
    """An offer that has come to that state, as offers do."""
    offer = offered(cast)
    match state:
        case OfferState.ACCEPTED:
            offers.accept_offer(offer, by=cast.yuki, at=offer.made_at)
        case OfferState.DECLINED:
            offers.decline_offer(offer, by=cast.yuki, at=offer.made_at)
        case OfferState.WITHDRAWN:
            offers.withdraw_offer(offer, by=cast.sakurai, at=offer.made_at)
        case OfferState.LAPSED:
            offers.lapse_offer(offer, at=offer.until)
    offer.refresh_from_db()
    return offer


def settled(cast: Cast, to_worker: int) -> Contract:
    """A contract whose dispute was decided."""
    contract = inspecting(cast)
    dispute = disputes.open_dispute(part(contract), statement="違う", by=cast.sakurai, at=LATER)
    ruled(dispute, to_worker=to_worker, by=cast.oda, at=LATER)
    return again(contract)


def disputed(cast: Cast) -> Contract:
    """A contract in dispute."""
    contract = inspecting(cast)
    disputes.open_dispute(part(contract), statement="違う", by=cast.sakurai, at=LATER)
    return again(contract)


def accepted(cast: Cast) -> Contract:
    """A finished contract."""
    contract = inspecting(cast)
    work.accept(part(contract), by=cast.sakurai, at=LATER)
    return again(contract)


def lapsed(cast: Cast) -> Contract:
    """A contract that was never paid."""
    contract = agreed(cast)
    funding.lapse_funding(part(contract), at=MORNING + 3 * DAY)
    return again(contract)


def cancelled(cast: Cast) -> Contract:
    """A contract that the client cancelled before any money."""
    return endings.cancel(agreed(cast), reason="中止", by=cast.sakurai, at=MORNING)


def missed(cast: Cast) -> Contract:
    """Work that goes on, whose first delivery did not come."""
    contract = going_on(cast)
    periods.miss(part(contract), at=START + DAY)
    return again(contract)


def skipped(cast: Cast) -> Contract:
    """Work that goes on, whose first delivery was left out by agreement."""
    contract = going_on(cast)
    day = part(contract).due
    proposed = breaks.propose_break(contract, first=day, last=day, by=cast.yuki, at=START)
    breaks.answer_break(proposed, agree=True, by=cast.sakurai, at=START)
    return again(contract)


def unused(cast: Cast) -> Contract:
    """Work by the hour, in whose first week nobody worked."""
    contract = by_the_hour(cast)
    timesheets.hand_in_by_itself(part(contract), at=START + 9 * DAY)
    return again(contract)


CONTRACTS: dict[ContractState, Callable[[Cast], Contract]] = {
    ContractState.AGREED: agreed,
    ContractState.RUNNING: started,
    ContractState.FINISHED: accepted,
    ContractState.LAPSED: lapsed,
    ContractState.ENDED: lambda cast: settled(cast, 0),
    ContractState.CANCELLED: cancelled,
}

MILESTONES: dict[MilestoneState, Callable[[Cast], Contract]] = {
    MilestoneState.UNFUNDED: agreed,
    MilestoneState.FUNDED: started,
    MilestoneState.DELIVERED: inspecting,
    MilestoneState.CHANGES_REQUESTED: mending,
    MilestoneState.ACCEPTED: accepted,
    MilestoneState.DISPUTED: disputed,
    MilestoneState.REFUNDED: lambda cast: settled(cast, 0),
    MilestoneState.DROPPED: lapsed,
    MilestoneState.MISSED: missed,
    MilestoneState.SKIPPED: skipped,
    MilestoneState.UNUSED: unused,
}


def paid_in(milestone: Milestone, cast: Cast) -> None:
    funding.begin_payment(milestone, by=cast.sakurai, at=MORNING)


def agreed_to_part(contract: Contract, cast: Cast) -> None:
    proposal = endings.propose_cancellation(contract, reason="終了", by=cast.sakurai, at=LATER)
    endings.answer_cancellation(proposal, agree=True, by=cast.yuki, at=LATER)


def left_over_worse_terms(contract: Contract, cast: Cast) -> None:
    at = MORNING if contract.state == ContractState.AGREED else LATER
    proposed(contract, by=cast.sakurai, pace="毎日", at=at)
    endings.leave(again(contract), by=cast.yuki, at=at)


def ended_overdue(milestone: Milestone, cast: Cast) -> None:
    limit = overdue_from(milestone)
    endings.end_overdue(milestone, by=cast.sakurai, at=limit + HOUR)


def ended_by_silence(milestone: Milestone, cast: Cast) -> None:
    limit = overdue_from(milestone)
    if milestone.state in {"funded", "changes_requested"}:
        work.fall_overdue(milestone, at=limit)
    endings.end_by_silence(milestone, at=limit + 7 * DAY)


def overdue_from(milestone: Milestone) -> datetime:
    limits = [turn.until for turn in turns.current(milestone.key)]
    return limits[0] if limits else LATER


ON_OFFERS: dict[str, Callable[[Offer, Cast], object]] = {
    "accept_offer": lambda offer, cast: offers.accept_offer(offer, by=cast.yuki, at=offer.made_at),
    "decline_offer": lambda offer, cast: offers.decline_offer(offer, by=cast.yuki, at=offer.made_at),
    "withdraw_offer": lambda offer, cast: offers.withdraw_offer(offer, by=cast.sakurai, at=offer.made_at),
    "lapse_offer": lambda offer, _: offers.lapse_offer(offer, at=offer.until),
}

ON_MILESTONES: dict[str, Callable[[Milestone, Cast], object]] = {
    "fund": paid_in,
    "deliver": lambda milestone, cast: work.deliver(milestone, note="納品", by=cast.yuki, at=LATER),
    "request_changes": lambda milestone, _: mended(milestone.contract, at=LATER),
    "accept": lambda milestone, cast: work.accept(milestone, by=cast.sakurai, at=LATER),
    "accept_by_silence": lambda milestone, _: work.accept_by_silence(milestone, at=LATER + 7 * DAY),
    "open_dispute": lambda milestone, cast: disputes.open_dispute(
        milestone, statement="違う", by=cast.yuki, at=LATER
    ),
    "answer_cancellation": lambda milestone, cast: agreed_to_part(milestone.contract, cast),
    "end_overdue": ended_overdue,
    "end_by_silence": ended_by_silence,
}

ON_CONTRACTS: dict[str, Callable[[Contract, Cast], object]] = {
    "fund": lambda contract, cast: paid_in(part(contract), cast),
    "lapse_funding": lambda contract, _: funding.lapse_funding(part(contract), at=MORNING + 3 * DAY),
    "cancel": lambda contract, cast: endings.cancel(contract, reason="終了", by=cast.yuki, at=MORNING),
    "answer_cancellation": agreed_to_part,
    "leave": left_over_worse_terms,
}

ELSEWHERE = {
    "settle",
    "leave",
    "miss_start",
    "fall_away",
    "conclude",
    "accept",
    "accept_by_silence",
    "accept_amendment",
    "answer_break",
    "fund_period",
    "miss",
    "go_on",
    "hand_in",
    "hand_in_by_itself",
}
"""Tried in stories of their own, or on the part that they are about."""

BY_PERIODS = (MilestoneState.MISSED, MilestoneState.SKIPPED, MilestoneState.UNUSED)
OF_ANOTHER = {("answer_cancellation", state) for state in BY_PERIODS}
"""In work that goes on, parting ends other deliveries and leaves this one as it is."""

PASSED_IN_TURN = {("lapse_funding", ContractState.RUNNING), ("cancel", ContractState.RUNNING)}
"""Allowed in the state, but only while no money is held: see the stories of funding and endings."""


def test_the_tables_have_no_operation_that_is_not_tried() -> None:
    assert OFFER.operations() == set(ON_OFFERS)
    assert MILESTONE.operations() - ELSEWHERE == set(ON_MILESTONES) - ELSEWHERE
    assert CONTRACT.operations() - ELSEWHERE - {"end_overdue", "end_by_silence"} == set(ON_CONTRACTS) - {
        "leave"
    }
    assert AMENDMENT.operations() - ELSEWHERE == set(ON_AMENDMENTS) - ELSEWHERE


@pytest.mark.parametrize("made", [offered, offered_directly])
@pytest.mark.parametrize("state", OfferState)
@pytest.mark.parametrize("operation", ON_OFFERS)
def test_offers(made: Callable[[Cast], Offer], state: OfferState, operation: str, cast: Cast) -> None:
    offer = an_offer(cast, state, made)
    attempt(OFFER, operation, state, lambda: ON_OFFERS[operation](offer, cast))


@pytest.mark.parametrize("state", MilestoneState)
@pytest.mark.parametrize("operation", ON_MILESTONES)
def test_milestones(state: MilestoneState, operation: str, cast: Cast) -> None:
    milestone = part(MILESTONES[state](cast))
    assert milestone.state == state
    if (operation, state) in OF_ANOTHER:
        ON_MILESTONES[operation](milestone, cast)
        assert part(milestone.contract).state == state
        return
    attempt(MILESTONE, operation, state, lambda: ON_MILESTONES[operation](milestone, cast))


@pytest.mark.parametrize("state", ContractState)
@pytest.mark.parametrize("operation", ON_CONTRACTS)
def test_contracts(state: ContractState, operation: str, cast: Cast) -> None:
    contract = CONTRACTS[state](cast)
    assert contract.state == state
    if (operation, state) in PASSED_IN_TURN:
        with pytest.raises(Refused):
            ON_CONTRACTS[operation](contract, cast)
        return
    attempt(CONTRACT, operation, state, lambda: ON_CONTRACTS[operation](contract, cast))


@pytest.mark.parametrize(
    "lifecycle", [OFFER, CONTRACT, PERIOD, MILESTONE, CANCELLATION, AMENDMENT, BREAK, DISPUTE, STANDBY_FEE]
)
def test_nothing_leaves_an_end_and_everything_can_be_reached(lifecycle: Lifecycle) -> None:
    reached = {lifecycle.initial} | {move.target for move in lifecycle.moves}
    assert reached == set(lifecycle.states)
    assert lifecycle.final
    assert lifecycle.initial in lifecycle.open


def an_amendment(cast: Cast, state: AmendmentState, by: str) -> Amendment:
    """A proposal to change terms that has come to that state, as proposals do."""
    proposer, other = (cast.sakurai, cast.yuki) if by == "client" else (cast.yuki, cast.sakurai)
    if state in (AmendmentState.AGREED, AmendmentState.UNPAID):
        proposal = proposed(started(cast), by=proposer, reward=31_000, at=LATER)
        amendments.accept_amendment(proposal, by=other, at=LATER)
        if state == AmendmentState.UNPAID:
            topping_up.lapse_top_up(proposal, at=LATER + 3 * DAY)
        proposal.refresh_from_db()
        return proposal
    contract = inspecting(cast)
    proposal = proposed(contract, by=proposer, communication="このサイトで", at=LATER)
    match state:
        case AmendmentState.ACCEPTED:
            amendments.accept_amendment(proposal, by=other, at=LATER)
        case AmendmentState.REFUSED:
            amendments.refuse_amendment(proposal, by=other, at=LATER)
        case AmendmentState.WITHDRAWN:
            amendments.withdraw_amendment(proposal, by=proposer, at=LATER)
        case AmendmentState.LAPSED:
            amendments.lapse_amendment(proposal, at=proposal.until)
        case AmendmentState.DROPPED:
            work.accept(part(contract), by=cast.sakurai, at=LATER)
    proposal.refresh_from_db()
    return proposal


ON_AMENDMENTS: dict[str, Callable[[Amendment, Member], object]] = {
    "accept_amendment": lambda proposal, by: amendments.accept_amendment(proposal, by=by, at=LATER),
    "refuse_amendment": lambda proposal, by: amendments.refuse_amendment(proposal, by=by, at=LATER),
    "withdraw_amendment": lambda proposal, by: amendments.withdraw_amendment(proposal, by=by, at=LATER),
    "lapse_amendment": lambda proposal, _: amendments.lapse_amendment(proposal, at=proposal.until),
    "pay_top_up": lambda proposal, by: topping_up.begin_payment(proposal, by=by, at=LATER),
    "lapse_top_up": lambda proposal, _: topping_up.lapse_top_up(proposal, at=LATER + 3 * DAY),
}

DOES = {
    "accept_amendment": "other",
    "refuse_amendment": "other",
    "withdraw_amendment": "proposer",
    "pay_top_up": "client",
}
"""Whose act it is; the clock's has no doer."""


@pytest.mark.parametrize("state", AmendmentState)
@pytest.mark.parametrize("operation", ON_AMENDMENTS)
@pytest.mark.parametrize("proposer", ["client", "worker"])
def test_amendments(state: AmendmentState, operation: str, proposer: str, cast: Cast) -> None:
    proposal = an_amendment(cast, state, proposer)
    assert proposal.state == state
    client, worker = ("proposer", "other") if proposer == "client" else ("other", "proposer")
    doers = {
        cast.sora: {"nobody"},
        cast.oda: {"operator"},
        cast.sakurai: {client, "client"},
        cast.yuki: {worker, "worker"},
    }
    act = ON_AMENDMENTS[operation]
    rightful = [member for member, roles in doers.items() if DOES.get(operation, "other") in roles]
    if operation in DOES:
        for member in doers.keys() - set(rightful):
            with pytest.raises(Refused):
                act(proposal, member)
    attempt(AMENDMENT, operation, state, lambda: act(proposal, rightful[0]))


def test_a_dispute_is_settled_once_and_answered_before(cast: Cast) -> None:
    contract = settled(cast, 10_000)
    dispute = queries.dispute_of(contract)
    assert dispute is not None
    for act in (
        lambda: rulings.decide(dispute, to_worker=0, ruling="また", by=cast.oda, at=LATER),
        lambda: disputes.answer_dispute(dispute, text="まだ", by=cast.yuki, at=LATER),
        lambda: rulings.prolong_dispute(dispute, at=LATER + 30 * DAY),
        lambda: delivered(contract, at=LATER),
    ):
        with pytest.raises(Refused):
            act()


@pytest.mark.parametrize("answer", ["agree", "refuse", "withdraw", "lapse"])
def test_a_proposal_that_is_over_is_over(answer: str, cast: Cast) -> None:
    proposal = endings.propose_cancellation(running(cast), reason="終了", by=cast.yuki, at=MORNING)
    ends: dict[str, Callable[[], object]] = {
        "agree": lambda: endings.answer_cancellation(proposal, agree=True, by=cast.sakurai, at=MORNING),
        "refuse": lambda: endings.answer_cancellation(proposal, agree=False, by=cast.sakurai, at=MORNING),
        "withdraw": lambda: endings.withdraw_cancellation(proposal, by=cast.yuki, at=MORNING),
        "lapse": lambda: endings.lapse_cancellation(proposal, at=MORNING + 7 * DAY),
    }
    ends[answer]()
    for again_ended in ends.values():
        with pytest.raises(Refused):
            again_ended()


def attempt(lifecycle: Lifecycle, operation: str, state: str, act: Callable[[], object]) -> None:
    """Do it where the table allows it, and see it refused elsewhere."""
    if state in lifecycle.sources(operation):
        act()
    else:
        with pytest.raises(Refused):
            act()


def test_a_proposal_that_the_contracts_end_dropped_is_over(cast: Cast) -> None:
    contract = inspecting(cast)
    proposal = endings.propose_cancellation(contract, reason="終了", by=cast.yuki, at=LATER)
    work.accept(part(contract), by=cast.sakurai, at=LATER)
    proposal.refresh_from_db()
    assert proposal.state == CancellationState.DROPPED
    acts: tuple[Callable[[], object], ...] = (
        lambda: endings.answer_cancellation(proposal, agree=True, by=cast.sakurai, at=LATER),
        lambda: endings.withdraw_cancellation(proposal, by=cast.yuki, at=LATER),
        lambda: endings.lapse_cancellation(proposal, at=LATER + 7 * DAY),
    )
    for act in acts:
        with pytest.raises(Refused):
            act()


def test_a_dispute_that_parting_dropped_is_over(cast: Cast) -> None:
    contract = disputed(cast)
    agreed_to_part(contract, cast)
    dispute = queries.dispute_of(contract)
    assert dispute is not None
    assert dispute.state == DisputeState.DROPPED
    acts: tuple[Callable[[], object], ...] = (
        lambda: rulings.decide(dispute, to_worker=0, ruling="判断", by=cast.oda, at=LATER),
        lambda: disputes.answer_dispute(dispute, text="まだ", by=cast.yuki, at=LATER),
        lambda: rulings.prolong_dispute(dispute, at=LATER + 30 * DAY),
    )
    for act in acts:
        with pytest.raises(Refused):
            act()
