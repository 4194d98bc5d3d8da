"""What follows for a trial when its contract, its offer or its posting ends, and who decides next.

Called by the operations of this room, inside their transaction. Locks are taken in the order contract or
offer, posting, application, trial, turn.
"""

from datetime import datetime

from mikiwame.core.fields import lock
from mikiwame.market.contracts import events, limits, queries
from mikiwame.market.contracts.models import Contract, Offer, Trial
from mikiwame.market.contracts.states import OfferState, TrialState
from mikiwame.market.hiring.models import Application, Posting
from mikiwame.market.hiring.operations import trying as hiring
from mikiwame.market.hiring.queries import is_filled
from mikiwame.market.hiring.states import DeclineReason
from mikiwame.market.history.operations import record
from mikiwame.market.messaging.operations import questions
from mikiwame.market.turns import operations as turns
from mikiwame.market.turns.states import TurnKind


def begin(contract: Contract, application: Application, *, at: datetime) -> Trial:
    """A trial was agreed to."""
    return Trial.objects.create(contract=contract, application=application, state_since=at)


def close(contract: Contract, *, at: datetime) -> None:
    """The contract is over: if it was a trial's, the client decides, whatever ended it.

    Where every place has gone to others, that is the answer, and nobody waits for another.
    """
    found = queries.trial_of(contract)
    if found is None:
        return
    trial = locked(found)
    trial.contract = contract
    if is_filled(trial.application.posting):
        decline(trial, DeclineReason.FILLED, at=at)
        return
    _decide(trial, until=limits.for_trial_decision(at), at=at)
    record(events.TrialEnded(until=_limit(trial), **queries.about_trial(trial)), by=None, at=at)


def offer(application: Application, *, at: datetime) -> None:
    """The client hires who was on trial; raises Refused("too_late") past her time."""
    trial = queries.trial_on(application)
    if trial is None or trial.state != TrialState.DECIDING:
        return
    trial = lock(trial)
    turns.take(TurnKind.TRIAL_DECISION, trial.key, at=at)
    trial.become(TrialState.OFFERED, at=at)


def let_go(made: Offer, *, at: datetime) -> bool:
    """The offer that followed a trial came to nothing: the client decides again; False if none did."""
    trial = queries.trial_on(made.application) if made.application else None
    if trial is None or trial.state != TrialState.OFFERED:
        return False
    hiring.return_to_trial(trial.application, at=at)
    trial = locked(trial)
    _decide(trial, until=_again(made, trial, at=at), at=at)
    record(events.TrialReopened(until=_limit(trial), **queries.about_trial(trial)), by=None, at=at)
    return True


def hire(made: Offer, *, by: str, at: datetime) -> None:
    """Both agreed after a trial: the rights of its work pass as its terms say."""
    trial = queries.trial_on(made.application) if made.application else None
    if trial is None or trial.state != TrialState.OFFERED:
        return
    trial = locked(trial)
    trial.become(TrialState.HIRED, at=at, ended_at=at)
    record(events.TrialHired(**queries.about_trial(trial)), by=by, at=at)


def fill(posting: Posting, *, at: datetime) -> None:
    """Where every place has gone to others, who is on trial hears it; work that goes on is still paid.

    An offered trial that is being answered at this moment is passed over: its end sees the filled posting.
    """
    if not is_filled(posting):
        return
    for trial in queries.undecided_trials(posting):
        turns.drop(TurnKind.TRIAL_DECISION, trial.key, at=at)
        decline(locked(trial), DeclineReason.FILLED, at=at)
    unanswered = queries.unanswered_trials(posting)
    for made in unanswered.select_for_update(of=("self",), skip_locked=True):
        turns.drop(TurnKind.OFFER, made.key, at=at)
        made.become(OfferState.WITHDRAWN, at=at)
        give_up(made, at=at)
        record(events.OfferWithdrawn(subject=made.key, **made.sides), by=None, at=at)


def give_up(made: Offer, *, at: datetime) -> None:
    """A trial that was offered comes to nothing."""
    assert made.application is not None, "contracts_offer_trial_of_applicant"
    hiring.give_up_trial(made.application, at=at)
    questions.let_go(made.conversation, at=at)


def decline(trial: Trial, reason: str, *, note: str = "", by: str | None = None, at: datetime) -> None:
    """The worker isn't hired, and reads why; the rights of her work stay with her."""
    hiring.decline_tried(trial.application, reason=reason, note=note, at=at)
    trial.become(TrialState.DECLINED, at=at, ended_at=at)
    record(events.TrialDeclined(reason=reason, **queries.about_trial(trial)), by=by, at=at)


def locked(trial: Trial) -> Trial:
    """A trial, its application and the posting, read anew and locked in that order from the last."""
    posting = lock(trial.application.posting)
    application = lock(trial.application)
    fresh = lock(trial)
    application.posting, fresh.application, fresh.contract = posting, application, trial.contract
    return fresh


def _decide(trial: Trial, *, until: datetime, at: datetime) -> None:
    """It is the client's turn to say whether she hires."""
    contract = trial.contract
    turn = turns.open_turn(
        TurnKind.TRIAL_DECISION,
        trial.key,
        whose=contract.client,
        waiting=contract.worker,
        title=contract.title,
        page=contract.key,
        since=at,
        until=until,
    )
    trial.become(TrialState.DECIDING, at=at, until=turn.until)


def _again(made: Offer, trial: Trial, *, at: datetime) -> datetime:
    """Only the worker's no gives all the time anew; an offer that was taken back or lapsed wins none."""
    if made.state == OfferState.DECLINED:
        return limits.for_trial_decision(at)
    return limits.for_trial_decision_again(_limit(trial), at)


def _limit(trial: Trial) -> datetime:
    assert trial.until is not None, "it was decided over once"
    return trial.until
