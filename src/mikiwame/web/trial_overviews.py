"""What the pages of applications and contracts show of a trial."""

from typing import Any

from django.conf import settings

from mikiwame.market.contracts import queries
from mikiwame.market.contracts.rules import trials as rules
from mikiwame.market.contracts.states import TrialState
from mikiwame.market.turns.states import TurnKind

from .acting import MemberRequest
from .forms.applications import DeclineForm

Shown = dict[str, Any]


def trial_shown(contract: Any, clocks: list[Any]) -> Shown | None:
    """How the decision after a trial stands, until when it waits, and the form of a no; None for no trial."""
    trial = queries.trial_of(contract)
    if trial is None:
        return None
    return {
        "id": trial.pk,
        "state": trial.state,
        "rights": queries.rights_of(trial),
        "stopped": trial.state == TrialState.DECIDING and queries.is_stopped(contract.offer),
        "application": trial.application_id,
        "clock": next((turn for turn in clocks if turn.kind == TurnKind.TRIAL_DECISION), None),
        "days": settings.TRIAL_DECISION_DAYS,
        "decline": DeclineForm(),
    }


def trial_of_application(request: MemberRequest, application: Any, *, at: Any) -> Shown:
    """The trial that was offered on an application, and whether one may be offered now."""
    offer = queries.trial_offer_on(application)
    return {
        "trial_offer": offer,
        "trial": queries.trial_on(application) if offer else None,
        "may_try": bool(rules.may_offer_trial(request.user, application, at)),
    }
