"""conversations    one thread about one subject between two parties
messages    append-only: a trigger refuses to change or delete one
message_index    what a search of one's own conversations reads
questions    messages that need an answer; one open for each side of a conversation
summaries    what was said elsewhere, confirmed or denied; a trigger refuses other changes
drafts    what a member has begun to write in a conversation; nobody else ever reads it
kept_letters    what somebody wrote and will send once money is held; hers alone
attachments    uploaded files, shared by every room that lets people attach something
"""

import secrets
from datetime import datetime
from uuid import UUID

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q

from mikiwame.core.fields import Named, Stateful, iff, one_of
from mikiwame.market.members.models import Member, Party

from .states import QUESTION, SUMMARY, ContactPolicy, QuestionState, Scan, SummaryState

TEXT_MOST = 10_000
WORDS_MOST = 2_000


class Conversation(Named):
    """One thread per application or direct offer, continued in its contract."""

    KIND = "conversation"

    subject = models.TextField(unique=True, help_text="key of the application, or of the direct offer")
    title = models.TextField()
    client = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    worker = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    contact_policy = models.TextField(default=ContactPolicy.CLOSED, help_text="set by hiring and contracts")
    opened_at = models.DateTimeField()
    last_message_at = models.DateTimeField(null=True)
    # What queries.conversations_of tells beside it:
    unread: int
    last_text: str | None
    last_author: UUID | None
    # What queries.conversation_to_read tells beside it:
    keeps: bool
    begun: dict[str, object] | None
    own_mark: datetime | None
    other_mark: datetime | None

    class Meta:
        constraints = (
            one_of("messaging_conversation_policy_known", "contact_policy", ContactPolicy),
            models.CheckConstraint(name="messaging_conversation_two_sides", condition=~Q(client=F("worker"))),
        )
        indexes = (
            models.Index(fields=["client", "-last_message_at"], name="messaging_conversation_client"),
            models.Index(fields=["worker", "-last_message_at"], name="messaging_conversation_worker"),
        )

    def other_than(self, party: UUID) -> Party:
        """The other of the two sides."""
        return self.worker if self.client_id == party else self.client


class Message(Named):
    """What one side wrote; never edited."""

    KIND = "message"

    conversation = models.ForeignKey(Conversation, on_delete=models.PROTECT, related_name="messages")
    author = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(max_length=TEXT_MOST, blank=True, help_text="may be empty beside files")
    sent_at = models.DateTimeField(help_text="later than everything sent before it in its conversation")
    not_an_offer = models.BooleanField(default=False, help_text="it hires where there was no offer")
    not_yet = models.TextField(
        blank=True, default="", help_text="why the work that it asks for may not be done yet"
    )
    files: "list[Attachment]"  # filled by queries.with_files
    asks: "Question | None"

    class Meta:
        indexes = (models.Index(fields=["conversation", "sent_at", "id"], name="messaging_message_order"),)


class MessageIndex(models.Model):
    """What a search of one's own conversations reads of a message and of its files' names."""

    message = models.OneToOneField(Message, on_delete=models.CASCADE, primary_key=True, related_name="index")
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="+")
    sent_at = models.DateTimeField()
    words = SearchVectorField(help_text="SudachiPy tokens, simple configuration")
    bigrams = SearchVectorField(help_text="for what the dictionary doesn't know")
    dictionary = models.TextField(help_text="version of the dictionary that cut the words")

    class Meta:
        verbose_name_plural = "message index"
        indexes = (
            models.Index(fields=["conversation", "-sent_at"], name="messaging_index_order"),
            models.Index(fields=["dictionary"], name="messaging_index_dictionary"),
            GinIndex(fields=["words"], name="messaging_index_words", fastupdate=False),
            GinIndex(fields=["bigrams"], name="messaging_index_bigrams", fastupdate=False),
        )


class ReadMark(models.Model):
    """How far one member has read a conversation."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="read_marks")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    read_until = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["conversation", "member"], name="messaging_read_mark_once"),
        )


class Question(Stateful):
    """A message that needs an answer: the other side's turn."""

    KIND = "question"
    LIFECYCLE = QUESTION

    conversation = models.ForeignKey(Conversation, on_delete=models.PROTECT, related_name="questions")
    message = models.OneToOneField(Message, on_delete=models.PROTECT, related_name="question")
    asker = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    reply = models.ForeignKey(
        Message, null=True, on_delete=models.PROTECT, related_name="+", help_text="what answered it"
    )
    until: datetime | None  # filled by queries, while it waits

    class Meta:
        constraints = (
            one_of("messaging_question_state_known", "state", QuestionState),
            iff("messaging_question_reply", "reply", states=[QuestionState.ANSWERED]),
            models.UniqueConstraint(
                fields=["conversation", "asker"],
                condition=Q(state=QuestionState.OPEN),
                name="messaging_question_one_open",
            ),
        )


class Summary(Stateful):
    """What one side says was said outside of the conversation, and what the other says to it."""

    KIND = "summary"
    LIFECYCLE = SUMMARY

    conversation = models.ForeignKey(Conversation, on_delete=models.PROTECT, related_name="summaries")
    author = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(max_length=TEXT_MOST)
    pasted_at = models.DateTimeField()
    digest = models.BinaryField(help_text="SHA-256 of conversation, author, moment and text")
    words = models.TextField(max_length=WORDS_MOST, blank=True, help_text="of the other side")
    answer_digest = models.BinaryField(null=True, help_text="SHA-256 of digest, state, moment and words")
    until: datetime | None  # filled by queries, while it waits

    class Meta:
        verbose_name_plural = "summaries"
        constraints = (
            one_of("messaging_summary_state_known", "state", SummaryState),
            iff(
                "messaging_summary_answered",
                "answer_digest",
                states=[SummaryState.CONFIRMED, SummaryState.DENIED],
            ),
            models.CheckConstraint(
                name="messaging_summary_denied_with_words",
                condition=~Q(state=SummaryState.DENIED) | ~Q(words=""),
            ),
        )
        indexes = (models.Index(fields=["conversation", "pasted_at"], name="messaging_summary_order"),)

    @property
    def seal(self) -> str:
        """The digest of what was written down, in hexadecimal digits."""
        return bytes(self.digest).hex()

    @property
    def answer_seal(self) -> str:
        """The digest of the answer; empty without one."""
        return bytes(self.answer_digest).hex() if self.answer_digest else ""


class Draft(models.Model):
    """What a member has begun to write; an empty text when it was sent or given up."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    text = models.TextField(max_length=TEXT_MOST, blank=True)
    revision = models.PositiveIntegerField(help_text="raised by each change, so that windows can tell")
    kept_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["conversation", "member"], name="messaging_draft_once"),
        )


class KeptLetter(Named):
    """What one side wrote and keeps until contact details may be exchanged; nobody else sees it."""

    KIND = "kept_letter"

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="kept_letters")
    author = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(max_length=TEXT_MOST, blank=True, help_text="may be empty beside files")
    kept_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True, help_text="when she heard that it may be sent")
    files: "list[Attachment]"  # filled by queries.with_files

    class Meta:
        ordering = ("kept_at", "id")
        indexes = (models.Index(fields=["conversation", "author"], name="messaging_kept_letter_own"),)


FOLDER = "attachments"


def stored_at(_attachment: "Attachment", _filename: str) -> str:
    """Where a file lies: a path that tells nothing and can't be guessed, whatever the sender called it."""
    name = secrets.token_hex(16)
    return f"{FOLDER}/{name[:2]}/{name}"


class Attachment(Named):
    """A file that a member uploaded; whoever may see its subject may open it."""

    KIND = "attachment"

    subject = models.TextField(
        help_text="key of what it is attached to: posting, application, message, kept letter, delivery"
    )
    owner = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField(help_text="bytes")
    sha256 = models.BinaryField()
    file = models.FileField(upload_to=stored_at, max_length=200, unique=True)
    scan = models.TextField(default=Scan.UNSCANNED)
    uploaded_at = models.DateTimeField()
    scan_due = models.DateTimeField(null=True, help_text="when a scanner is to look at it; never any more")
    scanned_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            one_of("messaging_attachment_scan_known", "scan", Scan),
            models.CheckConstraint(
                name="messaging_attachment_scanned",
                condition=Q(scan="unscanned", scanned_at=None) | (~Q(scan="unscanned") & Q(scan_due=None)),
            ),
        )
        indexes = (
            models.Index(fields=["subject", "uploaded_at"], name="messaging_attachment_subject"),
            models.Index(
                fields=["scan_due", "id"],
                condition=Q(scan_due__isnull=False),
                name="messaging_attachment_to_scan",
            ),
        )

    @property
    def fingerprint(self) -> str:
        """The hash as people compare it."""
        return bytes(self.sha256).hex()
