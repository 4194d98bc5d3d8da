"""What a client owes a worker who waited for money that never came."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from mikiwame.core.fields import Stateful, one_of
from mikiwame.core.lifecycle import Lifecycle
from mikiwame.core.terms import STANDBY_FEE_LEAST, STANDBY_FEE_MOST
from mikiwame.market.contracts.states import STANDBY_FEE, StandbyState

from .agreements import Contract


class StandbyFee(Stateful):
    """The standby fee (待機料) of a contract whose first money never came."""

    KIND = "standby_fee"
    LIFECYCLE: ClassVar[Lifecycle] = STANDBY_FEE

    state = models.TextField(default=StandbyState.OWED)
    contract = models.OneToOneField(Contract, on_delete=models.PROTECT, related_name="standby_fee")
    amount = models.PositiveIntegerField(help_text="gross, in yen, as the terms promised")
    owed_at = models.DateTimeField()

    class Meta:
        constraints = (
            one_of("contracts_standbyfee_state_known", "state", StandbyState),
            models.CheckConstraint(
                name="contracts_standbyfee_within",
                condition=Q(amount__gte=STANDBY_FEE_LEAST, amount__lte=STANDBY_FEE_MOST),
            ),
        )
