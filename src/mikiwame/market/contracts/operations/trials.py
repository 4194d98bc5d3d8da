"""Trials (お試し): small paid work of an applicant, after which its client decides whether she hires.

The work is a contract like any other; hiring is an ordinary offer on the same application.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from mikiwame.core.clock import day_in_tokyo
from mikiwame.core.errors import require
from mikiwame.core.operation import operation
from mikiwame.core.terms import RewardBasis
from mikiwame.market.contracts import events, queries
from mikiwame.market.contracts.models import Offer, Trial
from mikiwame.market.contracts.rules import trials as rules
from mikiwame.market.contracts.states import OfferKind, TrialState
from mikiwame.market.hiring.models import Application
from mikiwame.market.hiring.operations import trying as hiring
from mikiwame.market.hiring.operations import writing
from mikiwame.market.history.operations import record
from mikiwame.market.members.models import Member
from mikiwame.market.terms.lines import of_a_piece
from mikiwame.market.terms.models import Sheet
from mikiwame.market.turns import operations as turns
from mikiwame.market.turns.states import TurnKind

from . import offering, trying
from .rehearsing import Rehearsal, rehearse

OF_THE_WHOLE: Mapping[str, Any] = {
    "reward_basis": RewardBasis.FIXED,
    "reward": None,
    "reward_most": None,
    "quantity": None,
    "deadline": None,
    "start_condition": "",
    "start_latest": None,
    "pace": "",
    "repeat": "",
    "weekdays": "",
    "times_a_week": None,
    "weekly_hours": None,
    "month_day": None,
    "duration": "",
    "duration_months": None,
    "renews": False,
    "headcount": 1,
    "selection": "",
}
"""What isn't taken over from the posting: a trial is one small piece of work, with a reward of its own."""


@operation
def offer_trial(
    application: Application,
    *,
    title: str,
    changes: Mapping[str, Any],
    message: str,
    by: Member,
    at: datetime,
) -> Offer:
    """The client offers an applicant a trial: the posting's terms, but for its size, with these changes.

    ``title``: what the small piece is called, everywhere, also on paper. ``changes`` name ``trial_hours``,
    ``reward`` and ``deadline`` at least. Raises Refused for terms that nobody can agree to, with their
    field, and "tried_before" for a second trial of the two.
    """
    require(rules.may_offer_trial(by, application, at))
    application = hiring.put_on_trial(application, by=by, at=at)

    made = _in_the_making(application, title, at=at)
    made.sheet = _terms(made, application, changes, at=at)
    offering.put_apart(made, message, by=by, at=at)
    return made


@operation
def rehearse_trial(
    application: Application, *, title: str, changes: Mapping[str, Any], by: Member, at: datetime
) -> Rehearsal:
    """What such an offer would say, for the client to read before she makes it; nothing is kept.

    Raises Refused as ``offer_trial``.
    """
    require(rules.may_offer_trial(by, application, at))
    made = _in_the_making(application, title, at=at)
    write = partial(_terms, made, application, changes, at=at)
    said = rehearse(made.base, write, withholds_tax=queries.withholds_tax(made))
    return replace(said, difference=of_a_piece(said.difference))


@operation
def decline_trial(trial: Trial, *, reason: str, note: str = "", by: Member, at: datetime) -> Trial:
    """After the trial the client doesn't hire, and says why; the rights stay with the worker."""
    trial = trying.locked(trial)
    require(rules.may_decline(by, trial, reason, at))

    turns.take(TurnKind.TRIAL_DECISION, trial.key, at=at)
    trying.decline(trial, reason, note=note, by=by.key, at=at)
    return trial


@operation
def withdraw_trial(trial: Trial, *, by: Member, at: datetime) -> Trial:
    """After the trial the worker takes her application back; she is paid, and keeps the rights."""
    trial = trying.locked(trial)
    require(rules.may_withdraw(by, trial, at))

    turns.drop(TurnKind.TRIAL_DECISION, trial.key, at=at)
    hiring.withdraw_tried(trial.application, at=at)
    trial.become(TrialState.WITHDRAWN, at=at, ended_at=at)

    record(events.TrialWithdrawn(**queries.about_trial(trial)), by=by.key, at=at)
    return trial


@operation
def lapse_trial(trial: Trial, *, at: datetime) -> Trial:
    """The client let the time to decide pass: the application is over, and her record keeps it."""
    trial = trying.locked(trial)
    require(rules.is_deciding(trial))

    turns.pass_by(TurnKind.TRIAL_DECISION, trial.key, at=at)
    hiring.expire_tried(trial.application, at=at)
    trial.become(TrialState.UNDECIDED, at=at, ended_at=at)

    record(events.TrialUndecided(**queries.about_trial(trial)), by=None, at=at)
    return trial


def _in_the_making(application: Application, title: str, *, at: datetime) -> Offer:
    """An offer of a trial, under a name of its own, talked of by itself: hiring comes later, or never."""
    made = offering.to_applicant(application, at=at)
    made.purpose, made.title = OfferKind.TRIAL, writing.fitting("title", title)
    require(rules.is_named(made.title, application))
    return made


def _terms(made: Offer, application: Application, changes: Mapping[str, Any], *, at: datetime) -> Sheet:
    """The sheet of a trial: the posting's, without what belongs to the whole work, frozen."""
    values = {**OF_THE_WHOLE, "start_date": day_in_tokyo(at), **changes}
    sheet = offering.written(made, values, (), at=at)
    require(rules.is_small(sheet, application, at))
    return sheet
