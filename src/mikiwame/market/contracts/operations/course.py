"""What follows by itself within an operation: the next part begins, the contract finishes or is wound up.

Called by the operations of this room, inside their transaction and with the contract locked.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from mikiwame.core.clock import day_in_tokyo
from mikiwame.core.fields import lock
from mikiwame.market.contracts import events, limits, queries
from mikiwame.market.contracts.models import Contract, Dispute, Milestone, Period, StandbyFee
from mikiwame.market.contracts.states import (
    CONTRACT,
    HELD,
    UNDECIDED,
    AmendmentState,
    BreakState,
    CancellationState,
    ContractState,
    DisputeState,
    Ending,
    MilestoneState,
    PeriodState,
    SettlementState,
)
from mikiwame.market.escrow import operations as escrow
from mikiwame.market.escrow import queries as held
from mikiwame.market.history.operations import record
from mikiwame.market.members.models import Party
from mikiwame.market.messaging import operations as messaging
from mikiwame.market.messaging.operations import questions
from mikiwame.market.messaging.states import ContactPolicy
from mikiwame.market.terms.lines import Part
from mikiwame.market.turns import operations as turns
from mikiwame.market.turns import queries as asked
from mikiwame.market.turns.states import TurnKind

from . import holding, owing, revaluing, trying


def locked(milestone: Milestone) -> Milestone:
    """A milestone within its contract, both read anew; the contract's lock guards all its parts."""
    contract = lock(milestone.contract)
    milestone = lock(milestone)
    milestone.contract = contract
    return milestone


def plan(contract: Contract, parts: Sequence[Part], *, at: datetime) -> list[Milestone]:
    """The milestones of parts that both have agreed to, without their money yet."""
    milestones = [
        Milestone(
            contract=contract,
            number=part.number,
            title=part.title or contract.title,
            amount=part.amount,
            due=_day(part),
            state_since=at,
        )
        for part in parts
    ]
    return Milestone.objects.bulk_create(milestones)


def _day(part: Part) -> date:
    assert part.due is not None, "rules.is_due_some_day"
    return part.due


def hand_to(side: Party, kind: TurnKind, about: Milestone, *, since: datetime, until: datetime) -> None:
    """It is one side's turn with a milestone; the other waits."""
    contract = about.contract
    turns.open_turn(
        kind,
        about.key,
        whose=side,
        waiting=contract.other(side),
        title=contract.title,
        page=contract.key,
        since=since,
        until=until,
    )


def ask_for_money(milestone: Milestone, *, at: datetime) -> datetime:
    """It is the client's turn to pay in; returns until when."""
    until = limits.for_funding(at)
    hand_to(milestone.contract.client, TurnKind.FUNDING, milestone, since=at, until=until)
    return until


def start_or_wait(milestone: Milestone, *, at: datetime) -> None:
    """The money of the part at hand is held: work begins now, on its day, or when the client declares it."""
    contract = milestone.contract
    if contract.starts_on is None:
        turns.open_turn(
            TurnKind.START,
            contract.key,
            whose=contract.client,
            waiting=contract.worker,
            title=contract.title,
            page=contract.key,
            since=at,
            until=limits.for_start(contract.sheet, at),
        )
    elif contract.starts_on <= day_in_tokyo(at):
        begin(milestone, at=at)


def begin(milestone: Milestone, *, at: datetime) -> None:
    """The lamp is green: the worker's clock starts, with as many days as the terms gave her for this part."""
    contract = milestone.contract
    if contract.started_at is None:
        contract.started_at = at
        contract.save(update_fields=["started_at"])
    _postpone(milestone, _days_lost(milestone, at=at))

    until = limits.for_delivery(milestone.due, at)
    hand_to(contract.worker, TurnKind.DELIVERY, milestone, since=at, until=until)
    fact = events.WorkMayBegin(
        subject=contract.key,
        number=milestone.number,
        due=milestone.due,
        postponed=milestone.postponed,
        **contract.sides,
    )
    record(fact, by=None, at=at)


def pay_out(milestone: Milestone, *, at: datetime) -> int:
    """The held money goes to the worker; returns what arrives, in yen."""
    milestone.become(MilestoneState.ACCEPTED, at=at, accepted_at=at)
    return holding.release(milestone, at=at)


def go_on(contract: Contract, *, by: str | None, at: datetime) -> None:
    """A part is accepted or in dispute: the next begins or asks for its money, or the contract is finished.

    What is in dispute is stepped over only by a part whose money is held.
    """
    following = queries.at_hand(contract)
    allow_contact(contract, at=at)
    if following is None and contract.left_at is not None:
        end(contract, Ending.WORSENED, by=by, at=at, words=contract.ended_reason)
        return
    if following is None:
        close(contract, ContractState.FINISHED, Ending.FINISHED, at=at)
        record(events.ContractFinished(subject=contract.key, **contract.sides), by=by, at=at)
        return
    following.contract = contract
    if asked.current(following.key):
        return  # it has been going on beside the part that this is about
    if following.state == MilestoneState.FUNDED:
        begin(following, at=at)
    elif following.state == MilestoneState.UNFUNDED:
        ask_for_money(following, at=at)


def wind_up(
    contract: Contract, state: ContractState, ending: Ending, *, at: datetime, words: str = ""
) -> int:
    """The contract is over before its time: what is held goes back, what was to come is dropped.

    What is in dispute is decided nevertheless, unless both sides part. Returns what went back, in yen.
    """
    parting = ending == Ending.PARTED
    promised = owing.promised(contract, ending)
    parts = queries.milestones(contract)
    ended = [part for part in parts if parting or part.state != MilestoneState.DISPUTED]
    refunded = sum(give_back(part, at=at) for part in ended)
    for period in contract.periods.filter(state=PeriodState.UNFUNDED):
        period.become(PeriodState.DROPPED, at=at)
        turns.drop_all(period.key, at=at)
        call_off_payment(period, at=at)
    close(contract, state, ending, at=at, ended_reason=words)
    if promised is not None:
        owing.owe(contract, promised, at=at)
    return refunded


def give_back(milestone: Milestone, *, at: datetime) -> int:
    """Nothing more will come of this part: what is still held for it goes back; returns that, in yen."""
    if milestone.state == MilestoneState.UNFUNDED:
        milestone.become(MilestoneState.DROPPED, at=at)
        call_off_payment(milestone, at=at)
    if milestone.state not in HELD:
        return 0
    if milestone.state == MilestoneState.DISPUTED and milestone.dispute.undisputed:
        left = milestone.dispute.contested
        milestone.become(MilestoneState.ACCEPTED, at=at, accepted_at=at)
    else:
        left = milestone.amount
        milestone.become(MilestoneState.REFUNDED, at=at)
    holding.give_back(milestone, left, at=at)
    return left


def end(contract: Contract, ending: Ending, *, by: str | None, at: datetime, words: str = "") -> None:
    """Wind up a contract and say why."""
    refunded = wind_up(contract, ContractState.ENDED, ending, at=at, words=words)
    fact = events.ContractEnded(subject=contract.key, ending=ending, refunded=refunded, **contract.sides)
    record(fact, by=by, at=at)


def allow_contact(contract: Contract, *, at: datetime) -> None:
    """Contact details may be exchanged while money of the contract is held, and not without."""
    policy = ContactPolicy.OPEN if queries.holds_money(contract) else ContactPolicy.CLOSED
    messaging.set_policy(contract.conversation, policy, at=at)


def call_off_payment(thing: Milestone | Period | StandbyFee, *, at: datetime) -> None:
    """Money that is on its way is no longer waited for."""
    deposit = held.open_deposit(thing.key)
    if deposit is not None:
        escrow.cancel_deposit(deposit, at=at)


def close(contract: Contract, state: ContractState, ending: Ending, *, at: datetime, **words: Any) -> None:
    """Nothing about an ended contract waits on anybody."""
    for off in contract.breaks.filter(state=BreakState.PROPOSED):
        off.become(BreakState.DROPPED, at=at)
        turns.drop_all(off.key, at=at)
    for proposal in contract.cancellations.filter(state=CancellationState.PROPOSED):
        proposal.become(CancellationState.DROPPED, at=at)
        turns.drop_all(proposal.key, at=at)
    drop_amendment(contract, at=at)
    # Of work that goes on, weeks and months that are over have nothing open: they may be hundreds.
    for milestone in contract.milestones.exclude(period__state=PeriodState.OVER).select_related("dispute"):
        turns.drop_all(milestone.key, at=at)
        if ending == Ending.PARTED:
            _drop_dispute(milestone, at=at)
    turns.drop_all(contract.key, at=at)
    allow_contact(contract, at=at)
    questions.let_go(contract.conversation, at=at)
    assert state in CONTRACT.final
    contract.become(state, at=at, ended_at=at, ending=ending, **words)
    trying.close(contract, at=at)


def drop_amendment(contract: Contract, *, at: datetime) -> None:
    """No other terms can be agreed to any more: a proposal of some is waited for no longer, nor a raise."""
    revaluing.fall_away(contract, at=at)
    for amendment in contract.amendments.filter(state=AmendmentState.PROPOSED):
        amendment.become(AmendmentState.DROPPED, at=at)
        turns.drop_all(amendment.key, at=at)


def _drop_dispute(milestone: Milestone, *, at: datetime) -> None:
    """Both sides part, and what they didn't agree about with it."""
    dispute = getattr(milestone, "dispute", None)
    if dispute is not None and dispute.state in UNDECIDED:
        dispute.become(DisputeState.DROPPED, at=at)
        turns.drop_all(dispute.key, at=at)
        drop_settlements(dispute, at=at)


def drop_settlements(dispute: Dispute, *, at: datetime) -> None:
    """What was proposed about contested money can't be accepted any more: it is another sum, or gone."""
    for proposal in dispute.settlements.filter(state=SettlementState.PROPOSED):
        proposal.become(SettlementState.DROPPED, at=at)
        turns.drop_all(proposal.key, at=at)


def _days_lost(milestone: Milestone, *, at: datetime) -> int:
    """How many days later than agreed this part begins.

    The first was agreed to begin at the start, at the latest; each other one when the part before it is due.
    """
    contract = milestone.contract
    before = next((part for part in queries.standing(contract) if part.number == milestone.number - 1), None)
    if before is not None:
        agreed, begins = before.due, day_in_tokyo(at)
    else:
        assert contract.starts_on is not None, "work begins at a start"
        agreed = contract.sheet.start_latest or contract.starts_on
        begins = max(contract.starts_on, day_in_tokyo(milestone.state_since))
    return max((begins - agreed).days, 0)


def _postpone(milestone: Milestone, days: int) -> None:
    """Move the due days of this part and of all that follow."""
    if days == 0:
        return
    for part in milestone.contract.milestones.filter(number__gte=milestone.number):
        part.due, part.postponed = part.due + timedelta(days=days), part.postponed + days
        part.save(update_fields=["due", "postponed"])
    milestone.refresh_from_db(fields=["due", "postponed"])
