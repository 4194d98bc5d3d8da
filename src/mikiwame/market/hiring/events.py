"""What happened to postings and applications."""

from dataclasses import dataclass

from mikiwame.core.terms import Format
from mikiwame.market.history.events import Event


@dataclass(frozen=True, kw_only=True)
class Sides:
    """Whom a fact concerns, as keys of parties, and what readers call the thing."""

    client: str
    worker: str | None = None
    title: str


@dataclass(frozen=True, kw_only=True)
class PostingPublished(Sides, Event):
    """A client offers work to everybody; ``reward`` is the least that one place promises, in yen."""

    category: str
    places: int
    newcomer_places: int
    format: str
    reward: int


@dataclass(frozen=True, kw_only=True)
class PostingPaused(Sides, Event):
    """The posting takes no applications for a while; the promise to decide stands."""


@dataclass(frozen=True, kw_only=True)
class PostingResumed(Sides, Event):
    """The posting takes applications again."""


@dataclass(frozen=True, kw_only=True)
class PostingClosed(Sides, Event):
    """The client stopped looking; who still waited was told."""

    declined: int


@dataclass(frozen=True, kw_only=True)
class PostingFilled(Sides, Event):
    """Every place has been agreed to; of tasks, every answer has come."""

    places: int
    format: str = Format.PROJECT


@dataclass(frozen=True, kw_only=True)
class PostingExpired(Sides, Event):
    """The promised day of decision passed; ``undecided`` applicants had heard nothing.

    Of tasks: the closing day passed while operators had stopped them.
    """

    applicants: int
    undecided: int
    format: str = Format.PROJECT


@dataclass(frozen=True, kw_only=True)
class PostingSuspended(Sides, Event):
    """An operator took the posting off the list."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class PostingReinstated(Sides, Event):
    """An operator put the posting back; its clock got back the days that it lost."""

    reason: str
    format: str = Format.PROJECT


@dataclass(frozen=True, kw_only=True)
class ApplicationSubmitted(Sides, Event):
    """A worker applied."""

    posting: str


@dataclass(frozen=True, kw_only=True)
class ApplicationWithdrawn(Sides, Event):
    """The worker took her application back."""

    posting: str


@dataclass(frozen=True, kw_only=True)
class ApplicationDeclined(Sides, Event):
    """The client declined; ``reason`` is one of ``states.DeclineReason``."""

    posting: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class ApplicationExpired(Sides, Event):
    """The client let the promised day of decision pass without an answer."""

    posting: str


@dataclass(frozen=True, kw_only=True)
class ApplicationHalted(Sides, Event):
    """Operators stopped the posting: whoever waits or was chosen can't accept until they let it go on."""

    posting: str


@dataclass(frozen=True, kw_only=True)
class ApplicationResumed(Sides, Event):
    """Operators let the posting go on: whoever waits or was chosen can answer again."""

    posting: str


@dataclass(frozen=True, kw_only=True)
class ApplicationAccepted(Sides, Event):
    """Both sides agreed: the place is the worker's."""

    posting: str


@dataclass(frozen=True, kw_only=True)
class ApplicantPutOnTrial(Sides, Event):
    """The client offers an applicant a trial; until it is over, the posting's clock doesn't end her hope."""

    posting: str


@dataclass(frozen=True, kw_only=True)
class TrialGivenUp(Sides, Event):
    """The trial that was offered comes to nothing; the application waits as before."""

    posting: str


@dataclass(frozen=True, kw_only=True)
class PlaceTaken(Sides, Event):
    """A place is kept for an applicant while she has an offer."""

    posting: str
    newcomer: bool


@dataclass(frozen=True, kw_only=True)
class PlaceFreed(Sides, Event):
    """The offer came to nothing; the place is open again and the application waits as before."""

    posting: str
