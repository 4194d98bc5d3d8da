"""Contests: write one, pay for it, look through the entries, name the winners; enter one, read the result."""

from uuid import UUID

from django.http import HttpResponse
from ninja import File, Query, Router
from ninja.files import UploadedFile
from ninja.responses import Status

from mikiwame.core import clock
from mikiwame.core.operation import operation
from mikiwame.market.contests import queries
from mikiwame.market.contests.operations import choosing, drafts, endings, entries, exclusions, opening
from mikiwame.market.contests.operations.choosing import Winner
from mikiwame.market.contests.states import OVER
from mikiwame.market.paperwork import operations as paperwork

from .auth import PAY, POST, WORK, Request
from .gathering import gathered_in
from .paging import Slice, page
from .schemas import contests as schemas
from .schemas.escrow import Deposit
from .schemas.messaging import FILE

router = Router(tags=["contests"])


@router.get("/me/contests", response=schemas.Contests)
def list_contests(request: Request, part: Query[Slice]) -> object:
    """The member's own contests, the newest first."""
    return gathered_in(page(queries.contests_of(request.user.party), part), **schemas.CONTEST_FIGURES)


@router.post("/contests", response={201: schemas.OwnContest}, auth=POST)
def draft_contest(request: Request, sent: schemas.ContestWritten) -> object:
    """Begin a draft, which nobody else sees."""
    drafted = drafts.draft(request.user.party, by=request.user, at=clock.now(), values=sent.values())
    return Status(201, queries.contest_for(request.user, drafted.pk))


@router.get("/contests/{contest}", response=schemas.Contest)
def read_contest(request: Request, contest: UUID) -> object:
    """What is wanted, for how much, until when; the list of postings has it under the same identifier."""
    return queries.contest_to_read(request.user, contest)


@router.get("/me/contests/{contest}", response=schemas.OwnContest)
def read_own_contest(request: Request, contest: UUID) -> object:
    """A contest of the member's own, with its money and what its draft lacks."""
    return queries.contest_for(request.user, contest)


@router.patch("/contests/{contest}", response=schemas.OwnContest, auth=POST)
def write_contest(request: Request, contest: UUID, sent: schemas.ContestWritten) -> object:
    """Write in a draft; what isn't sent stays as it is."""
    own = queries.contest_for(request.user, contest)
    drafts.save(own, sent.values(), by=request.user, at=clock.now())
    return queries.contest_for(request.user, contest)


@router.delete("/contests/{contest}", response={204: None}, auth=POST)
def discard_contest(request: Request, contest: UUID) -> object:
    """Throw a draft away."""
    drafts.discard(queries.contest_for(request.user, contest), by=request.user)
    return Status(204, None)


@router.post("/contests/{contest}/copies", response={201: schemas.OwnContest}, auth=POST)
def copy_contest(request: Request, contest: UUID) -> object:
    """The same again as a draft; the last day is to be chosen anew."""
    copied = drafts.copy(queries.contest_for(request.user, contest), by=request.user, at=clock.now())
    return Status(201, queries.contest_for(request.user, copied.pk))


@router.post("/contests/{contest}/preparation", response={201: schemas.OwnContest}, auth=POST)
def prepare_contest(request: Request, contest: UUID) -> object:
    """Be done with writing: the amount is fixed, and waits for its payment."""
    opening.prepare(queries.contest_for(request.user, contest), by=request.user, at=clock.now())
    return Status(201, queries.contest_for(request.user, contest))


@router.delete("/contests/{contest}/preparation", response=schemas.OwnContest, auth=POST)
def redraft_contest(request: Request, contest: UUID) -> object:
    """Go back to writing."""
    opening.redraft(queries.contest_for(request.user, contest), by=request.user, at=clock.now())
    return queries.contest_for(request.user, contest)


@router.post("/contests/{contest}/payment", response={201: Deposit}, auth=PAY)
def begin_contest_payment(request: Request, contest: UUID) -> object:
    """Set about paying in the whole prize; again, the same deposit."""
    own = queries.contest_for(request.user, contest)
    return Status(201, opening.begin_payment(own, by=request.user, at=clock.now()))


@router.post("/contests/{contest}/cancellation", response={201: schemas.OwnContest}, auth=POST)
def cancel_contest(request: Request, contest: UUID) -> object:
    """Give it up while nobody has entered: the whole prize comes back."""
    endings.cancel(queries.contest_for(request.user, contest), by=request.user, at=clock.now())
    return Status(201, queries.contest_for(request.user, contest))


@router.get("/contests/{contest}/entries", response=schemas.EntriesToJudge)
def list_entries(request: Request, contest: UUID, part: Query[Slice]) -> object:
    """What was handed in to a contest of the member's own and not taken back, under numbers, newest first."""
    found = page(queries.entries_for_client(queries.contest_for(request.user, contest)), part)
    hints = queries.copies(found["items"])
    return gathered_in(found, **schemas.ENTRY_PARTS, exclusion=queries.unsettled) | {"hints": hints}


@router.post("/contests/{contest}/choice", response={201: schemas.OwnContest}, auth=POST)
def choose_winners(request: Request, contest: UUID, sent: schemas.ChoiceOfWinnersSent) -> object:
    """Name who gets the prizes; they are paid at once, and all who entered hear how it ended."""
    own = queries.contest_for(request.user, contest)
    winners = [Winner(queries.entry_for_client(request.user, one.entry), one.words) for one in sent.winners]
    choosing.choose(own, winners, by=request.user, at=clock.now())
    return Status(201, queries.contest_for(request.user, contest))


@router.get("/contests/{contest}/result", response=schemas.ContestResult)
def read_result(request: Request, contest: UUID, part: Query[Slice]) -> object:
    """What was paid, and the entries that may be seen, newest first; before the end unhidden ones."""
    found = queries.contest_to_read(request.user, contest)
    awards = queries.awards(found) if found.state in OVER else []
    seen = gathered_in(page(queries.entries_to_see(request.user, found), part), **schemas.ENTRY_PARTS)
    return {"state": found.state, "awards": awards, "entries": seen["items"], "next": seen["next"]}


@router.get("/contests/{contest}/terms-notice", response=schemas.ContestNotice)
def read_contest_notice(request: Request, contest: UUID) -> object:
    """The terms notice (取引条件明示書) that the member received, or would receive by entering now."""
    return queries.notice_for(request.user, queries.contest_to_read(request.user, contest))


@router.get("/contests/{contest}/terms-notice/pdf", openapi_extra=FILE)
def read_contest_notice_pdf(request: Request, contest: UUID) -> HttpResponse:
    """The same as PDF: made of the page, word by word, and kept for good."""
    notice = queries.notice_for(request.user, queries.contest_to_read(request.user, contest))
    printed = paperwork.print_notice(notice, at=clock.now())
    return HttpResponse(bytes(printed.pdf), content_type="application/pdf")


@router.post("/contests/{contest}/entries", response={201: schemas.OwnEntry}, auth=WORK)
def begin_entry(request: Request, contest: UUID) -> object:
    """Begin an entry, or go on with the draft that is there."""
    found = queries.public_contest(request.user, contest)
    entry = entries.begin(found, by=request.user, at=clock.now())
    return Status(201, queries.own_entry(request.user, entry.pk))


@router.get("/me/entries", response=schemas.OwnEntries)
def list_own_entries(request: Request, part: Query[Slice]) -> object:
    """All that the member has entered, the newest first."""
    found = page(queries.entries_of(request.user.party), part)
    return gathered_in(found, **schemas.ENTRY_PARTS, finding=schemas.found_of)


@router.get("/entries/{entry}", response=schemas.OwnEntry)
def read_entry(request: Request, entry: UUID) -> object:
    """An entry of the member's own, and what became of it."""
    return queries.own_entry(request.user, entry)


@router.patch("/entries/{entry}", response=schemas.OwnEntry, auth=WORK)
def write_entry(request: Request, entry: UUID, sent: schemas.EntrySent) -> object:
    """Write in it, until the last day is over."""
    own = queries.own_entry(request.user, entry)
    entries.write(own, sent.values(), by=request.user, at=clock.now())
    return queries.own_entry(request.user, entry)


@router.delete("/entries/{entry}", response={204: None}, auth=WORK)
def throw_away_entry(request: Request, entry: UUID) -> object:
    """Throw a draft away, with its files."""
    entries.throw_away(queries.own_entry(request.user, entry), by=request.user)
    return Status(204, None)


@router.post("/entries/{entry}/files", response={201: schemas.OwnEntry}, auth=WORK)
@operation
def add_entry_files(request: Request, entry: UUID, files: File[list[UploadedFile]]) -> object:
    """Put files with it."""
    for file in files:
        own = queries.own_entry(request.user, entry)
        entries.add_file(own, file, by=request.user, at=clock.now())
    return Status(201, queries.own_entry(request.user, entry))


@router.post("/entries/{entry}/submission", response={201: schemas.OwnEntry}, auth=WORK)
def hand_in_entry(request: Request, entry: UUID) -> object:
    """Hand it in, and agree to the contest's terms by that; its client sees it from now on."""
    entries.hand_in(queries.own_entry(request.user, entry), by=request.user, at=clock.now())
    return Status(201, queries.own_entry(request.user, entry))


@router.post("/entries/{entry}/withdrawal", response={201: schemas.OwnEntry}, auth=WORK)
def withdraw_entry(request: Request, entry: UUID) -> object:
    """Take it back before the last day is over."""
    entries.withdraw(queries.own_entry(request.user, entry), by=request.user, at=clock.now())
    return Status(201, queries.own_entry(request.user, entry))


@router.put("/entries/{entry}/shortlisting", response=schemas.EntryToJudge, auth=POST)
def shortlist_entry(request: Request, entry: UUID) -> object:
    """Count it among the finalists, who share the prize where no winner is named."""
    return choosing.shortlist(queries.entry_for_client(request.user, entry), by=request.user, at=clock.now())


@router.delete("/entries/{entry}/shortlisting", response=schemas.EntryToJudge, auth=POST)
def unlist_entry(request: Request, entry: UUID) -> object:
    """Count it among the finalists no more."""
    return choosing.unlist(queries.entry_for_client(request.user, entry), by=request.user, at=clock.now())


@router.post("/entries/{entry}/exclusion", response={201: schemas.EntryToJudge}, auth=POST)
def ask_exclusion(request: Request, entry: UUID, sent: schemas.ExclusionSent) -> object:
    """Ask the operators to exclude an entry that breaks a rule."""
    found = queries.entry_for_client(request.user, entry)
    exclusions.ask(found, **sent.values(), by=request.user, at=clock.now())
    return Status(201, queries.entry_for_client(request.user, entry))


@router.post("/entries/{entry}/appeal", response={201: schemas.OwnEntry}, auth=WORK)
def appeal_exclusion(request: Request, entry: UUID, sent: schemas.ExclusionAppealSent) -> object:
    """Appeal against an operator's finding that an entry of the member's own breaks a rule, once."""
    found = queries.own_exclusion(request.user, entry)
    exclusions.appeal(found, **sent.values(), by=request.user, at=clock.now())
    return Status(201, queries.own_entry(request.user, entry))


@router.get("/awards/{award}/terms-notice", response=schemas.ContestNotice)
def read_award_notice(request: Request, award: UUID) -> object:
    """The second part of a notice: what was open at entering, now that it is decided."""
    return queries.award_for(request.user, award)


@router.get("/awards/{award}/terms-notice/pdf", openapi_extra=FILE)
def read_award_notice_pdf(request: Request, award: UUID) -> HttpResponse:
    """The same as PDF."""
    printed = paperwork.print_notice(queries.award_for(request.user, award), at=clock.now())
    return HttpResponse(bytes(printed.pdf), content_type="application/pdf")
