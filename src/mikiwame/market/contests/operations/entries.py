"""Workers enter a contest: drafts are kept, what is handed in may be changed until the last day is over."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from mikiwame.core.errors import require
from mikiwame.core.fields import lock, lock_but_key
from mikiwame.core.operation import operation
from mikiwame.core.texts import clean
from mikiwame.market.contests import events, queries, rules
from mikiwame.market.contests.models import Contest, Entrant, Entry
from mikiwame.market.contests.states import EntryState
from mikiwame.market.hiring import rules as hiring
from mikiwame.market.hiring.operations import contests as postings
from mikiwame.market.history.operations import record
from mikiwame.market.members import contact
from mikiwame.market.members.models import Member
from mikiwame.market.messaging import queries as files
from mikiwame.market.messaging.contact import files_inside
from mikiwame.market.messaging.filetypes import Upload
from mikiwame.market.messaging.models import Attachment
from mikiwame.market.messaging.operations.files import attach, detach, discard

from . import outcomes


@operation
def begin(contest: Contest, *, by: Member, at: datetime) -> Entry:
    """A worker begins an entry, which nobody else sees; asked again, it is the draft that she has."""
    contest = lock(contest)
    require(rules.may_enter(by, contest, at))

    draft = contest.entered.filter(worker=by.party, state=EntryState.DRAFT).first()
    if draft is not None:
        return draft
    require(rules.has_room(queries.handed_in(contest, by.party), contest))
    return Entry.objects.create(contest=contest, worker=by.party, state_since=at, saved_at=at)


@operation
def write(entry: Entry, values: Mapping[str, Any], *, by: Member, at: datetime) -> Entry:
    """Its maker writes ``text`` and whether it may be ``shown`` with the result; what counts stays whole."""
    entry = _locked(entry)
    require(rules.may_edit(by, entry, at))

    if "text" in values:
        entry.text = clean(values["text"], most=rules.TEXT_MOST, field="text")
    if "shown" in values:
        entry.shown = bool(values["shown"])
    _stay_whole(entry)
    entry.saved_at = at
    entry.save(update_fields=["text", "shown", "saved_at"])
    return entry


@operation
def add_file(entry: Entry, upload: Upload, *, by: Member, at: datetime) -> Attachment:
    """Its maker puts a file with it; raises Refused with field ``files`` for one that isn't let in.

    It is called by a number: the name that it came with may be its maker's.
    """
    entry = _locked(entry)
    require(rules.may_edit(by, entry, at) and rules.takes_files(entry.contest))
    require(files_inside([upload]))

    entry.saved_at = at
    entry.save(update_fields=["saved_at"])
    stem = queries.free_name(files.attachments(entry.key))
    return attach(entry.key, upload, owner=by.party, at=at, stem=stem)


@operation
def remove_file(entry: Entry, attachment: Attachment, *, by: Member, at: datetime) -> Entry:
    """Its maker takes a file away again."""
    entry = _locked(entry)
    require(rules.may_edit(by, entry, at))

    detach(attachment, by=by)
    _stay_whole(entry)
    entry.saved_at = at
    entry.save(update_fields=["saved_at"])
    return entry


@operation
def hand_in(entry: Entry, *, by: Member, at: datetime) -> Entry:
    """From now on the client sees it, under a number; entering first, its maker agrees to the terms."""
    entry = _locked(entry)
    contest = entry.contest
    require(hiring.is_here(lock_but_key(entry.worker)))
    require(rules.may_hand_in(by, entry, at) and rules.may_enter(by, contest, at))
    _require_whole(entry)
    require(rules.has_room(queries.handed_in(contest, by.party), contest))

    notice = queries.latest_notice(contest)
    agreed = {"notice": notice, "agreed_at": at}
    Entrant.objects.get_or_create(contest=contest, worker=by.party, defaults=agreed)
    contest.numbered += 1
    contest.save(update_fields=["numbered"])
    entry.become(EntryState.SUBMITTED, at=at, submitted_at=at, number=contest.numbered)
    postings.count(contest.posting, queries.entrants(contest))

    fact = events.EntrySubmitted(subject=entry.key, number=contest.numbered, **entry.about)
    record(fact, by=by.key, at=at)
    return entry


@operation
def withdraw(entry: Entry, *, by: Member, at: datetime) -> Entry:
    """Its maker takes it back; it counts for nothing any more."""
    entry = _locked(entry)
    require(rules.may_withdraw(by, entry, at))

    entry.become(EntryState.WITHDRAWN, at=at, finalist_since=None)
    outcomes.make_moot(entry.contest, [entry], at=at)
    postings.count(entry.contest.posting, queries.entrants(entry.contest))

    fact = events.EntryWithdrawn(subject=entry.key, number=entry.number or 0, **entry.about)
    record(fact, by=by.key, at=at)
    return entry


@operation
def throw_away(entry: Entry, *, by: Member) -> None:
    """Its maker throws a draft away, with its files."""
    entry = _locked(entry)
    require(rules.may_discard(by, entry))

    for attachment in files.attachments(entry.key):
        discard(attachment)
    entry.delete()


def _locked(entry: Entry) -> Entry:
    """The entry, with its contest locked before it: whoever ends the contest does so too."""
    contest = lock(entry.contest)
    entry = lock(entry)
    entry.contest = contest
    return entry


def _stay_whole(entry: Entry) -> None:
    """What was handed in keeps what the contest asks for."""
    if entry.state == EntryState.SUBMITTED:
        _require_whole(entry)


def _require_whole(entry: Entry) -> None:
    """It has what the contest asks for, and leads nobody around the marketplace."""
    require(rules.is_whole(entry.contest, entry.text, len(files.attachments(entry.key))))
    require(contact.text_inside("text", entry.text))
