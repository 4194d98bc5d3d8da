"""What many rules ask of an offer, a contract or a part."""

from datetime import date, datetime

from mikiwame.core.clock import day_in_tokyo
from mikiwame.core.errors import Ruling, rule
from mikiwame.core.fields import Stateful
from mikiwame.core.lifecycle import Lifecycle
from mikiwame.market.contracts import queries
from mikiwame.market.contracts.models import Cancellation, Contract, Milestone, Offer
from mikiwame.market.contracts.states import (
    CANCELLATION,
    CONTRACT,
    FULFILLED,
    MILESTONE,
    OFFER,
    WITH_WORKER,
    Ending,
)
from mikiwame.market.members.models import Member
from mikiwame.market.terms import queries as terms
from mikiwame.market.terms.models import Sheet


def is_client(by: Member, thing: Offer | Contract) -> Ruling:
    """The member speaks for the client."""
    return rule(by.is_active and by.acts_for(thing.client), "not_the_client")


def is_worker(by: Member, thing: Offer | Contract) -> Ruling:
    """The member speaks for the worker."""
    return rule(by.is_active and by.acts_for(thing.worker), "not_the_worker")


def is_party(by: Member, contract: Contract) -> Ruling:
    """The member speaks for one of the two sides."""
    return rule(by.is_active and (by.acts_for(contract.client) or by.acts_for(contract.worker)), "not_found")


def has_begun(contract: Contract, at: datetime) -> bool:
    """The day of the start is reached."""
    return contract.starts_on is not None and contract.starts_on <= day_in_tokyo(at)


def is_live(contract: Contract) -> Ruling:
    """It is not over."""
    return rule(contract.state in CONTRACT.open, "contract_over")


def goes_on(contract: Contract) -> Ruling:
    """It lives, the worker has not left, and it isn't about to end before its agreed time."""
    return (
        is_live(contract)
        and rule(contract.left_at is None, "left_already")
        and rule(contract.leaving in ("", Ending.FINISHED), "ending_already")
    )


def works_on(contract: Contract) -> Ruling:
    """It lives, and its work is to come, until its last day at least: neither side has broken it off."""
    return is_live(contract) and rule(contract.leaving in ("", *FULFILLED), "ends_already")


def lamp_is_green(contract: Contract, today: date) -> Ruling:
    """Terms are agreed, the money is held, the start is reached."""
    light = queries.light(contract, today)
    return rule(light.is_green, f"lamp_{light.reason}")


def stands(offer: Offer) -> Ruling:
    """It has neither been answered nor taken back."""
    return in_state(OFFER, offer, "lapse_offer")


def is_due_some_day(sheet: Sheet) -> Ruling:
    """Each part of the work has a last day, so that no clock runs without an end."""
    return rule(all(part.due for part in terms.parts(sheet)), "due_missing", field="deadline")


def is_delivered(milestone: Milestone) -> Ruling:
    """It was handed over and waits for the inspection."""
    return in_state(MILESTONE, milestone, "accept_by_silence")


def is_with_worker(milestone: Milestone) -> Ruling:
    """The money is held, and the work is hers to hand over."""
    return rule(milestone.state in WITH_WORKER, "wrong_state")


def is_proposed(proposal: Cancellation) -> Ruling:
    """The proposal to part waits for an answer."""
    return in_state(CANCELLATION, proposal, "lapse_cancellation")


def in_state(lifecycle: Lifecycle, thing: Stateful, operation: str) -> Ruling:
    """It is in a state that the operation begins from."""
    return rule(thing.state in lifecycle.sources(operation), "wrong_state")
