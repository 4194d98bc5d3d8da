"""Questions about trials: where one stands, and what a client and a worker had of them."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q, QuerySet

from mikiwame.core.errors import existing
from mikiwame.market.contracts.events import Sides
from mikiwame.market.contracts.models import Contract, Offer, Trial
from mikiwame.market.contracts.states import TRIAL, OfferKind, OfferState, Side, TrialState
from mikiwame.market.hiring.models import Application, Posting
from mikiwame.market.members.models import Member, Party

from .sides import of_side


class AboutTrial(Sides):
    """Whom a fact about a trial concerns, and what it is about."""

    subject: str
    application: str
    rights: str


UNSETTLED = ~Q(state__in=sorted(TRIAL.final))
"""What is still to be decided after a trial."""

RIGHTS = {TrialState.HIRED: Side.CLIENT}
"""Whose the rights of a trial's work are, where not the worker's."""


def trial_for(member: Member, identifier: UUID) -> Trial:
    """A trial, for one of its two sides; raises NotFound."""
    return existing(_trials().filter(of_side(member.party_id), pk=identifier).first())


def trial_of(contract: Contract) -> Trial | None:
    """How the decision about a trial stands; None for any other contract."""
    return Trial.objects.filter(contract=contract).first() if contract.is_trial else None


def is_on_trial(contract: Contract) -> bool:
    """Whether it is a trial after which its client has still to decide, or its worker to answer."""
    return contract.is_trial and Trial.objects.filter(UNSETTLED, contract=contract).exists()


def trial_on(application: Application) -> Trial | None:
    """The latest trial that was agreed to on an application."""
    return _trials().filter(application=application).order_by("-contract__agreed_at").first()


def trial_offer_on(application: Application) -> Offer | None:
    """The latest trial that was offered on an application."""
    offered = Offer.objects.filter(application=application, purpose=OfferKind.TRIAL)
    return offered.order_by("-made_at", "-id").first()


def was_tried(client: Party, worker: Party) -> bool:
    """Whether the two have agreed to a trial, or one waits for the worker's answer: there is only one."""
    return _tried(client).filter(worker=worker).exists()


def tried_by(client: Party) -> set[UUID]:
    """The workers to whom a client has offered a trial that stands or was agreed to."""
    return {*_tried(client).values_list("worker", flat=True)}


def talks_of_trials(conversations: Iterable[UUID]) -> set[UUID]:
    """Which of these conversations are about a trial."""
    about = Offer.objects.filter(purpose=OfferKind.TRIAL, conversation__in=list(conversations))
    return {*about.values_list("conversation", flat=True)}


def rights_of(trial: Trial) -> Side:
    """Whose the rights of the trial's work are now."""
    return RIGHTS.get(TrialState(trial.state), Side.WORKER)


def undecided_by(client: Party) -> int:
    """How many trials are over and wait for a client's decision."""
    return Trial.objects.filter(contract__client=client, state=TrialState.DECIDING).count()


def undecided_trials(posting: Posting) -> list[Trial]:
    """The trials of a posting that are over and wait for its client's decision."""
    waiting = _trials().filter(application__posting=posting, state=TrialState.DECIDING)
    return list(waiting.order_by("id"))


def unanswered_trials(posting: Posting) -> QuerySet[Offer]:
    """The trials of a posting that wait for their workers' answers."""
    made = Offer.objects.filter(purpose=OfferKind.TRIAL, state=OfferState.MADE)
    related = ("client", "worker", "application", "conversation")
    return made.filter(application__posting=posting).select_related(*related).order_by("id")


def about_trial(trial: Trial) -> AboutTrial:
    """What every fact about a trial says of it."""
    contract = trial.contract
    return AboutTrial(
        subject=contract.key,
        application=trial.application.key,
        rights=rights_of(trial),
        **contract.sides,
    )


def _tried(client: Party) -> QuerySet[Offer]:
    standing = [str(OfferState.MADE), str(OfferState.ACCEPTED)]
    return Offer.objects.filter(client=client, purpose=OfferKind.TRIAL, state__in=standing)


def _trials() -> QuerySet[Trial]:
    related = ("contract__client", "contract__worker", "contract__sheet", "application__posting__client")
    return Trial.objects.select_related(*related, "application__worker", "application__conversation")
