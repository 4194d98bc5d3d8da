"""Writing a batch: everything may still be missing, nothing may be impossible."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mikiwame.market.hiring import rules as hiring
from mikiwame.market.taskwork import rules
from mikiwame.web.batch_templates import TEMPLATES
from mikiwame.web.categories import kinds

from .fields import Day, Line, Number, Prose, YenField

A_MINUTE, A_DAY = 60, 24 * 3_600
BOUNDLESS = 10**9
"""Whatever is more is too much."""
NEVER_EMPTY = frozenset({"answers_per_unit", "answers_per_known", "time_limit", "expected_seconds"})
"""Left empty, these mean what they meant before."""


class NewBatchForm(forms.Form):
    """How a batch begins."""

    template = forms.ChoiceField(
        label=gettext_lazy("何を頼みますか"),
        choices=[(template.name, template.title) for template in TEMPLATES],
        widget=forms.RadioSelect,
        initial=TEMPLATES[0].name,
    )
    title = Line(
        max_length=hiring.TITLE_MOST,
        label=gettext_lazy("題名"),
        error_messages={"required": gettext_lazy("題名を書いてください。")},
        help_text=gettext_lazy("例: 朝のコンビニの使い方についてのアンケート（10問）"),
    )


class BatchForm(forms.Form):
    """A draft; every field may be left empty until it is paid for."""

    title = Line(max_length=hiring.TITLE_MOST, required=False, label=gettext_lazy("題名"))
    category = forms.ChoiceField(required=False, label=gettext_lazy("カテゴリー"))
    body = Prose(
        max_length=hiring.BODY_MOST,
        rows=8,
        required=False,
        label=gettext_lazy("説明"),
        help_text=gettext_lazy(
            "何のために、何に気をつけて答えるか。承認するときの決め手も書いておきましょう。"
        ),
    )
    answers_per_unit = Number(
        required=False,
        label=gettext_lazy("1ユニットに集める回答"),
        help_text=gettext_lazy("同じ人は、同じユニットに1回だけ答えます。"),
    )
    answers_per_known = Number(
        required=False,
        label=gettext_lazy("答えのわかっているユニットに集める回答"),
        help_text=gettext_lazy("ほかのユニットに混ぜて、多くの人に答えてもらいます。"),
    )
    expected = forms.DecimalField(
        required=False,
        label=gettext_lazy("1回答にかかる時間の見込み"),
        help_text=gettext_lazy("自分で答えてみて計りましょう。読む時間も入れます。"),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "class": "number"}),
    )
    expected_in = forms.TypedChoiceField(
        required=False,
        label=gettext_lazy("単位"),
        coerce=int,
        choices=[(1, gettext_lazy("秒")), (A_MINUTE, gettext_lazy("分"))],
    )
    reward = YenField(required=False, least=1, most=1_000_000, label=gettext_lazy("1回答の報酬（税込・円）"))
    time_limit = Number(
        required=False,
        label=gettext_lazy("制限時間（分）"),
        help_text=gettext_lazy("引き受けてからこの時間を過ぎると、ほかの人に回ります。"),
    )
    closes_on = Day(
        required=False,
        label=gettext_lazy("受け付ける最後の日"),
        help_text=format_lazy(gettext_lazy("今日から{days}日以内。"), days=rules.CLOSES_WITHIN.days),
    )

    def __init__(self, data: Any = None, *, batch: Any) -> None:
        super().__init__(data, initial=_written(batch))
        self.fields["category"].choices = [("", _("選んでください")), *kinds()]  # type: ignore[attr-defined]
        if not batch.known_units:
            del self.fields["answers_per_known"]

    def clean_time_limit(self) -> int | None:
        """Keep to the market's limits, in minutes as it is asked."""
        minutes: int | None = self.cleaned_data["time_limit"]
        if minutes is not None and not rules.within_limits("time_limit", minutes * A_MINUTE):
            least, most = rules.LIMITS["time_limit"]
            span = {"least": least // A_MINUTE, "most": f"{most // A_MINUTE:,}", "days": most // A_DAY}
            raise forms.ValidationError(
                _("%(least)s分から%(most)s分（%(days)s日）までで書いてください。"), code="range", params=span
            )
        return minutes

    def clean(self) -> None:
        """Keep to the market's limits of how long an answer takes, which is written in two fields."""
        if not rules.within_limits("expected_seconds", _seconds(self.cleaned_data)):
            least, most = rules.LIMITS["expected_seconds"]
            span = {"least": least, "most": most // A_DAY}
            self.add_error("expected", _("%(least)s秒から%(most)s日までで書いてください。") % span)

    def values(self) -> dict[str, Any]:
        """What can be saved, as the operation takes it; what can't be read stays out."""
        values = dict(self.cleaned_data)
        values["expected_seconds"] = _seconds(values)
        values = {name: value for name, value in values.items() if name not in {"expected", "expected_in"}}
        if values.get("time_limit") is not None:
            values["time_limit"] *= A_MINUTE
        return {name: value for name, value in values.items() if name not in NEVER_EMPTY or value is not None}


class UnitsForm(forms.Form):
    """A file of units."""

    file = forms.FileField(
        label=gettext_lazy("CSVかJSON Linesのファイル"),
        error_messages={"required": gettext_lazy("ファイルを選んでください。")},
        help_text=format_lazy(
            gettext_lazy(
                "1行目が列の名前。区切りはカンマ、タブ、セミコロンのどれでも。{units}行、{size}MBまで。"
                "UTF-8、UTF-16、Shift_JISを読めます。"
            ),
            units=f"{rules.UNITS_MOST:,}",
            size=rules.FILE_MOST >> 20,
        ),
        allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.tsv,.txt,.json,.jsonl,.ndjson"}),
    )


class RaiseForm(forms.Form):
    """How many answers more a running batch asks for."""

    answers_per_unit = Number(
        label=gettext_lazy("1ユニットに集める回答"),
        error_messages={"required": gettext_lazy("数を書いてください。")},
    )


def _seconds(said: Mapping[str, Any]) -> int | None:
    """How long an answer takes, out of a number and its unit; None where it isn't said."""
    expected = said.get("expected")
    if expected is None:
        return None
    seconds: int = round(min(expected, BOUNDLESS) * (said.get("expected_in") or A_MINUTE))
    return seconds


class TopUpForm(forms.Form):
    """What a running batch offers for each answer from now on."""

    reward = YenField(least=1, most=1_000_000, label=gettext_lazy("新しい1回答の報酬（税込・円）"))


def _written(batch: Any) -> dict[str, Any]:
    """What the draft says so far, by the form's names."""
    seconds = batch.posting.seconds
    unit = A_MINUTE if seconds and seconds % A_MINUTE == 0 else 1 if seconds else A_MINUTE
    own = ("answers_per_unit", "answers_per_known", "closes_on")
    return {
        **{name: getattr(batch, name) for name in own},
        "title": batch.posting.title,
        "category": batch.posting.category_id or "",
        "body": batch.posting.body,
        "reward": f"{batch.reward:,}" if batch.reward else "",
        "time_limit": batch.time_limit // A_MINUTE,
        "expected": seconds // unit if seconds else None,
        "expected_in": unit,
    }
