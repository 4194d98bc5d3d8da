"""Who is told of what: every kind of fact stands in one of two tables.

Nobody is told of her own acts, but for a few that concern her safety. The words are templates named after the
kind, ``notices/<room>/<Kind>.txt``.
"""

from dataclasses import dataclass

from mikiwame.market.contests import events as contests
from mikiwame.market.contracts import events as contracts
from mikiwame.market.escrow import events as escrow
from mikiwame.market.hiring import events as hiring
from mikiwame.market.members import events as members
from mikiwame.market.messaging import events as messaging
from mikiwame.market.moderation import events as moderation
from mikiwame.market.reputation import events as reputation
from mikiwame.market.taskwork import events as taskwork
from mikiwame.market.turns import events as turns

from .states import Group

CLIENT, WORKER = "client", "worker"
BOTH = (CLIENT, WORKER)
PARTY = "party"
HERSELF = "subject"

OF_ROOM = {
    "members": Group.ACCOUNT,
    "moderation": Group.ACCOUNT,
    "turns": Group.TURNS,
    "messaging": Group.MESSAGES,
    "terms": Group.CONTRACTS,
    "escrow": Group.CONTRACTS,
    "hiring": Group.HIRING,
    "contracts": Group.CONTRACTS,
    "taskwork": Group.TASKS,
    "contests": Group.HIRING,
    "reputation": Group.REVIEWS,
}
"""The group of a room's facts, where their audience names no other."""


@dataclass(frozen=True)
class Audience:
    """Which values of the fact name those who are told, and which names the thing that they are led to.

    A ``page`` that is no value of the fact is a page of the reader's own. The ``group`` is the room's, unless
    the fact belongs to another one: what waits for an answer or for work belongs to ``Group.TURNS``.
    """

    sides: tuple[str, ...]
    page: str = "subject"
    group: Group | None = None


AUDIENCES: dict[str, Audience] = {
    members.BankAccountChanged.kind: Audience((HERSELF,), page="bank_account"),
    members.BrowserAdded.kind: Audience((HERSELF,), page="notice_settings"),
    members.ApiTokenIssued.kind: Audience((HERSELF,), page="tokens"),
    members.PrivateDataRead.kind: Audience((HERSELF,), page="private_data"),
    members.IdentityConfirmed.kind: Audience((HERSELF,), page="identity"),
    members.IdentityRefused.kind: Audience((HERSELF,), page="identity"),
    members.IdentityEnded.kind: Audience((HERSELF,), page="identity"),
    messaging.MessageSent.kind: Audience(BOTH),
    messaging.AnswerMissed.kind: Audience(BOTH, page="conversation"),
    messaging.SummaryPasted.kind: Audience(BOTH, page="summary", group=Group.TURNS),
    messaging.SummaryConfirmed.kind: Audience(BOTH, page="summary"),
    messaging.SummaryDenied.kind: Audience(BOTH, page="summary"),
    messaging.SummaryUnanswered.kind: Audience(BOTH, page="summary"),
    messaging.VirusFound.kind: Audience((*BOTH, PARTY), page="page"),
    messaging.LetterFreed.kind: Audience((PARTY,), page="conversation"),
    turns.TurnReminded.kind: Audience((PARTY,), page="page"),
    escrow.MoneyReturned.kind: Audience((CLIENT,), page="money"),
    escrow.PayoutArrived.kind: Audience((PARTY,), page="money"),
    escrow.PayoutFailed.kind: Audience((PARTY,), page="bank_account"),
    hiring.ApplicationSubmitted.kind: Audience((CLIENT,)),
    hiring.ApplicationWithdrawn.kind: Audience((CLIENT,)),
    hiring.ApplicationDeclined.kind: Audience((WORKER,)),
    hiring.ApplicationExpired.kind: Audience((WORKER,)),
    hiring.ApplicationHalted.kind: Audience((WORKER,)),
    hiring.ApplicationResumed.kind: Audience((WORKER,)),
    hiring.PostingFilled.kind: Audience((CLIENT,)),
    hiring.PostingExpired.kind: Audience((CLIENT,)),
    hiring.PostingSuspended.kind: Audience((CLIENT,)),
    hiring.PostingReinstated.kind: Audience((CLIENT,)),
    contracts.OfferMade.kind: Audience((WORKER,), group=Group.TURNS),
    contracts.OfferDeclined.kind: Audience((CLIENT,), group=Group.HIRING),
    contracts.OfferWithdrawn.kind: Audience((WORKER,), group=Group.HIRING),
    contracts.OfferLapsed.kind: Audience(BOTH, group=Group.HIRING),
    contracts.ContractAgreed.kind: Audience((CLIENT,), group=Group.TURNS),
    contracts.MilestoneFunded.kind: Audience(BOTH),
    contracts.FundingLapsed.kind: Audience(BOTH),
    contracts.TrialEnded.kind: Audience(BOTH, group=Group.TURNS),
    contracts.TrialReopened.kind: Audience(BOTH, group=Group.TURNS),
    contracts.TrialHired.kind: Audience((CLIENT,)),
    contracts.TrialDeclined.kind: Audience((WORKER,), group=Group.HIRING),
    contracts.TrialWithdrawn.kind: Audience((CLIENT,), group=Group.HIRING),
    contracts.TrialUndecided.kind: Audience(BOTH, group=Group.HIRING),
    contracts.StandbyFeeOwed.kind: Audience(BOTH, group=Group.TURNS),
    contracts.StandbyFeePaid.kind: Audience(BOTH),
    contracts.StandbyFeeWaived.kind: Audience((CLIENT,)),
    contracts.StandbyFeeUnpaid.kind: Audience(BOTH),
    contracts.PeriodFunded.kind: Audience(BOTH),
    contracts.PeriodUnfunded.kind: Audience(BOTH),
    contracts.PeriodEnded.kind: Audience(BOTH),
    contracts.DeliveryMissed.kind: Audience(BOTH),
    contracts.StartDeclared.kind: Audience((WORKER,)),
    contracts.WorkMayBegin.kind: Audience((WORKER,)),
    contracts.WorkDelivered.kind: Audience((CLIENT,), group=Group.TURNS),
    contracts.HoursHandedIn.kind: Audience(BOTH, group=Group.TURNS),
    contracts.HoursUnused.kind: Audience(BOTH),
    contracts.WeekShortened.kind: Audience(BOTH, group=Group.TURNS),
    contracts.DeliveryOverdue.kind: Audience(BOTH),
    contracts.ChangesRequested.kind: Audience((WORKER,), group=Group.TURNS),
    contracts.DeliveryAccepted.kind: Audience((WORKER,)),
    contracts.DeliveryAcceptedBySilence.kind: Audience(BOTH),
    contracts.CancelledAfterHiring.kind: Audience((WORKER,)),
    contracts.WorkerCancelled.kind: Audience((CLIENT,)),
    contracts.CancellationProposed.kind: Audience(BOTH, group=Group.TURNS),
    contracts.CancellationRefused.kind: Audience(BOTH),
    contracts.CancellationWithdrawn.kind: Audience(BOTH),
    contracts.CancellationLapsed.kind: Audience(BOTH),
    contracts.AmendmentProposed.kind: Audience(BOTH, group=Group.TURNS),
    contracts.AmendmentAccepted.kind: Audience(BOTH),
    contracts.TopUpAsked.kind: Audience(BOTH, group=Group.TURNS),
    contracts.TopUpUnpaid.kind: Audience(BOTH),
    contracts.RaiseDropped.kind: Audience(BOTH),
    contracts.AmendmentRefused.kind: Audience(BOTH),
    contracts.AmendmentWithdrawn.kind: Audience(BOTH),
    contracts.AmendmentCalledWorse.kind: Audience((CLIENT,)),
    contracts.AmendmentLapsed.kind: Audience(BOTH),
    contracts.WorkerLeft.kind: Audience(BOTH),
    contracts.BreakProposed.kind: Audience(BOTH),
    contracts.BreakAgreed.kind: Audience(BOTH),
    contracts.BreakRefused.kind: Audience(BOTH),
    contracts.BreakWithdrawn.kind: Audience(BOTH),
    contracts.BreakLapsed.kind: Audience(BOTH),
    contracts.NoticeGiven.kind: Audience(BOTH),
    contracts.ReasonRequested.kind: Audience((CLIENT,)),
    contracts.ReasonGiven.kind: Audience((WORKER,)),
    contracts.ReasonWithheld.kind: Audience(BOTH),
    contracts.ContractEnded.kind: Audience(BOTH),
    contracts.DisputeOpened.kind: Audience(BOTH, group=Group.TURNS),
    contracts.UndisputedPaid.kind: Audience(BOTH),
    contracts.DisputeAnswered.kind: Audience(BOTH),
    contracts.DisputeUnanswered.kind: Audience(BOTH),
    contracts.DisputeLate.kind: Audience(BOTH),
    contracts.DisputeDecided.kind: Audience(BOTH, group=Group.TURNS),
    contracts.RulingAccepted.kind: Audience(BOTH),
    contracts.RulingAppealed.kind: Audience(BOTH),
    contracts.DisputeSettled.kind: Audience(BOTH),
    contracts.DisputeUnreviewed.kind: Audience(BOTH),
    contracts.SettlementProposed.kind: Audience(BOTH, group=Group.TURNS),
    contracts.SettlementRefused.kind: Audience(BOTH),
    contracts.SettlementWithdrawn.kind: Audience(BOTH),
    contracts.SettlementLapsed.kind: Audience(BOTH),
    contracts.DisputeAgreed.kind: Audience(BOTH),
    taskwork.BatchOpened.kind: Audience((CLIENT,)),
    taskwork.BatchFinished.kind: Audience((CLIENT,)),
    taskwork.LowPayMeasured.kind: Audience((CLIENT,)),
    taskwork.RewardRaised.kind: Audience((WORKER,)),
    taskwork.AnswersApproved.kind: Audience((WORKER,)),
    taskwork.AnswerReturned.kind: Audience((WORKER,), group=Group.TURNS),
    taskwork.AnswerFixed.kind: Audience((CLIENT,), page="batch"),
    taskwork.AnswerRejected.kind: Audience((WORKER,)),
    taskwork.AnswerContested.kind: Audience((CLIENT,), page="batch"),
    taskwork.AnswerOverturned.kind: Audience((CLIENT,), page="batch"),
    taskwork.AnswerUpheld.kind: Audience((WORKER,), group=Group.TURNS),
    taskwork.AnswerAppealed.kind: Audience((CLIENT,), page="batch"),
    taskwork.AppealDecided.kind: Audience(BOTH, page="batch"),
    contests.ContestOpened.kind: Audience((CLIENT,)),
    contests.EntrantHeldUp.kind: Audience((WORKER,)),
    contests.EntrantReadmitted.kind: Audience((WORKER,)),
    contests.EntriesClosed.kind: Audience((CLIENT,), group=Group.TURNS),
    contests.ContestUndecided.kind: Audience((CLIENT,)),
    contests.PrizeReturned.kind: Audience((CLIENT,)),
    contests.EntrySubmitted.kind: Audience((CLIENT,), page="contest"),
    contests.EntryWithdrawn.kind: Audience((CLIENT,), page="contest"),
    contests.EntryShortlisted.kind: Audience((WORKER,), page="contest"),
    contests.BreachConfirmed.kind: Audience(BOTH, page="contest", group=Group.TURNS),
    contests.ExclusionAppealed.kind: Audience((CLIENT,), page="contest"),
    contests.EntryExcluded.kind: Audience(BOTH, page="contest"),
    contests.EntryKept.kind: Audience((CLIENT,), page="contest"),
    contests.ExclusionReversed.kind: Audience(BOTH, page="contest"),
    contests.PrizeWon.kind: Audience((WORKER,), page="contest"),
    contests.PrizeShared.kind: Audience((WORKER,), page="contest"),
    contests.ParticipationPaid.kind: Audience((WORKER,), page="contest"),
    contests.EntryPassedOver.kind: Audience((WORKER,), page="contest"),
    reputation.ReviewWritten.kind: Audience(BOTH),
    reputation.ReviewsOpened.kind: Audience(BOTH),
    reputation.ReviewAnswered.kind: Audience(BOTH),
    moderation.ReportDecided.kind: Audience((PARTY,), page="own_reports"),
    moderation.ReportReviewed.kind: Audience((PARTY,), page="own_reports"),
    moderation.MemberWarned.kind: Audience((PARTY,), page="sanction"),
    moderation.SanctionLate.kind: Audience((PARTY,)),
    moderation.SanctionUnreviewed.kind: Audience((PARTY,)),
    moderation.SanctionUpheld.kind: Audience((PARTY,)),
    moderation.SanctionLifted.kind: Audience((PARTY,)),
}
"""Kind of fact -> who is told, and where she is led."""

EVEN_HER_OWN = frozenset(
    {members.BankAccountChanged.kind, members.BrowserAdded.kind, members.ApiTokenIssued.kind}
)
"""What a member is told although she did it: it may have been somebody else in her name."""

ONCE = frozenset({contests.EntryShortlisted.kind})
"""What is told of a thing once, however often it is taken back and done again."""


def group_of(kind: str) -> Group:
    """To which group a kind of fact belongs that somebody is told of."""
    return AUDIENCES[kind].group or OF_ROOM[kind.partition(".")[0]]


SILENT: dict[str, str] = {
    members.MemberJoined.kind: "the page that follows welcomes her",
    members.OperatorAppointed.kind: "whoever keeps the instance tells her",
    members.ProfileChanged.kind: "her own act",
    members.PreferencesChanged.kind: "her own act",
    members.PrivateDataKept.kind: "her own act",
    members.PapersSubmitted.kind: "her own act; operators have a queue",
    members.PapersWithdrawn.kind: "her own act",
    members.PapersRead.kind: "the reading of her name, which goes with it, tells it",
    members.ApiTokenRevoked.kind: "her own act",
    members.AccountDeleted.kind: "nobody is there to be told",
    turns.ClocksStopped.kind: "everybody's first page says so",
    turns.CalendarMade.kind: "her own act",
    turns.CalendarRemoved.kind: "her own act",
    turns.AbsenceAnnounced.kind: "her own act; who waits for her sees the limit",
    turns.AbsenceWithdrawn.kind: "her own act",
    messaging.QuestionAsked.kind: "the message tells it, and the turn reminds of it",
    messaging.QuestionAnswered.kind: "the reply tells it",
    messaging.QuestionSettled.kind: "the asker's own act; the turn is gone",
    messaging.ContactPolicySet.kind: "the conversation shows it",
    escrow.DepositRequested.kind: "the client's own act",
    escrow.DepositCancelled.kind: "the end that made it needless tells it",
    escrow.MoneyHeld.kind: "the milestone tells it",
    escrow.MoneyReleased.kind: "the acceptance tells it",
    escrow.MoneyRefunded.kind: "the contract's end tells it",
    escrow.MoneyDrawn.kind: "the approval tells it",
    escrow.MoneyGivenBack.kind: "what stopped or ended the work tells it",
    escrow.MoneyCarriedOver.kind: "it stays held; what it is for tells it",
    contracts.DisputeReviewed.kind: "the settled dispute tells it",
    escrow.MoneySettled.kind: "the settled dispute tells it",
    escrow.PartReleased.kind: "the dispute tells what is paid at once",
    hiring.PostingPublished.kind: "the client's own act; others find it in the list",
    hiring.PostingPaused.kind: "the promise to applicants stands",
    hiring.PostingResumed.kind: "the promise to applicants stands",
    hiring.PostingClosed.kind: "every applicant is told of her own outcome",
    hiring.ApplicationAccepted.kind: "the agreement tells it",
    hiring.ApplicantPutOnTrial.kind: "the offer of the trial tells it",
    hiring.TrialGivenUp.kind: "the end of the offer tells it",
    hiring.PlaceTaken.kind: "the offer tells it",
    hiring.PlaceFreed.kind: "the end of the offer tells it",
    reputation.TasksReviewed.kind: "it is sealed; later it is one among many on the client's page",
    contracts.ContractFinished.kind: "the last acceptance tells it",
    taskwork.BatchPaused.kind: "the client's own act",
    taskwork.BatchResumed.kind: "the client's own act",
    taskwork.ApprovalRulesChanged.kind: "the client's own act; the batch's page shows it",
    taskwork.BatchRaised.kind: "the client's own act",
    taskwork.BatchToppedUp.kind: "the client's own act; its workers are told one by one",
    taskwork.BatchSuspended.kind: "its posting tells it",
    taskwork.BatchReinstated.kind: "its posting tells it",
    taskwork.BatchClosed.kind: "the end tells it, when all is judged",
    taskwork.AnswerDoubted.kind: "its worker hears of it when others have found it right",
    taskwork.AppealLate.kind: "the answer still waits, as its page says",
    taskwork.ExamTaken.kind: "the page that follows tells her, and nobody else",
    contests.ContestCancelled.kind: "the client's own act; nobody had entered",
    contests.ContestSuspended.kind: "its posting tells it; who has entered is told one by one",
    contests.ContestReinstated.kind: "its posting tells it; who has entered is told one by one",
    contests.ContestDecided.kind: "the client's own act; its entrants are told one by one",
    contests.EntryUnlisted.kind: "its maker is told what comes of it, not of every doubt",
    contests.ExclusionRequested.kind: "its maker hears of it when an operator agrees; operators have a queue",
    taskwork.BatchJoined.kind: "the worker's own act; the client sees numbers",
    moderation.ThingReported.kind: "her own act; operators have a queue",
    moderation.SanctionAppealed.kind: "her own act; operators have a queue",
    moderation.AppealMissed.kind: "she was told of the limit; nothing changes",
    moderation.ReportsJudged.kind: "who reported and who is warned are told each for herself",
}
"""Kind of fact -> why nobody is told."""
