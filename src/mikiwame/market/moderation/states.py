"""Why something is reported, and what becomes of a report."""

from enum import StrEnum

from mikiwame.core.lifecycle import Lifecycle, moves


class ReportReason(StrEnum):
    """What a member sees in what she reports."""

    OUTSIDE = "outside"
    FRAUD = "fraud"
    ILLEGAL = "illegal"
    HARASSMENT = "harassment"
    PERSONAL_DATA = "personal_data"
    WRONG_STOP = "wrong_stop"
    OTHER = "other"


class ReportState(StrEnum):
    """Whether an operator has decided."""

    OPEN = "open"
    DECIDED = "decided"


class Decision(StrEnum):
    """What an operator makes of it."""

    NOTHING = "nothing"
    WARNED = "warned"
    SUSPENDED = "suspended"


REPORT = Lifecycle(
    name="report",
    states=ReportState,
    initial=ReportState.OPEN,
    moves=(*moves("decide", frm=ReportState.OPEN, to=ReportState.DECIDED, by="operator"),),
)
