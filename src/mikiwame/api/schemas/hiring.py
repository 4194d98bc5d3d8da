"""Postings and applications as they travel."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Schema
from pydantic import Field, StrictBool, field_validator

from mikiwame.api.paging import Page
from mikiwame.api.wire import Day, Sent, Yen, maybe_empty, one_of, text, whole
from mikiwame.core.errors import Refused, Ruling
from mikiwame.core.terms import Format, RewardBasis
from mikiwame.discernment.kinds import Verdict
from mikiwame.market.hiring.listing import CROWD_STEPS, FINISHED_STEPS, HOURLY_STEPS, TEXT_MOST, Care, Sort
from mikiwame.market.hiring.states import ApplicationState, DeclineReason, PostingState
from mikiwame.market.messaging import queries as messaging
from mikiwame.refusals import sentence

from .members import IsOperator, PartyRef
from .messaging import File
from .terms import TERMS, PartSent, Terms, TermsSent, parts_in


class CategoryKind(Schema):
    """A category of work."""

    slug: str
    name_ja: str
    name_en: str


class Category(Schema):
    """A top category, and the kinds of work within it."""

    slug: str
    name_ja: str
    name_en: str
    kinds: list[CategoryKind]

    @staticmethod
    def resolve_slug(field: Any) -> str:
        return str(field.category.slug)

    @staticmethod
    def resolve_name_ja(field: Any) -> str:
        return str(field.category.name_ja)

    @staticmethod
    def resolve_name_en(field: Any) -> str:
        return str(field.category.name_en)


Crowd = Annotated[int, *one_of(CROWD_STEPS)]
Finished = Annotated[int, *one_of(FINISHED_STEPS)]
Hourly = Annotated[int, *one_of(HOURLY_STEPS)]
HOURLY = "Yen an hour that tasks come to; leaves out all of which it isn't known."
CARE = "`calm`: a text without warning signs; `careful`: nothing missing either."
UNPROVEN = "Also clients of whom too little is known for what is asked of them."


class Sought(Sent):
    """What somebody looks for in the list of postings."""

    text: Annotated[str, maybe_empty(TEXT_MOST)] = ""
    category: Annotated[str | None, Field(max_length=60, description="Of either level.")] = None
    format: Format | None = None
    reward_basis: RewardBasis | None = None
    reward_least: Annotated[int | None, Field(ge=1, le=100_000_000, description="Yen, by the basis.")] = None
    hourly_least: Annotated[Hourly | None, Field(description=HOURLY)] = None
    newcomers: Annotated[bool | None, Field(description="Only with places kept for newcomers.")] = None
    continuing: Annotated[bool | None, Field(description="Only where more of the same follows.")] = None
    crowd_most: Annotated[Crowd | None, Field(description="Applicants a place.")] = None
    care: Annotated[Care | None, Field(description=CARE)] = None
    record: Annotated[bool | None, Field(description="Only clients with a record without doubts.")] = None
    finished_least: Annotated[Finished | None, Field(description="Commissions seen through.")] = None
    funded: Annotated[bool | None, Field(description="Only clients who mostly fund in time.")] = None
    calm_reviews: Annotated[bool | None, Field(description="Only clients with calm reviews.")] = None
    unproven: Annotated[bool | None, Field(description=UNPROVEN)] = None
    sort: Sort = Sort.NEWEST
    cursor: Annotated[str | None, Field(max_length=500, description="`next` of the page before.")] = None


Left = Annotated[int | None, Field(description="Of tasks: answers still asked for, counted now and then.")]
Seconds = Annotated[int | None, Field(description="Of tasks: what an answer takes, expected or measured.")]
Earned = Annotated[int | None, Field(description="Of tasks: yen an hour that this comes to.")]


class Listing(Schema):
    """A posting as lists show it; a verdict is null where nobody has looked yet, `incomplete` is unproven."""

    id: UUID
    title: str
    summary: str
    client_name: str
    client_is_operator: IsOperator
    category_ja: str
    category_en: str
    format: Format
    reward_basis: RewardBasis
    reward: int
    reward_most: int | None
    places: int
    newcomer_places: int
    applicants: int
    continuing: bool
    apply_until: date
    published_at: datetime
    text_verdict: Verdict | None
    missing: Annotated[int, Field(description="Terms that text and terms leave open.")]
    record_verdict: Verdict | None
    finished: Annotated[int, Field(description="Commissions that the client saw through.")]
    funding_verdict: Verdict | None
    reviews_verdict: Verdict | None
    reviews_odd: Annotated[bool, Field(description="Something about the reviews gives reason for doubt.")]
    places_left: Left
    seconds: Seconds
    hourly: Earned

    @field_validator("text_verdict", "record_verdict", "funding_verdict", "reviews_verdict", mode="before")
    @classmethod
    def none_for_unread(cls, verdict: str) -> str | None:
        return verdict or None

    @staticmethod
    def resolve_category_ja(listing: Any) -> str:
        return str(listing.name_ja)

    @staticmethod
    def resolve_category_en(listing: Any) -> str:
        return str(listing.name_en)


class Listings(Schema):
    """A page of the list; ``count`` is of all, and stops at 1,001."""

    items: list[Listing]
    next: str | None
    count: int

    @staticmethod
    def resolve_items(page: Any) -> list[Any]:
        return list(page.listings)


class RequirementSent(Sent):
    """Something an applicant must or should bring."""

    text: Annotated[str, text(200)]
    essential: StrictBool = True


class QuestionSent(Sent):
    """Something the client asks every applicant."""

    text: Annotated[str, text(200)]
    required: StrictBool = True


class PostingTermsSent(TermsSent):
    """Lines of a posting's terms, and the parts of the work."""

    milestones: Annotated[
        list[PartSent], Field(max_length=50, description="None: the work is one part.")
    ] = []


class PostingSent(Sent):
    """What a draft says; what isn't sent stays as it is."""

    title: Annotated[str, maybe_empty(120)] = ""
    body: Annotated[str, maybe_empty(20_000)] = ""
    category: Annotated[str, Field(max_length=60, description="A slug of a kind.")] | None = None
    newcomer_places: Annotated[int, whole(0, 1_000)] = 0
    continuing: StrictBool = False
    apply_until: Day | None = None
    decide_days: Annotated[int, whole(1, 30)] = 7
    terms: PostingTermsSent = PostingTermsSent()
    requirements: Annotated[list[RequirementSent], Field(max_length=20)] = []
    questions: Annotated[list[QuestionSent], Field(max_length=20)] = []

    def values(self) -> dict[str, Any]:
        """Only what was sent, by the names of the operation that saves it."""
        apart = {"terms", "requirements", "questions"}
        values = self.model_dump(exclude_unset=True, exclude=apart)
        values |= self.terms.model_dump(exclude_unset=True, exclude={"milestones"})
        if "milestones" in self.terms.model_fields_set:
            values["parts"] = parts_in(self.terms.milestones)
        if "requirements" in self.model_fields_set:
            values["requirement_lines"] = [(line.text, line.essential) for line in self.requirements]
        if "questions" in self.model_fields_set:
            values["question_lines"] = [(line.text, line.required) for line in self.questions]
        return values


PLACES = {name: f"terms.{name}" for name in (*TERMS, "milestones")} | {
    "requirement_lines": "requirements",
    "question_lines": "questions",
}
"""Where the fields of the operation stand in what was sent."""


class Requirement(Schema):
    """Something an applicant must or should bring."""

    id: UUID
    text: str
    essential: bool


class Question(Schema):
    """Something the client asks every applicant."""

    id: UUID
    text: str
    required: bool


class PostingRef(Schema):
    """A posting by name."""

    id: UUID
    title: str


class Posting(PostingRef):
    """A posting with its terms."""

    state: PostingState
    state_since: datetime
    client: PartyRef
    format: Format
    category: str | None
    body: str
    newcomer_places: int
    continuing: bool
    apply_until: date | None
    decide_days: int
    decide_until: datetime | None
    published_at: datetime | None
    saved_at: datetime
    task_places: Annotated[int | None, Field(description="Of tasks: answers asked for in all.")]
    places_left: Left
    seconds: Seconds
    hourly: Earned
    terms: Terms
    requirements: list[Requirement]
    questions: list[Question]
    files: list[File]

    @staticmethod
    def resolve_files(posting: Any) -> list[Any]:
        return list(messaging.attachments(posting.key))

    @staticmethod
    def resolve_category(posting: Any) -> str | None:
        return posting.category_id  # type: ignore[no-any-return]

    @staticmethod
    def resolve_terms(posting: Any) -> object:
        return posting.sheet


class OwnPosting(PostingRef):
    """One of the member's own postings, with numbers of applicants."""

    format: Format
    state: PostingState
    state_since: datetime
    saved_at: datetime
    decide_until: datetime | None
    waiting: Annotated[int, Field(description="Applicants to whom an answer is due.")]
    applied: int
    hired: int
    task_places: Annotated[int | None, Field(description="Of tasks: answers asked for in all.")]
    places_left: Left


class OwnPostings(Page[OwnPosting]):
    """A page of the member's own postings."""


class Gap(Schema):
    """Something that keeps a draft from being published."""

    field: str | None
    code: str
    detail: str

    @classmethod
    def of(cls, ruling: Ruling) -> "Gap":
        """A ruling in the reader's words."""
        assert ruling.code is not None
        field = PLACES.get(ruling.field or "", ruling.field)
        words = sentence(Refused(ruling.code, **ruling.context))
        return cls(field=field, code=ruling.code, detail=words)


class Odds(Schema):
    """The member's chances of a place, if all applicants were equal; she is counted in."""

    applicants: int
    newcomers: int
    places: int
    newcomer_places: int
    is_newcomer: bool
    met: Annotated[int | None, Field(description="Essential requirements met; null before applying.")]
    essential: int
    percent: int


class AnswerSent(Sent):
    """The answer to one of the posting's questions."""

    question: UUID
    text: Annotated[str, text(3_000)]


class ApplicationSent(Sent):
    """A wish to do a posting's work, at a price in yen by the basis of its terms."""

    message: Annotated[str, text(5_000)]
    price: Yen
    answers: Annotated[list[AnswerSent], Field(max_length=20)] = []
    met: Annotated[list[UUID], Field(max_length=20, description="Requirements, by id.")] = []

    def values(self) -> dict[str, Any]:
        """What was sent, in the names of the operation."""
        answers = {answer.question: answer.text for answer in self.answers}
        return {"message": self.message, "price": self.price, "answers": answers, "met": self.met}


class DeclineSent(Sent):
    """Why an applicant is declined; she reads both."""

    reason: DeclineReason
    note: Annotated[str, maybe_empty(1_000)] = ""


class Answer(Schema):
    """An applicant's answer."""

    question: UUID
    text: str

    @staticmethod
    def resolve_question(answer: Any) -> UUID:
        return answer.question_id  # type: ignore[no-any-return]


class Application(Schema):
    """A worker's application, as she and the client see it."""

    id: UUID
    state: ApplicationState
    state_since: datetime
    posting: PostingRef
    worker: PartyRef
    conversation: UUID
    message: str
    price: int
    submitted_at: datetime
    ended_at: datetime | None
    decline_reason: str
    decline_note: str
    answers: list[Answer]
    met: list[UUID]

    @staticmethod
    def resolve_conversation(application: Any) -> UUID:
        return application.conversation_id  # type: ignore[no-any-return]

    @staticmethod
    def resolve_met(application: Any) -> list[UUID]:
        return [met.requirement_id for met in application.met.all()]


class Applications(Page[Application]):
    """A page of the member's own applications."""
