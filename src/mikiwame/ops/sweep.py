"""The sweep: what happens by itself when a turn's limit has passed."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import structlog

from mikiwame.core.fields import Named
from mikiwame.core.ids import id_of
from mikiwame.market.contests.models import Contest, Exclusion
from mikiwame.market.contests.operations import endings as contest_endings
from mikiwame.market.contests.operations import exclusions
from mikiwame.market.contracts.models import (
    Amendment,
    Break,
    Cancellation,
    Contract,
    Dispute,
    EndingNotice,
    Milestone,
    Offer,
    Period,
    Settlement,
    StandbyFee,
    Trial,
)
from mikiwame.market.contracts.operations import (
    amendments,
    breaks,
    disputes,
    endings,
    funding,
    notices,
    offers,
    periods,
    rulings,
    settlements,
    standby,
    timesheets,
    topping_up,
    trials,
    work,
)
from mikiwame.market.hiring.models import Posting
from mikiwame.market.hiring.operations import postings
from mikiwame.market.messaging.models import Question, Summary
from mikiwame.market.messaging.operations import questions, summaries
from mikiwame.market.moderation.models import Sanction
from mikiwame.market.moderation.operations import appeals as sanctions
from mikiwame.market.reputation.operations import reviews as reputation
from mikiwame.market.taskwork.models import Answer, Batch
from mikiwame.market.taskwork.operations import contests, judging
from mikiwame.market.taskwork.operations import endings as tasks
from mikiwame.market.turns import operations as turns
from mikiwame.market.turns.models import Turn
from mikiwame.market.turns.states import TurnKind

AT_LIMIT: Mapping[TurnKind, tuple[type[Named], Callable[..., object]]] = {
    TurnKind.DECISION: (Posting, postings.expire),
    TurnKind.OFFER: (Offer, offers.lapse_offer),
    TurnKind.FUNDING: (Milestone, funding.lapse_funding),
    TurnKind.FIRST_PERIOD: (Period, periods.lapse_payment),
    TurnKind.PERIOD: (Period, periods.lapse_payment),
    TurnKind.ARREARS: (Period, periods.end_unfunded),
    TurnKind.TOP_UP: (Amendment, topping_up.lapse_top_up),
    TurnKind.TRIAL_DECISION: (Trial, trials.lapse_trial),
    TurnKind.STANDBY: (StandbyFee, standby.fall_behind),
    TurnKind.STANDBY_LATE: (StandbyFee, standby.fall_behind),
    TurnKind.START: (Contract, endings.miss_start),
    TurnKind.DELIVERY: (Milestone, work.fall_overdue),
    TurnKind.CHANGES: (Milestone, work.fall_overdue),
    TurnKind.OVERDUE: (Milestone, endings.end_by_silence),
    TurnKind.DUE: (Milestone, periods.miss),
    TurnKind.MEND: (Milestone, periods.miss),
    TurnKind.TIMESHEET: (Milestone, timesheets.hand_in_by_itself),
    TurnKind.INSPECTION: (Milestone, work.accept_by_silence),
    TurnKind.CANCELLATION: (Cancellation, endings.lapse_cancellation),
    TurnKind.AMENDMENT: (Amendment, amendments.lapse_amendment),
    TurnKind.DEPARTURE: (Contract, amendments.stay),
    TurnKind.BREAK: (Break, breaks.lapse_break),
    TurnKind.REASON: (EndingNotice, notices.withhold_reason),
    TurnKind.DISPUTE_ANSWER: (Dispute, disputes.go_unanswered),
    TurnKind.DISPUTE: (Dispute, rulings.prolong_dispute),
    TurnKind.CLIENT_APPEAL: (Dispute, rulings.let_ruling_stand),
    TurnKind.WORKER_APPEAL: (Dispute, rulings.let_ruling_stand),
    TurnKind.SETTLEMENT: (Settlement, settlements.lapse_settlement),
    TurnKind.CLIENT_REVIEW: (Contract, reputation.open_reviews),
    TurnKind.WORKER_REVIEW: (Contract, reputation.open_reviews),
    TurnKind.CLOSING: (Batch, tasks.close_by_itself),
    TurnKind.FIX: (Answer, judging.let_stand_by_silence),
    TurnKind.UPHELD: (Answer, judging.let_stand_by_silence),
    TurnKind.APPEAL: (Answer, contests.prolong_appeal),
    TurnKind.ANSWER: (Question, questions.miss),
    TurnKind.CONFIRMATION: (Summary, summaries.let_stand),
    TurnKind.CONTEST_CLOSING: (Contest, contest_endings.close_by_itself),
    TurnKind.CONTEST_DECISION: (Contest, contest_endings.share_by_itself),
    TurnKind.EXCLUSION: (Exclusion, exclusions.prolong),
    TurnKind.EXCLUSION_APPEAL: (Exclusion, exclusions.let_stand),
    TurnKind.SANCTION_APPEAL: (Sanction, sanctions.let_stand),
    TurnKind.SANCTION: (Sanction, sanctions.prolong),
}
"""What a turn of each kind is about, and the operation that its end performs."""

log = structlog.get_logger(__name__)


def perform_due(at: datetime, *, limit: int = 20, going_on: Callable[[], bool] = lambda: True) -> int:
    """Perform what is due, at most ``limit`` things; returns how many were taken in hand.

    Any number of sweeps share the work. A failing thing is logged and is due again later; it stops nothing.
    Asked to stop, it stops between two things, and the rest is due again.
    """
    taken = turns.claim_due(at=at, limit=limit)
    for turn in taken:
        if not going_on():
            break
        perform(turn, at)
    return len(taken)


def perform(turn: Turn, at: datetime) -> None:
    """One thing, whole or not at all."""
    try:
        kind_of_thing, operation = AT_LIMIT[TurnKind(turn.kind)]
        operation(thing(kind_of_thing, turn.subject), at=at)
    except Exception:  # whatever one thing raises, the next one's clock has run out too
        log.exception("turn_failed", turn=turn.key, kind=turn.kind, subject=turn.subject)


def thing(model: type[Named], key: str) -> Any:
    """What a key names."""
    return model._default_manager.get(pk=id_of(key))
