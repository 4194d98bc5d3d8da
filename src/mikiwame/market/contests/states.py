"""The lives of contests, entries and requests to exclude one."""

from enum import StrEnum

from mikiwame.core.lifecycle import CLOCK, Lifecycle, moves


class ContestState(StrEnum):
    """A contest is written, paid in, open for entries, and decided by its client or, in silence, by its rule.

    Decided: she named who gets the prizes. Shared: she didn't in time, and they were shared. Returned: there
    was no entry to pay. Cancelled: she gave it up before anybody had entered.
    """

    DRAFT = "draft"
    PREPARED = "prepared"
    OPEN = "open"
    SUSPENDED = "suspended"
    DECIDING = "deciding"
    DECIDED = "decided"
    SHARED = "shared"
    RETURNED = "returned"
    CANCELLED = "cancelled"


class EntryState(StrEnum):
    """An entry is written, handed in, and ends: with a prize, with a share, or with neither.

    Lapsed: it was never handed in. Excluded: an operator found that it breaks a rule.
    """

    DRAFT = "draft"
    SUBMITTED = "submitted"
    WITHDRAWN = "withdrawn"
    EXCLUDED = "excluded"
    WON = "won"
    SHARED = "shared"
    PASSED_OVER = "passed_over"
    LAPSED = "lapsed"


class ExclusionState(StrEnum):
    """A client asks for an entry to be excluded; an operator finds that it breaks a rule, or keeps it.

    Found: so it is unless its maker appeals in time. Appealed: another operator decides, for good. Until it
    is excluded, the entry can win. Moot: it was taken back, or the contest was over first.
    """

    ASKED = "asked"
    FOUND = "found"
    APPEALED = "appealed"
    EXCLUDED = "excluded"
    KEPT = "kept"
    MOOT = "moot"


class Asks(StrEnum):
    """What an entry is made of."""

    TEXT = "text"
    FILES = "files"
    BOTH = "both"


class Breach(StrEnum):
    """Why a client asks for an entry to be excluded."""

    COPIED = "copied"
    ILLICIT = "illicit"
    CONTACT = "contact"
    OFF_TOPIC = "off_topic"


class AwardKind(StrEnum):
    """For what an entry is paid: a prize that its client gave, a share by the rule, or for taking part."""

    PRIZE = "prize"
    SHARE = "share"
    PARTICIPATION = "participation"


UNSETTLED = (ExclusionState.ASKED, ExclusionState.FOUND, ExclusionState.APPEALED)
"""The states in which it isn't known yet whether an entry is excluded."""

WITH_OPERATORS = (ExclusionState.ASKED, ExclusionState.APPEALED)
"""The states in which an operator has to decide."""

RUNNING = (ContestState.OPEN, ContestState.SUSPENDED, ContestState.DECIDING)
"""The states in which a prize is held."""

OVER = (ContestState.DECIDED, ContestState.SHARED)
"""The states of a contest whose result everybody may read."""

CONTEST = Lifecycle(
    name="contest",
    states=ContestState,
    initial=ContestState.DRAFT,
    moves=(
        *moves("prepare", frm=ContestState.DRAFT, to=ContestState.PREPARED, by="client"),
        *moves("redraft", frm=ContestState.PREPARED, to=ContestState.DRAFT, by="client"),
        *moves("fund", frm=ContestState.PREPARED, to=ContestState.OPEN, by="gateway"),
        *moves("suspend", frm=ContestState.OPEN, to=ContestState.SUSPENDED, by="operator"),
        *moves("reinstate", frm=ContestState.SUSPENDED, to=ContestState.OPEN, by="operator"),
        *moves("cancel", frm=ContestState.OPEN, to=ContestState.CANCELLED, by="client"),
        *moves(
            "close",
            frm=(ContestState.OPEN, ContestState.SUSPENDED),
            to=ContestState.DECIDING,
            by=CLOCK,
        ),
        *moves(
            "close",
            frm=(ContestState.OPEN, ContestState.SUSPENDED),
            to=ContestState.RETURNED,
            by=CLOCK,
        ),
        *moves("choose", frm=ContestState.DECIDING, to=ContestState.DECIDED, by="client"),
        *moves("share", frm=ContestState.DECIDING, to=ContestState.SHARED, by=CLOCK),
        *moves("share", frm=ContestState.DECIDING, to=ContestState.RETURNED, by=CLOCK),
    ),
)
"""Once anybody has entered, the prize is theirs; only where no entry is left to be paid does it return."""

ENTRY = Lifecycle(
    name="entry",
    states=EntryState,
    initial=EntryState.DRAFT,
    moves=(
        *moves("hand_in", frm=EntryState.DRAFT, to=EntryState.SUBMITTED, by="worker"),
        *moves("withdraw", frm=EntryState.SUBMITTED, to=EntryState.WITHDRAWN, by="worker"),
        *moves("exclude", frm=EntryState.SUBMITTED, to=EntryState.EXCLUDED, by="operator"),
        *moves("let_stand", frm=EntryState.SUBMITTED, to=EntryState.EXCLUDED, by=CLOCK),
        *moves("choose", frm=EntryState.SUBMITTED, to=EntryState.WON, by="client"),
        *moves("choose", frm=EntryState.SUBMITTED, to=EntryState.PASSED_OVER, by="client"),
        *moves("share", frm=EntryState.SUBMITTED, to=EntryState.SHARED, by=CLOCK),
        *moves("share", frm=EntryState.SUBMITTED, to=EntryState.PASSED_OVER, by=CLOCK),
        *moves("close", frm=EntryState.DRAFT, to=EntryState.LAPSED, by=CLOCK),
        *moves("cancel", frm=EntryState.DRAFT, to=EntryState.LAPSED, by="client"),
    ),
)
"""What was handed in is frozen on the last day."""

EXCLUSION = Lifecycle(
    name="exclusion",
    states=ExclusionState,
    initial=ExclusionState.ASKED,
    moves=(
        *moves("exclude", frm=ExclusionState.ASKED, to=ExclusionState.FOUND, by="operator"),
        *moves("exclude", frm=ExclusionState.APPEALED, to=ExclusionState.EXCLUDED, by="operator"),
        *moves("keep", frm=WITH_OPERATORS, to=ExclusionState.KEPT, by="operator"),
        *moves("appeal", frm=ExclusionState.FOUND, to=ExclusionState.APPEALED, by="worker"),
        *moves("let_stand", frm=ExclusionState.FOUND, to=ExclusionState.EXCLUDED, by=CLOCK),
        *moves("choose", frm=UNSETTLED, to=ExclusionState.MOOT, by="client"),
        *moves("share", frm=UNSETTLED, to=ExclusionState.MOOT, by=CLOCK),
        *moves("withdraw", frm=UNSETTLED, to=ExclusionState.MOOT, by="worker"),
    ),
)
"""Who decides an appeal hasn't decided before."""
