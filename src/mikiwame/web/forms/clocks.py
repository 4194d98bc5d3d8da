"""Days on which clocks stand still."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mikiwame.market.turns import rules

from .fields import Day, Prose


class AbsenceForm(forms.Form):
    """From which day to which somebody is away."""

    first = Day(label=_("最初の日"))
    last = Day(label=_("最後の日"), help_text=_("営業日で数えて、30日のうちに5日までです。"))


class ClosingForm(forms.Form):
    """From which day to which the instance is closed, and why."""

    first = Day(label=_("最初の日"))
    last = Day(label=_("最後の日"))
    reason = Prose(label=_("理由"), help_text=_("だれでも読めます。"), max_length=rules.REASON_MOST, rows=2)
    sure = forms.BooleanField(label=_("取り消せないことを確かめました"))

    def clean(self) -> dict[str, Any]:
        """Only what the operation is told."""
        return {name: value for name, value in (super().clean() or {}).items() if name != "sure"}
