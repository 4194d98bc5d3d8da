"""Postings and applications."""

from uuid import UUID

from ninja import File, Query, Router
from ninja.files import UploadedFile
from ninja.responses import Status

from mikiwame.core import clock
from mikiwame.core.errors import require
from mikiwame.core.operation import operation
from mikiwame.market.hiring import queries, rules
from mikiwame.market.hiring.listing import Filters
from mikiwame.market.hiring.operations import applications, postings
from mikiwame.market.hiring.operations import files as drafts

from .auth import APPLY, POST, Request
from .paging import Slice, page
from .problems import placed
from .schemas import hiring as schemas

router = Router(tags=["hiring"])


@router.get("/categories", response=list[schemas.Category])
def list_categories(request: Request) -> object:
    """The kinds of work, in two levels."""
    return queries.categories()


@router.get("/postings", response=schemas.Listings)
def list_postings(request: Request, sought: Query[schemas.Sought]) -> object:
    """The postings that take applications, twenty a page."""
    wanted = sought.model_dump(exclude_none=True, exclude={"cursor"})
    return queries.listed(Filters(**wanted), sought.cursor, at=clock.now())


@router.post("/postings", response={201: schemas.Posting}, auth=POST)
@operation
def draft_posting(request: Request, sent: schemas.PostingSent) -> object:
    """Begin a draft, which nobody else sees."""
    at = clock.now()
    posting = postings.draft(request.user.party, by=request.user, at=at)
    with placed(schemas.PLACES):
        return postings.save(posting, sent.values(), by=request.user, at=at)


@router.get("/postings/{posting}", response=schemas.Posting)
def read_posting(request: Request, posting: UUID) -> object:
    """A posting with its terms."""
    return queries.posting_for(request.user, posting)


@router.patch("/postings/{posting}", response=schemas.Posting, auth=POST)
def write_posting(request: Request, posting: UUID, sent: schemas.PostingSent) -> object:
    """Write in a draft; what isn't sent stays as it is."""
    own = queries.own_posting(request.user, posting)
    with placed(schemas.PLACES):
        return postings.save(own, sent.values(), by=request.user, at=clock.now())


@router.delete("/postings/{posting}", response={204: None}, auth=POST)
def discard_posting(request: Request, posting: UUID) -> object:
    """Throw a draft away."""
    postings.discard(queries.own_posting(request.user, posting), by=request.user)
    return Status(204, None)


@router.post("/postings/{posting}/files", response={201: schemas.Posting}, auth=POST)
def add_posting_files(request: Request, posting: UUID, files: File[list[UploadedFile]]) -> object:
    """Add files to a draft; whoever may see the posting may open them."""
    own = queries.own_posting(request.user, posting)
    return drafts.add(own, files, by=request.user, at=clock.now())


@router.delete("/postings/{posting}/files/{attachment}", response={204: None}, auth=POST)
def remove_posting_file(request: Request, posting: UUID, attachment: UUID) -> object:
    """Take a file out of a draft."""
    own = queries.own_posting(request.user, posting)
    drafts.remove(own, attachment, by=request.user, at=clock.now())
    return Status(204, None)


@router.get("/postings/{posting}/gaps", response=list[schemas.Gap], auth=POST)
def list_gaps(request: Request, posting: UUID) -> object:
    """What keeps a draft from being published, the first first."""
    own = queries.own_posting(request.user, posting)
    return [schemas.Gap.of(ruling) for ruling in queries.missing(own, at=clock.now())]


@router.post("/postings/{posting}/publication", response={201: schemas.Posting}, auth=POST)
def publish_posting(request: Request, posting: UUID) -> object:
    """Offer the work to everybody: the terms freeze, the places open, the clock on the decision runs."""
    own = queries.own_posting(request.user, posting)
    with placed(schemas.PLACES):
        return postings.publish(own, by=request.user, at=clock.now())


@router.post("/postings/{posting}/pause", response={201: schemas.Posting}, auth=POST)
def pause_posting(request: Request, posting: UUID) -> object:
    """Take no applications for a while; who has applied still hears by the promised day."""
    return postings.pause(queries.own_posting(request.user, posting), by=request.user, at=clock.now())


@router.delete("/postings/{posting}/pause", response=schemas.Posting, auth=POST)
def resume_posting(request: Request, posting: UUID) -> object:
    """Take applications again."""
    return postings.resume(queries.own_posting(request.user, posting), by=request.user, at=clock.now())


@router.post("/postings/{posting}/closing", response={201: schemas.Posting}, auth=POST)
def close_posting(request: Request, posting: UUID) -> object:
    """Look no further; who still waits is told so. Offers that stand can still be accepted."""
    return postings.close(queries.own_posting(request.user, posting), by=request.user, at=clock.now())


@router.post("/postings/{posting}/copies", response={201: schemas.Posting}, auth=POST)
def copy_posting(request: Request, posting: UUID) -> object:
    """Begin a new draft with what an earlier posting said; its days are left open."""
    return postings.copy(queries.own_posting(request.user, posting), by=request.user, at=clock.now())


@router.get("/me/postings", response=schemas.OwnPostings)
def list_own_postings(request: Request, part: Query[Slice]) -> object:
    """What the member has written and published, the newest first."""
    return page(queries.postings_of(request.user.party), part)


@router.get("/postings/{posting}/odds", response=schemas.Odds)
def read_odds(request: Request, posting: UUID) -> object:
    """The member's chances of a place; of tasks nobody chooses."""
    found = queries.posting_for(request.user, posting)
    require(rules.is_project(found))
    return queries.odds(found, request.user.party)


@router.get("/postings/{posting}/applications", response=list[schemas.Application])
def list_applicants(request: Request, posting: UUID) -> object:
    """Who applied to the member's own posting and didn't withdraw, first come first."""
    return queries.applicants(queries.own_posting(request.user, posting))


@router.post("/postings/{posting}/applications", response={201: schemas.Application}, auth=APPLY)
def apply(request: Request, posting: UUID, sent: schemas.ApplicationSent) -> object:
    """Apply; a conversation with the client opens."""
    at = clock.now()
    wanted = queries.posting_for(request.user, posting)
    return applications.apply(wanted, **sent.values(), by=request.user, at=at)


@router.get("/me/applications", response=schemas.Applications)
def list_own_applications(request: Request, part: Query[Slice]) -> object:
    """What the member has applied for, the newest first."""
    return page(queries.with_answers(queries.applications_of(request.user.party)), part)


@router.get("/applications/{application}", response=schemas.Application)
def read_application(request: Request, application: UUID) -> object:
    """An application of the member's own, or to a posting of hers."""
    return queries.application_for(request.user, application)


@router.post("/applications/{application}/withdrawal", response={201: schemas.Application}, auth=APPLY)
def withdraw_application(request: Request, application: UUID) -> object:
    """Take an application back."""
    own = queries.application_for(request.user, application)
    return applications.withdraw(own, by=request.user, at=clock.now())


@router.post("/applications/{application}/decline", response={201: schemas.Application}, auth=POST)
def decline_application(request: Request, application: UUID, sent: schemas.DeclineSent) -> object:
    """Decline an applicant, with a reason that she reads."""
    received = queries.application_for(request.user, application)
    return applications.decline(received, **sent.values(), by=request.user, at=clock.now())
