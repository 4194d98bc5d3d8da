"""Questions about contracts, what happened in them, and their terms notices."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import FilteredRelation, OuterRef, Prefetch, Q, QuerySet, prefetch_related_objects

from mikiwame.core.errors import NotFound, existing
from mikiwame.market.contracts.models import Break, Contract, Milestone, TermsNotice
from mikiwame.market.contracts.states import (
    AMENDMENT,
    CONTRACT,
    PERIOD,
    BreakState,
    CancellationState,
    ContractState,
)
from mikiwame.market.history import queries as history
from mikiwame.market.history.models import Fact
from mikiwame.market.members.models import Member, Party
from mikiwame.market.messaging import events as said
from mikiwame.market.messaging.models import Conversation
from mikiwame.market.turns import queries as turns

from .parts import AT_HAND, brought_along, holds_money
from .periods import past_states
from .sides import of_side


class Away(NamedTuple):
    """The first and the last day of an absence."""

    first: date
    last: date


def contract_for(member: Member, identifier: UUID) -> Contract:
    """A contract with its parts and what is proposed in it, for one of its sides; raises NotFound."""
    proposed = Q(breaks__state=BreakState.PROPOSED)  # of these there is at most one
    away = turns.absences_of_sides("client", "worker", but=member.party)
    brought = {
        "day_off": FilteredRelation("breaks", condition=proposed),
        "away_from": ArraySubquery(away.values("first")),
        "away_to": ArraySubquery(away.values("last")),
        "last_due": ArraySubquery(past_states(Milestone.objects.filter(contract=OuterRef("pk")))),
    }
    related = ("day_off", "ending_notice", "offer__application__posting")
    whole = _contracts(member.party).annotate(**brought).select_related(*related)
    found = whole.filter(pk=identifier).first()
    if found is None:
        raise NotFound
    if not found.is_continuing:
        prefetch_related_objects([found.sheet], "milestones")
    still_open = found.periods.filter(state__in=sorted(PERIOD.open))
    parts = Milestone.objects.filter(AT_HAND | Q(period__in=still_open))
    prefetch_related_objects([found], brought_along(parts.select_related("period")))
    return found


def other_away(contract: Contract, today: date) -> list[Away]:
    """When the other side of a contract from ``contract_for`` is away or will be, until it is over."""
    if contract.state in CONTRACT.final:
        return []
    announced = zip(contract.away_from, contract.away_to, strict=True)  # type: ignore[attr-defined]
    return [Away(first, last) for first, last in announced if last >= today]


def contracts_of(party: Party) -> QuerySet[Contract]:
    """All contracts of a party, newest first, with their parts."""
    parts = brought_along(Milestone.objects.filter(AT_HAND).select_related("period"))
    off = Prefetch("breaks", Break.objects.filter(state=BreakState.AGREED), to_attr="breaks_agreed")
    return _contracts(party).order_by("-agreed_at", "-id").prefetch_related(parts, off)


def contract_in(conversation: UUID) -> Contract:
    """The contract that is talked of in a conversation; raises NotFound where there is none yet."""
    return existing(Contract.objects.filter(conversation=conversation).first())


def contract_about(conversation: Conversation) -> Contract | None:
    """The contract that a conversation is about, with its terms; None before there is one."""
    return Contract.objects.filter(conversation=conversation).select_related("sheet").first()


def have_dealt(party: Party, contract: Contract) -> bool:
    """Whether somebody has, or had, a contract of her own with one of its sides."""
    return have_dealt_with(party, [contract.client_id, contract.worker_id])


def have_dealt_with(party: Party, others: Iterable[UUID]) -> bool:
    """Whether somebody has, or had, a contract with one of those parties."""
    sides = list(others)
    own = Q(client=party, worker__in=sides) | Q(worker=party, client__in=sides)
    return Contract.objects.filter(own).exists()


def dealings(parties: Iterable[UUID]) -> set[tuple[UUID, UUID]]:
    """Which of those parties have, or had, a contract with whom: each of them, and the other side."""
    own = list(parties)
    found = set(Contract.objects.filter(client__in=own).values_list("client", "worker"))
    return found | set(Contract.objects.filter(worker__in=own).values_list("worker", "client"))


def lately(contract: Contract, most: int) -> list[Fact]:
    """What happened last, oldest first: of work that goes on for years, all of it would be thousands."""
    return history.lately_about(contract.offer.key, contract.key, most=most)


def newest_in(contract: Contract) -> UUID | None:
    """What happened last, from the offer on."""
    return history.newest_about(contract.offer.key, contract.key)


SUMMARIZED = frozenset(
    event.kind
    for event in (said.SummaryPasted, said.SummaryConfirmed, said.SummaryDenied, said.SummaryUnanswered)
)
"""What is told about talks elsewhere."""


def timeline(contract: Contract) -> list[Fact]:
    """Everything that happened from the offer on, oldest first, with what both said of talks elsewhere."""
    own, talked_of = (contract.offer.key, contract.key), contract.conversation.subject
    facts = history.facts_about(*own, talked_of)
    return [fact for fact in facts if fact.subject in own or fact.kind in SUMMARIZED]


def notice_for(member: Member, contract: UUID, number: int | None = None) -> TermsNotice:
    """The terms notice of a contract's version, else of the terms that hold now; for one of its sides.

    Raises NotFound.
    """
    found = notices_for(member, contract)
    return existing((found if number is None else found.filter(number=number)).last())


def notices_for(member: Member, contract: UUID) -> QuerySet[TermsNotice]:
    """All terms notices of a contract, the first first; none for who is no side of it."""
    sides = of_side(member.party_id)
    return TermsNotice.objects.filter(sides, contract=contract).order_by("number")


def start_is_late(contract: Contract, today: date) -> bool:
    """Whether held money waits for a start whose latest day is over: then the worker may leave."""
    latest = contract.sheet.start_latest
    return contract.starts_on is None and holds_money(contract) and latest is not None and latest < today


def to_start(today: date, limit: int) -> list[Contract]:
    """Running contracts whose day of the start has come, and whose worker has not been told."""
    waiting = Contract.objects.filter(state=ContractState.RUNNING, started_at=None, starts_on__lte=today)
    return list(waiting.order_by("starts_on", "id")[:limit])


def _contracts(party: Party) -> QuerySet[Contract]:
    mine = Contract.objects.filter(Q(client=party) | Q(worker=party))
    related = (
        "client",
        "worker__book",
        "sheet__terms_notice",
        "offer",
        "conversation",
        "proposal",
        "rewording__sheet",
        "standby_fee",
    )
    proposed = Q(cancellations__state=CancellationState.PROPOSED)  # of these there is at most one
    reworded = Q(amendments__state__in=sorted(AMENDMENT.open))  # and of these
    whole = mine.annotate(
        proposal=FilteredRelation("cancellations", condition=proposed),
        rewording=FilteredRelation("amendments", condition=reworded),
    )
    return whole.select_related(*related).defer("sheet__terms_notice__html")
