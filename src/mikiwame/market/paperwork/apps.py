from django.apps import AppConfig

from mikiwame.market.contests import events as contests
from mikiwame.market.contracts import events as contracts
from mikiwame.market.history.consumers import subscribe
from mikiwame.market.taskwork import events as taskwork

NOTIFIED = (
    contracts.ContractAgreed,
    contracts.AmendmentAccepted,
    taskwork.BatchOpened,
    taskwork.BatchToppedUp,
    taskwork.BatchReinstated,
    contests.ContestOpened,
    contests.ContestReinstated,
    contests.PrizeWon,
    contests.PrizeShared,
    contests.ParticipationPaid,
)
"""The facts that come with a terms notice."""


class PaperworkConfig(AppConfig):
    name = "mikiwame.market.paperwork"
    label = "paperwork"

    def ready(self) -> None:
        """From now on these facts are dispatched to this room."""
        subscribe("paperwork", [event.kind for event in NOTIFIED])
