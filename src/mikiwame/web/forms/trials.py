"""The form of a trial: small work of its own, filled with what was posted."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mikiwame.core.clock import day_in_tokyo
from mikiwame.core.terms import TRIAL_HOURS_MOST

from .fields import Day, Number, Prose, YenField, message_field

OF_THE_POSTING = ("scope", "deliverable", "inspection_days", "change_rounds", "rights")
"""What is taken over from the posting, for the client to cut down."""


class TrialForm(forms.Form):
    """What is tried, for how much, in how many hours and until when."""

    scope = Prose(
        label=_("お試しの内容"),
        max_length=5_000,
        help_text=_("仕事の全部ではなく、小さな一部にしてください。"),
    )
    deliverable = Prose(label=_("納品物"), max_length=3_000, rows=3)
    trial_hours = Number(
        label=_("作業時間（何時間まで）"),
        min_value=1,
        max_value=TRIAL_HOURS_MOST,
        help_text=_("ふつうの人が、ていねいに作業してかかる時間を書いてください。"),
    )
    reward = YenField(
        label=_("お試しの報酬（税込）"), help_text=_("採用してもしなくても、全額が支払われます。")
    )
    start_date = Day(label=_("開始日"))
    deadline = Day(label=_("納期"), help_text=_("開始から14日以内"))
    inspection_days = Number(label=_("検収の日数"), min_value=1)
    change_rounds = Number(label=_("修正を頼める回数"), min_value=0)
    rights = Prose(
        label=_("採用したときの権利"),
        max_length=2_000,
        rows=3,
        required=False,
        help_text=_("採用しなければ、お試しの成果の権利は、作った人のものです。"),
    )
    message = message_field(_("依頼とともに届きます。"))

    def __init__(self, data: Any = None, *, application: Any, at: datetime) -> None:
        sheet = application.posting.sheet
        posted = {name: getattr(sheet, name) for name in OF_THE_POSTING}
        super().__init__(data, initial={**posted, "start_date": day_in_tokyo(at)})

    @property
    def changes(self) -> dict[str, Any]:
        """The columns of the sheet as they were written."""
        return {name: value for name, value in self.cleaned_data.items() if name != "message"}
