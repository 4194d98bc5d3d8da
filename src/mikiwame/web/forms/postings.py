"""Writing a posting: everything may still be missing, nothing may be impossible."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mikiwame.market.hiring import rules
from mikiwame.market.members.queries import NEWCOMER_BELOW
from mikiwame.web.categories import kinds
from mikiwame.wording.words import WORDS

from .fields import Day, Files, Line, Number, Prose, YenField, standby_field
from .parts import PartsForm
from .schedules import BY_PERIOD, ScheduleForm

LINES_LONG = (rules.LINE_MOST + 1) * rules.LINES_MOST
LINES = {"requirement_lines": ("essential", "welcome"), "question_lines": ("asked", "optional")}
"""What the operation takes as one list, and the two fields that it is written in."""

YEN = ("reward", "reward_most", "standby_fee")
"""What is written in yen."""


class LinesField(Prose):
    """Several short texts, each on a line of its own."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=LINES_LONG, rows=3, required=False, **options)

    def clean(self, value: Any) -> Any:
        """The lines that say something, each short enough."""
        lines = [line.strip() for line in super().clean(value).splitlines() if line.strip()]
        if any(len(line) > rules.LINE_MOST for line in lines):
            raise forms.ValidationError(
                _("1行は%(most)s文字までです。"), code="long", params={"most": rules.LINE_MOST}
            )
        return lines


class BeginningForm(forms.Form):
    """How a draft begins."""

    title = Line(
        max_length=rules.TITLE_MOST,
        label=gettext_lazy("題名"),
        help_text=gettext_lazy("何を、どれだけ頼むのかがわかる題名に。例: 焼き菓子店のロゴ制作（1点）"),
    )
    category = forms.ChoiceField(label=gettext_lazy("カテゴリー"))

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.fields["category"].choices = [("", _("選んでください")), *kinds()]  # type: ignore[attr-defined]


class FilesForm(forms.Form):
    """Files for a draft."""

    files = Files(  # type: ignore[assignment]  # Django makes fields of class attributes
        label=gettext_lazy("ファイルを選ぶ"),
        error_messages={"required": gettext_lazy("ファイルを選んでください。")},
        help_text=gettext_lazy("見本、資料など。応募を考える人がだれでも開けます。1つ20MBまで、10個まで。"),
    )


class PostingForm(ScheduleForm, PartsForm):
    """A draft with its terms, in the order in which somebody thinks of them."""

    title = Line(max_length=rules.TITLE_MOST, required=False, label=gettext_lazy("題名"))
    category = forms.ChoiceField(required=False, label=gettext_lazy("カテゴリー"))
    body = Prose(
        max_length=rules.BODY_MOST,
        rows=10,
        required=False,
        label=gettext_lazy("仕事の説明"),
        help_text=gettext_lazy("背景、読む人・使う人、参考になるもの。条件は下の欄に書きます。"),
    )
    scope = Prose(
        max_length=5_000,
        rows=3,
        required=False,
        label=gettext_lazy("仕事の内容"),
        help_text=gettext_lazy("どこからどこまでが仕事か。例: ラフ3案から1案を選び、清書まで"),
    )
    deliverable = Prose(
        max_length=3_000,
        rows=2,
        required=False,
        label=gettext_lazy("納品物"),
        help_text=gettext_lazy("形式と数。例: AI形式とPNG形式、各1点"),
    )
    reward_basis = forms.ChoiceField(
        required=False,
        label=gettext_lazy("報酬の決め方"),
        choices=[("", gettext_lazy("選んでください")), *WORDS["basis"].items()],
        help_text=BY_PERIOD,
    )
    reward = YenField(required=False, label=gettext_lazy("報酬（税込・円）"))
    reward_most = YenField(
        required=False,
        label=gettext_lazy("報酬の上限（幅があるとき）"),
    )
    quantity = Number(
        required=False, min_value=1, max_value=1_000_000, label=gettext_lazy("件数・時間数の目安")
    )
    start_date = Day(required=False, label=gettext_lazy("開始日"))
    start_condition = Line(
        max_length=500,
        required=False,
        label=gettext_lazy("開始の条件"),
        help_text=gettext_lazy("日付で決められないときだけ。例: 打ち合わせのあと"),
    )
    start_latest = Day(required=False, label=gettext_lazy("遅くとも始まる日"))
    deadline = Day(required=False, label=gettext_lazy("納期"))
    pace = Line(
        max_length=500,
        required=False,
        label=gettext_lazy("納品のペース"),
        help_text=gettext_lazy("続く仕事のとき。例: 週に2本、毎週金曜まで"),
    )
    duration = Line(max_length=500, required=False, label=gettext_lazy("期間"))
    continuing = forms.BooleanField(required=False, label=gettext_lazy("終わったあとも、続けて頼みたい"))
    headcount = Number(required=False, min_value=1, max_value=1_000, label=gettext_lazy("募集する人数"))
    newcomer_places = Number(
        required=False,
        min_value=0,
        max_value=1_000,
        label=gettext_lazy("うち、初めての人の枠"),
        help_text=format_lazy(
            gettext_lazy("終えた契約が{number}件未満の人だけに出せる枠です。"), number=NEWCOMER_BELOW
        ),
    )
    requirements = Prose(max_length=3_000, rows=2, required=False, label=gettext_lazy("応募条件の説明"))
    essential = LinesField(
        label=gettext_lazy("必須の条件（1行に1つ）"),
        help_text=gettext_lazy("応募する人が、満たすものに印をつけます。"),
    )
    welcome = LinesField(label=gettext_lazy("あれば歓迎する条件（1行に1つ）"))
    asked = LinesField(label=gettext_lazy("必ず答えてほしい質問（1行に1つ）"))
    optional = LinesField(label=gettext_lazy("任意の質問（1行に1つ）"))
    selection = Prose(max_length=1_000, rows=2, required=False, label=gettext_lazy("選び方"))
    apply_until = Day(
        required=False,
        label=gettext_lazy("応募の締切"),
        help_text=gettext_lazy("公開から60日以内。"),
    )
    decide_days = Number(
        required=False,
        min_value=1,
        max_value=30,
        label=gettext_lazy("締切から返事まで（日）"),
        help_text=gettext_lazy("この日数のうちに全員へ返事をする、という約束になります。"),
    )
    environment = Prose(max_length=2_000, rows=2, required=False, label=gettext_lazy("作業環境"))
    communication = Prose(max_length=1_000, rows=2, required=False, label=gettext_lazy("連絡方法"))
    inspection_days = Number(
        required=False,
        min_value=1,
        max_value=14,
        label=gettext_lazy("検収の日数"),
        help_text=gettext_lazy("納品から14日まで。過ぎると自動で検収済みになります。"),
    )
    change_rounds = Number(required=False, min_value=0, max_value=10, label=gettext_lazy("修正の回数"))
    payment_days = Number(
        required=False,
        min_value=1,
        max_value=60,
        label=gettext_lazy("支払いまでの日数"),
        help_text=gettext_lazy("納品の日を1日目として60日まで（フリーランス法 第4条）。"),
    )
    standby_fee = standby_field()
    rights = Prose(max_length=2_000, rows=2, required=False, label=gettext_lazy("権利"))
    confidentiality = Prose(max_length=2_000, rows=2, required=False, label=gettext_lazy("秘密保持"))

    def __init__(self, data: Any = None, *, posting: Any) -> None:
        super().__init__(data, initial=_written(posting), sheet=posting.sheet)
        self.fields["category"].choices = [("", _("選んでください")), *kinds()]  # type: ignore[attr-defined]

    def clean(self) -> None:
        """Say beside the lines that they are too many, so that the rest of the draft is saved."""
        super().clean()
        for must, may in LINES.values():
            lines = [*self.cleaned_data.get(must, ()), *self.cleaned_data.get(may, ())]
            if len(lines) > rules.LINES_MOST:
                few = {"most": rules.LINES_MOST}
                self.add_error(
                    must, forms.ValidationError(_("必須と任意をあわせて%(most)s行までです。"), params=few)
                )

    def values(self) -> dict[str, Any]:
        """What can be saved, as the operation takes it; what can't be read stays out."""
        values = self.said | ({"parts": self.parts} if self.parts_readable else {})
        for name, (must, may) in LINES.items():
            if must in values and may in values:
                values[name] = [(line, True) for line in values[must]] + [
                    (line, False) for line in values[may]
                ]
            values.pop(must, None)
            values.pop(may, None)
        # Left empty, these mean what they meant before.
        never_empty = ("newcomer_places", "decide_days", "change_rounds")
        return {name: value for name, value in values.items() if name not in never_empty or value is not None}


def _written(posting: Any) -> dict[str, Any]:
    """What the draft says so far, by the form's names."""
    sheet = posting.sheet
    own = ("title", "body", "continuing", "newcomer_places", "apply_until", "decide_days")
    lines = {
        "essential": (line.text for line in posting.requirements.all() if line.essential),
        "welcome": (line.text for line in posting.requirements.all() if not line.essential),
        "asked": (line.text for line in posting.questions.all() if line.required),
        "optional": (line.text for line in posting.questions.all() if not line.required),
    }
    return {
        **{name: getattr(sheet, name) for name in PostingForm.base_fields if hasattr(sheet, name)},
        **{name: getattr(posting, name) for name in own},
        **{name: f"{getattr(sheet, name):,}" for name in YEN if getattr(sheet, name)},
        **{name: _one_a_line(texts) for name, texts in lines.items()},
        "category": posting.category_id or "",
    }


def _one_a_line(texts: Iterable[str]) -> str:
    return "\n".join(texts)
