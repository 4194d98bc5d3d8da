"""Whom a batch asks: what their record must be, and the short exam before it."""

from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from mikiwame.market.taskwork import rules
from mikiwame.market.taskwork.operations.exams import DEFAULTS, NAME_MOST

from .fields import Line, Number

OF_BATCH = ("approval_least", "approved_least")
ASKED = ("identity",)


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

    def __init__(self, data: Any = None, *, batch: Any, admission: Any) -> None:
        initial = {name: getattr(batch, name) for name in OF_BATCH}
        super().__init__(data, initial=initial | {name: getattr(admission, name, None) for name in ASKED})

    def of_batch(self) -> dict[str, Any]:
        """What the batch itself says."""
        return {name: self.cleaned_data[name] for name in OF_BATCH}

    def asked(self) -> dict[str, Any]:
        """What is asked beyond a record."""
        return {name: self.cleaned_data[name] for name in ASKED}


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
