"""A member's own criteria: a name, and what the list is asked for."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from mikiwame.market.hiring.listing import THREE_CHECKS, Filters

from .fields import Line
from .filters import PLAIN, FiltersForm, asked_by


class CriteriaForm(FiltersForm):
    """The filters of the list under a name."""

    name = Line(
        max_length=40,
        label=_("名前"),
        help_text=_("一覧の上に、この名前で並びます。ほかの人には見えません。"),
    )

    field_order = ("name",)

    def add_error(self, field: str | None, error: Any) -> None:
        """The market calls the words of a search its text."""
        super().add_error("q" if field == "text" else field, error)

    @property
    def work(self) -> list[Any]:
        """The fields about the work, its words first."""
        return [self[name] for name in PLAIN]


def begun_with(filters: Filters, name: str = "") -> dict[str, str]:
    """What a new form begins with; the three checks have a name already."""
    suggested = str(_("私の3つの確認")) if filters == THREE_CHECKS else ""
    return asked_by(filters) | {"name": name or suggested}
