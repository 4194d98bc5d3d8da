"""Forms of work by the hour: a spell of work, and the lines of a statement that somebody doubts."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from mikiwame.market.contracts.hours import A_DAY, NOTE_MOST, Spell, clock_time, minute_of
from mikiwame.wording.formats import day_in_words, spell

from .fields import Files, Line, Prose


class ClockTime(forms.CharField):
    """A time of the day, in minutes of it."""

    widget = forms.TextInput(attrs={"type": "time", "class": "number"})

    def prepare_value(self, value: Any) -> Any:
        """Minutes as a browser's own clock shows them; the day's last moment is midnight."""
        return clock_time(value % A_DAY) if isinstance(value, int) else value

    def clean(self, value: Any) -> Any:
        """The minute of the day."""
        text = super().clean(value)
        try:
            return minute_of(text[:5])
        except ValueError:
            raise ValidationError(_("時刻を、9:30のように書いてください。"), code="not_a_time") from None


class HoursForm(forms.Form):
    """When she worked on a day of the week, and what she did."""

    day = forms.TypedChoiceField(label=_("働いた日"), coerce=date.fromisoformat)
    begins = ClockTime(label=_("始まり"))
    ends = ClockTime(label=_("終わり"))
    note = Line(label=_("したこと"), max_length=NOTE_MOST, help_text=_("例: 商品ページ3件の文を書いた"))

    def __init__(self, *args: Any, week: Any, today: date, entry: Any = None, **kwargs: Any) -> None:
        last = min(week.period.last, today)
        kwargs["initial"] = {"day": last.isoformat()} if entry is None else _written(entry)
        super().__init__(*args, **kwargs)
        count = (last - week.period.first).days + 1
        choices = [week.period.first + timedelta(days=number) for number in range(count)]
        self.fields["day"].choices = [(day.isoformat(), day_in_words(day)) for day in choices]  # type: ignore[attr-defined]

    @property
    def spell(self) -> Spell:
        """What was written."""
        said = self.cleaned_data
        return Spell(said["day"], said["begins"], said["ends"] or A_DAY)


def _written(entry: Any) -> dict[str, Any]:
    return {
        "day": entry.day.isoformat(),
        "begins": entry.begins,
        "ends": entry.ends,
        "note": entry.note,
    }


class _LinesForm(forms.Form):
    """Which lines of a statement are meant."""

    lines = forms.TypedMultipleChoiceField(
        label=_("違うと思う記録"), widget=forms.CheckboxSelectMultiple, coerce=UUID
    )

    def __init__(self, *args: Any, stated: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lines"].choices = [(str(line.pk), spell(line)) for line in stated]  # type: ignore[attr-defined]


class HoursChangesForm(_LinesForm):
    """Which lines are to be changed, and how."""

    reason = Prose(label=_("どこを、どう直してほしいか"), max_length=3_000)


class HoursDisputeForm(_LinesForm):
    """Which lines the client won't pay, and why."""

    statement = Prose(
        label=_("言い分"),
        max_length=5_000,
        rows=8,
        help_text=_("どの条件について、何が起きたかを書きます。運営と相手が読みます。"),
    )
    files = Files(label=_("証拠のファイル"), required=False, help_text=_("1つ20MBまで。相手と運営が見ます。"))  # type: ignore[assignment]


class HoursAnswerForm(_LinesForm):
    """How the client sees what the worker contests, and which lines she won't pay."""

    text = Prose(
        label=_("言い分"), max_length=5_000, rows=8, help_text=_("出せるのは一度です。運営と相手が読みます。")
    )
    files = Files(label=_("証拠のファイル"), required=False, help_text=_("1つ20MBまで。相手と運営が見ます。"))  # type: ignore[assignment]
    field_order = ("text", "lines", "files")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lines"].required = False
        self.fields["lines"].help_text = _(
            "選んだ記録のぶんだけが預けられたままになり、残りはいますぐ支払われます。選ばなければ、すべてが預けられたままです。"
        )
