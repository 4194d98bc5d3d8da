"""The lives of offers, contracts and milestones, and what the start lamp shows."""

from enum import StrEnum

from mikiwame.core.lifecycle import CLOCK, Lifecycle, moves


class OfferState(StrEnum):
    """An offer (内定) is made, and then answered, taken back, or lapses after five days."""

    MADE = "made"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


class ContractState(StrEnum):
    """Agreed on terms, running once money has been held, then one of four endings."""

    AGREED = "agreed"
    RUNNING = "running"
    FINISHED = "finished"
    LAPSED = "lapsed"
    ENDED = "ended"
    CANCELLED = "cancelled"


class MilestoneState(StrEnum):
    """Money and work of one part of a contract."""

    UNFUNDED = "unfunded"
    FUNDED = "funded"
    DELIVERED = "delivered"
    CHANGES_REQUESTED = "changes_requested"
    ACCEPTED = "accepted"
    DISPUTED = "disputed"
    REFUNDED = "refunded"
    DROPPED = "dropped"


class Lamp(StrEnum):
    """May she start working? Red: no. Amber: all but the date. Green: yes. Off: nothing left to do."""

    RED = "red"
    AMBER = "amber"
    GREEN = "green"
    OFF = "off"


OFFER = Lifecycle(
    name="offer",
    states=OfferState,
    initial=OfferState.MADE,
    moves=(
        *moves("accept_offer", frm=OfferState.MADE, to=OfferState.ACCEPTED, by="worker"),
        *moves("decline_offer", frm=OfferState.MADE, to=OfferState.DECLINED, by="worker"),
        *moves("withdraw_offer", frm=OfferState.MADE, to=OfferState.WITHDRAWN, by="client"),
        *moves("lapse_offer", frm=OfferState.MADE, to=OfferState.LAPSED, by=CLOCK),
    ),
)

_LIVE = (ContractState.AGREED, ContractState.RUNNING)

CONTRACT = Lifecycle(
    name="contract",
    states=ContractState,
    initial=ContractState.AGREED,
    moves=(
        *moves("fund", frm=ContractState.AGREED, to=ContractState.RUNNING, by="client"),
        *moves("finish", frm=ContractState.RUNNING, to=ContractState.FINISHED, by="client"),
        *moves("lapse_funding", frm=_LIVE, to=ContractState.LAPSED, by=CLOCK),
        *moves("end", frm=ContractState.RUNNING, to=ContractState.ENDED, by="client or worker"),
        *moves("cancel", frm=_LIVE, to=ContractState.CANCELLED, by="client or worker"),
    ),
)

_WITH_WORKER = (MilestoneState.FUNDED, MilestoneState.CHANGES_REQUESTED)

MILESTONE = Lifecycle(
    name="milestone",
    states=MilestoneState,
    initial=MilestoneState.UNFUNDED,
    moves=(
        *moves("fund", frm=MilestoneState.UNFUNDED, to=MilestoneState.FUNDED, by="client"),
        *moves("drop", frm=MilestoneState.UNFUNDED, to=MilestoneState.DROPPED, by="client or worker"),
        *moves("deliver", frm=_WITH_WORKER, to=MilestoneState.DELIVERED, by="worker"),
        *moves(
            "request_changes", frm=MilestoneState.DELIVERED, to=MilestoneState.CHANGES_REQUESTED, by="client"
        ),
        *moves("accept", frm=MilestoneState.DELIVERED, to=MilestoneState.ACCEPTED, by="client"),
        *moves("accept_by_silence", frm=MilestoneState.DELIVERED, to=MilestoneState.ACCEPTED, by=CLOCK),
        *moves(
            "open_dispute",
            frm=(MilestoneState.DELIVERED, MilestoneState.CHANGES_REQUESTED),
            to=MilestoneState.DISPUTED,
            by="client or worker",
        ),
        *moves("settle_for_worker", frm=MilestoneState.DISPUTED, to=MilestoneState.ACCEPTED, by="operator"),
        *moves("settle_for_client", frm=MilestoneState.DISPUTED, to=MilestoneState.REFUNDED, by="operator"),
        *moves("refund", frm=_WITH_WORKER, to=MilestoneState.REFUNDED, by="client or worker"),
    ),
)
