"""Whom a batch asks: what their record must be, and the short exam before it."""

from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from mikiwame.market.members.private import BIRTH_YEARS
from mikiwame.market.taskwork import rules
from mikiwame.market.taskwork.operations.exams import DEFAULTS, NAME_MOST
from mikiwame.wording.words import WORDS

from .fields import Line, Number, Prose
from .years import five_years

OF_BATCH = ("approval_least", "approved_least")
ASKED = ("identity", "prefectures", "born_since", "born_until", "reason")
YEARS = [("", _("問わない")), *((int(year), five_years(int(year))) for year in BIRTH_YEARS)]


class AdmissionForm(forms.Form):
    """What became of a worker's earlier answers, and whether she is known."""

    approval_least = Number(
        required=False,
        label=_("承認率の下限（%）"),
        help_text=_("まだ判定された回答のない人は、断られません。"),
    )
    approved_least = Number(required=False, label=_("この分野で承認された回答の下限（件）"))
    identity = forms.BooleanField(
        required=False,
        label=_("本人確認済みの人だけに頼む"),
        help_text=_(
            "運営が、氏名を公的な書類で確かめた人です。氏名や書類が、あなたに伝わることはありません。"
        ),
    )

    prefectures = forms.MultipleChoiceField(
        required=False,
        label=_("住まいの都道府県"),
        choices=list(WORDS["prefecture"].items()),
        widget=forms.CheckboxSelectMultiple,
    )
    born_since = forms.TypedChoiceField(
        required=False, label=_("生まれた年（ここから）"), choices=YEARS, coerce=int, empty_value=None
    )
    born_until = forms.TypedChoiceField(
        required=False, label=_("生まれた年（ここまで）"), choices=YEARS, coerce=int, empty_value=None
    )
    reason = Prose(
        max_length=500,
        rows=3,
        required=False,
        label=_("この仕事に、その条件が要る理由"),
        help_text=_(
            "ワーカーに、そのまま見えます。例: 県内の店を実際に使った感想を聞くため。"
            "「若い人がよい」のような好みは、理由になりません。"
        ),
    )

    def __init__(self, data: Any = None, *, batch: Any, admission: Any) -> None:
        initial = {name: getattr(batch, name) for name in OF_BATCH}
        initial |= {name: getattr(admission, name, None) for name in ASKED}
        super().__init__(data, initial=initial | {"prefectures": (initial["prefectures"] or "").split()})

    def of_batch(self) -> dict[str, Any]:
        """What the batch itself says."""
        return {name: self.cleaned_data[name] for name in OF_BATCH}

    def asked(self) -> dict[str, Any]:
        """What is asked beyond a record."""
        asked = {name: self.cleaned_data[name] for name in ASKED}
        return asked | {"prefectures": " ".join(asked["prefectures"]), "reason": asked["reason"].strip()}

    @property
    def is_limited(self) -> bool:
        """Whether it asks where somebody lives or when she was born."""
        return any(self[name].value() for name in ASKED[1:])


class ExamForm(forms.Form):
    """What an exam is called, and when it is passed."""

    name = Line(
        max_length=NAME_MOST,
        label=_("試験の名前"),
        help_text=_("ワーカーにも見えます。ほかのバッチでも使うなら、それとわかる名前に。"),
    )
    pass_least = Number(label=_("合格とする正答の割合（%）"))
    chances = Number(label=_("続けて受けられる回数"))
    wait_days = Number(label=_("そのあと、おく日数"))

    def __init__(self, data: Any = None, *, exam: Any) -> None:
        super().__init__(data, initial={name: getattr(exam, name) for name in self.base_fields})
        for name in DEFAULTS:
            least, most = rules.LIMITS[name]
            self.fields[name].validators += [MinValueValidator(least), MaxValueValidator(most)]
            self.fields[name].min_value, self.fields[name].max_value = least, most  # type: ignore[attr-defined]


class NamedExamForm(forms.Form):
    """One of the client's exams that were asked before."""

    exam = forms.ChoiceField(label=_("前に使った試験"))

    def __init__(self, data: Any = None, *, exams: Any) -> None:
        super().__init__(data)
        self.fields["exam"].choices = [(str(exam.pk), exam.name) for exam in exams]  # type: ignore[attr-defined]
