"""Trials (お試し): small paid work of an applicant, after which its client decides whether she hires."""

from typing import ClassVar

from django.db import models

from mikiwame.core.fields import Stateful, iff, one_of
from mikiwame.core.lifecycle import Lifecycle
from mikiwame.market.contracts.states import TRIAL, TrialState
from mikiwame.market.hiring.models import Application

from .agreements import Contract


class Trial(Stateful):
    """What becomes of an application by its trial; the work itself is the contract's.

    That there is one for a client and a worker, for ever, is a constraint of their offers.
    """

    KIND = "trial"
    LIFECYCLE: ClassVar[Lifecycle] = TRIAL

    state = models.TextField(default=TrialState.WORKING)
    contract = models.OneToOneField(Contract, on_delete=models.PROTECT, related_name="trial")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="trials")
    until = models.DateTimeField(null=True, help_text="until when the client decides, once the work is over")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            one_of("contracts_trial_state_known", "state", TrialState),
            iff("contracts_trial_ended", "ended_at", states=sorted(TRIAL.final)),
        )
