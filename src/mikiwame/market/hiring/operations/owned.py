"""A posting that something else owns, a batch or a contest: what lists, search and reports read of it.

It has the states of any posting and takes no applications: its owner knows who answers, and alone calls
these. ``by`` is None where the owner moves by itself: its money came, its day is over.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from mikiwame.core.errors import require
from mikiwame.core.fields import lock
from mikiwame.core.operation import operation
from mikiwame.core.terms import Format
from mikiwame.market.hiring import events, rules
from mikiwame.market.hiring.models import Posting
from mikiwame.market.hiring.states import PostingState
from mikiwame.market.history.operations import record
from mikiwame.market.members.models import Member, Party
from mikiwame.market.terms import operations as terms

from . import index, outcomes, writing

_OWN = frozenset({"title", "body", "category"})


@operation
def draft(client: Party, kind: Format, *, by: Member, at: datetime) -> Posting:
    """A client begins a batch or a contest: its posting, with an empty sheet, which nobody else sees."""
    require(rules.may_begin(by, client))

    posting = Posting(client=client, format=kind, state_since=at, created_at=at, saved_at=at)
    posting.sheet = terms.draft(posting.key, at=at)
    posting.save()
    return posting


@operation
def save(posting: Posting, values: Mapping[str, Any], *, by: Member, at: datetime) -> Posting:
    """Write title, body or category (its slug); raises Refused with the field that doesn't fit."""
    posting = lock(posting)
    require(rules.may_write_owned(by, posting))

    for name in _OWN & values.keys():
        setattr(posting, name, writing.fitting(name, values[name]))
    posting.saved_at = at
    posting.save()
    return posting


@operation
def discard(posting: Posting, *, by: Member) -> None:
    """The draft goes, after what owns it."""
    posting = lock(posting)
    require(rules.may_write_owned(by, posting))

    sheet = posting.sheet
    posting.delete()
    sheet.delete()


@operation
def pause(posting: Posting, *, by: Member | None, at: datetime) -> Posting:
    """Nobody begins for a while."""
    posting = lock(posting)
    require(rules.may_move_owned(by, posting, "pause"))

    posting.become(PostingState.PAUSED, at=at)
    index.unlist(posting)

    record(events.PostingPaused(**outcomes.sides(posting)), by=outcomes.key_of(by), at=at)
    return posting


@operation
def resume(posting: Posting, *, by: Member | None, at: datetime) -> Posting:
    """Who answers is welcome again."""
    posting = lock(posting)
    require(rules.may_move_owned(by, posting, "resume"))

    posting.become(PostingState.OPEN, at=at)
    index.enlist(posting)

    record(events.PostingResumed(**outcomes.sides(posting)), by=outcomes.key_of(by), at=at)
    return posting


@operation
def close(posting: Posting, *, by: Member | None, at: datetime) -> Posting:
    """The client asks for no more, or the closing day is over."""
    posting = lock(posting)
    require(rules.may_move_owned(by, posting, "close"))

    posting.become(PostingState.CLOSED, at=at)
    index.unlist(posting)

    record(events.PostingClosed(**outcomes.sides(posting), declined=0), by=outcomes.key_of(by), at=at)
    return posting


@operation
def expire(posting: Posting, *, at: datetime) -> Posting:
    """The closing day passed while operators had stopped it, which stays so; otherwise see ``close``."""
    posting = lock(posting)
    require(rules.may_move_owned(None, posting, "expire"))

    posting.become(PostingState.EXPIRED, at=at)
    index.unlist(posting)

    fact = events.PostingExpired(**outcomes.sides(posting), applicants=0, undecided=0, format=posting.format)
    record(fact, by=None, at=at)
    return posting


@operation
def suspend(posting: Posting, *, reason: str, by: Member, at: datetime) -> Posting:
    """An operator takes it off the list; the reason is recorded."""
    posting = lock(posting)
    require(rules.may_moderate_owned(by, posting, "suspend", reason))

    posting.become(PostingState.SUSPENDED, at=at, suspended_at=at)
    index.unlist(posting)

    record(events.PostingSuspended(**outcomes.sides(posting), reason=reason.strip()), by=by.key, at=at)
    return posting


@operation
def reinstate(posting: Posting, *, given_back: timedelta, reason: str, by: Member, at: datetime) -> Posting:
    """An operator puts it back; the closing day, now in ``apply_until``, moves by the days given back."""
    posting = lock(posting)
    require(rules.may_moderate_owned(by, posting, "reinstate", reason))
    assert posting.apply_until is not None

    ends = {"apply_until": posting.apply_until + given_back}
    if posting.decide_until is not None:
        ends["decide_until"] = posting.decide_until + given_back
    posting.become(PostingState.OPEN, at=at, suspended_at=None, **ends)
    index.enlist(posting)

    fact = events.PostingReinstated(**outcomes.sides(posting), reason=reason.strip(), format=posting.format)
    record(fact, by=by.key, at=at)
    return posting
