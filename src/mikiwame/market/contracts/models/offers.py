"""The client's word to one worker, which becomes a contract when she accepts it."""

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q

from mikiwame.core.fields import Stateful, one_of
from mikiwame.core.lifecycle import Lifecycle
from mikiwame.market.contracts.events import OfferSides
from mikiwame.market.contracts.states import OFFER, OfferKind, OfferState
from mikiwame.market.hiring.models import Application, Category
from mikiwame.market.members.models import Party
from mikiwame.market.messaging.models import Conversation
from mikiwame.market.terms.models import Sheet

if TYPE_CHECKING:
    from .agreements import Contract


_STANDING = [str(OfferState.MADE), str(OfferState.ACCEPTED)]


class Offer(Stateful):
    """The client's binding word to one worker: these terms, if she accepts in time.

    It answers her application, or, without a posting, it comes after a contract that she was paid for. A
    trial is offered to an applicant, once for ever between the two.
    """

    KIND = "offer"
    LIFECYCLE: ClassVar[Lifecycle] = OFFER

    state = models.TextField(default=OfferState.MADE)
    purpose = models.TextField(default=OfferKind.HIRE, help_text="the work itself, or a trial of it")
    application = models.ForeignKey(
        Application, null=True, on_delete=models.PROTECT, related_name="offers", help_text="empty: direct"
    )
    after = models.ForeignKey(
        "self",
        null=True,
        on_delete=models.PROTECT,
        related_name="direct_offers",
        help_text="of a direct offer: that of the earlier contract of the two",
    )
    client = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    worker = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=120)
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="+")
    conversation = models.ForeignKey(Conversation, on_delete=models.PROTECT, related_name="offers")
    base = models.ForeignKey(
        Sheet, on_delete=models.PROTECT, related_name="+", help_text="the terms beside which it is read"
    )
    sheet = models.OneToOneField(Sheet, on_delete=models.PROTECT, related_name="+")
    message = models.TextField(blank=True, max_length=3_000)
    made_at = models.DateTimeField()
    until = models.DateTimeField()
    decline_note = models.TextField(blank=True, max_length=1_000, help_text="what the worker said to her no")

    class Meta:
        constraints = (
            one_of("contracts_offer_state_known", "state", OfferState),
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(state__in=_STANDING, purpose=str(OfferKind.HIRE)),
                name="contracts_offer_one_standing",
            ),
            one_of("contracts_offer_purpose_known", "purpose", OfferKind),
            models.CheckConstraint(
                name="contracts_offer_trial_of_applicant",
                condition=Q(purpose=str(OfferKind.HIRE)) | Q(application__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["client", "worker"],
                condition=Q(state__in=_STANDING, purpose=str(OfferKind.TRIAL)),
                name="contracts_offer_one_trial",
            ),
            models.CheckConstraint(
                name="contracts_offer_one_ground",
                condition=Q(application__isnull=False, after=None) | Q(application=None, after__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["client", "worker"],
                condition=Q(after__isnull=False, state=str(OfferState.MADE)),
                name="contracts_offer_one_direct",
            ),
        )
        indexes = (
            models.Index(fields=["client", "-made_at"], name="contracts_offer_client"),
            models.Index(fields=["worker", "-made_at"], name="contracts_offer_worker"),
        )

    @property
    def is_direct(self) -> bool:
        """Whether it comes without a posting."""
        return self.application_id is None

    @property
    def is_trial(self) -> bool:
        """Whether it is for a trial, before the client decides."""
        return self.purpose == OfferKind.TRIAL

    @property
    def sides(self) -> OfferSides:
        """What its facts say of the two, of the contract that it comes after, and what it is for."""
        after = self.earlier.key if self.earlier else ""
        client, worker = self.client.key, self.worker.key
        return OfferSides(client=client, worker=worker, title=self.title, after=after, purpose=self.purpose)

    @property
    def earlier(self) -> "Contract | None":
        """The contract that a direct offer comes after."""
        return self.after.contract if self.after else None
