"""The form of a trial: small work of its own, filled with what was posted."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mikiwame.core.clock import day_in_tokyo
from mikiwame.core.terms import TRIAL_HOURS_MOST

from .fields import Day, Line, Number, Prose, YenField, message_field

OF_THE_POSTING = ("scope", "deliverable", "inspection_days", "change_rounds", "rights")
"""What is taken over from the posting, for the client to cut down."""


class TrialForm(forms.Form):
    """What is tried, for how much, in how many hours and until when."""

    title = Line(
        label=_("お試しの題名"),
        max_length=120,
        help_text=_("契約や明細には、この題名がのります。募集と違う題名にしてください。"),
    )
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
        title = (_("お試し: %(title)s") % {"title": application.posting.title})[:120]
        super().__init__(data, initial={**posted, "title": title, "start_date": day_in_tokyo(at)})

    @property
    def wish(self) -> dict[str, Any]:
        """What the piece is called, and the columns of its sheet, as they were written."""
        changes = dict(self.cleaned_data)
        del changes["message"]
        return {"title": changes.pop("title"), "changes": changes}
