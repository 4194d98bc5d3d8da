"""Forms of amendments: the terms that somebody wants to change, and the worker's word on what is worse."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mikiwame.core.terms import RewardBasis, Term
from mikiwame.market.contracts import queries
from mikiwame.market.contracts.states import MILESTONE, MilestoneState
from mikiwame.market.terms import queries as terms
from mikiwame.market.terms.lines import Part
from mikiwame.wording.words import called

from .fields import Prose
from .offers import TermsForm
from .schedules import ScheduleForm

FIELDS = {
    Term.SCOPE: ("scope",),
    Term.DELIVERABLE: ("deliverable",),
    Term.REWARD: ("reward", "quantity"),
    Term.DEADLINE: ("deadline",),
    Term.START: ("start_date", "start_condition", "start_latest"),
    Term.PACE: ("pace", "repeat", "weekdays", "times_a_week", "weekly_hours", "month_day", "on_holiday"),
    Term.DURATION: ("duration", "duration_months", "renews"),
    Term.ENVIRONMENT: ("environment",),
    Term.COMMUNICATION: ("communication",),
    Term.INSPECTION: ("inspection_days", "change_rounds"),
    Term.PAYMENT: ("payment_days",),
    Term.RIGHTS: ("rights",),
    Term.CONFIDENTIALITY: ("confidentiality",),
}
"""The fields in which each term is written."""


class AmendmentForm(TermsForm):
    """The terms of a contract as they are; whoever fills it in rewrites those that she wants to change."""

    reason = Prose(
        label=_("変えたい理由"),
        max_length=1_000,
        rows=4,
        help_text=_("相手に届き、記録に残ります。"),
    )

    def __init__(self, *args: Any, contract: Any, opened: str = "", quote: str = "", **kwargs: Any) -> None:
        sheet = contract.sheet
        self.before = [
            Part(part.number, part.title or contract.title, part.amount, part.due)
            for part in terms.parts(sheet)
        ]
        super().__init__(*args, sheet=sheet, parts=self.before, **kwargs)
        self.initial["reason"] = f"「{quote[:500]}」\n" if quote else ""
        self.opened, self.stated = opened, terms.stated(sheet)
        self._leave_out(contract)
        for milestone in () if contract.is_continuing else queries.standing(contract):
            self._keep(milestone)

    @property
    def changes(self) -> dict[str, Any]:
        """The columns of the sheet that are written otherwise than before."""
        return {name: value for name, value in super().changes.items() if value != self.initial[name]}

    @property
    def wish(self) -> dict[str, Any]:
        """What is to become otherwise, by the names of the operation."""
        return {"changes": self.changes, "parts": self.new_parts}

    @property
    def new_parts(self) -> list[Part] | None:
        """The parts, if they are others than before."""
        return None if self.parts == self.before else self.parts

    @property
    def groups(self) -> Iterable[dict[str, Any]]:
        """The fields, term by term; a term that is to be changed stands open."""
        for term, names in FIELDS.items():
            fields = [self[name] for name in names if name in self.fields]
            if fields:
                yield {
                    "term": term,
                    "line": self.stated.get(term),
                    "fields": fields,
                    "open": self._is_open(term, names),
                }

    @property
    def parts_open(self) -> bool:
        """Whether the rows of parts are to be seen at once."""
        shown = self.opened in (Term.REWARD, Term.DEADLINE) and "deadline" not in self.fields
        return shown or (self.is_bound and (not self.parts_readable or self.parts != self.before))

    def _is_open(self, term: Term, names: Iterable[str]) -> bool:
        return self.opened == term or any(
            name in self.errors or (self.is_bound and name in self.changed_data) for name in names
        )

    def _leave_out(self, contract: Any) -> None:
        """What can't be changed now, or is written in the rows of parts; a standby fee stands as promised."""
        gone = {"start_date", "start_condition", "start_latest"} if contract.started_at else set()
        if contract.sheet.milestones.all():
            gone.add("deadline")
            gone |= {"reward"} if contract.sheet.reward_basis == RewardBasis.FIXED else set()
        if contract.is_continuing:
            gone |= {"deadline", "quantity", *(name for name in self.fields if name.startswith("part_"))}
            self.row_count, self.before = 0, []
        else:
            gone |= ScheduleForm.base_fields.keys()
        gone.add("standby_fee")
        for name in gone & self.fields.keys():
            del self.fields[name]

    def _keep(self, milestone: Any) -> None:
        """What was handed over stays as it was agreed."""
        row = f"part_{milestone.number}_"
        if milestone.state not in (MilestoneState.UNFUNDED, MilestoneState.FUNDED):
            self.fields[f"{row}amount"].disabled = True
            self.fields[f"{row}amount"].help_text = _("納品のあとなので変えられません。")
            self.fields[f"{row}due"].disabled = True
        if milestone.state in MILESTONE.final:
            self.fields[f"{row}title"].disabled = True


class WorseForm(forms.Form):
    """Which of the changed terms the worker calls worse, where only she can tell."""

    worse = forms.MultipleChoiceField(
        label=_("あなたにとって悪くなる条件"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("選ぶと、断ったあとでも責任なく離れられ、クライアントの記録に残ります。"),
    )

    def __init__(self, *args: Any, untold: Iterable[Term] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(term), called(term, "term")) for term in untold]
        if choices:
            self.fields["worse"].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields["worse"]


class DepartureForm(WorseForm):
    """The worker leaves without fault: over which terms, and why, if she wants to say."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "worse" in self.fields:
            self.fields["worse"].help_text = _("あなたにとって悪くなるものを選んでください。")

    reason = Prose(label=_("ひとこと（任意）"), max_length=1_000, rows=4, required=False)
