"""How often something is due in work that goes on, and for how long: for postings and offers alike."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mikiwame.core.schedules import OnHoliday, Weekday
from mikiwame.wording.words import WORDS

from .fields import Number


class Weekdays(forms.MultipleChoiceField):
    """Days of the week as a sheet names them, ``mon wed fri``."""

    widget = forms.CheckboxSelectMultiple

    def prepare_value(self, value: Any) -> Any:
        """The words of a sheet, or what was chosen."""
        return value.split() if isinstance(value, str) else value

    def clean(self, value: Any) -> str:
        """In the order of the week."""
        chosen = super().clean(list(filter(None, value or ())))
        return " ".join(day for day in Weekday if day in chosen)


BY_PERIOD = _(
    "週額固定と月額固定は、続く仕事で、予定された納品の回数によらない額です。納品しなかった回の分は減ります。"
)
"""What is said beside the ways to pay."""


class ScheduleForm(forms.Form):
    """The columns of a sheet that make work go on."""

    repeat = forms.ChoiceField(
        required=False,
        label=_("納品のくりかえし"),
        choices=[("", _("くりかえさない")), *WORDS["repeat"].items()],
        help_text=_(
            "くりかえす仕事の報酬は、1件ごと、週額固定、月額固定から選べます。1週間（毎月の納品と月額固定は1か月）ごとに先に仮払いします。時間を記録する仕事は、時給です。納期と区切りは要りません。"
        ),
    )
    weekdays = Weekdays(required=False, label=_("曜日"), choices=[*WORDS["weekday"].items()])
    times_a_week = Number(required=False, min_value=1, max_value=21, label=_("週に何回"))
    weekly_hours = Number(
        required=False,
        min_value=1,
        max_value=60,
        label=_("週に何時間まで"),
        help_text=_("時間を記録する仕事のとき。この時間のぶんを先に仮払いし、使わなかったぶんは戻ります。"),
    )
    month_day = Number(
        required=False, min_value=1, max_value=31, label=_("毎月何日"), help_text=_("31は、毎月の末日です。")
    )
    on_holiday = forms.ChoiceField(
        required=False,
        label=_("祝日にあたるとき"),
        choices=[*WORDS["on_holiday"].items()],
        help_text=_("週額固定と月額固定では、前や次の日にずらすことは選べません。"),
    )
    duration_months = Number(
        required=False,
        min_value=1,
        max_value=60,
        label=_("期間（か月）"),
        help_text=_("書かなければ、期間の定めはありません。"),
    )
    renews = forms.BooleanField(required=False, label=_("どちらかが終わりを知らせるまで、同じ期間で更新する"))

    def clean_on_holiday(self) -> str:
        """Nothing chosen is nothing special."""
        return self.cleaned_data["on_holiday"] or OnHoliday.KEPT
