"""Who may make an offer, answer it and take it back."""

from datetime import datetime, timedelta

from mikiwame.core.clock import day_in_tokyo
from mikiwame.core.errors import ALLOWED, Ruling, rule
from mikiwame.market.contracts import limits, queries
from mikiwame.market.contracts.models import Contract, Offer
from mikiwame.market.contracts.states import OFFER, OfferState
from mikiwame.market.hiring import rules as hiring
from mikiwame.market.hiring.models import Application, Category
from mikiwame.market.members import contact
from mikiwame.market.members.models import Member
from mikiwame.market.terms import queries as terms
from mikiwame.market.terms.models import Sheet
from mikiwame.market.turns.rules import in_time, owes_nothing
from mikiwame.market.turns.states import TurnKind

from .sides_and_states import in_state, is_client, is_worker
from .trials import is_decided_over


def may_offer(by: Member, application: Application, at: datetime) -> Ruling:
    """The client of the posting, to somebody who applied and waits, while she owes nobody a standby fee."""
    client = application.posting.client
    return (
        rule(by.is_active and by.acts_for(client), "not_the_client")
        and is_decided_over(application, at)
        and owes_nothing(client, at)
    )


def may_offer_directly(by: Member, after: Contract, at: datetime) -> Ruling:
    """The client of a contract that paid something, to its worker: one at a time, and not on and on.

    Whom she tried she hires, or says no: until then nothing goes around that decision.
    """
    most, within = limits.ASKED_AGAIN_MOST, limits.ASKED_AGAIN_WITHIN
    lately = queries.direct_offers(after).filter(made_at__gt=at - within).exclude(state=OfferState.ACCEPTED)
    return (
        is_client(by, after)
        and rule(after.client.left_at is None, "not_the_client")
        and rule(queries.has_paid(after), "not_a_past_worker")
        and rule(not queries.is_on_trial(after), "trial_undecided")
        and rule(after.worker.left_at is None, "worker_has_left")
        and rule(queries.waiting_direct_offer(after) is None, "direct_offer_standing")
        and rule(lately.count() < most, "asked_enough", most=most, days=within.days)
        and owes_nothing(after.client, at)
    )


def is_about(title: str, category: Category | None) -> Ruling:
    """A direct offer says what it is about, as a posting would, and its title leads nowhere outside."""
    return (
        rule(bool(title), "title_missing", field="title")
        and rule(category is not None, "category_missing", field="category")
        and contact.label_inside("title", title)
    )


def may_withdraw_offer(by: Member, offer: Offer, at: datetime) -> Ruling:
    """The client, until it is answered."""
    return is_client(by, offer) and in_state(OFFER, offer, "withdraw_offer") and _offer_stands(offer, at)


def may_decline_offer(by: Member, offer: Offer, at: datetime) -> Ruling:
    """The worker, in time."""
    return is_worker(by, offer) and in_state(OFFER, offer, "decline_offer") and _offer_stands(offer, at)


def may_accept_offer(by: Member, offer: Offer, at: datetime) -> Ruling:
    """The worker, in time, and not while operators stop what was posted."""
    return (
        is_worker(by, offer)
        and in_state(OFFER, offer, "accept_offer")
        and _offer_stands(offer, at)
        and _may_go_on(offer)
        and is_early_enough(offer, at)
    )


def is_early_enough(offer: Offer, at: datetime) -> Ruling:
    """No day has come by which its work is awaited, as may be where its clock stood still."""
    day = terms.first_limit(offer.sheet)
    return rule(day is None or day_in_tokyo(at) < day, "offer_outdated")


def leaves_time_to_answer(sheet: Sheet, at: datetime) -> Ruling:
    """The worker can think about it for some hours before the first day by which its work is awaited."""
    day, least = terms.first_limit(sheet), limits.ANSWER_LEAST
    fits = limits.for_offer(day, at) >= at + least
    return rule(fits, "no_time_to_answer", field=_awaited_in(sheet), hours=least // timedelta(hours=1))


def is_awake_until_its_day(sheet: Sheet, paused: timedelta, usual: timedelta) -> Ruling:
    """Its clock stands still at no time, as far as is known, before the first day its work is awaited by.

    ``paused``: so long it would; ``usual``: after so long any offer would end, were it not for that day.
    """
    hours = -(-usual // timedelta(hours=1))
    return rule(not paused, "no_time_to_answer", field=_awaited_in(sheet), hours=hours)


def _awaited_in(sheet: Sheet) -> str:
    """The term that says the first day by which its work is awaited."""
    if terms.first_limit(sheet) == sheet.start_latest:
        return "start_latest"
    return "milestones" if terms.divided(sheet) else "deadline"


def _may_go_on(offer: Offer) -> Ruling:
    return ALLOWED if offer.application is None else hiring.is_not_stopped(offer.application.posting)


def _offer_stands(offer: Offer, at: datetime) -> Ruling:
    return in_time(TurnKind.OFFER, offer.key, at)
