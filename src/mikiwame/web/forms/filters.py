"""What somebody can look for among the postings: the fields of the list and of saved criteria alike."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.choices import flatten_choices
from django.utils.functional import Promise, keep_lazy_text
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from mikiwame.market.hiring.listing import (
    CROWD_STEPS,
    FINISHED_STEPS,
    HOURLY_STEPS,
    TEXT_MOST,
    Care,
    Filters,
    Sort,
)
from mikiwame.web.categories import fields_and_kinds
from mikiwame.wording.formats import yen
from mikiwame.wording.words import WORDS

from .fields import Line, YenField

SORTS = {
    Sort.NEWEST: gettext_lazy("新しい順"),
    Sort.CLOSING: gettext_lazy("締切が近い順"),
    Sort.REWARD: gettext_lazy("報酬が高い順"),
    Sort.HOURLY: gettext_lazy("1時間あたりが高い順（タスク）"),
}
CARES = {
    Care.CALM: gettext_lazy("注意や危険のしるしがない"),
    Care.CAREFUL: gettext_lazy("注意も不足もない"),
}
EVERY = ("", gettext_lazy("すべて"))


@keep_lazy_text
def counted(words: str | Promise, number: int) -> str:
    """The words with their number, put in only when they are read, in their reader's language."""
    return str(words) % number


FINISHED = [(least, counted(ngettext_lazy("%d件以上", "%d件以上", least), least)) for least in FINISHED_STEPS]
CROWDS = [
    (most, counted(ngettext_lazy("1枠に%d人まで", "1枠に%d人まで", most), most)) for most in CROWD_STEPS
]

JUDGED = ("care", "record", "finished_least", "funded", "calm_reviews", "unproven")
"""What is asked of a text and of a client."""

PLAIN = (
    "q",
    "category",
    "format",
    "reward_basis",
    "reward_least",
    "hourly_least",
    "crowd_most",
    "newcomers",
    "continuing",
)
NAMED = ("care", "finished_least", "hourly_least", "minutes_most", "crowd_most")
"""Whose choices say little without their field's name."""

NARROWING = (*PLAIN, *JUDGED)


class FiltersForm(forms.Form):
    """Filters and order; nothing is required."""

    q = Line(max_length=TEXT_MOST, required=False, label=gettext_lazy("キーワード"))
    sort = forms.ChoiceField(required=False, label=gettext_lazy("並べ方"), choices=list(SORTS.items()))
    care = forms.ChoiceField(
        required=False, label=gettext_lazy("募集の文面"), choices=[EVERY, *CARES.items()]
    )
    record = forms.BooleanField(required=False, label=gettext_lazy("実績に気になる点がない"))
    finished_least = forms.TypedChoiceField(
        required=False,
        label=gettext_lazy("最後まで終えた契約"),
        choices=[EVERY, *FINISHED],
        coerce=int,
        empty_value=None,
    )
    funded = forms.BooleanField(required=False, label=gettext_lazy("ほぼ期限内に仮払いしている"))
    calm_reviews = forms.BooleanField(required=False, label=gettext_lazy("評価に気になる点がない"))
    unproven = forms.BooleanField(
        required=False,
        label=gettext_lazy("まだ分からないクライアントも出す"),
        help_text=gettext_lazy("実績や評価が少ないだけで、悪いという意味ではありません。"),
    )
    category = forms.ChoiceField(required=False, label=gettext_lazy("カテゴリー"))
    reward_basis = forms.ChoiceField(
        required=False,
        label=gettext_lazy("報酬の決め方"),
        choices=[EVERY, *WORDS["basis"].items()],
    )
    reward_least = YenField(required=False, label=gettext_lazy("報酬の下限（円）"))
    hourly_least = forms.TypedChoiceField(
        required=False, label=gettext_lazy("1時間あたり（タスク）"), coerce=int, empty_value=None
    )
    format = forms.ChoiceField(
        required=False, label=gettext_lazy("形式"), choices=[EVERY, *WORDS["format"].items()]
    )
    crowd_most = forms.TypedChoiceField(
        required=False,
        label=gettext_lazy("応募の多さ"),
        choices=[EVERY, *CROWDS],
        coerce=int,
        empty_value=None,
    )
    newcomers = forms.BooleanField(required=False, label=gettext_lazy("初めての人の枠がある"))
    continuing = forms.BooleanField(required=False, label=gettext_lazy("続けての依頼がある"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = [("", _("すべて")), *fields_and_kinds(_("%(field)sすべて"))]
        self.fields["category"].choices = every  # type: ignore[attr-defined]
        hourly = [EVERY, *((least, _("%(amount)s以上") % {"amount": yen(least)}) for least in HOURLY_STEPS)]
        self.fields["hourly_least"].choices = hourly  # type: ignore[attr-defined]

    def filters(self) -> Filters:
        """What is asked for, as far as it can be read."""
        asked = ((name, self.cleaned_data.get(name)) for name in (*NARROWING, "sort"))
        given: dict[str, Any] = {name: value for name, value in asked if value}
        sort = Sort(given.pop("sort", Sort.NEWEST))
        return Filters(text=given.pop("q", ""), sort=sort, **given)

    @property
    def judged(self) -> list[forms.BoundField]:
        """The fields about texts and clients."""
        return [self[name] for name in JUDGED]

    @property
    def plain(self) -> list[forms.BoundField]:
        """The fields about the work, but for its words."""
        return [self[name] for name in PLAIN[1:]]


def asked_by(filters: Filters) -> dict[str, str]:
    """The values of the form's fields that ask for this, the order only where it isn't the usual one."""
    values = {name: getattr(filters, "text" if name == "q" else name) for name in (*NARROWING, "sort")}
    asked = {name: "on" if value is True else str(value) for name, value in values.items() if value}
    if asked["sort"] == Sort.NEWEST:
        asked.pop("sort")
    return asked


def address_of(filters: Filters) -> str:
    """The list's address that asks for this. It always asks: the bare list may begin with criteria."""
    return f"?{urlencode(asked_by(filters) or {'sort': Sort.NEWEST.value})}"


def said(form: FiltersForm, filters: Filters, names: Iterable[str] = NARROWING) -> dict[str, str]:
    """What is asked for in words, by the names of the form's fields."""
    values = {name: getattr(filters, "text" if name == "q" else name) for name in names}
    every = {name: _said(form.fields[name], value) for name, value in values.items() if value}
    return every | {name: f"{form.fields[name].label}: {every[name]}" for name in NAMED if name in every}


def _said(field: forms.Field, value: Any) -> str:
    match field:
        case forms.ChoiceField():
            return str(dict(flatten_choices(field.choices)).get(value, value))  # type: ignore[arg-type]
        case forms.BooleanField():
            return str(field.label)
        case YenField():
            return _("%(amount)s以上") % {"amount": yen(value)}
        case _:
            return f"「{value}」"
