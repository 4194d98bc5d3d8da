from django.apps import AppConfig

from mikiwame.market.contests import events as contests
from mikiwame.market.contracts import events as contracts
from mikiwame.market.hiring import events as hiring
from mikiwame.market.history.consumers import subscribe
from mikiwame.market.messaging import events as messaging
from mikiwame.market.taskwork import events as taskwork

from . import events

COUNTED = (
    hiring.PostingPublished,
    contracts.ContractAgreed,
    contracts.FundingLapsed,
    contracts.CancelledAfterHiring,
    contracts.WorkerCancelled,
    contracts.ContractFinished,
    contracts.ContractEnded,
    events.ReviewsOpened,
)
"""The facts after which a standing can read otherwise, or a review is due."""

OBSERVED = (
    hiring.PostingFilled,
    hiring.PostingClosed,
    hiring.PostingExpired,
    hiring.PlaceTaken,
    hiring.ApplicantPutOnTrial,
    hiring.ApplicationDeclined,
    hiring.ApplicationAccepted,
    messaging.MessageSent,
    contracts.OfferMade,
    messaging.AnswerMissed,
    contracts.ContractAgreed,
    contracts.AmendmentProposed,
    contracts.AmendmentRefused,
    contracts.AmendmentCalledWorse,
    contracts.MilestoneFunded,
    contracts.PeriodFunded,
    contracts.FundingLapsed,
    contracts.PeriodUnfunded,
    contracts.TopUpUnpaid,
    contracts.StandbyFeePaid,
    contracts.StandbyFeeUnpaid,
    contracts.WorkDelivered,
    contracts.HoursHandedIn,
    contracts.DeliveryOverdue,
    contracts.DeliveryMissed,
    contracts.ChangesRequested,
    contracts.DeliveryAccepted,
    contracts.DeliveryAcceptedBySilence,
    contracts.ContractFinished,
    contracts.CancelledAfterHiring,
    contracts.WorkerCancelled,
    contracts.ContractEnded,
    contracts.DisputeSettled,
    contracts.DisputeUnreviewed,
    contracts.TrialHired,
    contracts.TrialDeclined,
    contracts.TrialUndecided,
    contests.ContestDecided,
    contests.ContestUndecided,
    contests.PrizeWon,
    contests.PrizeShared,
    contests.ParticipationPaid,
    contests.EntryPassedOver,
    contests.EntryExcluded,
    taskwork.AnswersApproved,
    taskwork.AnswerRejected,
    taskwork.AnswerOverturned,
)
"""The facts after which a record can read otherwise."""

READ = (
    hiring.PostingPublished,
    hiring.PostingResumed,
    hiring.PostingReinstated,
    events.ReviewsOpened,
)
"""The facts after which the engine reads a posting's text, or what was said of its two sides."""


class ReputationConfig(AppConfig):
    name = "mikiwame.market.reputation"
    label = "reputation"

    def ready(self) -> None:
        """From now on these facts are dispatched to this room."""
        subscribe("reputation", [event.kind for event in COUNTED])
        subscribe("records", [event.kind for event in OBSERVED])
        subscribe("reports", [event.kind for event in READ])
