"""Which answers a client lets be approved by themselves."""

from collections.abc import Collection, Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mikiwame.market.taskwork.approving import Rule
from mikiwame.market.taskwork.states import ApprovedBy

from .fields import Number


class ApprovalForm(forms.Form):
    """Each rule by itself: it is used, and from where on. The fields are called as refusals call them."""

    known = forms.BooleanField(
        required=False, label=_("答えのわかっているユニットに、よく答えている人の回答")
    )
    known_least = Number(required=False, initial=5, label=_("答えた数（件以上）"))
    known_percent = Number(required=False, initial=80, label=_("正しかった割合（%以上）"))
    majority = forms.BooleanField(required=False, label=_("同じユニットの過半数と一致した回答"))
    hours = forms.BooleanField(required=False, label=_("提出から時間がたった回答"))
    hours_least = Number(required=False, initial=24, label=_("たった時間（時間）"))

    def __init__(self, data: Any = None, *, standing: Collection[Rule]) -> None:
        super().__init__(data, initial=dict(_written(standing)))

    def wanted(self) -> list[Rule]:
        """The rules that are ticked, as the operation takes them."""
        said = self.cleaned_data
        wanted = {
            ApprovedBy.KNOWN: Rule(ApprovedBy.KNOWN, said["known_least"], said["known_percent"]),
            ApprovedBy.MAJORITY: Rule(ApprovedBy.MAJORITY),
            ApprovedBy.HOURS: Rule(ApprovedBy.HOURS, said["hours_least"]),
        }
        return [one for kind, one in wanted.items() if said[kind]]


def _written(standing: Collection[Rule]) -> Iterator[tuple[str, Any]]:
    """The rules that stand, by the form's names."""
    for one in standing:
        yield str(one.kind), True
        if one.least is not None:
            yield f"{one.kind}_least", one.least
        if one.percent is not None:
            yield f"{one.kind}_percent", one.percent
