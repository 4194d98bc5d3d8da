"""Who wants to do a posting's work, and the place that she may get."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from mikiwame.core.fields import Named, Stateful, iff, one_of
from mikiwame.core.lifecycle import Lifecycle
from mikiwame.market.hiring.states import APPLICATION, ApplicationState, DeclineReason
from mikiwame.market.members.models import Party
from mikiwame.market.messaging.models import Conversation

from .postings import Posting, Question, Requirement


class Application(Stateful):
    """A worker's wish to do a posting's work."""

    KIND = "application"
    LIFECYCLE: ClassVar[Lifecycle] = APPLICATION

    state = models.TextField(default=ApplicationState.SUBMITTED)
    posting = models.ForeignKey(Posting, on_delete=models.PROTECT, related_name="applications")
    worker = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="applications")
    conversation = models.OneToOneField(Conversation, on_delete=models.PROTECT, related_name="+")
    message = models.TextField(max_length=5_000)
    price = models.BigIntegerField(help_text="what she asks for, by the basis of the sheet, in yen")
    submitted_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    decline_reason = models.TextField(blank=True, default="")
    decline_note = models.TextField(blank=True, max_length=1_000)

    class Meta:
        constraints = (
            one_of("hiring_application_state_known", "state", ApplicationState),
            iff("hiring_application_ended", "ended_at", states=sorted(APPLICATION.final)),
            models.UniqueConstraint(
                fields=["posting", "worker"],
                condition=~Q(state=ApplicationState.WITHDRAWN),
                name="hiring_application_once_per_posting",
            ),
            models.CheckConstraint(name="hiring_application_price_positive", condition=Q(price__gt=0)),
            models.CheckConstraint(
                name="hiring_application_declined_with_reason",
                condition=(
                    Q(state="declined", decline_reason__in=[str(reason) for reason in DeclineReason])
                    | (~Q(state="declined") & Q(decline_reason=""))
                ),
            ),
        )
        indexes = (
            models.Index(fields=["posting", "submitted_at"], name="hiring_application_posting"),
            models.Index(fields=["worker", "-submitted_at"], name="hiring_application_worker"),
        )


class Place(Named):
    """One of the places of a posting; taken by at most one application, which takes at most one."""

    KIND = "place"

    posting = models.ForeignKey(Posting, on_delete=models.PROTECT, related_name="places")
    number = models.PositiveIntegerField()
    for_newcomer = models.BooleanField(default=False)
    taken_by = models.OneToOneField(Application, null=True, on_delete=models.PROTECT, related_name="place")

    class Meta:
        ordering = ("posting", "number")
        constraints = (
            models.UniqueConstraint(fields=["posting", "number"], name="hiring_place_number_once"),
        )


class Answer(models.Model):
    """An applicant's answer to one question."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(max_length=3_000)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["application", "question"], name="hiring_answer_once"),
        )


class MetRequirement(models.Model):
    """A requirement that the applicant says she meets."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="met")
    requirement = models.ForeignKey(Requirement, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["application", "requirement"], name="hiring_met_once"),
        )
