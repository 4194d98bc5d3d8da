"""Why something is reported, what becomes of a report, and of what operators decide against a member."""

from enum import StrEnum

from mikiwame.core.lifecycle import CLOCK, Lifecycle, moves


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


class SanctionKind(StrEnum):
    """What operators decide against a member: a warning, or that her posting is stopped."""

    WARNING = "warning"
    STOP = "stop"


class SanctionState(StrEnum):
    """A sanction has its effect at once; whom it concerns may appeal, once, and another operator decides.

    Final: nobody appealed in time. Upheld, lifted: what was found after an appeal. Moot: operators let the
    posting go on by themselves. Unreviewed: there was nobody but who had decided to look at an appeal; a
    warning falls away, and what is stopped stays stopped.
    """

    IMPOSED = "imposed"
    APPEALED = "appealed"
    FINAL = "final"
    UPHELD = "upheld"
    LIFTED = "lifted"
    MOOT = "moot"
    UNREVIEWED = "unreviewed"


UNSETTLED = (SanctionState.IMPOSED, SanctionState.APPEALED)
"""The states in which it isn't known yet whether a sanction stays."""

JUDGED = (SanctionState.UPHELD, SanctionState.LIFTED)
"""The states in which another operator has decided."""

REPORT = Lifecycle(
    name="report",
    states=ReportState,
    initial=ReportState.OPEN,
    moves=(*moves("decide", frm=ReportState.OPEN, to=ReportState.DECIDED, by="operator"),),
)

SANCTION = Lifecycle(
    name="sanction",
    states=SanctionState,
    initial=SanctionState.IMPOSED,
    moves=(
        *moves("appeal", frm=SanctionState.IMPOSED, to=SanctionState.APPEALED, by="party"),
        *moves("let_stand", frm=SanctionState.IMPOSED, to=SanctionState.FINAL, by=CLOCK),
        *moves("uphold", frm=SanctionState.APPEALED, to=SanctionState.UPHELD, by="another operator"),
        *moves("lift", frm=SanctionState.APPEALED, to=SanctionState.LIFTED, by="another operator"),
        *moves("reinstate", frm=UNSETTLED, to=SanctionState.MOOT, by="operator"),
        *moves("prolong", frm=SanctionState.APPEALED, to=SanctionState.UNREVIEWED, by=CLOCK),
    ),
)
"""Operators who are late uphold nothing: an appeal waits until somebody decides, as long as somebody may."""
