"""Dividing the work into parts: rows of a name, an amount and a day, for postings and offers alike."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mikiwame.market.terms import rules
from mikiwame.market.terms.lines import Part

from .fields import Day, Line, YenField

ROWS = 5
"""How many rows there are at least; one more than are written, so that there is always a free one."""


class PartsForm(forms.Form):
    """A form with rows for the parts of a sheet, beside the fields that its subclass names."""

    def __init__(self, *args: Any, sheet: Any, parts: Sequence[Part] | None = None, **kwargs: Any) -> None:
        written = list(sheet.milestones.all()) if parts is None else parts
        super().__init__(*args, **kwargs)
        self.row_count = min(max(ROWS, len(written) + 1, _rows_in(self.data)), rules.PARTS_MOST)
        for number in range(1, self.row_count + 1):
            self._add_row(number)
        for number, part in enumerate(written, start=1):
            values = {"title": part.title, "amount": f"{part.amount:,}", "due": part.due}
            self.initial.update({f"part_{number}_{name}": value for name, value in values.items()})

    @property
    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField, forms.BoundField]]:
        """The rows of parts, field by field."""
        return [
            (self[f"part_{number}_title"], self[f"part_{number}_amount"], self[f"part_{number}_due"])
            for number in range(1, self.row_count + 1)
        ]

    @property
    def has_parts(self) -> bool:
        """Whether a row says something, right or wrong, so that the page shows them."""
        return any(field.value() for row in self.rows for field in row)

    @property
    def parts_readable(self) -> bool:
        """Whether nothing in the rows is wrong by itself."""
        return not any(name.startswith("part_") for name in self.errors)

    @property
    def parts(self) -> list[Part]:
        """The rows that say something, in their order."""
        rows = (self._row(number) for number in range(1, self.row_count + 1))
        return [Part(number, *row) for number, row in enumerate(filter(any, rows), start=1)]

    @property
    def said(self) -> dict[str, Any]:
        """What the other fields say."""
        return {name: value for name, value in self.cleaned_data.items() if not name.startswith("part_")}

    def clean(self) -> None:
        """A part has a name, an amount and a day, or nothing at all."""
        for number in range(1, self.row_count + 1):
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


def _rows_in(data: Mapping[str, Any]) -> int:
    """How many rows a page sent: it may have been opened when there were more."""
    numbers = [name[5:-6] for name in data if name.startswith("part_") and name.endswith("_title")]
    return max((int(number) for number in numbers if number.isdecimal() and len(number) <= 2), default=0)
