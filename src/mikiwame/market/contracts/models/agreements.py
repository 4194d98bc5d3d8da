"""What two sides agreed to, its parts with their money, and how it changes and ends."""

from datetime import date
from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import F, Q

from mikiwame.core.fields import Stateful, iff, one_of
from mikiwame.core.lifecycle import Lifecycle
from mikiwame.market.contracts.events import Sides
from mikiwame.market.contracts.states import (
    AMENDMENT,
    CANCELLATION,
    CONTRACT,
    MILESTONE,
    PERIOD,
    AmendmentState,
    CancellationState,
    ContractState,
    Course,
    Ending,
    MilestoneState,
    PeriodState,
    Side,
)
from mikiwame.market.members.models import Party
from mikiwame.market.messaging.models import Conversation
from mikiwame.market.terms.models import Sheet
from mikiwame.market.terms.queries import is_by_the_hour, is_paid_by_period, is_trial

from .offers import Offer


class Contract(Stateful):
    """What a client and a worker agreed to."""

    KIND = "contract"
    LIFECYCLE: ClassVar[Lifecycle] = CONTRACT

    state = models.TextField(default=ContractState.AGREED)
    offer = models.OneToOneField(Offer, on_delete=models.PROTECT, related_name="contract")
    client = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="commissions")
    worker = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="contracts")
    conversation = models.OneToOneField(Conversation, on_delete=models.PROTECT, related_name="+")
    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=120)
    withholds_tax = models.BooleanField(help_text="settled at agreement from client and category")
    agreed_at = models.DateTimeField()
    starts_on = models.DateField(
        null=True, help_text="work may begin from this day; empty while the start's condition is not met"
    )
    started_at = models.DateTimeField(null=True, help_text="when the lamp first turned green")
    left_at = models.DateTimeField(
        null=True, help_text="when the worker left without fault; what was handed over is still inspected"
    )
    ends_on = models.DateField(
        null=True, help_text="the last day on which work that goes on is due, where that is known"
    )
    leaving = models.TextField(blank=True, default="", help_text="how it will end on that day")
    broken_off_at = models.DateTimeField(
        null=True, help_text="when work that goes on was ended at once; hours count until then"
    )
    ended_at = models.DateTimeField(null=True)
    ending = models.TextField(blank=True, default="", help_text="why it is over")
    asked: UUID | None  # filled by queries.past_workers
    ended_reason = models.TextField(blank=True, max_length=1_000, help_text="in the words of who ended it")

    class Meta:
        constraints = (
            one_of("contracts_contract_state_known", "state", ContractState),
            iff("contracts_contract_ended", "ended_at", states=sorted(CONTRACT.final)),
            models.CheckConstraint(
                name="contracts_contract_ending_known",
                condition=Q(ended_at=None, ending="")
                | Q(ended_at__isnull=False, ending__in=[str(ending) for ending in Ending]),
            ),
            models.CheckConstraint(name="contracts_contract_two_sides", condition=~Q(client=F("worker"))),
        )
        indexes = (
            models.Index(fields=["client", "-agreed_at"], name="contracts_contract_client"),
            models.Index(fields=["worker", "-agreed_at"], name="contracts_contract_worker"),
            models.Index(
                fields=["starts_on"],
                condition=Q(state=ContractState.RUNNING, started_at=None),
                name="contracts_contract_to_start",
            ),
        )

    @property
    def sides(self) -> Sides:
        """What its facts say of the two."""
        return Sides(client=self.client.key, worker=self.worker.key, title=self.title)

    @property
    def notice(self) -> "TermsNotice":
        """The terms notice of the terms that hold now."""
        return self.sheet.terms_notice

    @property
    def is_trial(self) -> bool:
        """Whether it is a trial, after which the client decides whether she hires."""
        return is_trial(self.sheet)

    @property
    def is_continuing(self) -> bool:
        """Whether its work goes on by a schedule, week by week or month by month."""
        return bool(self.sheet.repeat)

    @property
    def is_by_the_hour(self) -> bool:
        """Whether each week is paid by the hours that were worked in it."""
        return self.course == Course.HOURS

    @property
    def is_paid_by_period(self) -> bool:
        """Whether one sum is paid for each week or month, however many deliveries are due in it."""
        return is_paid_by_period(self.sheet)

    @property
    def course(self) -> Course:
        """How its parts come."""
        if is_by_the_hour(self.sheet):
            return Course.HOURS
        return Course.DELIVERIES if self.is_continuing else Course.PARTS

    @property
    def hours_until(self) -> date | None:
        """By the hour, the last day of work, where it is known: late money moves nothing beyond it."""
        return self.ends_on if self.is_by_the_hour else None

    def other(self, party: Party) -> Party:
        """The other side."""
        return self.worker if party.pk == self.client_id else self.client


class TermsNotice(models.Model):
    """The terms notice of the Freelance Act, article 3, as both sides received it.

    The terms of a contract are shown again whenever they have changed: one notice for each agreed sheet.
    """

    sheet = models.OneToOneField(
        Sheet, on_delete=models.PROTECT, primary_key=True, related_name="terms_notice"
    )
    contract = models.ForeignKey(
        Contract, on_delete=models.PROTECT, related_name="terms_notices", db_index=False
    )
    number = models.PositiveSmallIntegerField(help_text="the version of what both agreed to, the first is 1")
    html = models.TextField()
    sha256 = models.BinaryField()
    issued_at = models.DateTimeField()

    class Meta:
        ordering = ("contract", "number")
        constraints = (
            models.UniqueConstraint(fields=["contract", "number"], name="contracts_notice_number_once"),
        )

    @property
    def fingerprint(self) -> str:
        """The hash as people compare it."""
        return bytes(self.sha256).hex()


class Period(Stateful):
    """A week or a month of deliveries in work that goes on; their money is paid in together."""

    KIND = "period"
    LIFECYCLE: ClassVar[Lifecycle] = PERIOD

    state = models.TextField(default=PeriodState.UNFUNDED)
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="periods")
    number = models.PositiveSmallIntegerField()
    first = models.DateField()
    last = models.DateField()
    amount = models.BigIntegerField(help_text="gross, in yen, of all its deliveries")
    asked_at = models.DateTimeField(null=True, help_text="when the client was asked to pay it in")
    funded_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("contract", "number")
        constraints = (
            one_of("contracts_period_state_known", "state", PeriodState),
            iff("contracts_period_funded", "funded_at", states=[PeriodState.FUNDED, PeriodState.OVER]),
            models.UniqueConstraint(
                fields=["contract", "number"],
                condition=~Q(state=PeriodState.DROPPED),
                name="contracts_period_number_once",
            ),
            models.UniqueConstraint(fields=["contract", "id"], name="contracts_period_of_contract"),
            models.CheckConstraint(name="contracts_period_forward", condition=Q(first__lte=F("last"))),
            models.CheckConstraint(name="contracts_period_amount_positive", condition=Q(amount__gt=0)),
            models.UniqueConstraint(
                fields=["contract"],
                condition=Q(state=PeriodState.UNFUNDED),
                name="contracts_period_one_unfunded",
            ),
        )
        indexes = (
            models.Index(
                fields=["first"],
                condition=Q(state=PeriodState.UNFUNDED, asked_at=None),
                name="contracts_period_to_ask",
            ),
        )


class Milestone(Stateful):
    """One part of a contract's work with its own money."""

    KIND = "milestone"
    LIFECYCLE: ClassVar[Lifecycle] = MILESTONE

    state = models.TextField(default=MilestoneState.UNFUNDED)
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="milestones")
    period = models.ForeignKey(
        Period,
        null=True,
        on_delete=models.PROTECT,
        related_name="milestones",
        help_text="with which it is paid",
    )
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    amount = models.BigIntegerField(help_text="gross, in yen")
    due = models.DateField(help_text="the last day for handing over, in Japan")
    postponed = models.PositiveSmallIntegerField(
        default=0, help_text="days that the due date moved because the worker had to wait"
    )
    accepted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("contract", "number")
        constraints = (
            one_of("contracts_milestone_state_known", "state", MilestoneState),
            models.UniqueConstraint(
                fields=["contract", "number"],
                condition=~Q(state=MilestoneState.DROPPED),
                name="contracts_milestone_number_once",
            ),
            models.CheckConstraint(name="contracts_milestone_amount_positive", condition=Q(amount__gt=0)),
            iff("contracts_milestone_accepted", "accepted_at", states=[MilestoneState.ACCEPTED]),
        )
        indexes = (
            models.Index(
                fields=["contract", "number"],
                condition=Q(state__in=sorted(MILESTONE.open)),
                name="contracts_milestone_open",
            ),
        )


class Cancellation(Stateful):
    """A proposal to part while money is held; if the other side agrees, it goes back to the client."""

    KIND = "cancellation"
    LIFECYCLE: ClassVar[Lifecycle] = CANCELLATION

    state = models.TextField(default=CancellationState.PROPOSED)
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="cancellations")
    proposed_by = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(max_length=1_000)
    proposed_at = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        constraints = (
            one_of("contracts_cancellation_state_known", "state", CancellationState),
            models.UniqueConstraint(
                fields=["contract"],
                condition=Q(state=CancellationState.PROPOSED),
                name="contracts_cancellation_one_open",
            ),
        )


class Amendment(Stateful):
    """A proposal to change terms of a live contract; until the other side accepts, the old ones stand."""

    KIND = "amendment"
    LIFECYCLE: ClassVar[Lifecycle] = AMENDMENT

    state = models.TextField(default=AmendmentState.PROPOSED)
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="amendments")
    proposed_by = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    base = models.ForeignKey(
        Sheet, on_delete=models.PROTECT, related_name="+", help_text="the version that it changes"
    )
    sheet = models.OneToOneField(Sheet, on_delete=models.PROTECT, related_name="+")
    worsens = models.JSONField(
        default=list, help_text="terms that become worse for the worker: as judged, and as she said, refusing"
    )
    reason = models.TextField(max_length=1_000)
    proposed_at = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        constraints = (
            one_of("contracts_amendment_state_known", "state", AmendmentState),
            models.UniqueConstraint(
                fields=["contract"],
                condition=Q(state__in=sorted(AMENDMENT.open)),
                name="contracts_amendment_one_open",
            ),
            models.UniqueConstraint(
                fields=["base"],
                condition=Q(state=AmendmentState.ACCEPTED),
                name="contracts_amendment_one_successor",
            ),
        )
        indexes = (models.Index(fields=["contract", "proposed_at"], name="contracts_amendment_contract"),)

    @property
    def side(self) -> Side:
        """Which side proposed it."""
        return Side.CLIENT if self.proposed_by_id == self.contract.client_id else Side.WORKER
