"""What was written, and what was attached. Conversations are their two sides' alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, JSONObject, Left

from mikiwame.core.database import loaded
from mikiwame.core.errors import NotFound, existing
from mikiwame.market.members.models import Member, Party
from mikiwame.market.turns.queries import limits_of
from mikiwame.market.turns.states import TurnKind

from .models import Attachment, Conversation, Draft, KeptLetter, Message, Question, ReadMark, Summary
from .states import ContactPolicy, QuestionState, SummaryState

NEVER = Value(datetime(1970, 1, 1, tzinfo=UTC))
"""Before anything that could have been read."""

SHOWN = 100
"""How many messages are shown at once."""

_BEGUN = ("id", "text", "revision")
"""What the page of a conversation shows of a draft."""


@dataclass(frozen=True)
class Sides:
    """Keys of those between whom something passes, and of a page that both may see.

    No worker where her client doesn't know her.
    """

    client: str
    worker: str | None
    page: str


@dataclass(frozen=True)
class Entry:
    """A message in a thread, and the one before it."""

    message: Message
    previous: Message | None
    own: bool

    @property
    def question(self) -> Question | None:
        """What this message asks, if it needs an answer."""
        return self.message.asks


@dataclass(frozen=True)
class Thread:
    """A conversation as one side reads it, the oldest message first."""

    conversation: Conversation
    other: Party
    entries: list[Entry]
    last: Message | None
    read_until: datetime | None
    """how far the other side has read"""
    own_mark: datetime | None
    has_earlier: bool
    is_newest: bool
    kept: list[KeptLetter]
    waiting: list[Question]
    answered: list[Question]
    """what the messages after a given one answered"""
    draft: Draft | None
    summaries: list[Summary]
    goes_on: bool = True
    """whether answers are owed there: what it is about hasn't ended (``contracts`` knows)"""
    is_trial: bool = False
    """whether a trial is talked of (``contracts`` knows)"""

    @property
    def may_summarize(self) -> bool:
        """Whether money is held, so that one may have spoken elsewhere."""
        return self.conversation.contact_policy == ContactPolicy.OPEN

    @property
    def asked(self) -> Question | None:
        """The question that waits for the reader's answer."""
        return next((question for question in self.waiting if question.asker_id == self.other.pk), None)

    @property
    def asks(self) -> Question | None:
        """The reader's own question that waits."""
        return next((question for question in self.waiting if question.asker_id != self.other.pk), None)

    @property
    def is_read(self) -> bool:
        """Whether the reader has looked at the last message before."""
        return self.last is None or (self.own_mark is not None and self.last.sent_at <= self.own_mark)

    @property
    def seen(self) -> str:
        """How far the other side has read, to be compared; empty if it never looked."""
        return self.read_until.isoformat() if self.read_until else ""

    @property
    def first(self) -> Message | None:
        """The earliest message that is shown."""
        return self.entries[0].message if self.entries else None


def conversation_for(member: Member, id: UUID) -> Conversation:  # noqa: A002
    """The conversation, if the member takes part in it; raises NotFound."""
    return _one(_of(member.party), id)


def conversation_to_read(member: Member, id: UUID) -> Conversation:  # noqa: A002
    """The same, with what stands beside its messages when she reads it.

    ``keeps``: whether she keeps letters there; ``begun``: her draft; ``own_mark`` and ``other_mark``: how far
    she and the other side have read.
    """
    own = KeptLetter.objects.filter(conversation=OuterRef("pk"), author=member.party)
    marks = ReadMark.objects.filter(conversation=OuterRef("pk")).order_by("-read_until").values("read_until")
    draft = Draft.objects.filter(conversation=OuterRef("pk"), member=member)
    told = {
        "keeps": Exists(own),
        "begun": Subquery(draft.values(json=JSONObject(**{column: column for column in _BEGUN}))),
        "own_mark": Subquery(marks.filter(member=member)[:1]),
        "other_mark": Subquery(marks.exclude(member__party=member.party)[:1]),
    }
    return _one(_of(member.party).annotate(**told), id)


def conversations_of(party: Party) -> QuerySet[Conversation]:
    """The party's conversations, the liveliest first, each with ``unread`` and its last message.

    ``unread`` counts what the other side wrote since the party's last look; ``last_text`` holds the beginning
    of the last message, ``last_author`` who wrote it. One statement.
    """
    newest = Message.objects.filter(conversation=OuterRef("pk")).order_by("-sent_at", "-id")
    unread = _news(party).values("conversation").annotate(count=Count("pk")).values("count")
    told = {
        "looked_at": _looked_at(party),
        "unread": Coalesce(Subquery(unread), 0),
        "last_text": Subquery(newest.values(start=Left("text", 120))[:1]),
        "last_author": Subquery(newest.values("author")[:1]),
    }
    listed = _of(party).select_related("client", "worker").annotate(**told)
    return listed.order_by(Coalesce("last_message_at", "opened_at").desc(), "-id")


def unread(party: Party) -> QuerySet[Conversation]:
    """In which conversations something waits to be read; asked on every page, so it reads no messages."""
    looked = _of(party).annotate(looked_at=_looked_at(party))
    return looked.filter(Exists(_news(party)), last_message_at__gt=F("looked_at"))


def messages(
    conversation: Conversation, *, before: Message | None = None, after: Message | None = None
) -> list[Message]:
    """The newest messages in the order of writing, each with its ``files``; or those before or after one."""
    return with_files(_shown(conversation, before=before, after=after)[0])


def thread(
    conversation: Conversation, *, reader: Member, before: Message | None = None, after: Message | None = None
) -> Thread:
    """The same as one side reads it, with what she has begun to write."""
    found = conversation
    if not hasattr(found, "keeps"):
        found = conversation_to_read(reader, conversation.pk)
    shown, has_earlier = _shown(found, before=before, after=after)
    asked = _with_what_is_asked(found, shown)
    return Thread(
        conversation=found,
        other=found.other_than(reader.party_id),
        entries=[
            Entry(message, previous, own=message.author_id == reader.party_id)
            for previous, message in pairwise([after, *shown])
            if message is not None
        ],
        last=shown[-1] if shown else after,
        read_until=found.other_mark,
        own_mark=found.own_mark,
        has_earlier=has_earlier,
        is_newest=before is None,
        waiting=[question for question in asked if question.state == QuestionState.OPEN],
        answered=[question for question in asked if after and question.reply_id],
        draft=loaded(Draft, _BEGUN, [found.begun[column] for column in _BEGUN]) if found.begun else None,
        summaries=summaries(found),
        kept=kept_letters(found, by=reader.party) if found.keeps else [],
    )


def kept_letters(conversation: Conversation, *, by: Party) -> list[KeptLetter]:
    """The letters that a side keeps until money is held, each with its ``files``."""
    return _with_own_files(KeptLetter.objects.filter(conversation=conversation, author=by))


def message_sides(identifier: UUID) -> Sides:
    """Who has a message and its files; raises NotFound."""
    conversations = Conversation.objects.select_related("client", "worker")
    found = existing(conversations.filter(messages=identifier).first())
    return Sides(found.client.key, found.worker.key, found.key)


def kept_letter_for(member: Member, id: UUID) -> KeptLetter:  # noqa: A002
    """A kept letter, for its writer alone; raises NotFound."""
    found = KeptLetter.objects.filter(author=member.party, pk=id).select_related("conversation")
    for letter in _with_own_files(found):
        return letter
    raise NotFound


def message_for(member: Member, id: UUID) -> Message:  # noqa: A002
    """The message, if the member takes part in its conversation; raises NotFound."""
    return existing(Message.objects.filter(_side(member.party, "conversation__"), pk=id).first())


def message_in(conversation: Conversation, identifier: UUID) -> Message:
    """A message of a conversation that the asker has been let into; raises NotFound."""
    return existing(Message.objects.filter(conversation=conversation, pk=identifier).first())


def question_for(member: Member, id: UUID) -> Question:  # noqa: A002
    """The question, if the member takes part in its conversation; raises NotFound."""
    return existing(Question.objects.filter(_side(member.party, "conversation__"), pk=id).first())


def summary_for(member: Member, id: UUID) -> Summary:  # noqa: A002
    """The summary, if the member takes part in its conversation; raises NotFound."""
    of = Summary.objects.filter(_side(member.party, "conversation__"), pk=id)
    found = _waiting_summaries(of.select_related("author", "conversation__client", "conversation__worker"))
    if not found:
        raise NotFound
    return found[0]


def summaries(conversation: Conversation) -> list[Summary]:
    """What both said was said elsewhere, in the order of writing."""
    return _waiting_summaries(conversation.summaries.select_related("author").order_by("pasted_at", "id"))


def waiting_in(conversation: Conversation) -> list[Question]:
    """The questions that wait for an answer in a conversation, one for each side at most."""
    return _with_limits(conversation.questions.filter(state=QuestionState.OPEN))


def draft(conversation: Conversation, *, of: Member) -> Draft | None:
    """What the member herself has begun to write there; nobody else can ask for it."""
    return Draft.objects.filter(conversation=conversation, member=of).first()


def read_until(conversation: Conversation, *, of: Party) -> datetime | None:
    """How far a side has read; None if it never looked."""
    marks = conversation.read_marks.filter(member__party=of)
    return marks.values_list("read_until", flat=True).order_by("-read_until").first()


def attachments(subject: str) -> list[Attachment]:
    """The files that a thing carries, in the order of their coming."""
    return attachments_of([subject])[subject]


def attachments_of(subjects: Iterable[str]) -> dict[str, list[Attachment]]:
    """The files of several things, in the order of their coming."""
    found: dict[str, list[Attachment]] = {subject: [] for subject in subjects}
    for file in Attachment.objects.filter(subject__in=list(found)).order_by("uploaded_at", "id"):
        found[file.subject].append(file)
    return found


def attachment(id: UUID) -> Attachment:  # noqa: A002
    """A file; raises NotFound. Surfaces ask the room of its subject whether the asker may see that."""
    return existing(Attachment.objects.filter(pk=id).first())


def with_files(messages: Iterable[Message]) -> list[Message]:
    """The same messages, each with its ``files``, and with what it ``asks``."""
    listed = list(messages)
    _put(listed, _with_limits(Question.objects.filter(message__in=listed)))
    return listed


def is_first_unread(message: UUID, *, by: Party) -> bool:
    """Whether of all that waits for the reader in its conversation, this message came first."""
    found = Message.objects.select_related("conversation").get(pk=message)
    theirs = found.conversation.messages.exclude(author=by).order_by("sent_at", "id")
    seen = read_until(found.conversation, of=by)
    unread = theirs.filter(sent_at__gt=seen) if seen else theirs
    return unread.values_list("pk", flat=True).first() == message


def _shown(
    conversation: Conversation, *, before: Message | None, after: Message | None
) -> tuple[list[Message], bool]:
    """The messages to show, and whether there are earlier ones: one more than is shown tells that."""
    found = conversation.messages.select_related("author")
    if after is not None:
        return list(found.filter(sent_at__gt=after.sent_at).order_by("sent_at", "id")[:SHOWN]), False
    if before is not None:
        found = found.filter(sent_at__lt=before.sent_at)
    newest = list(found.order_by("-sent_at", "-id")[: SHOWN + 1])
    return newest[:SHOWN][::-1], len(newest) > SHOWN


def _with_what_is_asked(conversation: Conversation, shown: list[Message]) -> list[Question]:
    """What these messages ask and answer, and what waits in the conversation; each gets its files."""
    told = Q(message__in=shown) | Q(reply__in=shown) | Q(state=QuestionState.OPEN)
    asked = _with_limits(conversation.questions.filter(told))
    _put(shown, asked)
    return asked


def _put(messages: list[Message], asked: list[Question]) -> None:
    """Give each message its files, and the question that it is."""
    files = attachments_of(message.key for message in messages) if messages else {}
    questions = {question.message_id: question for question in asked}
    for message in messages:
        message.files = files[message.key]
        message.asks = questions.get(message.pk)


def _with_limits(questions: QuerySet[Question]) -> list[Question]:
    """The questions, each with ``until`` when it waits."""
    listed = list(questions)
    waiting = [question.key for question in listed if question.state == QuestionState.OPEN]
    limits = limits_of(TurnKind.ANSWER, waiting) if waiting else {}
    for question in listed:
        question.until = limits.get(question.key)
    return listed


def _waiting_summaries(summaries: QuerySet[Summary]) -> list[Summary]:
    """The summaries, each with ``until`` when it waits."""
    listed = list(summaries)
    waiting = [summary.key for summary in listed if summary.state == SummaryState.PENDING]
    limits = limits_of(TurnKind.CONFIRMATION, waiting) if waiting else {}
    for summary in listed:
        summary.until = limits.get(summary.key)
    return listed


def _with_own_files(letters: Iterable[KeptLetter]) -> list[KeptLetter]:
    listed = list(letters)
    found = attachments_of(letter.key for letter in listed)
    for letter in listed:
        letter.files = found[letter.key]
    return listed


def _looked_at(party: Party) -> Coalesce:
    """How far a party has read a conversation."""
    marks = ReadMark.objects.filter(conversation=OuterRef("pk"), member__party=party)
    return Coalesce(Subquery(marks.values("read_until")[:1]), NEVER)


def _news(party: Party) -> QuerySet[Message]:
    """What the other side of a conversation wrote since."""
    since = Message.objects.filter(conversation=OuterRef("pk"), sent_at__gt=OuterRef("looked_at"))
    return since.exclude(author=party)


def _one(asked: QuerySet[Conversation], identifier: UUID) -> Conversation:
    return existing(asked.filter(pk=identifier).select_related("client", "worker").first())


def _of(party: Party) -> QuerySet[Conversation]:
    return Conversation.objects.filter(_side(party))


def _side(party: Party, path: str = "") -> Q:
    return Q(**{f"{path}client": party}) | Q(**{f"{path}worker": party})
