"""Batches, claims and answers as they travel."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Schema
from pydantic import Field, StrictBool, StrictInt, StringConstraints

from mikiwame.api.gathering import said_of
from mikiwame.api.paging import Page
from mikiwame.api.wire import Day, Sent, maybe_empty, text, whole
from mikiwame.core.errors import Refused
from mikiwame.market.taskwork import approving, exams, queries, rules
from mikiwame.market.taskwork.approving import Rule
from mikiwame.market.taskwork.form import Question, Questions
from mikiwame.market.taskwork.rules import EXAM_MOST, LIMITS, QUESTIONS_MOST
from mikiwame.market.taskwork.states import AnswerState, ApprovedBy, BatchState, FieldKind, Reason
from mikiwame.refusals import sentence

from .members import PartyRef
from .messaging import File

NAME = StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,40}$")
Name = Annotated[str, NAME]
Content = Annotated[
    dict[str, Any],
    Field(description="Field -> value, as the form's kinds ask for it; of a file that was sent its `key`."),
]


class ChoiceSent(Sent):
    """Something that can be chosen: as results say it, and as workers read it."""

    value: Annotated[str, text(100)]
    label: Annotated[str, text(200)]


class FieldSent(Sent):
    """One field of a form; labels may quote a unit's column as ``{{column}}``."""

    name: Name
    kind: FieldKind
    label: Annotated[str, text(500)]
    help: Annotated[str, maybe_empty(500)] = ""
    required: StrictBool = True
    least: Annotated[int | None, whole(-1_000_000, 1_000_000)] = None
    most: Annotated[int | None, whole(-1_000_000, 1_000_000)] = None
    least_label: Annotated[str, maybe_empty(40)] = ""
    most_label: Annotated[str, maybe_empty(40)] = ""
    show_if: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{0,40}$")] = ""
    show_if_value: Annotated[str, maybe_empty(200)] = ""
    choices: Annotated[list[ChoiceSent], Field(max_length=100)] = []

    def question(self) -> Question:
        """The same as the market knows it."""
        choices = tuple((choice.value, choice.label) for choice in self.choices)
        return Question(**self.model_dump(exclude={"choices"}), choices=choices)


class FormSent(Sent):
    """All that is asked, in its order."""

    fields: Annotated[list[FieldSent], Field(max_length=QUESTIONS_MOST)]


class LimitsSent(Sent):
    """Where workers live and when they were born, only where the work truly needs it; workers read why."""

    prefectures: Annotated[
        list[Annotated[str, StringConstraints(pattern=r"^(0[1-9]|[1-3][0-9]|4[0-7])$")]],
        Field(max_length=47, description="Codes of JIS X 0401."),
    ] = []
    born_since: Annotated[int | None, whole(1930, 2010)] = None
    born_until: Annotated[
        int | None, whole(1930, 2010), Field(description="The first year of the last five.")
    ] = None
    reason: Annotated[str, maybe_empty(500)] = ""

    def asked(self) -> dict[str, Any]:
        """As the operation takes it."""
        return self.model_dump() | {"prefectures": " ".join(sorted(set(self.prefectures)))}


class Limits(Schema):
    """Where workers live and when they were born, and why the work needs it."""

    prefectures: list[str]
    born_since: int | None
    born_until: int | None
    reason: str

    @staticmethod
    def resolve_prefectures(admission: Any) -> list[str]:
        return admission.prefectures.split()  # type: ignore[no-any-return]


class BatchSent(Sent):
    """What a client says of a batch; what isn't sent stays as it is."""

    title: Annotated[str | None, maybe_empty(120)] = None
    body: Annotated[str | None, maybe_empty(20_000)] = None
    category: Annotated[str | None, maybe_empty(60)] = None
    reward: Annotated[int | None, whole(*LIMITS["reward"])] = None
    answers_per_unit: Annotated[int | None, whole(*LIMITS["answers_per_unit"])] = None
    answers_per_known: Annotated[int | None, whole(*LIMITS["answers_per_known"])] = None
    time_limit: Annotated[int | None, whole(*LIMITS["time_limit"])] = None
    closes_on: Day | None = None
    expected_seconds: Annotated[int | None, whole(*LIMITS["expected_seconds"])] = None
    approval_least: Annotated[int | None, whole(*LIMITS["approval_least"])] = None
    approved_least: Annotated[int | None, whole(*LIMITS["approved_least"])] = None
    identity: Annotated[
        StrictBool | None, Field(description="Whether workers' identity must have been confirmed.")
    ] = None

    limits: LimitsSent | None = None

    def asked(self) -> dict[str, Any]:
        """What was sent of what is asked beyond a worker's record."""
        identity = {} if self.identity is None else {"identity": self.identity}
        return identity | (self.limits.asked() if self.limits else {})

    def values(self) -> dict[str, Any]:
        """What was sent, by the names of the operation; null where nothing may be missing says nothing."""
        sent = self.model_dump(exclude_unset=True, exclude={"identity", "limits"})
        optional = {"closes_on", "approval_least", "approved_least", "reward", "category"}
        return {name: value for name, value in sent.items() if value is not None or name in optional}


class KnownRule(Sent):
    """Answers of workers who have given so many known answers, so many percent of them rightly."""

    least: Annotated[int, whole(1, 32_000)]
    percent: Annotated[int, whole(1, 100)]


class ApprovalRules(Sent):
    """Which answers are approved by themselves, before silence approves; each rule by itself is enough.

    `majority`: answers that choose the same as more than half of those that were asked for their unit.
    `hours`: answers that came in so many hours ago. No rule ever rejects an answer.
    """

    known: KnownRule | None = None
    majority: StrictBool = False
    hours: Annotated[int | None, whole(1, 32_000)] = None

    def rules(self) -> list[Rule]:
        """The same as the market knows it."""
        known = [Rule(ApprovedBy.KNOWN, self.known.least, self.known.percent)] if self.known else []
        majority = [Rule(ApprovedBy.MAJORITY)] if self.majority else []
        return known + majority + ([] if self.hours is None else [Rule(ApprovedBy.HOURS, self.hours)])

    @classmethod
    def standing(cls, batch: Any) -> "ApprovalRules":
        """Those of a batch."""
        there = {rule.kind: rule for rule in approving.rules_of(batch)}
        known, hours = there.get(ApprovedBy.KNOWN), there.get(ApprovedBy.HOURS)
        return cls(
            known=KnownRule(least=known.least or 0, percent=known.percent or 0) if known else None,
            majority=ApprovedBy.MAJORITY in there,
            hours=hours.least if hours else None,
        )


class TopUpSent(Sent):
    """What each answer that isn't approved yet will be worth."""

    reward: Annotated[int, whole(*LIMITS["reward"])]


class UnitSent(Sent):
    """What the form is asked about; with the right answers where they are known, which no worker sees."""

    columns: Annotated[
        dict[Name, Annotated[str, maybe_empty(5_000)] | StrictBool | StrictInt | float], Field(max_length=100)
    ] = {}
    known: Content | None = None


class ExamSent(Sent):
    """A batch's own exam: at most ten questions in all, each unit with its right answers."""

    name: Annotated[str, text(60)]
    pass_least: Annotated[int, whole(*LIMITS["pass_least"]), Field(description="Percent that pass.")] = 80
    chances: Annotated[int, whole(*LIMITS["chances"]), Field(description="Attempts before a wait.")] = 2
    wait_days: Annotated[int, whole(*LIMITS["wait_days"])] = 7
    units: Annotated[list[UnitSent], Field(min_length=1, max_length=EXAM_MOST)]

    def values(self) -> dict[str, Any]:
        """Its name and numbers."""
        return self.model_dump(exclude={"units"})


class UnitsSent(Sent):
    """Some of a batch's units; send as often as there are more."""

    units: Annotated[list[UnitSent], Field(min_length=1, max_length=10_000)]


class Added(Schema):
    """How many units came to it, and how many there are now."""

    added: int
    units: int


class Choice(Schema):
    """Something that can be chosen."""

    value: str
    label: str


class FormField(Schema):
    """One field of a form."""

    name: str
    kind: FieldKind
    label: str
    help: str
    required: bool
    least: int | None
    most: int | None
    least_label: str
    most_label: str
    show_if: str
    show_if_value: str
    choices: list[Choice]

    @staticmethod
    def resolve_choices(question: Question) -> list[dict[str, str]]:
        return [{"value": value, "label": label} for value, label in question.choices]


class Form(Schema):
    """One version of what is asked; a claim tells the version that it is answered by."""

    version: int
    fields: list[FormField]

    @staticmethod
    def resolve_fields(form: Questions) -> list[Question]:
        return list(form.all)


class ExamUnit(Schema):
    """One unit of an exam: what is shown, and the part of the form that it asks."""

    number: int
    columns: dict[str, Any]
    fields: list[FormField]

    @staticmethod
    def resolve_fields(item: Any) -> list[Question]:
        return list(item.questions.all)


class KnownExamUnit(ExamUnit):
    """The same with its right answers, for the client."""

    known: dict[str, Any]


class Exam(Schema):
    """A short exam, unpaid, that comes before a batch."""

    id: UUID
    name: str
    pass_least: Annotated[int, Field(description="Percent of its questions.")]
    asked: Annotated[int, Field(description="Questions in all.")]
    chances: Annotated[int, Field(description="Attempts before a wait.")]
    wait_days: int

    @staticmethod
    def resolve_id(paper: Any) -> UUID:
        return paper.exam.pk  # type: ignore[no-any-return]

    @staticmethod
    def resolve_name(paper: Any) -> str:
        return paper.exam.name  # type: ignore[no-any-return]

    @staticmethod
    def resolve_pass_least(paper: Any) -> int:
        return paper.exam.pass_least  # type: ignore[no-any-return]

    @staticmethod
    def resolve_chances(paper: Any) -> int:
        return paper.exam.chances  # type: ignore[no-any-return]

    @staticmethod
    def resolve_wait_days(paper: Any) -> int:
        return paper.exam.wait_days  # type: ignore[no-any-return]


class SetExam(Exam):
    """An exam as a worker is asked it."""

    units: list[ExamUnit]

    @staticmethod
    def resolve_units(paper: Any) -> list[Any]:
        return list(paper.items)


class OwnExam(Exam):
    """An exam for its client: right answers, and how many have taken it; nobody is told who."""

    frozen_at: Annotated[datetime | None, Field(description="From then on nothing in it changes.")]
    units: list[KnownExamUnit]
    takers: int
    passed: int

    @staticmethod
    def resolve_units(paper: Any) -> list[Any]:
        return list(paper.items)

    @staticmethod
    def resolve_frozen_at(paper: Any) -> datetime | None:
        return paper.exam.frozen_at  # type: ignore[no-any-return]

    @staticmethod
    def resolve_takers(paper: Any) -> int:
        return exams.figures(paper.exam)[1]

    @staticmethod
    def resolve_passed(paper: Any) -> int:
        return exams.figures(paper.exam)[2]


class Chances(Schema):
    """How the member stands in an exam."""

    passed: bool
    number: Annotated[int, Field(description="Of the attempt that would be the next.")]
    left: Annotated[int, Field(description="Attempts before a wait, that one included.")]
    again_at: Annotated[datetime | None, Field(description="The end of the wait, while there is one.")]


class ExamToTake(Schema):
    """An exam, and how the member stands in it."""

    exam: SetExam
    chances: Chances


class AttemptSent(Sent):
    """The answers to a whole exam: number of the unit -> field -> value."""

    number: Annotated[int, whole(1, 30_000), Field(description="As `chances` told it.")]
    answers: Annotated[dict[Annotated[str, StringConstraints(pattern=r"^[0-9]{1,4}$")], Content], Field()]


class Attempt(Schema):
    """How an attempt went; nobody else is told."""

    number: int
    asked: int
    right: int
    passed: bool
    taken_at: datetime


class Batch(Schema):
    """Task work as everybody may see it."""

    id: UUID
    posting: UUID
    state: BatchState
    client: PartyRef
    title: str
    body: str
    category: str | None
    reward: Annotated[int | None, Field(description="Yen for one answer, before the fee.")]
    seconds: Annotated[int | None, Field(description="What an answer takes, expected or measured.")]
    hourly: Annotated[int | None, Field(description="Yen that an hour of that comes to, before the fee.")]
    time_limit: Annotated[int, Field(description="Seconds that a claim lasts.")]
    approve_days: Annotated[int, Field(description="Days after which silence approves.")]
    closes_on: date | None
    approval_least: int | None
    approved_least: int | None
    approval_rules: Annotated[ApprovalRules, Field(description="What is approved by itself, before that.")]
    identity: Annotated[bool, Field(description="Whether workers' identity must have been confirmed.")]
    limits: Annotated[Limits | None, Field(description="Where workers live and when they were born.")]
    exam: Annotated[UUID | None, Field(description="The exam that has to be passed first.")]
    form_version: int
    opened_at: datetime | None

    @staticmethod
    def resolve_approval_rules(batch: Any) -> ApprovalRules:
        return ApprovalRules.standing(batch)

    @staticmethod
    def resolve_posting(batch: Any) -> UUID:
        return batch.posting_id  # type: ignore[no-any-return]

    @staticmethod
    def resolve_identity(batch: Any) -> bool:
        admission = exams.admission(batch)
        return admission is not None and admission.identity

    @staticmethod
    def resolve_limits(batch: Any) -> object:
        admission = exams.admission(batch)
        return admission if admission and admission.limits else None

    @staticmethod
    def resolve_exam(batch: Any) -> UUID | None:
        admission = exams.admission(batch)
        return admission.exam_id if admission else None

    @staticmethod
    def resolve_seconds(batch: Any) -> int | None:
        return batch.posting.seconds  # type: ignore[no-any-return]

    @staticmethod
    def resolve_hourly(batch: Any) -> int | None:
        return batch.posting.hourly  # type: ignore[no-any-return]

    @staticmethod
    def resolve_body(batch: Any) -> str:
        return str(batch.posting.body)

    @staticmethod
    def resolve_category(batch: Any) -> str | None:
        return batch.posting.category_id  # type: ignore[no-any-return]


class OwnBatch(Batch):
    """Task work as its client sees it."""

    units: int
    known_units: int
    answers_per_unit: int
    answers_per_known: int
    places: Annotated[int, Field(description="Answers that were asked for and paid in.")]
    left: Annotated[int, Field(description="Of these, how many nobody has given yet.")]
    answered: int
    approved: int
    held: Annotated[int, Field(description="Yen that were paid in and are neither paid out nor back.")]
    awaited: Annotated[int | None, Field(description="Yen that were asked for and haven't been paid in.")]
    ordered_at: Annotated[
        datetime | None, Field(description="Since when its places are being laid out in the background.")
    ]

    @staticmethod
    def resolve_held(batch: Any) -> int:
        return figures(batch).held

    @staticmethod
    def resolve_awaited(batch: Any) -> int | None:
        return figures(batch).awaited

    @staticmethod
    def resolve_places(batch: Any) -> int:
        return figures(batch).places

    @staticmethod
    def resolve_left(batch: Any) -> int:
        return figures(batch).places - figures(batch).progress.standing

    @staticmethod
    def resolve_answered(batch: Any) -> int:
        return figures(batch).progress.answered

    @staticmethod
    def resolve_approved(batch: Any) -> int:
        return figures(batch).progress.approved


def figures(batch: Any) -> queries.Figures:
    """What a batch comes to in numbers."""
    found: queries.Figures = said_of(batch, "figures", queries.figures_of)
    return found


class RaiseSent(Sent):
    """How many answers each unit shall have in all."""

    answers_per_unit: Annotated[int, whole(*LIMITS["answers_per_unit"])]


class Lack(Schema):
    """Something that keeps a draft from being paid for, and the field where it is mended."""

    code: str
    field: str | None
    detail: str

    @staticmethod
    def resolve_detail(ruling: Any) -> str:
        return sentence(Refused(ruling.code, **ruling.context))


class Preparation(Schema):
    """A draft before its payment."""

    missing: list[Lack]
    places: Annotated[int, Field(description="Answers in all.")]
    amount: Annotated[int | None, Field(description="Yen to be paid in; the fee is inside.")]

    @staticmethod
    def resolve_places(of: Any) -> int:
        return rules.places_of(of["batch"])

    @staticmethod
    def resolve_amount(of: Any) -> int | None:
        batch = of["batch"]
        return None if batch.reward is None else rules.places_of(batch) * int(batch.reward)


class Participation(Schema):
    """A worker's part in a batch: she accepted its terms, and how far she has come."""

    joined_at: datetime
    answered: int
    approved: int
    rejected: int
    terms_notice: str
    sha256: str

    @staticmethod
    def resolve_terms_notice(mine: Any) -> str:
        return str(mine.notice.html)

    @staticmethod
    def resolve_sha256(mine: Any) -> str:
        return bytes(mine.notice.sha256).hex()


class Claim(Schema):
    """The lease of one place: what is asked about, and until when an answer counts."""

    place: int
    columns: dict[str, Any]
    form_version: int
    claimed_at: datetime
    until: datetime


class TaskAnswerSent(Sent):
    """An answer to what was claimed; ``next`` asks for the next claim at once."""

    place: Annotated[int, whole(1, 2_000_000_000)]
    form_version: Annotated[int, whole(1, 30_000)]
    content: Content
    next: StrictBool = False


class Given(Schema):
    """The answer was taken; the next claim, where it was asked for and there is one."""

    id: UUID
    next: Claim | None


class AnswerFileSent(Sent):
    """The question that a file belongs to, beside the file."""

    question: Name


class AnswerFile(File):
    """A file that waits for its answer."""

    key: Annotated[str, Field(description="What the answer says for its question.")]


class AnswerFiles(Schema):
    """The files that were sent for a claimed place."""

    files: Annotated[dict[str, str], Field(description="Question -> `key`.")]


class TaskAnswer(Schema):
    """An answer of the member's own."""

    id: UUID
    batch: UUID
    state: AnswerState
    content: dict[str, Any]
    claimed_at: datetime
    submitted_at: datetime
    limit_at: Annotated[datetime | None, Field(description="When silence approves, or a rejection stands.")]
    fixes: int
    reason: Reason | None
    evidence: str
    contest: Annotated[str, Field(description="What the member said against its return.")]
    confirmed: Annotated[
        bool, Field(description="Others found its return right before she was heard: a contest goes further.")
    ]

    @staticmethod
    def resolve_confirmed(answer: Any) -> bool:
        return answer.confirmed_at is not None

    @staticmethod
    def resolve_batch(answer: Any) -> UUID:
        return answer.batch_id  # type: ignore[no-any-return]

    @staticmethod
    def resolve_reason(answer: Any) -> str | None:
        return None if answer.state == AnswerState.DOUBTED else answer.reason or None

    @staticmethod
    def resolve_evidence(answer: Any) -> str:
        return "" if answer.state == AnswerState.DOUBTED else answer.evidence


class FixSent(Sent):
    """The whole answer anew."""

    content: Content


TaskAnswers = Page[TaskAnswer]
Batches = Page[OwnBatch]
