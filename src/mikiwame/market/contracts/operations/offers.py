"""Offers (内定): made, taken back, declined, lapsed, or accepted: then there is a contract."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from mikiwame.core.errors import require
from mikiwame.core.fields import lock
from mikiwame.core.operation import operation
from mikiwame.core.terms import Format, Term
from mikiwame.core.texts import clean
from mikiwame.market.contracts import events, notice, queries, rules
from mikiwame.market.contracts.models import Contract, Offer
from mikiwame.market.contracts.states import OfferState
from mikiwame.market.hiring.models import Application, Posting
from mikiwame.market.hiring.operations import applications as hiring
from mikiwame.market.history.operations import record
from mikiwame.market.members import contact
from mikiwame.market.members.models import Member
from mikiwame.market.messaging.operations import questions
from mikiwame.market.terms import queries as terms
from mikiwame.market.terms.lines import Part, Reward, compare, worse
from mikiwame.market.terms.models import Sheet
from mikiwame.market.turns import operations as turns
from mikiwame.market.turns.rules import in_time
from mikiwame.market.turns.states import TurnKind

from . import course, offering, pacing, trying
from .rehearsing import Rehearsal, rehearse


@operation
def offer(
    application: Application,
    *,
    changes: Mapping[str, Any],
    parts: Sequence[Part] | None,
    message: str,
    by: Member,
    at: datetime,
) -> Offer:
    """The client offers the work: the posting's terms at the applicant's price, with these changes and parts.

    ``parts`` None: those of the posting, if it has any. A place is taken for her. Raises Refused for terms
    that nobody can agree to, with their field.
    """
    require(rules.may_offer(by, application, at))
    hiring.take_place(application, by=by, at=at)
    trying.offer(application, at=at)
    application.refresh_from_db()

    made = offering.to_applicant(application, at=at)
    made.sheet = _terms(made, application.price, changes, parts, at=at)
    offering.put(made, message, at=at)

    worsens = _worse_than_posted(made, application.price)
    record(offering.made_fact(made, worsens), by=by.key, at=at)
    return made


@operation
def rehearse_offer(
    application: Application,
    *,
    changes: Mapping[str, Any],
    parts: Sequence[Part] | None,
    message: str,
    by: Member,
    at: datetime,
) -> Rehearsal:
    """What an offer would say, for the client to read before she makes it; nothing is kept.

    Raises Refused for terms that nobody can agree to, with their field, and for what may not be said.
    """
    require(rules.may_offer(by, application, at))
    offering.worded(message)
    made = offering.to_applicant(application, at=at)
    taxed = queries.withholds_tax(made)
    write = partial(_terms, made, application.price, changes, parts, at=at)
    return rehearse(made.base, write, withholds_tax=taxed)


@operation
def withdraw_offer(offer: Offer, *, by: Member, at: datetime) -> Offer:
    """The client takes her offer back."""
    offer = lock(offer)
    require(rules.may_withdraw_offer(by, offer, at))

    turns.take(TurnKind.OFFER, offer.key, at=at)
    offer.become(OfferState.WITHDRAWN, at=at)
    _let_go(offer, at=at)

    record(events.OfferWithdrawn(subject=offer.key, **offer.sides), by=by.key, at=at)
    return offer


@operation
def decline_offer(offer: Offer, *, note: str = "", by: Member, at: datetime) -> Offer:
    """The worker declines, and may say why; her application stands, so that a better offer can come."""
    offer = lock(offer)
    require(rules.may_decline_offer(by, offer, at))

    note = clean(note, most=1_000, field="note")
    require(contact.text_inside("note", note))
    turns.take(TurnKind.OFFER, offer.key, at=at)
    offer.become(OfferState.DECLINED, at=at, decline_note=note)
    _let_go(offer, at=at)

    record(events.OfferDeclined(subject=offer.key, **offer.sides), by=by.key, at=at)
    return offer


@operation
def lapse_offer(offer: Offer, *, at: datetime) -> Offer:
    """Nobody answered in time."""
    offer = lock(offer)
    require(rules.stands(offer))

    turns.pass_by(TurnKind.OFFER, offer.key, at=at)
    offer.become(OfferState.LAPSED, at=at)
    _let_go(offer, at=at)

    record(events.OfferLapsed(subject=offer.key, **offer.sides), by=None, at=at)
    return offer


@operation
def accept_offer(offer: Offer, *, by: Member, at: datetime) -> Contract:
    """The worker agrees to the terms: there is a contract, and it is the client's turn to pay in."""
    offer = lock(offer)
    require(rules.may_accept_offer(by, offer, at))

    turns.take(TurnKind.OFFER, offer.key, at=at)
    offer.become(OfferState.ACCEPTED, at=at)
    if offer.application is not None and not offer.is_trial:
        _settle(offer, offer.application, by=by.key, at=at)
    contract = _agree(offer, at=at)
    until = _divide(contract, at=at)

    fact = events.ContractAgreed(
        subject=contract.key,
        offer=offer.key,
        format=Format.PROJECT,
        amount=terms.total(offer.sheet),
        until=until,
        purpose=offer.purpose,
        **contract.sides,
    )
    record(fact, by=by.key, at=at)
    return contract


@operation
def give_back(posting: Posting, *, since: datetime, at: datetime) -> None:
    """Operators let a posting go on: its offers get back the time in which nobody could accept them."""
    made = Offer.objects.filter(application__posting=posting, state=OfferState.MADE).order_by("pk")
    for offer in made.select_for_update(of=("self",)):
        if in_time(TurnKind.OFFER, offer.key, at):
            turn = turns.move_limit(TurnKind.OFFER, offer.key, until=offer.until + (at - since), at=at)
            offer.until = turn.until
            offer.save(update_fields=["until"])


def _settle(offer: Offer, application: Application, *, by: str, at: datetime) -> None:
    """The place is hers; who is on trial for it hears if it was the last one."""
    hiring.settle(application, at=at)
    trying.hire(offer, by=by, at=at)
    trying.fill(application.posting, at=at)


def _let_go(offer: Offer, *, at: datetime) -> None:
    """It came to nothing: an applicant's place is free again, and a direct offer leaves no question open."""
    if offer.application is None:
        questions.let_go(offer.conversation, at=at)
    elif offer.is_trial:
        trying.give_up(offer, at=at)
    elif not trying.let_go(offer, at=at):
        hiring.free_place(offer.application, at=at)


def _terms(
    made: Offer, price: int, changes: Mapping[str, Any], parts: Sequence[Part] | None, *, at: datetime
) -> Sheet:
    """The sheet of an offer: the posting's, at the price asked for, with the client's changes, frozen."""
    values: dict[str, Any] = {"reward": price, "reward_most": None, **changes}
    return offering.written(made, values, parts, at=at)


def _worse_than_posted(offer: Offer, price: int) -> list[str]:
    """The terms that are worse than what was posted, at the applicant's price."""
    posted = terms.stated(offer.base)
    reward = posted.get(Term.REWARD)
    if isinstance(reward, Reward):
        posted[Term.REWARD] = replace(reward, amount=price, most=None)
    return [str(term) for term in worse(compare(posted, terms.stated(offer.sheet)))]


def _agree(offer: Offer, *, at: datetime) -> Contract:
    """The contract as both agreed to it, with its terms notice."""
    sheet = offer.sheet
    contract: Contract = Contract.objects.create(
        offer=offer,
        client=offer.client,
        worker=offer.worker,
        conversation=offer.conversation,
        sheet=sheet,
        title=offer.title,
        withholds_tax=queries.withholds_tax(offer),
        starts_on=None if sheet.start_condition else sheet.start_date,
        agreed_at=at,
        state_since=at,
    )
    if offer.is_trial and offer.application is not None:
        trying.begin(contract, offer.application, at=at)
    notice.issue(contract, at=at)
    return contract


def _divide(contract: Contract, *, at: datetime) -> datetime:
    """Lay out its parts, and ask for the first money; returns until when it is waited for."""
    if contract.is_continuing:
        return pacing.ask(pacing.set_out(contract, at=at), at=at)
    milestones = course.plan(contract, terms.parts(contract.sheet), at=at)
    return course.ask_for_money(milestones[0], at=at)
