"""Questions about offers, to applicants and to workers who were paid before."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Value

from mikiwame.core.errors import existing
from mikiwame.core.ids import id_of, key
from mikiwame.market.contracts.models import Contract, Milestone, Offer, Trial
from mikiwame.market.contracts.states import MilestoneState, OfferKind, OfferState
from mikiwame.market.hiring import queries as hiring
from mikiwame.market.hiring.models import Application
from mikiwame.market.history import queries as history
from mikiwame.market.history.models import Fact
from mikiwame.market.members.models import Member, Party
from mikiwame.market.messaging.models import Conversation
from mikiwame.market.terms import queries as terms
from mikiwame.market.terms.lines import Change, of_a_piece, of_other_work

from .trials import UNSETTLED


def offer_for(member: Member, identifier: UUID) -> Offer:
    """An offer, for its client or its worker; raises NotFound."""
    return existing(_offers(member.party).filter(pk=identifier).first())


def offers_of(party: Party) -> QuerySet[Offer]:
    """All offers that a party made or got, newest first."""
    return _offers(party).order_by("-made_at", "-id")


def is_stopped(offer: Offer) -> bool:
    """Whether operators stopped what was posted, and haven't let it go on."""
    return offer.application is not None and offer.application.posting.suspended_at is not None


def stopped_among(offers: Iterable[str]) -> set[str]:
    """Of offers, by their keys, those about what operators stopped."""
    ids = [id_of(one) for one in offers]
    stopped = Offer.objects.filter(pk__in=ids, application__posting__suspended_at__isnull=False)
    return {key(Offer.KIND, pk) for pk in stopped.values_list("pk", flat=True)} if ids else set()


def is_offered(conversation: Conversation) -> bool:
    """Whether the work has been offered to the conversation's worker, and she accepted or may still do so."""
    standing = [str(OfferState.MADE), str(OfferState.ACCEPTED)]
    offered = Offer.objects.filter(conversation=conversation, purpose=OfferKind.HIRE)
    return offered.filter(state__in=standing).exists()


DIRECT = Q(after__isnull=False)
"""Offers without a posting."""


def direct_offers(contract: Contract) -> QuerySet[Offer]:
    """The offers without a posting from a contract's client to its worker."""
    return Offer.objects.filter(DIRECT, client=contract.client_id, worker=contract.worker_id)


def waiting_direct_offer(contract: Contract) -> UUID | None:
    """That which waits for the worker's answer, if there is one."""
    return direct_offers(contract).filter(state=OfferState.MADE).values_list("pk", flat=True).first()


def talked_about(conversation: Conversation) -> dict[str, str]:
    """The states of what a conversation is about, by kind: application, direct offer, trial, contract.

    One statement. Direct offers and trials have a conversation of their own; a trial's state is its offer's.
    """
    kinds = (
        (Contract.KIND, Contract.objects.all()),
        (Application.KIND, Application.objects.all()),
        (Offer.KIND, Offer.objects.filter(DIRECT)),
        (Trial.KIND, Offer.objects.filter(purpose=OfferKind.TRIAL)),
    )
    asked = (
        rows.filter(conversation=conversation).order_by().values_list(Value(kind), "state")
        for kind, rows in kinds
    )
    contracts, *others = asked
    return dict(contracts.union(*others, all=True))


def has_paid(contract: Contract) -> bool:
    """Whether money of a contract went to its worker."""
    return contract.milestones.filter(state=MilestoneState.ACCEPTED).exists()


def past_workers(client: Party) -> QuerySet[Contract]:
    """Of each worker whom a client has paid the last contract that paid her, the latest first.

    No trial is among them until it is decided over.

    ``asked``: the direct offer that waits for her answer, if there is one.
    """
    paid = Exists(Milestone.objects.filter(contract=OuterRef("pk"), state=MilestoneState.ACCEPTED))
    on_trial = Exists(Trial.objects.filter(UNSETTLED, contract=OuterRef("pk")))
    own = Contract.objects.filter(paid, ~on_trial, client=client, worker__left_at=None)
    last = own.order_by("worker", "-agreed_at", "-id").distinct("worker").values("pk")
    waiting = Offer.objects.filter(DIRECT, client=client, worker=OuterRef("worker"), state=OfferState.MADE)
    asked = {"asked": Subquery(waiting.values("pk")[:1])}
    whole = Contract.objects.filter(pk__in=last).select_related("worker").annotate(**asked)
    return whole.order_by("-agreed_at", "-id")


def changes_of(offer: Offer) -> list[Change]:
    """How an offer's terms differ from the posting's, or from those of the contract that it comes after."""
    changes = terms.difference(offer.base, offer.sheet)
    if offer.is_trial:
        return of_a_piece(changes)
    return of_other_work(changes) if offer.is_direct else changes


def withholds_tax(offer: Offer) -> bool:
    """Whether the client would keep back income tax from what an offer pays."""
    return hiring.withholds_tax(offer.client, offer.category, offer.worker)


def lately_with(offer: Offer, most: int) -> list[Fact]:
    """What happened last with an offer, and in the contract that it became, oldest first."""
    return history.lately_about(*_pages_of(offer), most=most)


def newest_with(offer: Offer) -> UUID | None:
    """What happened last with an offer, and in the contract that it became."""
    return history.newest_about(*_pages_of(offer))


def _pages_of(offer: Offer) -> list[str]:
    return [offer.key, offer.contract.key] if hasattr(offer, "contract") else [offer.key]


def _offers(party: Party) -> QuerySet[Offer]:
    mine = Offer.objects.filter(Q(client=party) | Q(worker=party))
    related = ("client", "worker__book", "category__parent", "base", "sheet", "contract", "after__contract")
    posting = "application__posting"
    parts = ("base__milestones", "sheet__milestones")
    return mine.select_related(*related, posting).prefetch_related(*parts)
