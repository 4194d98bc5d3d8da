"""Forms of offers: the terms that the client may change, and the worker's no."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mikiwame.core.terms import PAID_BY_PERIOD, RewardBasis
from mikiwame.market.contracts.operations.direct import AFRESH
from mikiwame.market.contracts.queries import promised_to_wait
from mikiwame.market.terms.lines import Part
from mikiwame.web.categories import kinds
from mikiwame.wording.words import WORDS

from .fields import Day, Line, Number, Prose, YenField, message_field, standby_field
from .parts import PartsForm
from .schedules import BY_PERIOD, ScheduleForm

UNCOUNTED = {RewardBasis.FIXED, *PAID_BY_PERIOD}
"""Nothing is counted where one sum is paid."""


class TermsForm(ScheduleForm, PartsForm):
    """The terms of a sheet, filled with those that it states, its parts too."""

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
    standby_fee = standby_field()
    rights = Prose(label=_("権利"), max_length=2_000, rows=3, required=False)
    confidentiality = Prose(label=_("秘密保持"), max_length=2_000, rows=3, required=False)

    def __init__(self, *args: Any, sheet: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {name: getattr(sheet, name) for name in TermsForm.base_fields} | kwargs.get(
            "initial", {}
        )
        super().__init__(*args, sheet=sheet, **kwargs)
        if "reward_basis" not in self.fields and getattr(sheet, "reward_basis", "") in UNCOUNTED:
            del self.fields["quantity"]

    @property
    def changes(self) -> dict[str, Any]:
        """The columns of the sheet as they were written."""
        return {name: value for name, value in self.said.items() if name in TermsForm.base_fields}


class OfferForm(TermsForm):
    """The terms of an offer, filled with the posting's and the applicant's price."""

    message = message_field(_("内定とともに届きます。"))

    def __init__(self, *args: Any, sheet: Any, price: int, **kwargs: Any) -> None:
        promised = promised_to_wait(sheet, sheet.reward_basis, price)
        super().__init__(*args, sheet=sheet, initial={"reward": price, "standby_fee": promised}, **kwargs)


class DirectOfferForm(TermsForm):
    """The terms of a direct offer, filled with those of the earlier contract, but for the days."""

    title = Line(label=_("題名"), max_length=120)
    category = forms.ChoiceField(label=_("カテゴリー"))
    reward_basis = forms.ChoiceField(
        label=_("報酬の決め方"), choices=[*WORDS["basis"].items()], help_text=BY_PERIOD
    )
    message = message_field(_("依頼とともに届きます。"))

    def __init__(self, *args: Any, after: Any, **kwargs: Any) -> None:
        parts = [Part(one.number, one.title, one.amount, None) for one in after.sheet.milestones.all()]
        said = {"title": after.title, "category": after.offer.category_id, **AFRESH}
        said["reward_basis"] = after.sheet.reward_basis
        super().__init__(*args, sheet=after.sheet, parts=parts, initial=said, **kwargs)
        self.fields["category"].choices = kinds()  # type: ignore[attr-defined]

    @property
    def wish(self) -> dict[str, Any]:
        """What is offered, as the operation takes it."""
        about = {name: self.cleaned_data[name] for name in ("title", "category")}
        basis = self.cleaned_data["reward_basis"]
        changes = self.changes | {"reward_basis": basis}
        if basis in UNCOUNTED:
            changes["quantity"] = None
        return {"about": about, "changes": changes, "parts": self.parts}


class DeclineOfferForm(forms.Form):
    """The worker's no."""

    note = Prose(
        label=_("ひとこと（任意）"),
        max_length=1_000,
        rows=3,
        required=False,
        help_text=_("条件が合わないときは、どこが変わればよいかを書くと、出し直してもらえることがあります。"),
    )
