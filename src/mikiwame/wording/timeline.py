"""A contract's facts in words: the timeline that both sides, and an operator, read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from django.utils.functional import Promise
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _

from mikiwame.market.contracts.states import Course

from .formats import day_in_words, duration, limit, yen
from .words import called


class Told(Protocol):
    """A fact, as history keeps it."""

    kind: str
    data: dict[str, Any]
    by: str | None
    at: datetime


@dataclass(frozen=True)
class Entry:
    """One line of the timeline. ``tone`` is good, bad or empty; ``by_clock``: a limit passed."""

    at: datetime
    icon: str
    words: str
    tone: str
    by_clock: bool


GOOD, BAD, PLAIN = "good", "bad", ""

WORDS: dict[str, tuple[str, str, str | Promise]] = {
    "contracts.OfferMade": ("mail-open", PLAIN, _("内定が出ました。報酬は%(amount)sです。")),
    "contracts.OfferDeclined": ("circle-x", PLAIN, _("ワーカーが内定を辞退しました。")),
    "contracts.OfferWithdrawn": ("undo-2", PLAIN, _("クライアントが内定を取り消しました。")),
    "contracts.OfferLapsed": ("clock-alert", PLAIN, _("返事がないまま期限を過ぎ、内定は失効しました。")),
    "contracts.ContractAgreed": (
        "handshake",
        GOOD,
        _("ワーカーが承諾し、契約になりました。取引条件明示書を発行しました。"),
    ),
    "contracts.MilestoneFunded": ("lock", GOOD, _("区切り%(number)sの%(amount)sが仮払いされました。")),
    "contracts.FundingLapsed": ("clock-alert", BAD, _("仮払いがないまま期限を過ぎ、契約は失効しました。")),
    "contracts.TrialEnded": (
        "hourglass",
        PLAIN,
        _("お試しが終わりました。クライアントは%(until)sまでに採用を決めます。権利はワーカーのものです。"),
    ),
    "contracts.TrialReopened": (
        "hourglass",
        PLAIN,
        _("内定はまとまりませんでした。クライアントは%(until)sまでに、あらためて決めます。"),
    ),
    "contracts.TrialHired": (
        "handshake",
        GOOD,
        _("採用が決まり、お試しの成果の権利は、条件のとおりクライアントに移りました。"),
    ),
    "contracts.TrialDeclined": (
        "circle-x",
        PLAIN,
        _("採用にはなりませんでした。お試しの成果の権利はワーカーのものです。"),
    ),
    "contracts.TrialWithdrawn": (
        "undo-2",
        PLAIN,
        _("ワーカーが応募を取り下げました。お試しの成果の権利はワーカーのものです。"),
    ),
    "contracts.TrialUndecided": (
        "clock-alert",
        BAD,
        _("採用の返事がないまま期限を過ぎました。お試しの成果の権利はワーカーのものです。"),
    ),
    "contracts.StandbyFeeOwed": (
        "hourglass",
        PLAIN,
        _("仮払いがないまま終わったので、待機料%(amount)sを支払うことになりました。"),
    ),
    "contracts.StandbyFeePaid": (
        "banknote",
        GOOD,
        _("待機料%(amount)sが支払われました。ワーカーに届く額は%(net)sです。"),
    ),
    "contracts.StandbyFeeWaived": (
        "undo-2",
        PLAIN,
        _("ワーカーは、待機料%(amount)sを受け取らないことにしました。"),
    ),
    "contracts.StandbyFeeUnpaid": (
        "clock-alert",
        BAD,
        _("待機料%(amount)sは、期限までに支払われませんでした。"),
    ),
    "contracts.PeriodFunded": (
        "lock",
        GOOD,
        _("第%(number)s期（納品%(deliveries)s回）の%(amount)sが仮払いされました。"),
    ),
    "contracts.PeriodUnfunded": (
        "clock-alert",
        BAD,
        _("第%(number)s期の仮払いがないまま期限を過ぎ、作業は休みになりました。"),
    ),
    "contracts.PeriodEnded": (
        "calendar-check",
        PLAIN,
        _("第%(number)s期が終わりました。受け入れられた納品は%(accepted)s回、報酬は%(amount)sです。"),
    ),
    "contracts.DeliveryMissed": (
        "clock-alert",
        BAD,
        _("%(due)sの納品がありませんでした。%(amount)sはクライアントに戻りました。"),
    ),
    "contracts.StartDeclared": ("flag", PLAIN, _("クライアントが、開始の条件が整ったと知らせました。")),
    "contracts.WorkMayBegin": (
        "play",
        GOOD,
        _("ランプが緑になりました。区切り%(number)sの納期は%(due)sです。"),
    ),
    "contracts.WorkDelivered": (
        "package",
        PLAIN,
        _("区切り%(number)sの納品（%(delivery)s回目）がありました。"),
    ),
    "contracts.HoursHandedIn": (
        "clock",
        PLAIN,
        _(
            "時間（%(minutes)s）が提出されました。報酬は%(amount)s、クライアントに戻った額は%(returned)sです。"
        ),
    ),
    "contracts.HoursUnused": (
        "undo-2",
        PLAIN,
        _("作業のない週があり、その仮払い%(amount)sはクライアントに戻りました。"),
    ),
    "contracts.WeekShortened": (
        "calendar-x",
        PLAIN,
        _("仕事は%(day)sで終わりました。それまでに働いた時間は、%(until)sまで書けます。"),
    ),
    "contracts.DeliveryOverdue": ("clock-alert", BAD, _("区切り%(number)sの納期を過ぎました。")),
    "contracts.ChangesRequested": (
        "message-square-warning",
        PLAIN,
        _(
            "区切り%(number)sの直しの依頼（%(round)s回目）がありました。満たされていない条件は「%(term)s」です。"
        ),
    ),
    "contracts.DeliveryAccepted": (
        "check",
        GOOD,
        _("区切り%(number)sが受け入れられ、ワーカーに%(net)sが支払われました。"),
    ),
    "contracts.DeliveryAcceptedBySilence": (
        "check",
        GOOD,
        _(
            "検収の期限を過ぎたので、区切り%(number)sは受け入れられたものとされ、ワーカーに%(net)sが支払われました。"
        ),
    ),
    "contracts.ContractFinished": ("circle-check", GOOD, _("すべての区切りが終わり、契約は完了しました。")),
    "contracts.CancelledAfterHiring": ("circle-x", BAD, _("クライアントが契約を取り消しました。")),
    "contracts.WorkerCancelled": ("circle-x", BAD, _("ワーカーが契約を取り消しました。")),
    "contracts.CancellationProposed": ("circle-question-mark", PLAIN, _("終了の提案が出ました。")),
    "contracts.CancellationRefused": ("circle-x", PLAIN, _("終了の提案は断られ、契約は続きます。")),
    "contracts.CancellationWithdrawn": ("undo-2", PLAIN, _("終了の提案は取り下げられました。")),
    "contracts.CancellationLapsed": (
        "clock-alert",
        PLAIN,
        _("返事がないので、終了の提案はなかったことになりました。"),
    ),
    "contracts.AmendmentProposed": (
        "pencil",
        PLAIN,
        _("%(proposed_by)sが条件（%(terms)s）の変更を提案しました。"),
    ),
    "contracts.AmendmentAccepted": (
        "handshake",
        GOOD,
        _("条件（%(terms)s）の変更に合意し、第%(version)s版の取引条件明示書を発行しました。"),
    ),
    "contracts.TopUpAsked": (
        "handshake",
        GOOD,
        _("条件（%(terms)s）の変更に合意しました。増額分の%(amount)sが入金されると、新しい条件になります。"),
    ),
    "contracts.TopUpUnpaid": (
        "clock-alert",
        BAD,
        _("合意した増額分の%(amount)sは、期限までに入金されませんでした。これまでの条件のまま続きます。"),
    ),
    "contracts.RaiseDropped": (
        "undo-2",
        PLAIN,
        _("合意した増額は、増額分の入金の前に対象がなくなったので、なかったことになりました。"),
    ),
    "contracts.AmendmentRefused": (
        "circle-x",
        PLAIN,
        _("%(proposed_by)sの提案した条件（%(terms)s）の変更は断られました。"),
    ),
    "contracts.AmendmentWithdrawn": (
        "undo-2",
        PLAIN,
        _("条件（%(terms)s）の変更の提案は取り下げられました。"),
    ),
    "contracts.AmendmentCalledWorse": (
        "trending-down",
        BAD,
        _(
            "取り下げられた条件（%(terms)s）の変更のうち、%(worse)sは自分に不利だったと、ワーカーが言いました。"
        ),
    ),
    "contracts.AmendmentLapsed": (
        "clock-alert",
        PLAIN,
        _("返事がないので、条件（%(terms)s）の変更の提案はなかったことになりました。"),
    ),
    "contracts.WorkerLeft": (
        "door-open",
        BAD,
        _(
            "悪くなる条件が提案されたため、ワーカーが責任なく離れました。納品された区切り%(number)sは検収されます。"
        ),
    ),
    "contracts.BreakProposed": ("moon", PLAIN, _("%(first)sから%(last)sまでの休みが提案されました。")),
    "contracts.BreakAgreed": (
        "moon",
        PLAIN,
        _("%(first)sから%(last)sまでを休みにすることに、双方が同意しました。納品%(skipped)s回が休みです。"),
    ),
    "contracts.BreakRefused": ("circle-x", PLAIN, _("休みの提案は断られ、納期はそのままです。")),
    "contracts.BreakWithdrawn": ("undo-2", PLAIN, _("休みの提案は取り下げられました。")),
    "contracts.BreakLapsed": (
        "clock-alert",
        PLAIN,
        _("返事がないので、休みの提案はなかったことになりました。"),
    ),
    "contracts.NoticeGiven": ("calendar-x", PLAIN, _("%(last)sで終わることが、前もって知らされました。")),
    "contracts.ReasonRequested": ("circle-question-mark", PLAIN, _("ワーカーが、終える理由をたずねました。")),
    "contracts.ReasonGiven": ("message-square", PLAIN, _("クライアントが、終える理由を知らせました。")),
    "contracts.ReasonWithheld": ("clock-alert", BAD, _("終える理由は、期限までに知らされませんでした。")),
    "contracts.ContractEnded": (
        "circle-x",
        BAD,
        _("契約は終わりました。%(ending)s。クライアントに戻る仮払いは%(refunded)sです。"),
    ),
    "contracts.DisputeOpened": ("scale", BAD, _("区切り%(number)sについて、運営に判断が求められました。")),
    "contracts.UndisputedPaid": (
        "banknote",
        GOOD,
        _("区切り%(number)sのうち争いのない%(amount)sが支払われ、ワーカーに%(net)sが届きます。"),
    ),
    "contracts.DisputeAnswered": ("message-square", PLAIN, _("申し立てを受けた側が言い分を出しました。")),
    "contracts.DisputeUnanswered": (
        "clock-alert",
        PLAIN,
        _("言い分が出ないまま期限を過ぎました。運営は、いまある記録で判断します。"),
    ),
    "contracts.DisputeDecided": (
        "scale",
        PLAIN,
        _("運営が判断しました。不服がなければ、ワーカーに%(to_worker)s、クライアントに%(to_client)sです。"),
    ),
    "contracts.RulingAccepted": ("check", PLAIN, _("片方の側が、運営の判断に同意しました。")),
    "contracts.RulingAppealed": (
        "scale",
        BAD,
        _("運営の判断に不服が申し立てられました。ほかの運営担当が判断します。"),
    ),
    "contracts.DisputeReviewed": ("scale", PLAIN, _("ほかの運営担当が、不服について判断しました。")),
    "contracts.SettlementProposed": (
        "handshake",
        PLAIN,
        _("分け方の提案が出ました。ワーカーに%(to_worker)s、クライアントに%(to_client)sです。"),
    ),
    "contracts.SettlementRefused": ("x", PLAIN, _("分け方の提案への同意はありませんでした。")),
    "contracts.SettlementLapsed": (
        "clock-alert",
        PLAIN,
        _("分け方の提案に、期限までに返事がありませんでした。"),
    ),
    "contracts.SettlementWithdrawn": ("undo-2", PLAIN, _("分け方の提案は取り下げられました。")),
    "contracts.DisputeAgreed": (
        "handshake",
        GOOD,
        _("双方が合意しました。ワーカーに%(to_worker)s、クライアントに%(to_client)sです。"),
    ),
    "contracts.DisputeLate": ("clock-alert", PLAIN, _("運営の判断が期限に間に合っていません。")),
    "contracts.DisputeSettled": (
        "scale",
        PLAIN,
        _("運営の判断が確定しました。ワーカーに%(to_worker)s、クライアントに%(to_client)sです。"),
    ),
    "contracts.DisputeUnreviewed": (
        "scale",
        PLAIN,
        _(
            "不服を判断できる別の運営担当がいないため、はじめの判断のとおりになりました。"
            "ワーカーに%(to_worker)s、クライアントに%(to_client)sです。どちらの記録にも数えません。"
        ),
    ),
    "escrow.DepositRequested": ("banknote", PLAIN, _("%(amount)sの仮払いの手続きが始まりました。")),
    "escrow.DepositCancelled": ("undo-2", PLAIN, _("%(amount)sの仮払いの手続きは取りやめになりました。")),
    "escrow.MoneyHeld": ("lock", GOOD, _("%(amount)sが入金され、仮払いとして預けられました。")),
    "escrow.MoneyReturned": (
        "undo-2",
        PLAIN,
        _("遅れて届いた%(amount)sの入金が戻りました。"),
    ),
    "escrow.MoneyReleased": (
        "banknote",
        GOOD,
        _(
            "%(amount)sがワーカーに支払われました。利用料は%(fee)s、源泉徴収税は%(withheld)s、届く額は%(net)sです。"
        ),
    ),
    "escrow.PartReleased": (
        "banknote",
        GOOD,
        _(
            "争いのない%(amount)sがワーカーに支払われました。利用料は%(fee)s、源泉徴収税は%(withheld)s、届く額は%(net)sです。"
        ),
    ),
    "escrow.MoneyRefunded": ("undo-2", PLAIN, _("%(amount)sがクライアントに戻りました。")),
    "escrow.MoneyDrawn": (
        "banknote",
        GOOD,
        _(
            "期の仮払いから%(amount)sがワーカーに支払われました。利用料は%(fee)s、源泉徴収税は%(withheld)s、届く額は%(net)sです。"
        ),
    ),
    "escrow.MoneyGivenBack": ("undo-2", PLAIN, _("期の仮払いのうち%(amount)sがクライアントに戻りました。")),
    "escrow.MoneySettled": (
        "scale",
        PLAIN,
        _("仮払いが分けられました。ワーカーに%(to_worker)s、クライアントに%(refunded)sです。"),
    ),
    "messaging.SummaryPasted": (
        "message-square-quote",
        PLAIN,
        _("%(author)sが、外部でのやりとりのまとめを残しました。"),
    ),
    "messaging.SummaryConfirmed": ("check", GOOD, _("%(author)sが残したまとめを、相手が確認しました。")),
    "messaging.SummaryDenied": ("circle-x", BAD, _("%(author)sが残したまとめを、相手は違うと言っています。")),
    "messaging.SummaryUnanswered": (
        "clock-alert",
        PLAIN,
        _("%(author)sが残したまとめは、期限までに確認されませんでした。"),
    ),
}
"""Kind of fact -> icon, tone, sentence."""

BY_THE_HOUR: dict[str, str | Promise] = {
    "contracts.WorkMayBegin": _("ランプが緑になりました。%(due)sまでの週の、働いた時間を書けます。"),
    "contracts.ChangesRequested": _("時間の記録の直しの依頼（%(round)s回目）がありました。"),
    "contracts.DeliveryAccepted": _("週の時間が認められ、ワーカーに%(net)sが支払われました。"),
    "contracts.DeliveryAcceptedBySilence": _(
        "検収の期限を過ぎたので、週の時間は認められたものとされ、ワーカーに%(net)sが支払われました。"
    ),
    "contracts.PeriodFunded": _("第%(number)s期の%(amount)sが仮払いされました。"),
    "contracts.PeriodEnded": _("第%(number)s期が終わりました。報酬は%(amount)sです。"),
    "contracts.ContractFinished": _("すべての週が終わり、契約は完了しました。"),
    "contracts.WorkerLeft": _(
        "悪くなる条件が提案されたため、ワーカーが責任なく離れました。提出された時間は検収されます。"
    ),
    "contracts.DisputeOpened": _("週の時間について、運営に判断が求められました。"),
    "contracts.UndisputedPaid": _("争いのない%(amount)sが支払われ、ワーカーに%(net)sが届きます。"),
    "contracts.BreakAgreed": _("%(first)sから%(last)sまでを休みにすることに、双方が同意しました。"),
}
"""The same by the hour, where there are no parts that have numbers."""

_NOTHING_BACK = _("契約は終わりました。%(ending)s。")
"""Nothing goes back with the end: what did was divided, or given back, and told, before."""

_WITH_MONEY_BACK = _(
    "条件（%(terms)s）の変更に合意し、第%(version)s版の取引条件明示書を発行しました。仮払いのうち%(returned)sはクライアントに戻りました。"
)
"""By the agreement money went back that was held already."""

_WITH_MONEY_IN = _(
    "増額分の%(added)sが入金され、条件（%(terms)s）の変更のとおりになりました。第%(version)s版の取引条件明示書を発行しました。"
)
"""What both agreed to holds since more money is held for it."""

_OF_TRIALS = {
    "contracts.OfferMade": _("お試しの依頼が出ました。報酬は%(amount)sです。"),
    "contracts.OfferDeclined": _("ワーカーがお試しを辞退しました。"),
    "contracts.OfferWithdrawn": _("お試しの依頼は取り消されました。"),
    "contracts.OfferLapsed": _("返事がないまま期限を過ぎ、お試しの依頼は失効しました。"),
    "contracts.ContractAgreed": _(
        "ワーカーがお試しを承諾し、契約になりました。取引条件明示書を発行しました。"
    ),
}
"""What is said otherwise of a trial."""

AT_LIMIT = {kind for kind, (icon, _tone, _words) in WORDS.items() if icon == "clock-alert"} | {
    "contracts.DeliveryAcceptedBySilence"
}
"""What happened because nobody did anything."""

_CALLED = {"term": "term", "ending": "ending", "proposed_by": "side", "author": "side"}
_YEN = {"amount", "net", "fee", "withheld", "refunded", "returned", "added", "to_worker", "to_client"}
_DAYS = {"due", "first", "last", "day"}


def entries(facts: Iterable[Told], course: Course = Course.PARTS) -> list[Entry]:
    """The timeline's lines, in the order of the facts; kinds without words are left out.

    ``course``: how the work comes about which they tell.
    """
    return [entry(fact, course) for fact in facts if fact.kind in WORDS]


def entry(fact: Told, course: Course = Course.PARTS) -> Entry:
    """One fact in the reader's language."""
    icon, tone, sentence = WORDS[fact.kind]
    if course == Course.HOURS:
        sentence = BY_THE_HOUR.get(fact.kind, sentence)
    if fact.kind == "contracts.ContractEnded" and not fact.data["refunded"]:
        sentence = _NOTHING_BACK
    if fact.kind == "contracts.AmendmentAccepted" and fact.data.get("returned"):
        sentence = _WITH_MONEY_BACK
    if fact.kind == "contracts.AmendmentAccepted" and fact.data.get("added"):
        sentence = _WITH_MONEY_IN
    if fact.data.get("purpose") == "trial":
        sentence = _OF_TRIALS.get(fact.kind, sentence)
    values = {name: _in_words(name, value) for name, value in fact.data.items()}
    if fact.data.get("per"):
        values["amount"] = called(fact.data["per"], "each") % values
    words, by_clock = str(sentence) % values, fact.kind in AT_LIMIT
    return Entry(at=fact.at, icon=icon, words=words, tone=tone, by_clock=by_clock)


def _in_words(name: str, value: Any) -> Any:
    if name in _YEN:
        return yen(value)
    if name in _DAYS:
        return day_in_words(date.fromisoformat(value))
    if name == "until" and value:
        return strip_tags(limit(datetime.fromisoformat(value)))
    if name == "minutes":
        return duration(value)
    if name in ("terms", "worse"):
        return _("、").join(str(called(term, "term")) for term in value)
    kind = _CALLED.get(name)
    return called(value, kind) if kind else value
