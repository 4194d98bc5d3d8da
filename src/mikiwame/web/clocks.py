"""Every clock with its time, for the page that says how things work."""

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mikiwame.market.contests.operations import exclusions
from mikiwame.market.contracts import limits
from mikiwame.market.messaging import rules as messages
from mikiwame.market.moderation import rules as reported
from mikiwame.market.taskwork import rules as tasks
from mikiwame.market.turns.states import TurnKind


def clocks() -> list[dict[str, str]]:
    """Every clock with its time, in the order of the story."""
    return [
        {"kind": TurnKind.DECISION, "time": _("募集で約束した日まで")},
        {"kind": TurnKind.OFFER, "time": _offer(days(settings.OFFER_DAYS))},
        {"kind": TurnKind.TRIAL_DECISION, "time": days(settings.TRIAL_DECISION_DAYS)},
        {"kind": TurnKind.FUNDING, "time": days(settings.FUNDING_DAYS)},
        {"kind": TurnKind.FIRST_PERIOD, "time": days(settings.FUNDING_DAYS)},
        {"kind": TurnKind.PERIOD, "time": _("その期がはじまる日まで")},
        {"kind": TurnKind.ARREARS, "time": days(settings.OVERDUE_DAYS)},
        {"kind": TurnKind.TOP_UP, "time": days(settings.FUNDING_DAYS)},
        {"kind": TurnKind.STANDBY, "time": days(settings.STANDBY_DAYS)},
        {"kind": TurnKind.STANDBY_LATE, "time": days(limits.REMINDED_FOR.days)},
        {"kind": TurnKind.START, "time": _("条件書の期日まで")},
        {"kind": TurnKind.DELIVERY, "time": _("条件書の納期まで")},
        {"kind": TurnKind.OVERDUE, "time": days(settings.OVERDUE_DAYS)},
        {"kind": TurnKind.DUE, "time": _("条件書の予定の日まで")},
        {"kind": TurnKind.MEND, "time": _("検収と同じ日数")},
        {"kind": TurnKind.TIMESHEET, "time": _("週の最後の日の2日後まで")},
        {"kind": TurnKind.INSPECTION, "time": _("条件書の日数")},
        {"kind": TurnKind.CHANGES, "time": _("検収と同じ日数")},
        {"kind": TurnKind.CANCELLATION, "time": days(settings.CANCELLATION_DAYS)},
        {"kind": TurnKind.BREAK, "time": _("休みの最初の日まで")},
        {"kind": TurnKind.REASON, "time": days(limits.REASON_WITHIN.days)},
        {"kind": TurnKind.AMENDMENT, "time": days(limits.AMENDMENT_DAYS)},
        {"kind": TurnKind.DEPARTURE, "time": days(limits.DEPARTURE_DAYS)},
        {"kind": TurnKind.DISPUTE_ANSWER, "time": days(settings.DISPUTE_ANSWER_DAYS)},
        {"kind": TurnKind.DISPUTE, "time": days(settings.DISPUTE_DAYS)},
        {"kind": TurnKind.CLIENT_APPEAL, "time": days(settings.DISPUTE_APPEAL_DAYS)},
        {"kind": TurnKind.WORKER_APPEAL, "time": days(settings.DISPUTE_APPEAL_DAYS)},
        {"kind": TurnKind.SETTLEMENT, "time": days(limits.SETTLEMENT_DAYS)},
        {"kind": TurnKind.CLIENT_REVIEW, "time": days(settings.REVIEW_DAYS)},
        {"kind": TurnKind.WORKER_REVIEW, "time": days(settings.REVIEW_DAYS)},
        *_other_clocks(),
    ]


def _offer(usual: str) -> str:
    return _("%(usual)s。納期か、条件つきの開始の期日がそれより早ければ、その前の日まで") % {"usual": usual}


def _other_clocks() -> list[dict[str, str]]:
    """Those of batches, contests, messages and appeals."""
    return [
        {"kind": TurnKind.CLOSING, "time": _("バッチで決めた日まで")},
        {"kind": TurnKind.FIX, "time": days(tasks.FIX_DAYS)},
        {"kind": TurnKind.UPHELD, "time": days(tasks.APPEAL_DAYS)},
        {"kind": TurnKind.APPEAL, "time": days(tasks.DECIDE_DAYS)},
        {"kind": TurnKind.ANSWER, "time": business_days(messages.ANSWER_DAYS)},
        {"kind": TurnKind.CONFIRMATION, "time": business_days(messages.ANSWER_DAYS)},
        {"kind": TurnKind.CONTEST_CLOSING, "time": _("コンペで決めた日まで")},
        {"kind": TurnKind.CONTEST_DECISION, "time": _("コンペで決めた日数")},
        {"kind": TurnKind.EXCLUSION, "time": days(exclusions.DECIDE_DAYS)},
        {"kind": TurnKind.EXCLUSION_APPEAL, "time": days(exclusions.APPEAL_DAYS)},
        {"kind": TurnKind.SANCTION_APPEAL, "time": days(reported.APPEAL_DAYS)},
        {"kind": TurnKind.SANCTION, "time": days(reported.REVIEW_DAYS)},
    ]


def business_days(number: int) -> str:
    """``3営業日``."""
    return ngettext("%(number)s営業日", "%(number)s営業日", number) % {"number": number}


def days(number: int) -> str:
    """``7日``."""
    return ngettext("%(number)s日", "%(number)s日", number) % {"number": number}
