"""Who may offer a trial and decide after it, and what must hold of one."""

from datetime import datetime, timedelta

from mikiwame.core.clock import day_in_tokyo
from mikiwame.core.errors import ALLOWED, Ruling, rule
from mikiwame.core.terms import RewardBasis
from mikiwame.discernment.rates.wages import lowest_wage
from mikiwame.market.contracts import limits, queries
from mikiwame.market.contracts.models import Trial
from mikiwame.market.contracts.states import TRIAL
from mikiwame.market.hiring import rules as hiring
from mikiwame.market.hiring.models import Application
from mikiwame.market.hiring.states import ApplicationState
from mikiwame.market.members import contact
from mikiwame.market.members.models import Member
from mikiwame.market.terms import queries as terms
from mikiwame.market.terms.models import Sheet
from mikiwame.market.turns.rules import in_time, owes_nothing
from mikiwame.market.turns.states import TurnKind

from .sides_and_states import in_state


def may_offer_trial(by: Member, application: Application, at: datetime) -> Ruling:
    """The client of the posting, to somebody who applied and waits, whom she has never tried before."""
    client = application.posting.client
    return (
        rule(by.is_active and by.acts_for(client), "not_the_client")
        and rule(not queries.was_tried(client, application.worker), "tried_before")
        and hiring.may_put_on_trial(by, application, at)
        and owes_nothing(client, at)
    )


def is_named(title: str, application: Application) -> Ruling:
    """A small piece has a name of its own, so that nobody takes it for the whole work; it leads nowhere."""
    return (
        rule(bool(title), "title_missing", field="title")
        and rule(title != application.posting.title, "trial_named_as_whole", field="title")
        and contact.label_inside("title", title)
    )


def is_small(sheet: Sheet, application: Application, at: datetime) -> Ruling:
    """A trial names its hours, starts soon, ends soon after that, and its reward is worth the hours."""
    today, most, ahead = day_in_tokyo(at), limits.TRIAL_DAYS_MOST, limits.TRIAL_AHEAD_MOST
    begin, end = sheet.start_date or today, sheet.deadline
    soon = begin <= today + timedelta(days=ahead)
    short = end is None or end <= begin + timedelta(days=most)
    return (
        rule(sheet.trial_hours is not None, "trial_hours_missing", field="trial_hours")
        and rule(soon, "trial_too_far", field="start_date", most=ahead)
        and rule(short, "trial_too_long", field="deadline", most=most)
        and is_worth_its_hours(sheet, application, at)
    )


def is_worth_its_hours(sheet: Sheet, application: Application, at: datetime) -> Ruling:
    """No trial pays less an hour than the work itself does by her price, or than any minimum wage."""
    hours, reward = sheet.trial_hours or 0, terms.priced(sheet)
    an_hour = worth_an_hour(application, at)
    fits = reward is None or reward >= an_hour * hours
    return rule(fits, "trial_underpaid", field="reward", hours=hours, least=f"{an_hour * hours:,}")


def worth_an_hour(application: Application, at: datetime) -> int:
    """What an hour of her trial pays at least, in yen: the lowest minimum wage, or her price by the hour."""
    hourly = application.posting.sheet.reward_basis == RewardBasis.HOURLY
    return max(lowest_wage(day_in_tokyo(at)).yen, application.price if hourly else 0)


def is_decided_over(application: Application, at: datetime) -> Ruling:
    """Who is on trial is hired once her trial is over, and in time; of anybody else it says nothing."""
    if application.state != ApplicationState.IN_TRIAL:
        return ALLOWED
    trial = queries.trial_on(application)
    over = trial is not None and trial.state in TRIAL.sources("offer")
    return rule(over, "on_trial") and (ALLOWED if trial is None else _in_time(trial, at))


def may_decline(by: Member, trial: Trial, reason: str, at: datetime) -> Ruling:
    """The client, in time, for a reason that the worker reads."""
    return (
        rule(by.is_active and by.acts_for(trial.contract.client), "not_the_client")
        and in_state(TRIAL, trial, "decline_trial")
        and _in_time(trial, at)
        and hiring.may_name(reason)
    )


def may_withdraw(by: Member, trial: Trial, at: datetime) -> Ruling:
    """The worker, while the client decides."""
    return (
        rule(by.is_active and by.acts_for(trial.contract.worker), "not_the_worker")
        and in_state(TRIAL, trial, "withdraw_trial")
        and _in_time(trial, at)
    )


def is_deciding(trial: Trial) -> Ruling:
    """The trial is over, and its client has not said whether she hires."""
    return in_state(TRIAL, trial, "lapse_trial")


def _in_time(trial: Trial, at: datetime) -> Ruling:
    return in_time(TurnKind.TRIAL_DECISION, trial.key, at)
