"""Forms of the review page."""

from django import forms
from django.utils.translation import gettext_lazy as _

from mikiwame.market.taskwork.states import Reason
from mikiwame.wording.words import called

from .fields import Prose


class TurnBackForm(forms.Form):
    """Why an answer isn't taken as it is, and what shows it."""

    reason = forms.ChoiceField(
        label=_("理由"), widget=forms.RadioSelect, error_messages={"required": _("理由を選んでください。")}
    )
    evidence = Prose(
        label=_("根拠"),
        error_messages={"required": _("根拠を書いてください。")},
        max_length=2_000,
        rows=4,
        help_text=_("どこが、なぜ違うのかを書きます。ワーカーがそのまま読み、記録に残ります。"),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["reason"].choices = [(str(reason), called(reason, "return_reason")) for reason in Reason]  # type: ignore[attr-defined]


class ByKnownForm(forms.Form):
    """From which share of known answers on a worker's other answers are taken."""

    percent = forms.TypedChoiceField(
        label=_("正解を用意した設問に、この割合以上で正しく答えた人の回答"),
        choices=[(percent, f"{percent}%") for percent in (100, 90, 80, 70, 60)],
        coerce=int,
        initial=80,
    )
