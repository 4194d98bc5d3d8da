"""What the pages of contests and entries show, gathered from the rooms that know it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.paginator import Page, Paginator

from mikiwame.core.errors import NotFound
from mikiwame.market.contests import queries, rules
from mikiwame.market.contests.states import OVER, ContestState
from mikiwame.market.escrow import queries as escrow
from mikiwame.market.hiring import queries as hiring
from mikiwame.market.messaging import queries as messaging
from mikiwame.market.paperwork import queries as paperwork
from mikiwame.market.turns import queries as turns
from mikiwame.market.turns.states import TurnKind
from mikiwame.refusals import sentence_of

Shown = dict[str, Any]

NONE: Mapping[Any, Any] = {}

ENTRIES = 24
"""How many entries stand side by side on a page: whole rows of two, three and four."""


@dataclass(frozen=True)
class Seen:
    """An entry as a gallery shows it.

    ``like`` is the number of another's that has the same file, ``exclusion`` what operators were asked.
    """

    entry: Any
    pictures: list[Any]
    files: list[Any]
    like: int | None = None
    award: Any = None
    exclusion: Any = None


def seen(
    entries: Iterable[Any],
    *,
    hints: Mapping[Any, int] = NONE,
    awards: Iterable[Any] = (),
    asked: Mapping[Any, Any] = NONE,
) -> list[Seen]:
    """Entries with their files; two statements."""
    listed = list(entries)
    files = messaging.attachments_of(entry.key for entry in listed)
    won = {award.entry_id: award for award in awards}
    return [
        Seen(
            entry,
            [file for file in files.get(entry.key, []) if file.media_type.startswith("image/")],
            [file for file in files.get(entry.key, []) if not file.media_type.startswith("image/")],
            hints.get(entry.pk),
            won.get(entry.pk),
            asked.get(entry.pk),
        )
        for entry in listed
    ]


def gallery_part(entries: Any, page: str | None, count: int | None = None) -> Page[Any]:
    """The part of a contest's entries that the address asks for, read once; ``count`` where it is known."""
    pages = Paginator(entries, ENTRIES)
    if count is not None:
        pages.count = count  # a cached property, which would ask
    part = pages.get_page(page)
    part.object_list = list(part.object_list)
    return part


def terms_shown(contest: Any) -> Shown:
    """What a contest asks for and pays."""
    prizes = queries.prizes(contest)
    return {
        "contest": contest,
        "prizes": prizes,
        "thanks": contest.participation * contest.participants_most,
        "price": rules.price_of(contest, prizes),
        "among_most": rules.SHARED_AMONG_MOST,
    }


def draft_shown(contest: Any, *, at: datetime) -> Shown:
    """A draft: what it says, what it lacks."""
    shown = terms_shown(contest)
    failings = rules.failings(contest, shown["prizes"], at)
    missing = [(ruling.field, sentence_of(ruling)) for ruling in failings]
    return {**shown, "missing": missing, "at": at}


def own_contest_shown(contest: Any, page: str | None, *, at: datetime) -> Shown:
    """A client's contest that is paid in: what has come, what she has to do, where the money is."""
    figures = queries.figures(contest)
    part = gallery_part(queries.ranked(queries.entries_for_client(contest)), page, figures.seen)
    awards, standing, entries = queries.awards(contest), figures.standing, part.object_list
    asked = queries.unsettled(entries)
    return {
        **terms_shown(contest),
        "part": part,
        "here": f"page={part.number}&",
        "gallery": seen(entries, hints=queries.copies(entries), awards=awards, asked=asked),
        "standing": standing,
        "entrants": figures.entrants,
        "held": queries.held(contest),
        "awards": awards,
        "seen": queries.newest_for_client(contest),
        "may_cancel": contest.state == ContestState.OPEN and standing == 0,
        "may_choose": bool(standing and rules.is_to_choose(contest, at)),
        "at": at,
    }


def contest_shown(reader: Any, contest: Any, page: str | None, *, at: datetime) -> Shown:
    """A contest for whoever may enter it, or reads how it ended."""
    over = contest.state in OVER
    awards = queries.awards(contest) if over else []
    own = queries.own_entries(contest, reader.party) if reader else []
    ruling = rules.may_enter(reader, contest, at) if reader else rules.takes_entries(contest, at)
    handed_in = [entry for entry in own if entry.submitted_at]
    agreement = queries.agreement(contest, reader.party) if reader else None
    part = gallery_part(queries.entries_to_see(reader, contest), page)
    return {
        **terms_shown(contest),
        "part": part,
        "here": f"page={part.number}&",
        "gallery": seen(part.object_list, awards=awards),
        "awards": awards,
        "own": seen(own, awards=awards),
        "entrants": queries.entrants(contest),
        "may_enter": bool(ruling) and len(handed_in) < contest.entries_each,
        "why_not": sentence_of(ruling),
        "is_over": over,
        "agreement": agreement,
        "notice_pdf": paperwork.fingerprint_of(agreement.notice) if agreement else "",
        "seen": queries.newest_for_worker(contest, reader.party) if reader else None,
        "at": at,
    }


def contest_offered(posting: Any, reader: Any, *, at: datetime) -> Shown:
    """What the page of a contest's posting says beside it."""
    contest = queries.public_contest(reader, posting.pk)
    shown = terms_shown(contest)
    is_client = reader is not None and reader.acts_for(posting.client)
    split = None if is_client else arriving(posting, shown["prizes"], reader, at=at)
    over = contest.state in OVER
    return shown | {
        "is_client": is_client,
        "is_over": over,
        "entrants": queries.entrants(contest),
        "split": split,
    }


def arriving(posting: Any, prizes: Sequence[int], reader: Any, *, at: datetime) -> Any:
    """What would arrive of the first prize."""
    if reader is None or not prizes:
        return None
    taxed = hiring.withholds_tax(posting.client, posting.category, reader.party)
    return escrow.preview(prizes[0], worker=reader.party, withholds_tax=taxed, at=at)


def entry_shown(entry: Any, *, at: datetime) -> Shown:
    """One of the worker's own entries."""
    (one,) = seen([entry], awards=[award] if (award := queries.award_of(entry)) else [])
    return {
        **terms_shown(entry.contest),
        "entry": entry,
        "one": one,
        "may_edit": bool(rules.may_edit_now(entry, at)),
        **finding_shown(queries.exclusion_of(entry)),
        "split": escrow.released([one.award.key]).get(one.award.key) if one.award else None,
        "notice_pdf": paperwork.fingerprint_of(one.award) if one.award else "",
        "at": at,
    }


def finding_shown(exclusion: Any) -> Shown:
    """What an operator found about an entry, and until when its maker may appeal."""
    until = turns.limit(TurnKind.EXCLUSION_APPEAL, exclusion.key) if exclusion else None
    return {"exclusion": exclusion, "appeal_until": until}


def exclusion_shown(operator: Any, exclusion: Any, *, at: datetime) -> Shown:
    """What operators were asked about an entry, beside the others, without whose they are, and whether this
    one may decide."""
    ruling = rules.may_decide_exclusion(operator, exclusion, at)
    entries = [exclusion.entry, *queries.entries_beside(exclusion.entry)]
    one, *others = seen(entries, hints=queries.copies(entries))
    shown = {"exclusion": exclusion, "one": one, "others": others, "contest": exclusion.entry.contest}
    return {**shown, "may_decide": bool(ruling), "why_not": sentence_of(ruling), "at": at}


def contest_deposit_shown(deposit: Any) -> Shown:
    """A payment for the prizes of a contest."""
    contest = queries.contest_of_deposit(deposit.purpose)
    if contest is None:
        raise NotFound
    sandbox = settings.GATEWAY == "sandbox"
    return {"deposit": deposit, **terms_shown(contest), "sandbox": sandbox}
