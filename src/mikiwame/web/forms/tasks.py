"""What can be asked of the list of tasks, in its address."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from mikiwame.market.hiring.listing import MINUTES_STEPS, Sort, TaskFilters

from .fields import YenField
from .filters import EVERY, counted, said
from .listing import Chip, ListingForm

MINUTES = [(most, counted(ngettext_lazy("%d分まで", "%d分まで", most), most)) for most in MINUTES_STEPS]
NARROWING = ("q", "category", "hourly_least", "minutes_most", "reward_least", "care")
SHOWN = ("q", "sort", *NARROWING[1:], "fitting")


class TasksForm(ListingForm):
    """Filters and order of tasks, as the address asks; the pages of all postings are asked more."""

    minutes_most = forms.TypedChoiceField(
        required=False,
        label=_("1つの回答にかかる時間"),
        choices=[EVERY, *MINUTES],
        coerce=int,
        empty_value=None,
    )
    hourly_least = forms.TypedChoiceField(
        required=False, label=_("1時間あたりの報酬"), coerce=int, empty_value=None
    )
    reward_least = YenField(required=False, label=_("1回答の報酬の下限（円）"))
    fitting = forms.BooleanField(required=False, label=_("参加の条件を満たすものだけ"))

    # What is asked of projects alone.
    record = finished_least = funded = calm_reviews = unproven = None  # type: ignore[assignment]
    reward_basis = format = crowd_most = newcomers = continuing = None  # type: ignore[assignment]

    def filters(self, *, without: Collection[UUID] = ()) -> TaskFilters:
        """What is asked for; ``without`` are the postings that are left out, if she asks for that."""
        asked = ((name, self.cleaned_data.get(name)) for name in (*NARROWING, "sort"))
        given: dict[str, Any] = {name: value for name, value in asked if value}
        left_out = frozenset(without) if self.cleaned_data.get("fitting") else frozenset()
        sort = Sort(given.pop("sort", Sort.NEWEST))
        return TaskFilters(text=given.pop("q", ""), sort=sort, without=left_out, **given)

    def chips(self) -> list[Chip]:
        """The filters that are on."""
        on = said(self, self.filters(), NARROWING)
        if self.cleaned_data.get("fitting"):
            on["fitting"] = str(self.fields["fitting"].label)
        return [Chip(label, self.address(**{name: None})) for name, label in on.items()]

    @property
    def narrowing(self) -> list[forms.BoundField]:
        """The fields but words and order."""
        return [self[name] for name in SHOWN[2:]]
