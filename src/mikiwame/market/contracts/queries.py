"""Questions about offers and contracts, scoped to the asker."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from itertools import takewhile
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    Exists,
    FilteredRelation,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    prefetch_related_objects,
)

from mikiwame.core.calendar import days
from mikiwame.core.errors import NotFound
from mikiwame.core.ids import id_of
from mikiwame.market.escrow import queries as held
from mikiwame.market.hiring import queries as hiring
from mikiwame.market.history import queries as history
from mikiwame.market.history.models import Fact
from mikiwame.market.members.models import Member, Party
from mikiwame.market.messaging import events as said
from mikiwame.market.messaging import queries as messaging
from mikiwame.market.messaging.models import Conversation, Message
from mikiwame.market.terms import queries as terms
from mikiwame.market.terms.lines import Change, of_other_work, untold
from mikiwame.market.turns import queries as clocks
from mikiwame.market.turns.states import TurnKind

from . import lamp, limits
from .models import (
    Amendment,
    Break,
    Cancellation,
    ChangeRequest,
    Contract,
    Decision,
    Delivery,
    Dispute,
    EndingNotice,
    Milestone,
    Offer,
    Period,
    Settlement,
    StandbyFee,
    TermsNotice,
)
from .states import (
    HELD,
    MILESTONE,
    PERIOD,
    UNDECIDED,
    WITH_OPERATORS,
    AmendmentState,
    BreakState,
    CancellationState,
    ContractState,
    MilestoneState,
    OfferState,
    PeriodState,
    SettlementState,
    Side,
    StandbyState,
)

_AT_HAND = Q(period=None) | Q(state__in=sorted(MILESTONE.open))
"""All parts, but of work that goes on only those that are open: the others may be thousands."""


def offer_for(member: Member, identifier: UUID) -> Offer:
    """An offer, for its client or its worker; raises NotFound."""
    found = _offers(member.party).filter(pk=identifier).first()
    if found is None:
        raise NotFound
    return found


def offers_of(party: Party) -> QuerySet[Offer]:
    """All offers that a party made or got, newest first."""
    return _offers(party).order_by("-made_at", "-id")


def contract_for(member: Member, identifier: UUID) -> Contract:
    """A contract with its parts and what is proposed in it, for one of its sides; raises NotFound."""
    proposed = Q(breaks__state=BreakState.PROPOSED)  # of these there is at most one
    brought = {
        "day_off": FilteredRelation("breaks", condition=proposed),
        "last_due": ArraySubquery(_past(Milestone.objects.filter(contract=OuterRef("pk")))),
    }
    related = ("day_off", "ending_notice")
    whole = _contracts(member.party).annotate(**brought).select_related(*related)
    found = whole.filter(pk=identifier).first()
    if found is None:
        raise NotFound
    if not found.is_continuing:
        prefetch_related_objects([found.sheet], "milestones")
    still_open = found.periods.filter(state__in=sorted(PERIOD.open))
    parts = Milestone.objects.filter(_AT_HAND | Q(period__in=still_open))
    prefetch_related_objects([found], _brought(parts.select_related("period")))
    return found


def contracts_of(party: Party) -> QuerySet[Contract]:
    """All contracts of a party, newest first, with their parts."""
    parts = _brought(Milestone.objects.filter(_AT_HAND).select_related("period"))
    off = Prefetch("breaks", Break.objects.filter(state=BreakState.AGREED), to_attr="breaks_agreed")
    return _contracts(party).order_by("-agreed_at", "-id").prefetch_related(parts, off)


def contract_in(conversation: UUID) -> Contract:
    """The contract that is talked of in a conversation; raises NotFound where there is none yet."""
    found = Contract.objects.filter(conversation=conversation).first()
    if found is None:
        raise NotFound
    return found


def contract_about(conversation: Conversation) -> Contract | None:
    """The contract that a conversation is about, with its terms; None before there is one."""
    return Contract.objects.filter(conversation=conversation).select_related("sheet").first()


def is_offered(conversation: Conversation) -> bool:
    """Whether the work has been offered to the conversation's worker, and she accepted or may still do so."""
    standing = [str(OfferState.MADE), str(OfferState.ACCEPTED)]
    return Offer.objects.filter(conversation=conversation, state__in=standing).exists()


DIRECT = Q(after__isnull=False)
"""Offers without a posting."""


def direct_offers(contract: Contract) -> QuerySet[Offer]:
    """The offers without a posting from a contract's client to its worker."""
    return Offer.objects.filter(DIRECT, client=contract.client_id, worker=contract.worker_id)


def waiting_direct_offer(contract: Contract) -> UUID | None:
    """That which waits for the worker's answer, if there is one."""
    return direct_offers(contract).filter(state=OfferState.MADE).values_list("pk", flat=True).first()


def came_to_nothing(conversation: Conversation) -> bool:
    """Whether a conversation was about a direct offer that nobody can accept any more."""
    return Offer.objects.filter(DIRECT, conversation=conversation).exclude(state=OfferState.MADE).exists()


def has_paid(contract: Contract) -> bool:
    """Whether money of a contract went to its worker."""
    return contract.milestones.filter(state=MilestoneState.ACCEPTED).exists()


def past_workers(client: Party) -> QuerySet[Contract]:
    """Of each worker whom a client has paid the last contract that paid her, the latest first.

    ``asked``: the direct offer that waits for her answer, if there is one.
    """
    paid = Exists(Milestone.objects.filter(contract=OuterRef("pk"), state=MilestoneState.ACCEPTED))
    own = Contract.objects.filter(paid, client=client, worker__left_at=None)
    last = own.order_by("worker", "-agreed_at", "-id").distinct("worker").values("pk")
    waiting = Offer.objects.filter(DIRECT, client=client, worker=OuterRef("worker"), state=OfferState.MADE)
    asked = {"asked": Subquery(waiting.values("pk")[:1])}
    whole = Contract.objects.filter(pk__in=last).select_related("worker").annotate(**asked)
    return whole.order_by("-agreed_at", "-id")


def milestone_for(member: Member, identifier: UUID) -> Milestone:
    """A milestone, for one of its contract's sides; raises NotFound."""
    sides = Q(contract__client=member.party_id) | Q(contract__worker=member.party_id)
    found = Milestone.objects.filter(sides, pk=identifier).select_related(
        "contract__client", "contract__worker", "contract__sheet"
    )
    milestone = found.first()
    if milestone is None:
        raise NotFound
    return milestone


def period_for(member: Member, identifier: UUID) -> Period:
    """A week or a month of deliveries, for one of its contract's sides; raises NotFound."""
    sides = Q(contract__client=member.party_id) | Q(contract__worker=member.party_id)
    found = Period.objects.filter(sides, pk=identifier).select_related(
        "contract__client", "contract__worker__book", "contract__sheet"
    )
    period = found.first()
    if period is None:
        raise NotFound
    return period


def periods_of(contract: Contract) -> QuerySet[Period]:
    """The weeks or months of work that goes on, the latest first."""
    return contract.periods.order_by("-number")


def periods_at_hand(contract: Contract) -> dict[Period, list[Milestone]]:
    """The weeks or months that are open, with what is due in them; else the last one.

    Of a contract from ``contract_for``.
    """
    assert hasattr(contract, "parts_shown"), "contract_for brings them along"
    still_open: dict[Period, list[Milestone]] = {}
    for part in contract.parts_shown:
        if part.period is not None and part.period.state in PERIOD.open:
            still_open.setdefault(part.period, []).append(part)
    last = None if still_open else periods_of(contract).first()
    return {last: deliveries_of(last)} if last else still_open


def deliveries_of(period: Period) -> list[Milestone]:
    """What is due in a week or a month, in order."""
    return list(period.milestones.select_related("dispute").order_by("number"))


def deliveries_within(parts: Iterable[UUID]) -> QuerySet[Delivery]:
    """What was handed over for these parts, newest first, with the changes that were asked for."""
    handed_over = Delivery.objects.filter(milestone__in=list(parts))
    return handed_over.select_related("change_request", "milestone").order_by("-delivered_at")


def lately(contract: Contract, most: int) -> list[Fact]:
    """What happened last, oldest first: of work that goes on for years, all of it would be thousands."""
    return history.lately_about(contract.offer.key, contract.key, most=most)


def lately_with(offer: Offer, most: int) -> list[Fact]:
    """What happened last with an offer, and in the contract that it became, oldest first."""
    return history.lately_about(*_pages_of(offer), most=most)


def newest_in(contract: Contract) -> UUID | None:
    """What happened last, from the offer on."""
    return history.newest_about(contract.offer.key, contract.key)


def newest_with(offer: Offer) -> UUID | None:
    """What happened last with an offer, and in the contract that it became."""
    return history.newest_about(*_pages_of(offer))


def _pages_of(offer: Offer) -> list[str]:
    return [offer.key, offer.contract.key] if hasattr(offer, "contract") else [offer.key]


def cancellation_for(member: Member, identifier: UUID) -> Cancellation:
    """A proposal to part, for one of its contract's sides; raises NotFound."""
    sides = Q(contract__client=member.party_id) | Q(contract__worker=member.party_id)
    found = Cancellation.objects.filter(sides, pk=identifier).select_related(
        "contract__client", "contract__worker"
    )
    proposal = found.first()
    if proposal is None:
        raise NotFound
    return proposal


def dispute_of(contract: Contract) -> Dispute | None:
    """The dispute about a contract's work, the latest where there were several."""
    found = (getattr(part, "dispute", None) for part in milestones(contract))
    return max(filter(None, found), key=lambda dispute: dispute.opened_at, default=None)


def open_cancellation(contract: Contract) -> Cancellation | None:
    """The proposal to part that waits for an answer; a contract from ``contract_for`` brings it along."""
    if hasattr(contract, "proposal"):
        found: Cancellation | None = contract.proposal
        return found
    return contract.cancellations.filter(state=CancellationState.PROPOSED).first()


def amendment_for(member: Member, identifier: UUID) -> Amendment:
    """A proposal to change terms, for one of its contract's sides; raises NotFound."""
    sides = Q(contract__client=member.party_id) | Q(contract__worker=member.party_id)
    found = _amendments().filter(sides, pk=identifier).first()
    if found is None:
        raise NotFound
    return found


def amendments(contract: Contract) -> QuerySet[Amendment]:
    """Everything that was proposed to change in a contract, the first first, with both versions."""
    return _amendments().filter(contract=contract).order_by("proposed_at", "id")


def open_amendment(contract: Contract) -> Amendment | None:
    """The proposal to change terms that waits for an answer; one from ``contract_for`` brings it along."""
    if not hasattr(contract, "rewording"):
        return amendments(contract).filter(state=AmendmentState.PROPOSED).first()
    found: Amendment | None = contract.rewording
    if found is not None:
        found.contract, found.base = contract, contract.sheet  # as long as it waits, nothing else holds
    return found


def hers_to_judge(contract: Contract) -> Amendment | None:
    """The client's proposal of which the worker may say what would be worse for her."""
    waiting = open_amendment(contract)
    asked = waiting is not None and waiting.side == Side.CLIENT
    return waiting if asked else untold_proposal(contract)


def untold_proposal(contract: Contract) -> Amendment | None:
    """What the client took back before the worker could say whether it would be worse for her.

    While she may leave over it, she says so by leaving. None where that was judged, or said, before.
    """
    if clocks.limit(TurnKind.DEPARTURE, contract.key) is None:
        return None
    gone = (AmendmentState.REFUSED, AmendmentState.WITHDRAWN, AmendmentState.LAPSED)
    lately = amendments(contract).filter(state__in=gone, proposed_by=contract.client_id)
    worded = (proposal for proposal in lately.reverse() if proposal.worsens or is_untold(proposal))
    last = next(worded, None)
    return last if last and not last.worsens else None


def is_untold(proposal: Amendment) -> bool:
    """Whether it was taken back, and there are terms of which only the worker can say if they got worse."""
    taken_back = proposal.state == AmendmentState.WITHDRAWN
    return taken_back and bool(untold(terms.difference(proposal.base, proposal.sheet)))


def changes_of(offer: Offer) -> list[Change]:
    """How an offer's terms differ from the posting's, or from those of the contract that it comes after."""
    changes = terms.difference(offer.base, offer.sheet)
    return of_other_work(changes) if offer.is_direct else changes


def standby_fee_of(contract: Contract) -> StandbyFee | None:
    """What the client owes, or owed, for the first money that never came."""
    fee: StandbyFee | None = getattr(contract, "standby_fee", None)
    if fee is not None:
        fee.contract = contract
    return fee


def standby_fee_for(member: Member, identifier: UUID) -> StandbyFee:
    """The standby fee of a contract, for one of its sides; ``identifier`` is its own. Raises NotFound."""
    sides = Q(contract__client=member.party) | Q(contract__worker=member.party)
    fees = StandbyFee.objects.select_related("contract__client", "contract__worker__book")
    found = fees.filter(sides, pk=identifier).first()
    if found is None:
        raise NotFound
    return found


def standby_fees_between(party: Party) -> QuerySet[StandbyFee]:
    """What a party owes, or is owed, for having waited."""
    sides = Q(contract__client=party) | Q(contract__worker=party)
    return StandbyFee.objects.filter(sides, state=StandbyState.OWED)


def standby_limit(fee: StandbyFee) -> datetime | None:
    """Until when it is to be paid, or the client is reminded of it; None once nobody waits for it."""
    return min((turn.until for turn in clocks.current(fee.key)), default=None)


def is_late(fee: StandbyFee, *, at: datetime) -> bool:
    """Whether the time for paying it has passed, swept or not."""
    return not falls_behind_first(fee) or clocks.is_over(TurnKind.STANDBY, fee.key, at=at)


def falls_behind_first(fee: StandbyFee) -> bool:
    """Whether its first clock still runs: its time has not passed before."""
    return clocks.limit(TurnKind.STANDBY, fee.key) is not None


def about_standby(fee: StandbyFee) -> dict[str, Any]:
    """What every fact about a standby fee says."""
    contract = fee.contract
    return {"subject": contract.key, "amount": fee.amount, **contract.sides}


def disputes() -> QuerySet[Dispute]:
    """What waits for an operator's decision, what waits longest first."""
    waiting = _disputes().filter(state__in=[str(state) for state in WITH_OPERATORS])
    return waiting.order_by("state_since", "id")


def dispute(identifier: UUID) -> Dispute:
    """A dispute, for the operators; raises NotFound."""
    found = _disputes().filter(pk=identifier).first()
    if found is None:
        raise NotFound
    return found


def dispute_for(member: Member, identifier: UUID) -> Dispute:
    """A dispute, for one of its contract's sides; raises NotFound."""
    sides = Q(milestone__contract__client=member.party_id) | Q(milestone__contract__worker=member.party_id)
    found = _disputes().filter(sides, pk=identifier).first()
    if found is None:
        raise NotFound
    return found


def dispute_to_read(member: Member, identifier: UUID) -> Dispute:
    """A dispute, for its contract's sides and for operators; raises NotFound."""
    return dispute(identifier) if member.is_operator else dispute_for(member, identifier)


def undecided_disputes(party: Party) -> QuerySet[Dispute]:
    """Disputes of a party's work or money that are not over, also of contracts that are."""
    sides = Q(milestone__contract__client=party) | Q(milestone__contract__worker=party)
    return Dispute.objects.filter(sides, state__in=[str(state) for state in UNDECIDED])


def have_dealt(party: Party, contract: Contract) -> bool:
    """Whether somebody has, or had, a contract of her own with one of its sides."""
    return have_dealt_with(party, [contract.client_id, contract.worker_id])


def have_dealt_with(party: Party, others: Iterable[UUID]) -> bool:
    """Whether somebody has, or had, a contract with one of those parties."""
    sides = list(others)
    own = Q(client=party, worker__in=sides) | Q(worker=party, client__in=sides)
    return Contract.objects.filter(own).exists()


def decisions(dispute: Dispute) -> list[Decision]:
    """What operators decided, the first first."""
    return list(Decision.objects.filter(dispute=dispute).select_related("by__party"))


def settlements(dispute: Dispute) -> list[Settlement]:
    """What the two sides proposed to each other and still stands, or was accepted."""
    shown = [SettlementState.PROPOSED, SettlementState.ACCEPTED]
    return list(Settlement.objects.filter(dispute=dispute, state__in=shown).select_related("proposed_by"))


def settlement_for(member: Member, identifier: UUID) -> Settlement:
    """A proposal to divide contested money, for one of its two sides; raises NotFound."""
    contract = "dispute__milestone__contract"
    sides = Q(**{f"{contract}__client": member.party_id}) | Q(**{f"{contract}__worker": member.party_id})
    found = Settlement.objects.filter(sides, pk=identifier).select_related("dispute__milestone__contract")
    proposal = found.first()
    if proposal is None:
        raise NotFound
    return proposal


def deliveries(contract: Contract) -> QuerySet[Delivery]:
    """Everything that was handed over, newest first, with the changes that were asked for."""
    handed_over = Delivery.objects.filter(milestone__contract=contract)
    return handed_over.select_related("change_request", "milestone").order_by("-delivered_at")


def delivery_for(member: Member, identifier: UUID) -> Delivery:
    """A delivery, for its contract's sides, and for operators as evidence of a dispute; raises NotFound."""
    sides = Q(milestone__contract__client=member.party_id) | Q(milestone__contract__worker=member.party_id)
    if member.is_operator:
        sides |= Q(Exists(_evident("delivered_at", milestone__contract=OuterRef("milestone__contract"))))
    found = Delivery.objects.filter(sides, pk=identifier).first()
    if found is None:
        raise NotFound
    return found


def message_for(member: Member, identifier: UUID) -> Message:
    """A message, for its two sides, and for operators as evidence of a dispute; raises NotFound."""
    if member.is_operator:
        shown = Exists(_evident("sent_at", milestone__contract__conversation=OuterRef("conversation")))
        found = Message.objects.filter(shown, pk=identifier).first()
        if found is not None:
            return found
    return messaging.message_for(member, identifier)


def notice_for(member: Member, contract: UUID, number: int | None = None) -> TermsNotice:
    """The terms notice of a contract's version, else of the terms that hold now; for one of its sides.

    Raises NotFound.
    """
    found = notices_for(member, contract)
    notice = (found if number is None else found.filter(number=number)).last()
    if notice is None:
        raise NotFound
    return notice


def notices_for(member: Member, contract: UUID) -> QuerySet[TermsNotice]:
    """All terms notices of a contract, the first first; none for who is no side of it."""
    sides = Q(contract__client=member.party_id) | Q(contract__worker=member.party_id)
    return TermsNotice.objects.filter(sides, contract=contract).order_by("number")


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


# What operations and rules ask


def milestones(contract: Contract) -> list[Milestone]:
    """The parts of a contract in their order; of work that goes on, the deliveries that are still open.

    A contract from ``contract_for`` brings them along.
    """
    if hasattr(contract, "parts_shown"):
        return [
            part for part in contract.parts_shown if part.period_id is None or part.state in MILESTONE.open
        ]
    return list(contract.milestones.filter(_AT_HAND).select_related("period"))


def standing(contract: Contract) -> list[Milestone]:
    """The parts that the terms still name, in their order."""
    return [part for part in milestones(contract) if part.state != MilestoneState.DROPPED]


def at_hand(contract: Contract) -> Milestone | None:
    """The part at hand: the first that is still open; what is in dispute is stepped over by held money."""
    parts = milestones(contract)
    number = lamp.at_hand([part.state for part in parts])
    return None if number is None else parts[number]


def unfunded_before(milestone: Milestone) -> bool:
    """Whether an earlier part of the contract waits for its money."""
    earlier = Milestone.objects.filter(contract=milestone.contract_id, number__lt=milestone.number)
    return earlier.filter(state=MilestoneState.UNFUNDED).exists()


def holds_money(contract: Contract) -> bool:
    """Whether money of any part is in escrow."""
    return any(part.state in HELD for part in milestones(contract))


def next_to_pay(contract: Contract) -> Milestone | None:
    """The first part without its money; the client may pay it ahead."""
    waiting = (part for part in milestones(contract) if part.state == MilestoneState.UNFUNDED)
    return next(waiting, None)


def unfunded_period(contract: Contract) -> Period | None:
    """The next week or month of deliveries, while its money is not there."""
    return contract.periods.filter(state=PeriodState.UNFUNDED).first()


def unpaid_in(period: Period) -> list[Milestone]:
    """The deliveries of a week or a month for which money is awaited: those that are left out are none."""
    return list(period.milestones.filter(state=MilestoneState.UNFUNDED).order_by("number"))


def next_due(contract: Contract) -> Milestone | None:
    """The delivery that is due next, of those whose money is held."""
    funded = contract.milestones.filter(state=MilestoneState.FUNDED).select_related("period")
    return funded.order_by("number").first()


def late_delivery(contract: Contract, at: datetime) -> Milestone | None:
    """A delivery of work that goes on whose time is over, while no sweep has come by."""
    kinds = (TurnKind.DUE, TurnKind.MEND, TurnKind.TIMESHEET)
    late = (turn for turn in clocks.over_on(contract.key, at=at) if turn.kind in kinds)
    turn = next(late, None)
    return Milestone.objects.select_related("contract").get(pk=id_of(turn.subject)) if turn else None


def missed_with(milestone: Milestone) -> list[Milestone]:
    """A delivery that did not come, with those that were due by the same day."""
    if milestone.state != MilestoneState.FUNDED:
        return [milestone]
    due = Milestone.objects.filter(contract=milestone.contract_id, state=MilestoneState.FUNDED)
    return list(due.filter(due__lte=milestone.due).select_related("period").order_by("number"))


def paid_in(period: Period) -> int:
    """What went to the worker for a week or a month so far, gross, in yen."""
    keys = [part.key for part in period.milestones.filter(state=MilestoneState.ACCEPTED)]
    keys += [dispute.key for dispute in Dispute.objects.filter(milestone__period=period)]
    return sum(part.gross for part in held.released(keys).values())


def break_for(member: Member, identifier: UUID) -> Break:
    """Days off that were proposed, for one of the contract's sides; raises NotFound."""
    sides = Q(contract__client=member.party_id) | Q(contract__worker=member.party_id)
    found = Break.objects.filter(sides, pk=identifier).select_related("contract__client", "contract__worker")
    proposed = found.first()
    if proposed is None:
        raise NotFound
    return proposed


def open_break(contract: Contract) -> Break | None:
    """The days off that wait for an answer; a contract from ``contract_for`` brings them along."""
    if hasattr(contract, "day_off"):
        found: Break | None = contract.day_off
        return found
    return contract.breaks.filter(state=BreakState.PROPOSED).first()


def ending_notice_for(member: Member, identifier: UUID) -> EndingNotice:
    """A notice that work ends, for one of the contract's sides; raises NotFound."""
    sides = Q(contract__client=member.party_id) | Q(contract__worker=member.party_id)
    found = EndingNotice.objects.filter(sides, pk=identifier).select_related(
        "contract__client", "contract__worker"
    )
    notice = found.first()
    if notice is None:
        raise NotFound
    return notice


def days_off(contract: Contract, first: date) -> set[date]:
    """The days, of those from a day on, on which by agreement nothing is due.

    Contracts from ``contracts_of`` bring them along.
    """
    agreed: Iterable[Break] = getattr(contract, "breaks_agreed", ())
    if not hasattr(contract, "breaks_agreed"):
        agreed = contract.breaks.filter(state=BreakState.AGREED, last__gte=first)
    return {day for one in agreed if one.last >= first for day in days(one.first, one.last)}


def is_off(contract: Contract, period: Period) -> bool:
    """Whether by agreement nothing is done on any day of a week, by one break or by several."""
    return days_off(contract, period.first).issuperset(days(period.first, period.last))


def due_within(contract: Contract, off: Break) -> QuerySet[Milestone]:
    """What is due on days off; by the hour, the weeks that are off whole with them and have no hours yet."""
    if contract.is_by_the_hour:
        touched = contract.milestones.filter(period__first__lte=off.last, period__last__gte=off.first)
        unwritten = touched.exclude(timesheet__spells__isnull=False).select_related("period")
        whole = [week.pk for week in unwritten if week.period and is_off(contract, week.period)]
        rows = contract.milestones.filter(pk__in=whole)
    else:
        rows = contract.milestones.filter(due__gte=off.first, due__lte=off.last)
    return rows.order_by("number")


def notice_day(contract: Contract, by: limits.NoticeBy, today: date) -> date:
    """The first day with which a side may end work that goes on."""
    assert contract.starts_on is not None, "terms.rules: it begins on a day"
    paid = contract.periods.filter(state__in=(PeriodState.FUNDED, PeriodState.OVER)).last()
    paid_until = paid.last if paid else today
    return limits.notice_day(paid_until, contract.starts_on, today, contract.sheet.duration_months, by=by)


_NOT_DUE = (
    MilestoneState.UNFUNDED,
    MilestoneState.FUNDED,
    MilestoneState.DROPPED,
    MilestoneState.SKIPPED,
)
"""The states of deliveries that are still to come, or will not."""


def missed_in_a_row(contract: Contract) -> int:
    """How many deliveries have been missed since the last one that was not; what is left out is none.

    A contract from ``contract_for`` brings along what became of the last ones.
    """
    if hasattr(contract, "last_due"):
        lately: list[str] = contract.last_due
    else:
        lately = list(_past(contract.milestones.all()))
    return len(list(takewhile(lambda state: state == MilestoneState.MISSED, lately)))


def periods_to_ask(today: date, limit: int, *, but: Collection[Period] = ()) -> list[Period]:
    """Weeks and months that begin soon, and whose money has not been asked for, but for some of them."""
    near = Period.objects.filter(
        state=PeriodState.UNFUNDED, asked_at=None, first__lte=today + limits.ASKED_AHEAD
    )
    near = near.exclude(pk__in=[period.pk for period in but])
    return list(near.select_related("contract").order_by("first", "id")[:limit])


def start_is_late(contract: Contract, today: date) -> bool:
    """Whether held money waits for a start whose latest day is over: then the worker may leave."""
    latest = contract.sheet.start_latest
    return contract.starts_on is None and holds_money(contract) and latest is not None and latest < today


def change_rounds_used(milestone: Milestone) -> int:
    """How often changes were asked for."""
    return ChangeRequest.objects.filter(delivery__milestone=milestone).count()


def light(contract: Contract, today: date) -> lamp.Light:
    """What the start lamp shows on a day in Japan."""
    if contract.is_by_the_hour:
        return lamp.by_the_hour(_by_the_hour(contract, today), today=today)
    states = [part.state for part in milestones(contract)]
    course = lamp.Course.SIDE_BY_SIDE if contract.is_continuing else lamp.Course.ONE_BY_ONE
    return lamp.lamp(lamp.LampFacts(contract.state, states, contract.starts_on, course), today=today)


def _by_the_hour(contract: Contract, today: date) -> lamp.HourFacts:
    weeks = [lamp.Week(part.state, *_days(part)) for part in milestones(contract)]
    ended = contract.broken_off_at is not None
    paid = any(week.state == MilestoneState.FUNDED for week in weeks)
    off = days_off(contract, today) if paid and not ended else ()
    return lamp.HourFacts(contract.state, weeks, contract.starts_on, off, broken_off=ended)


def _days(part: Milestone) -> tuple[date, date]:
    assert part.period is not None, "work by the hour is paid by weeks"
    return part.period.first, part.period.last


def withholds_tax(offer: Offer) -> bool:
    """Whether the client would keep back income tax from what an offer pays."""
    return hiring.withholds_tax(offer.client, offer.category, offer.worker)


def to_start(today: date, limit: int) -> list[Contract]:
    """Running contracts whose day of the start has come, and whose worker has not been told."""
    waiting = Contract.objects.filter(state=ContractState.RUNNING, started_at=None, starts_on__lte=today)
    return list(waiting.order_by("starts_on", "id")[:limit])


def _offers(party: Party) -> QuerySet[Offer]:
    mine = Offer.objects.filter(Q(client=party) | Q(worker=party))
    related = ("client", "worker__book", "category__parent", "base", "sheet", "contract", "after__contract")
    parts = ("base__milestones", "sheet__milestones")
    return mine.select_related(*related).prefetch_related(*parts)


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
    reworded = Q(amendments__state=AmendmentState.PROPOSED)  # and of these
    whole = mine.annotate(
        proposal=FilteredRelation("cancellations", condition=proposed),
        rewording=FilteredRelation("amendments", condition=reworded),
    )
    return whole.select_related(*related).defer("sheet__terms_notice__html")


def _brought(parts: QuerySet[Milestone]) -> "Prefetch[str, QuerySet[Milestone], str]":
    whole = parts.select_related("dispute__opened_by").order_by("number")
    return Prefetch("milestones", whole, to_attr="parts_shown")


def _past(parts: QuerySet[Milestone]) -> QuerySet[Milestone, str]:
    """What became of the last deliveries that were due, the last first."""
    past = parts.exclude(state__in=_NOT_DUE)
    return past.order_by("-number").values_list("state", flat=True)[: limits.MISSED_IN_A_ROW]


def _amendments() -> QuerySet[Amendment]:
    related = ("base", "sheet", "proposed_by", "contract__client", "contract__worker", "contract__sheet")
    return Amendment.objects.select_related(*related).prefetch_related(
        "base__milestones", "sheet__milestones"
    )


def _evident(moment: str, **of: OuterRef) -> QuerySet[Dispute]:
    """Disputes of which a thing of that moment is evidence: they are open, or were when it came."""
    open_still = Q(state__in=[str(state) for state in UNDECIDED])
    return Dispute.objects.filter(open_still | Q(state_since__gte=OuterRef(moment)), **of)


def _disputes() -> QuerySet[Dispute]:
    related = ("client", "worker", "sheet", "offer", "conversation")
    return Dispute.objects.select_related("opened_by", *(f"milestone__contract__{name}" for name in related))
