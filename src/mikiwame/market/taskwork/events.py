"""What happened to batches and answers. Amounts in yen; ``client`` and ``worker`` are keys of parties."""

from dataclasses import dataclass

from mikiwame.market.history.events import Event


@dataclass(frozen=True, kw_only=True)
class AboutBatch:
    """Whose work it is, and what readers call it."""

    client: str
    worker: str | None = None
    title: str


@dataclass(frozen=True, kw_only=True)
class AboutAnswer(AboutBatch):
    """Whose answer, to which batch."""

    worker: str
    batch: str


@dataclass(frozen=True, kw_only=True)
class BatchOpened(AboutBatch, Event):
    """The whole reward is in escrow and workers may begin."""

    category: str
    places: int
    reward: int


@dataclass(frozen=True, kw_only=True)
class BatchPaused(AboutBatch, Event):
    """The batch gives out nothing for a while."""


@dataclass(frozen=True, kw_only=True)
class BatchResumed(AboutBatch, Event):
    """The batch gives out units again."""


@dataclass(frozen=True, kw_only=True)
class BatchSuspended(AboutBatch, Event):
    """An operator stopped the batch."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class BatchReinstated(AboutBatch, Event):
    """An operator let the batch go on."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class BatchRaised(AboutBatch, Event):
    """More answers are asked for, and paid in."""

    places: int
    amount: int


@dataclass(frozen=True, kw_only=True)
class BatchToppedUp(AboutBatch, Event):
    """The reward is higher than ``before`` for every answer that wasn't approved: ``places`` of them."""

    reward: int
    before: int
    places: int
    amount: int


@dataclass(frozen=True, kw_only=True)
class LowPayMeasured(AboutBatch, Event):
    """Answers take longer than was expected: an hour comes to less than the minimum wage, unlike before.

    ``enough``: the reward, in yen, with which it would come to as much.
    """

    hourly: int
    enough: int


@dataclass(frozen=True, kw_only=True)
class RewardRaised(AboutAnswer, Event):
    """A worker who had joined earns more for each answer than ``before``; ``notice`` is what counts now."""

    reward: int
    before: int
    notice: str


@dataclass(frozen=True, kw_only=True)
class BatchClosed(AboutBatch, Event):
    """The batch gives out nothing more; ``left`` places were never answered."""

    left: int


@dataclass(frozen=True, kw_only=True)
class BatchFinished(AboutBatch, Event):
    """Every answer is judged; what was left of the money went back."""

    approved: int
    rejected: int
    refunded: int


@dataclass(frozen=True, kw_only=True)
class BatchJoined(AboutAnswer, Event):
    """A worker accepted a batch's terms and has its notice."""

    notice: str


@dataclass(frozen=True, kw_only=True)
class ApprovalRulesChanged(AboutBatch, Event):
    """The client of an open batch said anew which answers are approved by themselves; none: no more."""

    rules: list[str]


@dataclass(frozen=True, kw_only=True)
class ExamTaken(Event):
    """A worker handed in her answers to a batch's exam; her client is told sums only."""

    worker: str
    exam: str
    passed: bool


@dataclass(frozen=True, kw_only=True)
class AnswersApproved(AboutAnswer, Event):
    """So many of a worker's answers were approved at once, and paid; ``by_rule`` names a standing rule."""

    answers: int
    gross: int
    by_silence: bool
    by_rule: str = ""


@dataclass(frozen=True, kw_only=True)
class AnswerReturned(AboutAnswer, Event):
    """The client doesn't take an answer as it is; the worker may mend it once, or contest."""

    reason: str
    evidence: str


@dataclass(frozen=True, kw_only=True)
class AnswerFixed(AboutAnswer, Event):
    """The worker mended a returned answer."""


@dataclass(frozen=True, kw_only=True)
class AnswerRejected(AboutAnswer, Event):
    """An answer is rejected for good: it isn't paid, and never delivered."""

    reason: str
    by_silence: bool


@dataclass(frozen=True, kw_only=True)
class AnswerDoubted(AboutAnswer, Event):
    """A client who refuses much returned an answer: others look at it before its worker hears of it."""

    reason: str
    evidence: str


@dataclass(frozen=True, kw_only=True)
class AnswerContested(AboutAnswer, Event):
    """The worker says why a returned answer is right as it is."""

    words: str


@dataclass(frozen=True, kw_only=True)
class AnswerOverturned(AboutAnswer, Event):
    """Others, or an operator, found that a refused answer is right: it is paid."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class AnswerUpheld(AboutAnswer, Event):
    """Others found against the worker who contested; she may appeal."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class AnswerAppealed(AboutAnswer, Event):
    """An operator is to decide: the worker appealed, or others didn't find for one side in time."""

    by_silence: bool


@dataclass(frozen=True, kw_only=True)
class AppealLate(AboutAnswer, Event):
    """The operators didn't decide in time, and are asked again; told once for each appeal."""


@dataclass(frozen=True, kw_only=True)
class AppealDecided(AboutAnswer, Event):
    """An operator found for one side, with a reason."""

    finding: str
    reason: str
