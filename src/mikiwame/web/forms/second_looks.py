"""What is written when a refused answer is contested, judged and decided."""

from django import forms
from django.utils.translation import gettext_lazy as _

from mikiwame.market.taskwork.states import Finding

from .fields import Prose

FINDINGS = [(Finding.WORKER, _("回答は正しい（承認する）")), (Finding.CLIENT, _("差し戻しは正しい"))]


class ContestForm(forms.Form):
    """Why the answer is right as it is."""

    words = Prose(
        label=_("この回答でよい理由"),
        error_messages={"required": _("理由を書いてください。")},
        help_text=_("見直す人とクライアントが読みます。名前や連絡先は書かないでください。"),
        max_length=2_000,
    )


class JudgementForm(forms.Form):
    """For whom a judge finds."""

    finding = forms.TypedChoiceField(
        label=_("あなたの判断"),
        choices=FINDINGS,
        coerce=Finding,
        widget=forms.RadioSelect,
        error_messages={"required": _("どちらかを選んでください。")},
    )


class RulingForm(JudgementForm):
    """For whom an operator finds, and why."""

    ruling = Prose(
        label=_("理由"),
        error_messages={"required": _("理由を書いてください。")},
        help_text=_("クライアントとワーカーが読み、記録に残ります。"),
        max_length=2_000,
        rows=4,
    )
