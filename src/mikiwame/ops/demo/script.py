"""The words in which the demo is written: who lives here, what is wanted, and what people do, on which day.

Days count back from today: ``day=3`` is three days ago. What is due on a day that a posting names counts from the
day on which it was published.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from mikiwame.market.taskwork.form import Question


@dataclass(frozen=True)
class Person:
    """A member; her name is a pseudonym, her e-mail leads nowhere."""

    name: str
    display_name: str
    about: str
    joined: int
    business: bool = False
    withholds: bool = False
    operator: bool = False
    words: str = ""
    """What the greeting says of her, for those whom it names."""

    @property
    def email(self) -> str:
        """Where her mail would go."""
        return f"{self.name}@example.jp"


@dataclass(frozen=True)
class Wanted:
    """A posting. ``terms`` are columns of the sheet; ``start`` and ``due`` days after publication."""

    name: str
    client: str
    category: str
    title: str
    body: str
    day: int
    terms: Mapping[str, object]
    open_for: int = 10
    decide_days: int = 5
    start: int | None = None
    start_latest: int | None = None
    due: int | None = None
    newcomer_places: int = 0
    continuing: bool = False
    requirements: tuple[tuple[str, bool], ...] = ()
    questions: tuple[tuple[str, bool], ...] = ()
    ends: "Ends | None" = None
    published: bool = True


@dataclass(frozen=True)
class Ends:
    """What its client, or an operator, does with a posting."""

    how: str
    """pause, close or suspend."""
    day: int
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Act:
    """Something that one side of a deal does, so many days ago."""

    day: int
    time: str = "10:00"


@dataclass(frozen=True, kw_only=True)
class Applies(Act):
    """The worker applies, at her price."""

    price: int
    message: str
    answers: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Withdraws(Act):
    """The worker takes her application back."""


@dataclass(frozen=True, kw_only=True)
class Declines(Act):
    """The client declines the applicant."""

    reason: str
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Writes(Act):
    """One side sends a message."""

    by: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Offers(Act):
    """The client makes an offer; ``parts`` as (title, amount, days from then until it is due)."""

    message: str = ""
    quantity: int | None = None
    parts: tuple[tuple[str, int, int], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Tries(Act):
    """The client offers the applicant a trial of so many hours; starting on the next day.

    ``due``: so many days from then.
    """

    title: str
    scope: str
    deliverable: str
    hours: int
    reward: int
    due: int
    message: str


@dataclass(frozen=True, kw_only=True)
class AsksAgain(Act):
    """The client asks the worker for more, without a posting; it starts and is due so many days from then."""

    title: str
    message: str
    start: int
    due: int


@dataclass(frozen=True, kw_only=True)
class TakesOfferBack(Act):
    """The client thinks better of it."""


@dataclass(frozen=True, kw_only=True)
class DeclinesOffer(Act):
    """The worker does not want it so."""

    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Agrees(Act):
    """The worker accepts the offer."""


@dataclass(frozen=True, kw_only=True)
class Pays(Act):
    """The client pays in for the next part."""


@dataclass(frozen=True, kw_only=True)
class DeclaresStart(Act):
    """The client says that the condition for the start is met."""


@dataclass(frozen=True, kw_only=True)
class Delivers(Act):
    """The worker hands over the part at hand."""

    note: str


@dataclass(frozen=True, kw_only=True)
class WritesHours(Act):
    """The worker records that she worked on that day, from one time to another."""

    begins: str
    ends: str
    note: str


@dataclass(frozen=True, kw_only=True)
class HandsIn(Act):
    """The worker hands in the hours of a week."""


@dataclass(frozen=True, kw_only=True)
class AsksForChanges(Act):
    """The client names the term that is not met."""

    term: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Accepts(Act):
    """The client accepts the work."""


@dataclass(frozen=True, kw_only=True)
class Disputes(Act):
    """One side asks the operators to decide; a client may contest a part of the money only."""

    by: str
    statement: str
    contested: int | None = None


@dataclass(frozen=True, kw_only=True)
class Answers(Act):
    """The other side of a dispute states its case."""

    by: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Rules(Act):
    """An operator decides how much of what is contested is the worker's, and both sides accept that."""

    to_worker: int
    ruling: str


@dataclass(frozen=True, kw_only=True)
class ProposesToPart(Act):
    """One side proposes to end the contract."""

    by: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class AgreesToPart(Act):
    """The other side agrees."""


@dataclass(frozen=True, kw_only=True)
class Rests(Act):
    """The worker proposes that nothing is due on one day, so many days ago, and the client agrees."""

    off: int
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Cancels(Act):
    """One side ends the contract while no money is held."""

    by: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Reviews(Act):
    """One side says how it went."""

    by: str
    stars: int
    comment: str
    terms_kept: bool | None = True
    on_time: bool | None = True
    clear: bool | None = True
    again: bool | None = True


@dataclass(frozen=True, kw_only=True)
class Replies(Act):
    """One side answers the review about it."""

    by: str
    text: str


@dataclass(frozen=True)
class Deal:
    """One worker and one posting, and everything that the two sides did, in order."""

    posting: str
    worker: str
    acts: tuple[Act, ...] = field(default=())


@dataclass(frozen=True, kw_only=True, eq=False)
class Given:
    """Some answers of a worker to units as they come; without ``content`` they are right.

    ``outcome`` is ``approved``, or the reason for which they are returned, on the day ``judged``.
    """

    worker: str
    day: int
    time: str = "10:00"
    count: int = 1
    seconds: int
    content: Mapping[str, object] = field(default_factory=dict)
    outcome: str = ""
    evidence: str = ""
    judged: int = 2


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A batch; its units as (text, right answer, whether that is known). Without a reward it stays a draft."""

    name: str
    client: str
    category: str
    title: str
    body: str
    day: int
    reward: int | None
    seconds: int | None
    answers_per_unit: int
    form: tuple[Question, ...]
    units: tuple[tuple[str, str, bool], ...] = ()
    answers: tuple[Given, ...] = ()


@dataclass(frozen=True, kw_only=True, eq=False)
class Entered:
    """An entry of a worker's to a contest, and what became of it: which prize, and the client's words.

    ``listed``: the day on which the client made it a finalist. ``breach``: the rule that she says it breaks,
    on the day ``asked``, with ``evidence``; ``ruling``: what an operator found, on the day after.
    """

    worker: str
    day: int
    time: str = "10:00"
    text: str
    shown: bool = False
    listed: int | None = None
    prize: int | None = None
    words: str = ""
    breach: str = ""
    evidence: str = ""
    asked: int = 2
    ruling: str = ""


@dataclass(frozen=True, kw_only=True)
class Sought:
    """A contest for words; ``decided``: the day on which its client names the winners."""

    name: str
    client: str
    category: str
    title: str
    body: str
    wanted: str
    day: int
    prizes: tuple[int, ...]
    open_for: int = 14
    entries: tuple[Entered, ...] = ()
    decided: int | None = None
