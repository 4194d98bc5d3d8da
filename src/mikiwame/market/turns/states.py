"""What turns are about, and how they end."""

from enum import StrEnum

from mikiwame.core.lifecycle import CLOCK, Lifecycle, moves


class TurnKind(StrEnum):
    """What somebody has to do; the word for it stands in the templates, what then happens in the sweep."""

    DECISION = "decision"
    OFFER = "offer"
    TRIAL_DECISION = "trial_decision"
    FUNDING = "funding"
    FIRST_PERIOD = "first_period"
    PERIOD = "period"
    ARREARS = "arrears"
    TOP_UP = "top_up"
    STANDBY = "standby"
    STANDBY_LATE = "standby_late"
    START = "start"
    DELIVERY = "delivery"
    OVERDUE = "overdue"
    DUE = "due"
    MEND = "mend"
    TIMESHEET = "timesheet"
    INSPECTION = "inspection"
    CHANGES = "changes"
    CANCELLATION = "cancellation"
    BREAK = "break"
    REASON = "reason"
    AMENDMENT = "amendment"
    DEPARTURE = "departure"
    DISPUTE_ANSWER = "dispute_answer"
    DISPUTE = "dispute"
    CLIENT_APPEAL = "client_appeal"
    WORKER_APPEAL = "worker_appeal"
    SETTLEMENT = "settlement"
    CLIENT_REVIEW = "client_review"
    WORKER_REVIEW = "worker_review"
    CLOSING = "closing"
    FIX = "fix"
    UPHELD = "upheld"
    APPEAL = "appeal"
    ANSWER = "answer"
    CONFIRMATION = "confirmation"
    CONTEST_CLOSING = "contest_closing"
    CONTEST_DECISION = "contest_decision"
    EXCLUSION = "exclusion"
    EXCLUSION_APPEAL = "exclusion_appeal"
    SANCTION_APPEAL = "sanction_appeal"
    SANCTION = "sanction"


class StopKind(StrEnum):
    """Why all clocks stand still: we can't be reached, or are closed on days that were named beforehand."""

    OUTAGE = "outage"
    CLOSED = "closed"


DATED = frozenset(
    {
        TurnKind.DECISION,
        TurnKind.START,
        TurnKind.DELIVERY,
        TurnKind.DUE,
        TurnKind.TIMESHEET,
        TurnKind.PERIOD,
        TurnKind.CLOSING,
        TurnKind.CONTEST_CLOSING,
        TurnKind.CONTEST_DECISION,
    }
)
"""Their limits are days that were named to everybody, closed ones or not: only an outage moves them."""

QUIET = frozenset({TurnKind.CLOSING, TurnKind.CONTEST_CLOSING})
"""They end by themselves, and nobody has to act before: whose they are is not reminded."""

PATIENT = frozenset(
    {
        TurnKind.OFFER,
        TurnKind.TRIAL_DECISION,
        TurnKind.CHANGES,
        TurnKind.MEND,
        TurnKind.CANCELLATION,
        TurnKind.REASON,
        TurnKind.AMENDMENT,
        TurnKind.DEPARTURE,
        TurnKind.DISPUTE_ANSWER,
        TurnKind.CLIENT_APPEAL,
        TurnKind.WORKER_APPEAL,
        TurnKind.SETTLEMENT,
        TurnKind.FIX,
        TurnKind.UPHELD,
        TurnKind.ANSWER,
        TurnKind.CONFIRMATION,
        TurnKind.EXCLUSION_APPEAL,
        TurnKind.SANCTION_APPEAL,
    }
)
"""They wait for an announced absence. Inspection and payment never do, nor an agreed day; reviews open for
both sides at once."""


class TurnState(StrEnum):
    """Open until it is taken in time, passes its limit, or is dropped because its thing went away."""

    OPEN = "open"
    TAKEN = "taken"
    PASSED = "passed"
    DROPPED = "dropped"


TURN = Lifecycle(
    name="turn",
    states=TurnState,
    initial=TurnState.OPEN,
    moves=(
        *moves("take", frm=TurnState.OPEN, to=TurnState.TAKEN, by="whose turn it is"),
        *moves("drop", frm=TurnState.OPEN, to=TurnState.DROPPED, by="either side"),
        *moves("pass_by", frm=TurnState.OPEN, to=TurnState.PASSED, by=CLOCK),
    ),
)
