"""What can be asked of the list of postings, in its address."""

from dataclasses import dataclass

from django import forms
from django.http import QueryDict
from django.utils.choices import flatten_choices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mikiwame.market.hiring.listing import Filters, Page, Sort
from mikiwame.web.categories import fields_and_kinds
from mikiwame.web.templatetags.pages import yen
from mikiwame.web.words import WORDS

from .fields import Line, YenField

SORTS = {
    Sort.NEWEST: gettext_lazy("新しい順"),
    Sort.CLOSING: gettext_lazy("締切が近い順"),
    Sort.REWARD: gettext_lazy("報酬が高い順"),
}
NARROWING = ("q", "category", "format", "reward_basis", "reward_least", "newcomers", "continuing")


@dataclass(frozen=True)
class Chip:
    """A filter that is on, and the address of the list without it."""

    label: str
    address: str


class ListingForm(forms.Form):
    """Filters and order; nothing is required."""

    q = Line(max_length=1_000, required=False, label=gettext_lazy("キーワード"))
    category = forms.ChoiceField(required=False, label=gettext_lazy("カテゴリー"))
    format = forms.ChoiceField(
        required=False,
        label=gettext_lazy("形式"),
        choices=[("", gettext_lazy("すべて")), *WORDS["format"].items()],
    )
    reward_basis = forms.ChoiceField(
        required=False,
        label=gettext_lazy("報酬の決め方"),
        choices=[("", gettext_lazy("すべて")), *WORDS["basis"].items()],
    )
    reward_least = YenField(required=False, label=gettext_lazy("報酬の下限（円）"))
    newcomers = forms.BooleanField(required=False, label=gettext_lazy("初めての人の枠がある"))
    continuing = forms.BooleanField(required=False, label=gettext_lazy("続けての依頼がある"))
    sort = forms.ChoiceField(required=False, label=gettext_lazy("並べ方"), choices=list(SORTS.items()))

    def __init__(self, asked: QueryDict) -> None:
        super().__init__(asked)
        self.asked = asked
        every = [("", _("すべて")), *fields_and_kinds(_("%(field)sすべて"))]
        self.fields["category"].choices = every  # type: ignore[attr-defined]
        self.full_clean()

    def filters(self) -> Filters:
        """What is asked for, as far as it can be read."""
        given = {name: value for name, value in self.cleaned_data.items() if value}
        sort = Sort(given.pop("sort", Sort.NEWEST))
        return Filters(text=given.pop("q", ""), sort=sort, **given)

    def chips(self) -> list[Chip]:
        """The filters that are on."""
        return [
            Chip(self._said(name), self.address(**{name: None})) for name in NARROWING if self._is_on(name)
        ]

    def address(self, **changes: str | None) -> str:
        """The list's address with something else asked for; a changed question begins on the first page."""
        asked = self.asked.copy()
        asked.pop("after", None)
        for name, value in changes.items():
            asked.pop(name, None)
            if value is not None:
                asked[name] = value
        for name in [name for name in asked if not asked[name]]:
            asked.pop(name)
        return f"?{asked.urlencode()}"

    def around(self, found: Page) -> dict[str, str]:
        """The addresses of the pages before and after."""
        places = {"previous": found.previous, "next": found.next}
        return {name: self.address(after=place) for name, place in places.items() if place}

    def _is_on(self, name: str) -> bool:
        return bool(self.cleaned_data.get(name))

    def _said(self, name: str) -> str:
        value, field = self.cleaned_data[name], self.fields[name]
        match field:
            case forms.ChoiceField():
                return str(dict(flatten_choices(field.choices))[value])  # type: ignore[arg-type]
            case forms.BooleanField():
                return str(field.label)
            case YenField():
                return _("%(amount)s以上") % {"amount": yen(value)}
            case _:
                return f"「{value}」"
