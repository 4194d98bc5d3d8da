"""A trial in every state, every operation by everybody: allowed where the lifecycle has an arrow."""

from collections.abc import Callable, Mapping
from functools import partial

import pytest

from mikiwame.market.contracts.models import Trial
from mikiwame.market.contracts.operations import offers, trials, work
from mikiwame.market.contracts.states import TRIAL, TrialState
from mikiwame.market.members.models import Member
from tests.cast import Cast
from tests.lifecycles import allowed, happens, movers, wanted
from tests.market.contracts.stage import DAY, NEXT_DAYS, again, part
from tests.market.contracts.trial_stage import (
    ACCEPTED,
    hire_offered,
    hired,
    trial_delivered,
    trial_in,
    trial_over,
)


def offered_after(cast: Cast) -> Trial:
    trial = trial_over(cast)
    hire_offered(trial)
    return trial


def hired_after(cast: Cast) -> Trial:
    trial = trial_over(cast)
    hired(trial)
    return trial


STATES: Mapping[TrialState, Callable[[Cast], Trial]] = {
    TrialState.WORKING: lambda cast: trial_in(trial_delivered(cast)),
    TrialState.DECIDING: trial_over,
    TrialState.OFFERED: offered_after,
    TrialState.HIRED: hired_after,
    TrialState.DECLINED: lambda cast: trials.decline_trial(
        trial_over(cast), reason="other", by=cast.sakurai, at=ACCEPTED
    ),
    TrialState.UNDECIDED: lambda cast: trials.lapse_trial(trial_over(cast), at=ACCEPTED + 7 * DAY),
    TrialState.WITHDRAWN: lambda cast: trials.withdraw_trial(trial_over(cast), by=cast.yuki, at=ACCEPTED),
}


def made_offer(trial: Trial, by: Member) -> object:
    return offers.offer(trial.application, changes=NEXT_DAYS, parts=None, message="", by=by, at=ACCEPTED)


BY_SOMEBODY: Mapping[str, Callable[[Trial, Member], object]] = {
    "offer": made_offer,
    "decline_trial": lambda trial, by: trials.decline_trial(trial, reason="other", by=by, at=ACCEPTED),
    "withdraw_trial": lambda trial, by: trials.withdraw_trial(trial, by=by, at=ACCEPTED),
    "accept_offer": lambda trial, by: offers.accept_offer(
        trial.application.offers.latest("made_at", "id"), by=by, at=ACCEPTED
    ),
}

BY_ITSELF = {"close", "let_go", "fill", "lapse_trial"}
"""What an end of something else, or the clock, does; the stories tell of each."""


def test_the_table_has_no_operation_that_is_not_tried() -> None:
    assert TRIAL.operations() == {*BY_SOMEBODY, *BY_ITSELF}


@pytest.mark.parametrize("state", TrialState)
def test_everybody_in_every_state(cast: Cast, state: TrialState) -> None:
    trial = trial_in(STATES[state](cast).contract)
    assert trial.state == state
    people = {"client": cast.sakurai, "worker": cast.yuki, "operator": cast.oda, "outsider": cast.ken}
    found = allowed(people, lambda name, by: BY_SOMEBODY[name](trial, by), BY_SOMEBODY)
    assert {*found} == wanted(TRIAL, state, BY_SOMEBODY, people)


@pytest.mark.parametrize("state", TrialState)
def test_only_who_is_decided_over_lapses(cast: Cast, state: TrialState) -> None:
    trial = trial_in(STATES[state](cast).contract)
    lapses = happens(partial(trials.lapse_trial, trial, at=ACCEPTED + 30 * DAY))
    assert lapses == bool(movers(TRIAL, "lapse_trial", state))


def test_the_clock_s_sweep_ends_it_too(cast: Cast) -> None:
    contract = trial_delivered(cast)
    work.accept_by_silence(part(contract), at=ACCEPTED + 7 * DAY)
    trial = trial_in(again(contract))
    assert trial.state == TrialState.DECIDING
    trials.lapse_trial(trial, at=ACCEPTED + 14 * DAY)
    assert trial_in(contract).state == TrialState.UNDECIDED


def test_nothing_leaves_an_end_and_everything_can_be_reached() -> None:
    assert {TRIAL.initial} | {move.target for move in TRIAL.moves} == {*TrialState}
    assert TRIAL.initial in TRIAL.open
