"""The lives of postings and applications."""

from enum import StrEnum

from mikiwame.core.lifecycle import CLOCK, Lifecycle, moves


class PostingState(StrEnum):
    """Draft until published; open until somebody or a clock ends it."""

    DRAFT = "draft"
    OPEN = "open"
    PAUSED = "paused"
    CLOSED = "closed"
    FILLED = "filled"
    EXPIRED = "expired"
    SUSPENDED = "suspended"


class ApplicationState(StrEnum):
    """Every application ends with an outcome that the applicant is told."""

    SUBMITTED = "submitted"
    IN_TRIAL = "in_trial"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class DeclineReason(StrEnum):
    """Why the client declined; the applicant reads it."""

    FILLED = "filled"
    REQUIREMENTS = "requirements"
    PRICE = "price"
    SCHEDULE = "schedule"
    EXPERIENCE = "experience"
    CANCELLED = "cancelled"
    OTHER = "other"


_LIVE = (PostingState.OPEN, PostingState.PAUSED)
_UNDER_CLOCK = (*_LIVE, PostingState.SUSPENDED)

POSTING = Lifecycle(
    name="posting",
    states=PostingState,
    initial=PostingState.DRAFT,
    moves=(
        *moves("publish", frm=PostingState.DRAFT, to=PostingState.OPEN, by="client"),
        *moves("pause", frm=PostingState.OPEN, to=PostingState.PAUSED, by="client"),
        *moves("resume", frm=PostingState.PAUSED, to=PostingState.OPEN, by="client"),
        *moves("close", frm=_LIVE, to=PostingState.CLOSED, by="client"),
        *moves("settle", frm=_LIVE, to=PostingState.FILLED, by="worker"),
        *moves("expire", frm=_UNDER_CLOCK, to=PostingState.EXPIRED, by=CLOCK),
        *moves("suspend", frm=_LIVE, to=PostingState.SUSPENDED, by="operator"),
        *moves("reinstate", frm=PostingState.SUSPENDED, to=PostingState.OPEN, by="operator"),
    ),
)
"""An offered place is taken; the posting is filled once every place is agreed to (``settle``)."""

_ON_TRIAL = ApplicationState.IN_TRIAL
_ELIGIBLE = (ApplicationState.SUBMITTED, _ON_TRIAL)

APPLICATION = Lifecycle(
    name="application",
    states=ApplicationState,
    initial=ApplicationState.SUBMITTED,
    moves=(
        *moves("take_place", frm=_ELIGIBLE, to=ApplicationState.OFFERED, by="client"),
        *moves("free_place", frm=ApplicationState.OFFERED, to=ApplicationState.SUBMITTED, by="client"),
        *moves(
            "free_place",
            frm=ApplicationState.OFFERED,
            to=ApplicationState.DECLINED,
            by="the posting's end",
        ),
        *moves("settle", frm=ApplicationState.OFFERED, to=ApplicationState.ACCEPTED, by="worker"),
        *moves("decline", frm=ApplicationState.SUBMITTED, to=ApplicationState.DECLINED, by="client"),
        *moves("withdraw", frm=ApplicationState.SUBMITTED, to=ApplicationState.WITHDRAWN, by="worker"),
        *moves("expire", frm=ApplicationState.SUBMITTED, to=ApplicationState.EXPIRED, by=CLOCK),
        *moves("put_on_trial", frm=ApplicationState.SUBMITTED, to=_ON_TRIAL, by="client"),
        *moves("give_up_trial", frm=_ON_TRIAL, to=ApplicationState.SUBMITTED, by="either side"),
        *moves(
            "give_up_trial",
            frm=_ON_TRIAL,
            to=ApplicationState.DECLINED,
            by="the posting's end",
        ),
        *moves("return_to_trial", frm=ApplicationState.OFFERED, to=_ON_TRIAL, by="either side"),
        *moves("decline_tried", frm=_ON_TRIAL, to=ApplicationState.DECLINED, by="client"),
        *moves("withdraw_tried", frm=_ON_TRIAL, to=ApplicationState.WITHDRAWN, by="worker"),
        *moves("expire_tried", frm=_ON_TRIAL, to=ApplicationState.EXPIRED, by=CLOCK),
    ),
)
"""An offered application waits again when its offer comes to nothing, so that a better one can follow; where
the posting is over, it is declined: the client did answer in time.

On trial (``IN_TRIAL``: the trial is offered, goes on, or is over and waits for the client's decision) it has
no place yet, and the posting's end doesn't touch it: the trial has clocks of its own.
"""
