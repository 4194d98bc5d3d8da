"""The lives of batches and answers, and the words of forms."""

from enum import StrEnum

from mikiwame.core.lifecycle import CLOCK, Lifecycle, moves


class BatchState(StrEnum):
    """A batch is drafted, prepared for payment, open for workers, closed, and finished when all is judged."""

    DRAFT = "draft"
    PREPARED = "prepared"
    OPEN = "open"
    PAUSED = "paused"
    SUSPENDED = "suspended"
    CLOSED = "closed"
    FINISHED = "finished"


class ImportState(StrEnum):
    """A file waits, is looked through, and its units are written; or it is refused, and nothing changes."""

    WAITING = "waiting"
    READING = "reading"
    WRITING = "writing"
    DONE = "done"
    REFUSED = "refused"


class PlaceState(StrEnum):
    """A place waits for a worker, is leased to one, or holds her answer."""

    FREE = "free"
    CLAIMED = "claimed"
    ANSWERED = "answered"


class AnswerState(StrEnum):
    """An answer is approved and paid, or returned with a reason, and then mended or rejected for good.

    Other workers look at it anew, without names: at a doubted one before its worker hears of a rejection,
    at a contested one because she asked for it. An operator decides what is appealed.
    """

    SUBMITTED = "submitted"
    DOUBTED = "doubted"
    RETURNED = "returned"
    CONTESTED = "contested"
    UPHELD = "upheld"
    APPEALED = "appealed"
    APPROVED = "approved"
    REJECTED = "rejected"


class Reason(StrEnum):
    """Why a client returns an answer."""

    EMPTY = "empty"
    OFF_TOPIC = "off_topic"
    INSTRUCTIONS = "instructions"
    CONTRADICTORY = "contradictory"
    WRONG = "wrong"
    COPIED = "copied"
    UNREADABLE = "unreadable"


class ApprovedBy(StrEnum):
    """By which standing rule of its client an answer is approved by itself: each is enough.

    KNOWN: its worker has answered enough of the units whose answer is known, and enough of them rightly.
    MAJORITY: more than half of the answers that were asked for its unit choose the same.
    HOURS: so many hours have gone by since it came in.
    """

    KNOWN = "known"
    MAJORITY = "majority"
    HOURS = "hours"


class Finding(StrEnum):
    """For whom somebody finds who looks at a returned answer anew."""

    WORKER = "worker"
    CLIENT = "client"


class FieldKind(StrEnum):
    """What a form asks for, and what it only shows of a unit."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    SCALE = "scale"
    SHORT_TEXT = "short_text"
    LONG_TEXT = "long_text"
    NUMBER = "number"
    DATE = "date"
    IMAGE = "image"
    AUDIO = "audio"
    FILE = "file"
    SHOW_TEXT = "show_text"
    SHOW_IMAGE = "show_image"
    SHOW_AUDIO = "show_audio"


SHOWN = frozenset({FieldKind.SHOW_TEXT, FieldKind.SHOW_IMAGE, FieldKind.SHOW_AUDIO})
"""Parts of a form that ask for nothing."""

CHOSEN = frozenset({FieldKind.SINGLE, FieldKind.MULTIPLE})
"""Fields that are answered from a list."""

UPLOADED = frozenset({FieldKind.IMAGE, FieldKind.AUDIO, FieldKind.FILE})
"""Fields that are answered with a file."""


BATCH = Lifecycle(
    name="batch",
    states=BatchState,
    initial=BatchState.DRAFT,
    moves=(
        *moves("prepare", frm=BatchState.DRAFT, to=BatchState.PREPARED, by="client"),
        *moves("redraft", frm=BatchState.PREPARED, to=BatchState.DRAFT, by="client"),
        *moves("fund", frm=BatchState.PREPARED, to=BatchState.OPEN, by="gateway"),
        *moves("pause", frm=BatchState.OPEN, to=BatchState.PAUSED, by="client"),
        *moves("resume", frm=BatchState.PAUSED, to=BatchState.OPEN, by="client"),
        *moves("suspend", frm=(BatchState.OPEN, BatchState.PAUSED), to=BatchState.SUSPENDED, by="operator"),
        *moves("reinstate", frm=BatchState.SUSPENDED, to=BatchState.OPEN, by="operator"),
        *moves("close", frm=(BatchState.OPEN, BatchState.PAUSED), to=BatchState.CLOSED, by="client"),
        *moves(
            "close_by_itself",
            frm=(BatchState.OPEN, BatchState.PAUSED, BatchState.SUSPENDED),
            to=BatchState.CLOSED,
            by=CLOCK,
        ),
        *moves("finish", frm=BatchState.CLOSED, to=BatchState.FINISHED, by=CLOCK),
    ),
)
"""A closed batch gives out nothing more; what is under way still counts, and is judged and paid."""

LOOKED_AT = (AnswerState.DOUBTED, AnswerState.CONTESTED)
"""The states in which other workers look at an answer anew."""

STANDS = (AnswerState.RETURNED, AnswerState.UPHELD)
"""The states in which a rejection stands unless the worker does something."""

REFUSED = (*LOOKED_AT, *STANDS, AnswerState.APPEALED)
"""The states of an answer that its client doesn't want to take, while that isn't final."""

ANSWER = Lifecycle(
    name="answer",
    states=AnswerState,
    initial=AnswerState.SUBMITTED,
    moves=(
        *moves("approve", frm=AnswerState.SUBMITTED, to=AnswerState.APPROVED, by="client"),
        *moves("approve_by_rule", frm=AnswerState.SUBMITTED, to=AnswerState.APPROVED, by=CLOCK),
        *moves("approve_by_silence", frm=AnswerState.SUBMITTED, to=AnswerState.APPROVED, by=CLOCK),
        *moves("turn_back", frm=AnswerState.SUBMITTED, to=AnswerState.RETURNED, by="client"),
        *moves("turn_back", frm=AnswerState.SUBMITTED, to=AnswerState.DOUBTED, by="client"),
        *moves("fix", frm=AnswerState.RETURNED, to=AnswerState.SUBMITTED, by="worker"),
        *moves("relent", frm=REFUSED, to=AnswerState.APPROVED, by="client"),
        *moves("let_stand", frm=STANDS, to=AnswerState.REJECTED, by="worker"),
        *moves("let_stand_by_silence", frm=STANDS, to=AnswerState.REJECTED, by=CLOCK),
        *moves("contest", frm=AnswerState.RETURNED, to=AnswerState.CONTESTED, by="worker"),
        *moves("contest", frm=AnswerState.RETURNED, to=AnswerState.APPEALED, by="worker"),
        *moves("judge", frm=LOOKED_AT, to=AnswerState.APPROVED, by="judges"),
        *moves("judge", frm=AnswerState.DOUBTED, to=AnswerState.RETURNED, by="judges"),
        *moves("judge", frm=AnswerState.CONTESTED, to=AnswerState.UPHELD, by="judges"),
        *moves("refer", frm=LOOKED_AT, to=AnswerState.APPEALED, by=CLOCK),
        *moves("appeal", frm=AnswerState.UPHELD, to=AnswerState.APPEALED, by="worker"),
        *moves("decide", frm=AnswerState.APPEALED, to=AnswerState.APPROVED, by="operator"),
        *moves("decide", frm=AnswerState.APPEALED, to=AnswerState.REJECTED, by="operator"),
        *moves("decide", frm=AnswerState.APPEALED, to=AnswerState.RETURNED, by="operator"),
    ),
)
"""A returned answer keeps its place until it is rejected for good; then the place is free for another.

What was contested after others or an operator had found the return right goes to an operator. Who decides
against a worker who hasn't been heard yet, returns the answer to her: she may still mend it, or contest.
"""
