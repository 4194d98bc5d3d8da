"""How a member is told things beyond the page."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mikiwame.market.notifications.choices import SAFETY, Channels, Hours
from mikiwame.market.notifications.states import ByEmail, Group
from mikiwame.wording.words import WORDS

OF_A_DAY = [(str(hour), f"{hour}:00") for hour in range(24)]


@dataclass(frozen=True)
class Row:
    """One group in the table: its fields, without one for e-mail where that can't be chosen."""

    group: Group
    email: forms.BoundField | None
    push: forms.BoundField


class NoticesForm(forms.Form):
    """For each group when an e-mail tells it, and whether a browser shows it; then the hours."""

    digest = forms.ChoiceField(label=_("まとめのメールが届く時刻"), choices=OF_A_DAY)
    quiet_from = forms.ChoiceField(
        label=_("静かな時間の始まり"), required=False, choices=[("", _("なし")), *OF_A_DAY]
    )
    quiet_until = forms.ChoiceField(
        label=_("静かな時間の終わり"), required=False, choices=[("", _("なし")), *OF_A_DAY]
    )

    def __init__(self, data: Any, *, channels: dict[Group, Channels], hours: Hours) -> None:
        self.channels = channels
        initial: dict[str, Any] = {**vars(hours)}
        for group, chosen in channels.items():
            initial |= {f"email_{group}": chosen.email, f"push_{group}": chosen.push}
        super().__init__(data, initial=initial)
        for group in channels:
            self.fields[f"push_{group}"] = forms.BooleanField(required=False, widget=box(group, "push"))
            if group not in SAFETY:
                self.fields[f"email_{group}"] = forms.ChoiceField(
                    choices=list(WORDS["by_email"].items()),
                    widget=forms.Select(attrs=labelled(group, "email")),
                )

    @property
    def rows(self) -> list[Row]:
        """The table, a row for each group."""
        return [
            Row(group, self[f"email_{group}"] if group not in SAFETY else None, self[f"push_{group}"])
            for group in self.channels
        ]

    def clean(self) -> dict[str, Any]:
        """All of it, as the operation takes it."""
        values = super().clean() or {}
        if self.errors:
            return values
        chosen = {
            group: Channels(
                ByEmail(values.get(f"email_{group}", standing.email)), push=values[f"push_{group}"]
            )
            for group, standing in self.channels.items()
        }
        hour = {name: int(values[name]) if values[name] else None for name in ("quiet_from", "quiet_until")}
        return {"channels": chosen, "hours": Hours(int(values["digest"]), **hour)}


def labelled(group: Group, column: str) -> dict[str, str]:
    """A cell's field is named by the heads of its row and its column."""
    return {"aria-labelledby": f"notice-{group} by-{column}"}


def box(group: Group, column: str) -> forms.CheckboxInput:
    """A box in a cell."""
    return forms.CheckboxInput(attrs=labelled(group, column))
