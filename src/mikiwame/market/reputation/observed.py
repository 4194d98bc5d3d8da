"""What the facts about a thing show, as rows: read from history anew, whatever is stored already."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import takewhile
from uuid import UUID

from django.db.models import OuterRef, Subquery

from mikiwame.core.clock import day_in_tokyo
from mikiwame.core.ids import id_of, key
from mikiwame.core.terms import Format
from mikiwame.discernment.record import Size, size_of
from mikiwame.market.contests import events as contests
from mikiwame.market.contracts import events as contracts
from mikiwame.market.contracts.models import Contract
from mikiwame.market.contracts.states import ContractState, OfferKind
from mikiwame.market.hiring import events as hiring
from mikiwame.market.hiring.models import Application
from mikiwame.market.hiring.states import ApplicationState
from mikiwame.market.history import queries as history
from mikiwame.market.history.models import Fact
from mikiwame.market.members.models import Party
from mikiwame.market.messaging import events as messaging
from mikiwame.market.messaging.models import Conversation, Message, Question
from mikiwame.market.messaging.states import QuestionState
from mikiwame.market.taskwork import events as tasks
from mikiwame.market.taskwork.models import Answer, Batch, Funding, Place
from mikiwame.market.taskwork.states import ANSWER, AnswerState

from . import gathering
from .gathering import Shown
from .models import Observation
from .states import Side

LOOKED_BACK = 50
"""A reply answers what was written among so many messages before it."""


JUDGED = frozenset(
    kind.kind for kind in (tasks.AnswersApproved, tasks.AnswerRejected, tasks.AnswerOverturned)
)
"""The facts after which another answer's end is known."""


def participation(batch: UUID, worker: UUID) -> str:
    """What a worker did in a batch, as a thing that facts show something of."""
    return f"participation:{batch}:{worker}"


def things(fact: Fact) -> list[str]:
    """The things of which the fact can change what is shown."""
    if fact.kind == messaging.MessageSent.kind:
        return [fact.data["message"]]
    if fact.kind in JUDGED:
        return [participation(id_of(fact.data["batch"]), id_of(fact.data["worker"]))]
    if fact.kind == hiring.ApplicationAccepted.kind:
        return [fact.subject, fact.data["posting"]]
    return [fact.subject]


def rows(subject: str) -> list[Observation]:
    """What the facts about a thing of any kind in ``_READERS`` show, one unsaved row a measure."""
    return list(_READERS[subject.partition(":")[0]](subject))


@dataclass(frozen=True)
class _Work:
    """Whose work it is, and the stratum that it counts in."""

    client: str
    worker: str | None
    format: str
    size: Size

    def row(self, subject: str, shown: Sequence[Shown]) -> Observation:
        """What was shown several times of one measure, as one row."""
        first, at = shown[0], max(one.at for one in shown)
        return Observation(
            party_id=id_of(self.client if first.side == Side.CLIENT else self.worker or ""),
            subject=subject,
            side=first.side,
            measure=first.measure,
            format=self.format,
            size=self.size,
            month=day_in_tokyo(at).replace(day=1),
            amount=sum(one.amount for one in shown),
            of=sum(one.of for one in shown),
            at=at,
        )

    def rows(self, subject: str, shown: Iterable[Shown]) -> Iterator[Observation]:
        """All of it, one row a side and measure."""
        kinds: dict[tuple[Side, str], list[Shown]] = {}
        for one in shown:
            kinds.setdefault((one.side, one.measure), []).append(one)
        for alike in kinds.values():
            yield self.row(subject, alike)


def _of_contract(subject: str) -> Iterator[Observation]:
    facts = list(history.facts_about(subject))
    agreed = _first(facts, contracts.ContractAgreed.kind)
    if agreed is None:
        return
    facts = [*history.facts_about(agreed.data["offer"]), *facts]
    client, worker = agreed.data["client"], agreed.data["worker"]
    earlier = Contract.objects.filter(client=id_of(client), worker=id_of(worker), ended_at__lt=agreed.at)
    hired = earlier.filter(offer__purpose=OfferKind.HIRE)
    before = hired.filter(state=ContractState.FINISHED).exists()
    work = _Work(client, worker, _format_of(agreed), size_of(agreed.data["amount"]))
    yield from work.rows(subject, gathering.of_contract(facts, worked_before=before))


def _of_offer(subject: str) -> Iterator[Observation]:
    facts = list(history.facts_about(subject))
    made = _first(facts, contracts.OfferMade.kind)
    if made and made.data.get("worsens"):
        sides = made.data["client"], made.data["worker"]
        work = _Work(*sides, Format.PROJECT, size_of(made.data["amount"]))
        yield from work.rows(subject, gathering.of_offer(facts))


def _of_posting(subject: str) -> Iterator[Observation]:
    facts = list(history.facts_about(subject))
    hired = Application.objects.filter(posting=id_of(subject), state=ApplicationState.ACCEPTED).count()
    work = _offered(facts)
    # Nobody is hired for tasks or in a contest: what owns such a posting has facts of its own.
    if work and work.format == Format.PROJECT:
        yield from work.rows(subject, gathering.of_posting(facts, hired=hired))


def _of_contest(subject: str) -> Iterator[Observation]:
    facts = list(history.facts_about(subject))
    work = _asked_of_all(facts)
    if work:
        yield from work.rows(subject, gathering.of_contest(facts))


def _of_entry(subject: str) -> Iterator[Observation]:
    facts = list(history.facts_about(subject))
    work = _asked_of_all(history.facts_about(facts[0].data["contest"])) if facts else None
    if work:
        mine = replace(work, worker=facts[0].data["worker"])
        yield from mine.rows(subject, gathering.of_entry(facts))


def _of_application(subject: str) -> Iterator[Observation]:
    facts = list(history.facts_about(subject))
    work = _offered(history.facts_about(facts[0].data["posting"])) if facts else None
    if work:
        yield from work.rows(subject, gathering.of_application(facts))


def _of_message(subject: str) -> Iterator[Observation]:
    message = Message.objects.select_related("conversation").filter(pk=id_of(subject)).first()
    if message is None:
        return
    earlier = Message.objects.filter(conversation=message.conversation, sent_at__lt=message.sent_at)
    before = earlier.order_by("-sent_at", "-id").values_list("author_id", "sent_at")[:LOOKED_BACK]
    both = _talked_of(message.conversation)
    if both and not _comes_too_late(message, before):
        side = Side.CLIENT if message.author_id == message.conversation.client_id else Side.WORKER
        shown = gathering.of_reply(before, by=message.author_id, at=message.sent_at, side=side)
        yield from both.rows(subject, shown)


def _comes_too_late(message: Message, before: Iterable[tuple[UUID, datetime]]) -> bool:
    """Whether the message is what a question waited for until its time was over: that wait is counted as it.

    Such a question stays open after the message, until its end is written down.
    """
    run = [sent_at for _, sent_at in takewhile(lambda one: one[0] != message.author_id, before)]
    missed = Question.objects.filter(
        conversation=message.conversation, state__in=[QuestionState.OPEN, QuestionState.MISSED]
    )
    return bool(run) and missed.exclude(asker=message.author_id).filter(message__sent_at__in=run).exists()


def _of_question(subject: str) -> Iterator[Observation]:
    question = Question.objects.select_related("conversation").filter(pk=id_of(subject)).first()
    both = _talked_of(question.conversation) if question else None
    if both:
        yield from both.rows(subject, gathering.of_question(list(history.facts_about(subject))))


_PLACE = Place.objects.filter(batch=OuterRef("batch"), number=OuterRef(OuterRef("place"))).values("funding")
_FUNDING = Funding.objects.filter(batch=OuterRef("batch"), number=Subquery(_PLACE))
_WORTH = Subquery(_FUNDING.values("reward"))
"""What an answer's place is paid with, in yen."""


def _of_participation(subject: str) -> Iterator[Observation]:
    batch, worker = map(UUID, subject.split(":")[1:])
    mine = Answer.objects.filter(batch=batch, worker=worker, state__in=sorted(ANSWER.final))
    answers = list(mine.annotate(worth=_WORTH).order_by("id"))
    refused = [answer.key for answer in answers if answer.reason]
    about = history.facts_about(*refused).filter(kind=tasks.AnswerOverturned.kind)
    overturned = {id_of(fact.subject) for fact in about}
    judged = [
        gathering.Judged(
            approved=answer.state == AnswerState.APPROVED,
            overturned=answer.pk in overturned,
            submitted_at=answer.submitted_at,
            judged_at=answer.state_since,
            took=answer.submitted_at - answer.claimed_at,
            reward=answer.worth,
        )
        for answer in answers
    ]
    offer = Batch.objects.filter(pk=batch).values_list("client", "reward").first()
    client, reward = offer or (None, None)
    if client and reward:
        sides = key(Party.KIND, client), key(Party.KIND, worker)
        yield from _Work(*sides, Format.TASK, size_of(reward)).rows(subject, gathering.of_answers(judged))


_READERS: dict[str, Callable[[str], Iterator[Observation]]] = {
    "contract": _of_contract,
    "offer": _of_offer,
    "posting": _of_posting,
    "application": _of_application,
    "message": _of_message,
    "question": _of_question,
    "participation": _of_participation,
    "contest": _of_contest,
    "entry": _of_entry,
}


def _offered(facts: Iterable[Fact]) -> _Work | None:
    """The work that a posting offers, by the fact of its publication."""
    published = _first(facts, hiring.PostingPublished.kind)
    if published is None:
        return None
    reward = published.data.get("reward")
    size = Size.MIDDLE if reward is None else size_of(reward)
    return _Work(published.data["client"], None, _format_of(published), size)


def _talked_of(conversation: Conversation) -> _Work | None:
    """The work that a conversation is about, with its worker: she applied for it, or was asked directly."""
    begun = history.facts_about(conversation.subject).first()
    if begun is None:
        return None
    client, worker = begun.data["client"], begun.data["worker"]
    if begun.kind == contracts.OfferMade.kind:
        return _Work(client, worker, Format.PROJECT, size_of(begun.data["amount"]))
    work = _offered(history.facts_about(begun.data["posting"]))
    return replace(work, worker=worker) if work else None


def _asked_of_all(facts: Iterable[Fact]) -> _Work | None:
    """The work of a contest, as large as all of its prizes together, by the fact of its opening."""
    opened = _first(facts, contests.ContestOpened.kind)
    if opened is None:
        return None
    return _Work(opened.data["client"], None, Format.CONTEST, size_of(opened.data["amount"]))


def _format_of(fact: Fact) -> str:
    """The format that a fact carries; those from before it did are all of projects."""
    return str(fact.data.get("format", Format.PROJECT))


def _first(facts: Iterable[Fact], kind: str) -> Fact | None:
    return next((fact for fact in facts if fact.kind == kind), None)
