"""Forms of offers: the terms that the client may change, and the worker's no."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mikiwame.core.terms import RewardBasis
from mikiwame.market.terms.lines import Part

from .fields import Day, Line, Number, Prose, YenField

PARTS = 5
"""How many parts the form has rows for."""


class OfferForm(forms.Form):
    """The terms of an offer, filled with the posting's and the applicant's price."""

    reward = YenField(label=_("報酬（税込）"))
    quantity = Number(label=_("件数または時間数"), required=False)
    deadline = Day(label=_("納期"), required=False)
    start_date = Day(label=_("開始日"), required=False)
    start_condition = Line(
        label=_("開始の条件"),
        max_length=500,
        required=False,
        help_text=_("日付で決められないときだけ。例: 打ち合わせのあと"),
    )
    start_latest = Day(
        label=_("遅くとも"),
        required=False,
        help_text=_("この日を過ぎても始まらなければ、相手は責任なく離れられます。"),
    )
    scope = Prose(label=_("仕事の内容"), max_length=5_000)
    deliverable = Prose(label=_("納品物"), max_length=3_000, rows=3)
    pace = Line(label=_("納品のペース"), max_length=500, required=False)
    duration = Line(label=_("期間"), max_length=500, required=False)
    environment = Prose(label=_("作業環境"), max_length=2_000, rows=3, required=False)
    communication = Prose(label=_("連絡方法"), max_length=1_000, rows=3, required=False)
    inspection_days = Number(label=_("検収の日数"), min_value=1)
    change_rounds = Number(label=_("修正を頼める回数"), min_value=0)
    payment_days = Number(
        label=_("支払いまでの日数"), min_value=1, help_text=_("納品の日を1日目と数えて、60日以内")
    )
    rights = Prose(label=_("権利"), max_length=2_000, rows=3, required=False)
    confidentiality = Prose(label=_("秘密保持"), max_length=2_000, rows=3, required=False)
    message = Prose(
        label=_("相手へのことば"),
        max_length=3_000,
        rows=4,
        required=False,
        help_text=_("内定とともに届きます。"),
    )

    def __init__(self, *args: Any, sheet: object, price: int, **kwargs: Any) -> None:
        terms = {name: getattr(sheet, name) for name in self.base_fields if name != "message"}
        kwargs["initial"] = {**terms, "reward": price}
        super().__init__(*args, **kwargs)
        if getattr(sheet, "reward_basis", "") == RewardBasis.FIXED:
            del self.fields["quantity"]
        for number in range(1, PARTS + 1):
            self._add_row(number)

    @property
    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField, forms.BoundField]]:
        """The rows of parts, field by field."""
        return [
            (self[f"part_{number}_title"], self[f"part_{number}_amount"], self[f"part_{number}_due"])
            for number in range(1, PARTS + 1)
        ]

    @property
    def has_parts(self) -> bool:
        """Whether a row says something, right or wrong, so that the page shows them."""
        return self.is_bound and any(field.value() for row in self.rows for field in row)

    @property
    def changes(self) -> dict[str, Any]:
        """The columns of the sheet as the client wrote them."""
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name != "message" and not name.startswith("part_")
        }

    @property
    def parts(self) -> list[Part]:
        """The rows that say something, in their order."""
        rows = (self._row(number) for number in range(1, PARTS + 1))
        return [Part(number, *row) for number, row in enumerate(filter(any, rows), start=1)]

    def clean(self) -> None:
        """A part has a name, an amount and a day, or nothing at all."""
        for number in range(1, PARTS + 1):
            row = self._row(number)
            names = [name for name in self.fields if name.startswith(f"part_{number}_")]
            for name in names:
                if any(row) and not self.cleaned_data.get(name) and name not in self.errors:
                    self.add_error(name, _("区切りには、名前と額と納期が要ります。"))

    def _row(self, number: int) -> tuple[Any, Any, Any]:
        cleaned = self.cleaned_data
        names = (f"part_{number}_title", f"part_{number}_amount", f"part_{number}_due")
        return tuple(cleaned.get(name) for name in names)  # type: ignore[return-value]

    def _add_row(self, number: int) -> None:
        self.fields[f"part_{number}_title"] = Line(
            label=_("%(number)s の名前") % {"number": number}, max_length=120, required=False
        )
        self.fields[f"part_{number}_amount"] = YenField(label=_("額（税込）"), required=False)
        self.fields[f"part_{number}_due"] = Day(label=_("納期"), required=False)


class DeclineOfferForm(forms.Form):
    """The worker's no."""

    note = Prose(
        label=_("ひとこと（任意）"),
        max_length=1_000,
        rows=3,
        required=False,
        help_text=_("条件が合わないときは、どこが変わればよいかを書くと、出し直してもらえることがあります。"),
    )
