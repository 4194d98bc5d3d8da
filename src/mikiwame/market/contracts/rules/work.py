"""Who may begin, hand over, ask for changes and accept."""

from datetime import datetime

from mikiwame.core.clock import day_in_tokyo
from mikiwame.core.errors import Ruling, rule
from mikiwame.market.contracts import queries
from mikiwame.market.contracts.models import Contract, Milestone
from mikiwame.market.contracts.states import MILESTONE, Course, MilestoneState
from mikiwame.market.members.models import Member
from mikiwame.market.terms import queries as terms
from mikiwame.market.turns import queries as turns
from mikiwame.market.turns.rules import in_time
from mikiwame.market.turns.states import TurnKind

from .sides_and_states import in_state, is_client, is_live, is_worker, lamp_is_green

WORK_TURN = {
    Course.PARTS: {
        MilestoneState.FUNDED: TurnKind.DELIVERY,
        MilestoneState.CHANGES_REQUESTED: TurnKind.CHANGES,
    },
    Course.DELIVERIES: {
        MilestoneState.FUNDED: TurnKind.DUE,
        MilestoneState.CHANGES_REQUESTED: TurnKind.MEND,
    },
    Course.HOURS: {
        MilestoneState.FUNDED: TurnKind.TIMESHEET,
        MilestoneState.CHANGES_REQUESTED: TurnKind.TIMESHEET,
    },
}
"""The worker's clock in the states that are hers.

Once it has passed, a part is ``overdue``, a delivery is missed, and hours are handed in as they are.
"""


def may_declare_start(by: Member, contract: Contract, at: datetime) -> Ruling:
    """The client, while held money waits for the condition of the start."""
    return (
        is_client(by, contract)
        and is_live(contract)
        and rule(turns.limit(TurnKind.START, contract.key) is not None, "no_start_to_declare")
        and in_time(TurnKind.START, contract.key, at)
    )


def may_deliver(by: Member, milestone: Milestone, at: datetime) -> Ruling:
    """The worker, the part at hand, at a green lamp and before the patience with her ends."""
    contract = milestone.contract
    return (
        is_worker(by, contract)
        and rule(not contract.is_by_the_hour, "hours_are_handed_in")
        and lamp_is_green(contract, day_in_tokyo(at))
        and in_state(MILESTONE, milestone, "deliver")
        and rule(contract.is_continuing or milestone == queries.at_hand(contract), "earlier_milestone_first")
        and in_time(TurnKind.OVERDUE, milestone.key, at)
        and in_time(TurnKind.DUE, milestone.key, at)
        and in_time(TurnKind.MEND, milestone.key, at)
    )


def may_request_changes(by: Member, milestone: Milestone, term: str, at: datetime) -> Ruling:
    """The client, in time and within the agreed rounds, naming a term that is not met by who still works."""
    rounds = milestone.contract.sheet.change_rounds
    return (
        is_client(by, milestone.contract)
        and rule(milestone.contract.left_at is None, "left_already")
        and in_state(MILESTONE, milestone, "request_changes")
        and in_time(TurnKind.INSPECTION, milestone.key, at)
        and rule(queries.change_rounds_used(milestone) < rounds, "no_rounds_left", most=rounds)
        and rule(term in terms.stated(milestone.contract.sheet), "choice_unknown", field="term")
    )


def may_accept(by: Member, milestone: Milestone, at: datetime) -> Ruling:
    """The client, within the inspection; afterwards silence has accepted."""
    return (
        is_client(by, milestone.contract)
        and in_state(MILESTONE, milestone, "accept")
        and in_time(TurnKind.INSPECTION, milestone.key, at)
        and rule(not queries.awaits_raise(milestone), "top_up_first")
    )
