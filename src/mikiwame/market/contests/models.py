"""contests    one brief of a client's, with its prizes; each owns one posting
prizes    what the winners get, the first one first
notices    取引条件明示書 of a contest, the same for all who enter while it is in force; immutable
entrants    workers who agreed to a contest's terms, each with the notice that she received
entries    what they made, numbered in each contest in the order of handing in
exclusions    a client asks the operators to exclude an entry that breaks a rule
awards    what an entry is paid, for what, with the document that says so

A prize is given once, an entry gets at most one prize or share, and nobody enters without having agreed.
"""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from mikiwame.core.fields import Named, Stateful, iff, one_of
from mikiwame.core.ids import key
from mikiwame.core.lifecycle import Lifecycle
from mikiwame.market.escrow.models import Hold
from mikiwame.market.hiring.models import Posting
from mikiwame.market.members.models import Member, Party

from .states import (
    CONTEST,
    ENTRY,
    EXCLUSION,
    OVER,
    UNSETTLED,
    Asks,
    AwardKind,
    Breach,
    ContestState,
    EntryState,
    ExclusionState,
)

DECIDE_DAYS = 7
ENTRIES_EACH = 3
OPENED = [state for state in ContestState if state not in {ContestState.DRAFT, ContestState.PREPARED}]
CLOSED = [ContestState.DECIDING, *OVER, ContestState.RETURNED]
ENDED = [*OVER, ContestState.RETURNED, ContestState.CANCELLED]


class Contest(Stateful):
    """What is wanted, what is paid for it, until when it is handed in, until when it is decided."""

    KIND = "contest"
    LIFECYCLE: ClassVar[Lifecycle] = CONTEST

    state = models.TextField(default=ContestState.DRAFT)
    posting = models.OneToOneField(Posting, on_delete=models.PROTECT, related_name="contest_of")
    client = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="contests")
    wanted = models.TextField(blank=True, max_length=2_000, help_text="what an entry must have")
    asks = models.TextField(default=Asks.BOTH)
    closes_on = models.DateField(null=True, help_text="the last day for entries, in Japan")
    decide_days = models.PositiveSmallIntegerField(default=DECIDE_DAYS, help_text="from then on")
    entries_each = models.PositiveSmallIntegerField(default=ENTRIES_EACH, help_text="of one worker")
    hidden = models.BooleanField(default=True, help_text="workers see no others' entries until the end")
    participation = models.PositiveIntegerField(
        default=0, help_text="yen for each of the first who enter and get nothing else"
    )
    participants_most = models.PositiveSmallIntegerField(default=0, help_text="how many of them at most")
    withholds_tax = models.BooleanField(default=False, help_text="the client keeps back income tax")
    created_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    closes_at = models.DateTimeField(null=True, help_text="the end of the last day")
    closed_at = models.DateTimeField(null=True, help_text="when entries were frozen")
    decide_until = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    hold = models.OneToOneField(Hold, null=True, on_delete=models.PROTECT, related_name="+")
    numbered = models.PositiveIntegerField(default=0, help_text="the number of the last entry handed in")

    class Meta:
        constraints = (
            one_of("contests_contest_state_known", "state", ContestState),
            one_of("contests_contest_asks_known", "asks", Asks),
            iff("contests_contest_opened", "opened_at", states=OPENED),
            iff("contests_contest_closes", "closes_at", states=OPENED),
            iff("contests_contest_held", "hold", states=OPENED),
            iff("contests_contest_closed", "closed_at", states=CLOSED),
            iff("contests_contest_decide_until", "decide_until", states=CLOSED),
            iff("contests_contest_ended", "ended_at", states=ENDED),
            models.CheckConstraint(
                name="contests_contest_participation",
                condition=Q(participation=0, participants_most=0)
                | Q(participation__gt=0, participants_most__gt=0),
            ),
            models.CheckConstraint(
                name="contests_contest_numbers", condition=Q(decide_days__range=(1, 14), entries_each__gt=0)
            ),
        )
        indexes = (models.Index(fields=["client", "-saved_at"], name="contests_contest_client"),)

    @property
    def title(self) -> str:
        """What readers call it: as its posting is called."""
        return self.posting.title

    @property
    def about(self) -> dict[str, Any]:
        """What every fact about it says."""
        return {"client": key(Party.KIND, self.client_id), "title": self.title}


class Prize(Named):
    """What one winner gets; the first prize has the number 1."""

    KIND = "prize"

    contest = models.ForeignKey(Contest, on_delete=models.CASCADE, related_name="prizes")
    number = models.PositiveSmallIntegerField()
    amount = models.PositiveIntegerField(help_text="gross, in yen")

    class Meta:
        ordering = ("contest", "number")
        constraints = (
            models.UniqueConstraint(fields=["contest", "number"], name="contests_prize_number_once"),
            models.CheckConstraint(name="contests_prize_amount", condition=Q(amount__gt=0, number__gt=0)),
        )


class Notice(Named):
    """The terms notice of a contest, as whoever enters it receives it."""

    KIND = "contest_notice"

    contest = models.ForeignKey(Contest, on_delete=models.PROTECT, related_name="terms_notices")
    html = models.TextField()
    sha256 = models.BinaryField()
    issued_at = models.DateTimeField()

    @property
    def fingerprint(self) -> str:
        """The hash as people compare it."""
        return bytes(self.sha256).hex()


class Entrant(models.Model):
    """A worker who agreed to a contest's terms, when she first handed in an entry."""

    pk = models.CompositePrimaryKey("contest_id", "worker_id")
    contest = models.ForeignKey(Contest, on_delete=models.PROTECT, related_name="entrants", db_index=False)
    worker = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="contests_entered")
    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="+", db_index=False)
    agreed_at = models.DateTimeField()


class Entry(Stateful):
    """What one worker made: words, files, or both. Its files hang on its key."""

    KIND = "entry"
    LIFECYCLE: ClassVar[Lifecycle] = ENTRY

    state = models.TextField(default=EntryState.DRAFT)
    contest = models.ForeignKey(Contest, on_delete=models.PROTECT, related_name="entered")
    worker = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="entries_made")
    number = models.PositiveIntegerField(null=True, help_text="what it is called until the end")
    text = models.TextField(blank=True, max_length=5_000)
    shown = models.BooleanField(default=False, help_text="its maker lets everybody see it with the result")
    saved_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    finalist_since = models.DateTimeField(null=True, help_text="when its client shortlisted it")
    reason = models.TextField(blank=True, default="", help_text="why it was excluded")

    class Meta:
        verbose_name_plural = "entries"
        constraints = (
            one_of("contests_entry_state_known", "state", EntryState),
            iff(
                "contests_entry_submitted",
                "submitted_at",
                states=[state for state in EntryState if state not in {EntryState.DRAFT, EntryState.LAPSED}],
            ),
            models.CheckConstraint(
                name="contests_entry_numbered",
                condition=Q(number=None, submitted_at=None) | Q(number__gt=0, submitted_at__isnull=False),
            ),
            models.UniqueConstraint(fields=["contest", "number"], name="contests_entry_number_once"),
            models.CheckConstraint(
                name="contests_entry_excluded_with_reason",
                condition=Q(state=EntryState.EXCLUDED) & ~Q(reason="")
                | ~Q(state=EntryState.EXCLUDED) & Q(reason=""),
            ),
        )
        indexes = (
            models.Index(fields=["contest", "state"], name="contests_entry_contest"),
            models.Index(fields=["worker", "-saved_at"], name="contests_entry_worker"),
        )

    @property
    def about(self) -> dict[str, Any]:
        """What every fact about it says."""
        contest = key(Contest.KIND, self.contest_id)
        return self.contest.about | {"worker": key(Party.KIND, self.worker_id), "contest": contest}


class Exclusion(Stateful):
    """A client says which rule an entry breaks, and how that can be seen; operators decide.

    The first one is the ``judge``; who decides after an appeal is another one.
    """

    KIND = "exclusion"
    LIFECYCLE: ClassVar[Lifecycle] = EXCLUSION

    state = models.TextField(default=ExclusionState.ASKED)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="exclusions")
    breach = models.TextField()
    evidence = models.TextField(max_length=2_000)
    asked_at = models.DateTimeField()
    judge = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    ruling = models.TextField(blank=True, default="", max_length=2_000)
    appeal = models.TextField(blank=True, default="", max_length=2_000, help_text="its maker's")
    second_ruling = models.TextField(blank=True, default="", max_length=2_000)

    class Meta:
        constraints = (
            one_of("contests_exclusion_state_known", "state", ExclusionState),
            one_of("contests_exclusion_breach_known", "breach", Breach),
            models.UniqueConstraint(
                fields=["entry"], condition=Q(state__in=UNSETTLED), name="contests_exclusion_one_open"
            ),
            models.CheckConstraint(
                name="contests_exclusion_appealed_with_words",
                condition=~Q(state=ExclusionState.APPEALED) | ~Q(appeal=""),
            ),
            models.CheckConstraint(
                name="contests_exclusion_second_after_appeal",
                condition=Q(second_ruling="") | ~Q(appeal="") & Q(judge__isnull=False),
            ),
        )

    @property
    def found(self) -> str:
        """The operators' words that count: those of the second one, where there was an appeal."""
        return self.second_ruling or self.ruling


class Award(Named):
    """What an entry is paid; its key is the purpose of the payment."""

    KIND = "award"

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="awards")
    kind = models.TextField()
    prize = models.OneToOneField(Prize, null=True, on_delete=models.PROTECT, related_name="award")
    amount = models.PositiveIntegerField(help_text="gross, in yen")
    words = models.TextField(blank=True, default="", max_length=1_000, help_text="the client's, to its maker")
    html = models.TextField(help_text="what was left open at entering, now that it is decided")
    sha256 = models.BinaryField()
    awarded_at = models.DateTimeField()

    class Meta:
        constraints = (
            one_of("contests_award_kind_known", "kind", AwardKind),
            models.UniqueConstraint(fields=["entry"], name="contests_award_once"),
            models.CheckConstraint(
                name="contests_award_of_prize",
                condition=Q(kind=AwardKind.PRIZE, prize__isnull=False)
                | ~Q(kind=AwardKind.PRIZE) & Q(prize=None),
            ),
            models.CheckConstraint(name="contests_award_amount", condition=Q(amount__gt=0)),
        )

    @property
    def fingerprint(self) -> str:
        """The hash of its document as people compare it."""
        return bytes(self.sha256).hex()
