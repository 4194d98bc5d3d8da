"""Reporting something, and deciding about it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mikiwame.market.moderation import rules
from mikiwame.market.moderation.states import ReportReason
from mikiwame.wording.words import WORDS

from .fields import Prose

REASONS = [
    (str(reason), WORDS["report_reason"][reason])
    for reason in ReportReason
    if reason != ReportReason.WRONG_STOP
]


class ReportForm(forms.Form):
    """What is wrong; operators read it, the reported person never hears who wrote it."""

    reason = forms.ChoiceField(label=_("どんなことですか"), choices=REASONS, widget=forms.RadioSelect)
    words = Prose(
        label=_("くわしく（任意）"),
        max_length=2_000,
        rows=4,
        required=False,
        help_text=_("運営だけが読みます。"),
    )


class DecisionForm(forms.Form):
    """What the operator decides, and why."""

    decision = forms.ChoiceField(label=_("判断"), widget=forms.RadioSelect)
    ruling = Prose(
        label=_("理由"),
        max_length=2_000,
        rows=4,
        help_text=_(
            "記録に残ります。注意や停止のときは、知らされた人が読みます。知らせた人のことは書かないでください。"
        ),
    )

    def __init__(self, data: Any = None, *, report: Any) -> None:
        super().__init__(data)
        options = [(str(one), WORDS["report_decision"][one]) for one in rules.options(report)]
        self.fields["decision"].choices = options  # type: ignore[attr-defined]


class SanctionAppealForm(forms.Form):
    """What is wrong with an operator's decision."""

    text = Prose(
        max_length=2_000,
        rows=6,
        label=_("判断のどこが違いますか"),
        error_messages={"required": _("どこが違うかを書いてください。")},
        help_text=_("運営だけが読みます。"),
    )


class ReviewForm(forms.Form):
    """Whether another operator upholds a decision or lifts it, and why."""

    finding = forms.ChoiceField(
        label=_("判断"),
        choices=[("lift", _("異議を認め、取り消す")), ("uphold", _("異議を退ける"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("どちらかを選んでください。")},
    )
    ruling = Prose(
        max_length=1_000,
        rows=4,
        label=_("理由"),
        error_messages={"required": _("理由を書いてください。")},
        help_text=_("異議を申し立てた人が読み、記録に残ります。知らせた人のことは書かないでください。"),
    )
