"""The lives of offers, contracts and milestones, how contracts end, and what the start lamp shows."""

from enum import StrEnum

from mikiwame.core.lifecycle import CLOCK, Lifecycle, moves


class Side(StrEnum):
    """Which of the two."""

    CLIENT = "client"
    WORKER = "worker"


class Course(StrEnum):
    """How the parts of a contract come: one after another, by a schedule, or as weeks of hours."""

    PARTS = "parts"
    DELIVERIES = "deliveries"
    HOURS = "hours"


class OfferKind(StrEnum):
    """What an offer leads to: the work itself, or a small paid trial before the client decides."""

    HIRE = "hire"
    TRIAL = "trial"


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


class Ending(StrEnum):
    """Why a contract is over."""

    FINISHED = "finished"
    FUNDING_LAPSED = "funding_lapsed"
    CANCELLED_BY_CLIENT = "cancelled_by_client"
    CANCELLED_BY_WORKER = "cancelled_by_worker"
    PARTED = "parted"
    DELIVERY_OVERDUE = "delivery_overdue"
    WORKER_SILENT = "worker_silent"
    START_TOO_LATE = "start_too_late"
    START_MISSED = "start_missed"
    SETTLED = "settled"
    WORSENED = "worsened"
    NOTICE_BY_CLIENT = "notice_by_client"
    NOTICE_BY_WORKER = "notice_by_worker"
    PERIOD_UNFUNDED = "period_unfunded"
    DELIVERIES_MISSED = "deliveries_missed"


UNPAID_BY_CLIENT = (Ending.FUNDING_LAPSED, Ending.CANCELLED_BY_CLIENT, Ending.WORSENED)
"""The first money never came, and that was the client's doing: by silence, by a word, or by terms that she
made worse."""

FULFILLED = (Ending.FINISHED, Ending.NOTICE_BY_CLIENT, Ending.NOTICE_BY_WORKER)
"""Work went on as long as it was agreed to, or as the notice let it."""


class TrialState(StrEnum):
    """A trial is worked, then decided over; the rights of its work pass to the client only when she hires."""

    WORKING = "working"
    DECIDING = "deciding"
    OFFERED = "offered"
    HIRED = "hired"
    DECLINED = "declined"
    UNDECIDED = "undecided"
    WITHDRAWN = "withdrawn"


class StandbyState(StrEnum):
    """What is owed for having waited for money that never came: paid, or let off by the worker."""

    OWED = "owed"
    PAID = "paid"
    WAIVED = "waived"


class PeriodState(StrEnum):
    """A week or a month of deliveries: paid ahead in one, and over when the last of them is."""

    UNFUNDED = "unfunded"
    FUNDED = "funded"
    OVER = "over"
    DROPPED = "dropped"


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
    MISSED = "missed"
    SKIPPED = "skipped"
    UNUSED = "unused"


class CancellationState(StrEnum):
    """A proposal to part, until the other side answers it."""

    PROPOSED = "proposed"
    AGREED = "agreed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    DROPPED = "dropped"


class AmendmentState(StrEnum):
    """A proposal to change terms, until the other side answers it; meanwhile the old ones stand.

    Agreed to, but accepted only once the client has paid in what held parts are worth more by it.
    """

    PROPOSED = "proposed"
    AGREED = "agreed"
    ACCEPTED = "accepted"
    UNPAID = "unpaid"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    DROPPED = "dropped"


class BreakState(StrEnum):
    """Days off, proposed by one side, until the other answers."""

    PROPOSED = "proposed"
    AGREED = "agreed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    DROPPED = "dropped"


class DisputeState(StrEnum):
    """The other side answers, an operator decides, either side may appeal; then another operator decides.

    At any time both sides may settle it between themselves, or part.
    """

    ANSWERING = "answering"
    OPEN = "open"
    DECIDED = "decided"
    APPEALED = "appealed"
    SETTLED = "settled"
    DROPPED = "dropped"


class SettledBy(StrEnum):
    """Why the contested money was divided as it was."""

    RULING = "ruling"
    AGREEMENT = "agreement"


class SettlementState(StrEnum):
    """One side's proposal to divide the contested money, until the other answers it."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    DROPPED = "dropped"


class Lamp(StrEnum):
    """May she work? Red: no. Amber: all but the start is there. Green: yes. Off: nothing to do now."""

    RED = "red"
    AMBER = "amber"
    GREEN = "green"
    OFF = "off"


class LampReason(StrEnum):
    """Why the lamp shows what it shows."""

    UNFUNDED = "unfunded"
    BEFORE_START = "before_start"
    CONDITION_UNMET = "condition_unmet"
    WORK = "work"
    CHANGES = "changes"
    INSPECTION = "inspection"
    DISPUTE = "dispute"
    HAND_IN = "hand_in"
    DAY_OFF = "day_off"
    OVER = "over"


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
_RUNNING = ContractState.RUNNING

CONTRACT = Lifecycle(
    name="contract",
    states=ContractState,
    initial=ContractState.AGREED,
    moves=(
        *moves("fund", frm=ContractState.AGREED, to=_RUNNING, by="client"),
        *moves("accept", frm=_RUNNING, to=ContractState.FINISHED, by="client"),
        *moves("accept", frm=_RUNNING, to=ContractState.ENDED, by="client, after the worker has left"),
        *moves("accept_by_silence", frm=_RUNNING, to=ContractState.FINISHED, by=CLOCK),
        *moves("accept_by_silence", frm=_RUNNING, to=ContractState.ENDED, by=CLOCK),
        *moves("lapse_funding", frm=_LIVE, to=ContractState.LAPSED, by=CLOCK),
        *moves("cancel", frm=_LIVE, to=ContractState.CANCELLED, by="client or worker"),
        *moves("answer_cancellation", frm=_RUNNING, to=ContractState.ENDED, by="client or worker"),
        *moves("leave", frm=_LIVE, to=ContractState.ENDED, by="worker"),
        *moves("end_overdue", frm=_RUNNING, to=ContractState.ENDED, by="client"),
        *moves("end_by_silence", frm=_RUNNING, to=ContractState.ENDED, by=CLOCK),
        *moves("miss_start", frm=_RUNNING, to=ContractState.ENDED, by=CLOCK),
        *moves("settle", frm=_RUNNING, to=ContractState.FINISHED, by="a dispute's end"),
        *moves("settle", frm=_RUNNING, to=ContractState.ENDED, by="a dispute's end"),
        *moves("go_on", frm=_RUNNING, to=ContractState.FINISHED, by="the last delivery's end"),
        *moves("go_on", frm=_RUNNING, to=ContractState.ENDED, by="the last delivery's end"),
    ),
)

PERIOD = Lifecycle(
    name="period",
    states=PeriodState,
    initial=PeriodState.UNFUNDED,
    moves=(
        *moves("fund_period", frm=PeriodState.UNFUNDED, to=PeriodState.FUNDED, by="client"),
        *moves("go_on", frm=PeriodState.FUNDED, to=PeriodState.OVER, by="its last delivery's end"),
        *moves("conclude", frm=PeriodState.UNFUNDED, to=PeriodState.DROPPED, by="the contract's end"),
        *moves("answer_break", frm=PeriodState.UNFUNDED, to=PeriodState.DROPPED, by="other side"),
    ),
)

STANDBY_FEE = Lifecycle(
    name="standby_fee",
    states=StandbyState,
    initial=StandbyState.OWED,
    moves=(
        *moves("pay_standby_fee", frm=StandbyState.OWED, to=StandbyState.PAID, by="client"),
        *moves("waive_standby_fee", frm=StandbyState.OWED, to=StandbyState.WAIVED, by="worker"),
        *moves("fall_behind", frm=StandbyState.OWED, to=StandbyState.OWED, by=CLOCK),
    ),
)
"""It stays owed for as long as it takes; until it is paid the client sets nothing new about."""

TRIAL = Lifecycle(
    name="trial",
    states=TrialState,
    initial=TrialState.WORKING,
    moves=(
        *moves("close", frm=TrialState.WORKING, to=TrialState.DECIDING, by="the contract's end"),
        *moves("close", frm=TrialState.WORKING, to=TrialState.DECLINED, by="the posting's end"),
        *moves("offer", frm=TrialState.DECIDING, to=TrialState.OFFERED, by="client"),
        *moves("let_go", frm=TrialState.OFFERED, to=TrialState.DECIDING, by="the offer's end"),
        *moves("accept_offer", frm=TrialState.OFFERED, to=TrialState.HIRED, by="worker"),
        *moves("decline_trial", frm=TrialState.DECIDING, to=TrialState.DECLINED, by="client"),
        *moves("fill", frm=TrialState.DECIDING, to=TrialState.DECLINED, by="the posting's end"),
        *moves("withdraw_trial", frm=TrialState.DECIDING, to=TrialState.WITHDRAWN, by="worker"),
        *moves("lapse_trial", frm=TrialState.DECIDING, to=TrialState.UNDECIDED, by=CLOCK),
    ),
)
"""Whatever ended the trial's contract, the client decides within the days of her clock, or it is written down
that she didn't. Where every place has gone to others, that is the answer, at once."""

WITH_WORKER = (MilestoneState.FUNDED, MilestoneState.CHANGES_REQUESTED)
"""The money is held and the work is the worker's to hand over."""

RAISABLE = (MilestoneState.FUNDED, MilestoneState.DELIVERED, MilestoneState.CHANGES_REQUESTED)
"""The money is held and nothing has decided over it: what was agreed to raise before can still be raised."""

CONTESTABLE = (MilestoneState.DELIVERED, MilestoneState.CHANGES_REQUESTED)
"""Something was handed over that the two sides may see differently."""

HELD = (*WITH_WORKER, MilestoneState.DELIVERED, MilestoneState.DISPUTED)
"""The money of the milestone is in escrow."""

MILESTONE = Lifecycle(
    name="milestone",
    states=MilestoneState,
    initial=MilestoneState.UNFUNDED,
    moves=(
        *moves("fund", frm=MilestoneState.UNFUNDED, to=MilestoneState.FUNDED, by="client"),
        *moves("deliver", frm=WITH_WORKER, to=MilestoneState.DELIVERED, by="worker"),
        *moves(
            "request_changes", frm=MilestoneState.DELIVERED, to=MilestoneState.CHANGES_REQUESTED, by="client"
        ),
        *moves("accept", frm=MilestoneState.DELIVERED, to=MilestoneState.ACCEPTED, by="client"),
        *moves("accept_by_silence", frm=MilestoneState.DELIVERED, to=MilestoneState.ACCEPTED, by=CLOCK),
        *moves("open_dispute", frm=CONTESTABLE, to=MilestoneState.DISPUTED, by="client or worker"),
        *moves("settle", frm=MilestoneState.DISPUTED, to=MilestoneState.ACCEPTED, by="a dispute's end"),
        *moves("settle", frm=MilestoneState.DISPUTED, to=MilestoneState.REFUNDED, by="a dispute's end"),
        *moves("answer_cancellation", frm=HELD, to=MilestoneState.REFUNDED, by="client or worker"),
        *moves("leave", frm=MilestoneState.FUNDED, to=MilestoneState.REFUNDED, by="worker"),
        *moves("leave", frm=MilestoneState.CHANGES_REQUESTED, to=MilestoneState.DELIVERED, by="worker"),
        *moves("leave", frm=MilestoneState.UNFUNDED, to=MilestoneState.DROPPED, by="worker"),
        *moves("accept_amendment", frm=MilestoneState.UNFUNDED, to=MilestoneState.DROPPED, by="both sides"),
        *moves("end_overdue", frm=WITH_WORKER, to=MilestoneState.REFUNDED, by="client"),
        *moves("end_by_silence", frm=WITH_WORKER, to=MilestoneState.REFUNDED, by=CLOCK),
        *moves("miss_start", frm=MilestoneState.FUNDED, to=MilestoneState.REFUNDED, by=CLOCK),
        *moves("conclude", frm=MilestoneState.UNFUNDED, to=MilestoneState.DROPPED, by="the contract's end"),
        *moves("fund_period", frm=MilestoneState.UNFUNDED, to=MilestoneState.FUNDED, by="client"),
        *moves(
            "answer_break",
            frm=(MilestoneState.UNFUNDED, MilestoneState.FUNDED),
            to=MilestoneState.SKIPPED,
            by="other side",
        ),
        *moves("miss", frm=WITH_WORKER, to=MilestoneState.MISSED, by=CLOCK),
        *moves("conclude", frm=MilestoneState.FUNDED, to=MilestoneState.REFUNDED, by="the contract's end"),
        *moves("hand_in", frm=WITH_WORKER, to=MilestoneState.DELIVERED, by="worker"),
        *moves("hand_in", frm=WITH_WORKER, to=MilestoneState.UNUSED, by="worker"),
        *moves("hand_in_by_itself", frm=WITH_WORKER, to=MilestoneState.DELIVERED, by=CLOCK),
        *moves("hand_in_by_itself", frm=WITH_WORKER, to=MilestoneState.UNUSED, by=CLOCK),
        *moves("conclude", frm=MilestoneState.FUNDED, to=MilestoneState.DELIVERED, by="the contract's end"),
        *moves("conclude", frm=MilestoneState.FUNDED, to=MilestoneState.UNUSED, by="the contract's end"),
    ),
)

CANCELLATION = Lifecycle(
    name="cancellation",
    states=CancellationState,
    initial=CancellationState.PROPOSED,
    moves=(
        *moves(
            "answer_cancellation",
            frm=CancellationState.PROPOSED,
            to=CancellationState.AGREED,
            by="other side",
        ),
        *moves(
            "answer_cancellation",
            frm=CancellationState.PROPOSED,
            to=CancellationState.REFUSED,
            by="other side",
        ),
        *moves(
            "withdraw_cancellation",
            frm=CancellationState.PROPOSED,
            to=CancellationState.WITHDRAWN,
            by="proposer",
        ),
        *moves("lapse_cancellation", frm=CancellationState.PROPOSED, to=CancellationState.LAPSED, by=CLOCK),
        *moves(
            "conclude", frm=CancellationState.PROPOSED, to=CancellationState.DROPPED, by="the contract's end"
        ),
    ),
)

_PROPOSED = AmendmentState.PROPOSED

AMENDMENT = Lifecycle(
    name="amendment",
    states=AmendmentState,
    initial=_PROPOSED,
    moves=(
        *moves("accept_amendment", frm=_PROPOSED, to=AmendmentState.ACCEPTED, by="other side"),
        *moves("accept_amendment", frm=_PROPOSED, to=AmendmentState.AGREED, by="other side"),
        *moves("pay_top_up", frm=AmendmentState.AGREED, to=AmendmentState.ACCEPTED, by="client"),
        *moves("lapse_top_up", frm=AmendmentState.AGREED, to=AmendmentState.UNPAID, by=CLOCK),
        *moves("fall_away", frm=AmendmentState.AGREED, to=AmendmentState.DROPPED, by="what it would raise"),
        *moves("refuse_amendment", frm=_PROPOSED, to=AmendmentState.REFUSED, by="other side"),
        *moves("leave", frm=_PROPOSED, to=AmendmentState.REFUSED, by="worker"),
        *moves("withdraw_amendment", frm=_PROPOSED, to=AmendmentState.WITHDRAWN, by="proposer"),
        *moves("lapse_amendment", frm=_PROPOSED, to=AmendmentState.LAPSED, by=CLOCK),
        *moves(
            "conclude",
            frm=(_PROPOSED, AmendmentState.AGREED),
            to=AmendmentState.DROPPED,
            by="the contract's end",
        ),
    ),
)

UNDECIDED = (DisputeState.ANSWERING, DisputeState.OPEN, DisputeState.DECIDED, DisputeState.APPEALED)
"""The contested money is still held."""

WITH_OPERATORS = (DisputeState.OPEN, DisputeState.APPEALED)
"""An operator decides next: the first time, or another one the second time."""

BREAK = Lifecycle(
    name="break",
    states=BreakState,
    initial=BreakState.PROPOSED,
    moves=(
        *moves("answer_break", frm=BreakState.PROPOSED, to=BreakState.AGREED, by="other side"),
        *moves("answer_break", frm=BreakState.PROPOSED, to=BreakState.REFUSED, by="other side"),
        *moves("withdraw_break", frm=BreakState.PROPOSED, to=BreakState.WITHDRAWN, by="proposer"),
        *moves("lapse_break", frm=BreakState.PROPOSED, to=BreakState.LAPSED, by=CLOCK),
        *moves("conclude", frm=BreakState.PROPOSED, to=BreakState.DROPPED, by="the contract's end"),
    ),
)

DISPUTE = Lifecycle(
    name="dispute",
    states=DisputeState,
    initial=DisputeState.ANSWERING,
    moves=(
        *moves("answer_dispute", frm=DisputeState.ANSWERING, to=DisputeState.OPEN, by="other side"),
        *moves("go_unanswered", frm=DisputeState.ANSWERING, to=DisputeState.OPEN, by=CLOCK),
        *moves("decide", frm=DisputeState.OPEN, to=DisputeState.DECIDED, by="operator"),
        *moves("appeal_ruling", frm=DisputeState.DECIDED, to=DisputeState.APPEALED, by="client or worker"),
        *moves("accept_ruling", frm=DisputeState.DECIDED, to=DisputeState.SETTLED, by="client and worker"),
        *moves("let_ruling_stand", frm=DisputeState.DECIDED, to=DisputeState.SETTLED, by=CLOCK),
        *moves("decide", frm=DisputeState.APPEALED, to=DisputeState.SETTLED, by="another operator"),
        *moves("prolong_dispute", frm=DisputeState.APPEALED, to=DisputeState.SETTLED, by=CLOCK),
        *moves("accept_settlement", frm=UNDECIDED, to=DisputeState.SETTLED, by="other side"),
        *moves("conclude", frm=UNDECIDED, to=DisputeState.DROPPED, by="both sides, by parting"),
    ),
)

SETTLEMENT = Lifecycle(
    name="settlement",
    states=SettlementState,
    initial=SettlementState.PROPOSED,
    moves=(
        *moves(
            "accept_settlement", frm=SettlementState.PROPOSED, to=SettlementState.ACCEPTED, by="other side"
        ),
        *moves(
            "refuse_settlement", frm=SettlementState.PROPOSED, to=SettlementState.REFUSED, by="other side"
        ),
        *moves(
            "withdraw_settlement", frm=SettlementState.PROPOSED, to=SettlementState.WITHDRAWN, by="proposer"
        ),
        *moves("lapse_settlement", frm=SettlementState.PROPOSED, to=SettlementState.LAPSED, by=CLOCK),
        *moves(
            "propose_settlement", frm=SettlementState.PROPOSED, to=SettlementState.WITHDRAWN, by="proposer"
        ),
        *moves("answer_dispute", frm=SettlementState.PROPOSED, to=SettlementState.DROPPED, by="client"),
        *moves("conclude", frm=SettlementState.PROPOSED, to=SettlementState.DROPPED, by="the dispute's end"),
    ),
)
