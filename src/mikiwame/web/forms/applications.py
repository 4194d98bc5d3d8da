"""Applying, and declining who applied."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mikiwame.market.hiring import rules
from mikiwame.market.hiring.states import DeclineReason
from mikiwame.wording.words import WORDS

from .fields import Files, Prose, YenField

REASONS = [
    (str(reason), WORDS["decline"][reason])
    for reason in DeclineReason
    if reason not in {DeclineReason.FILLED, DeclineReason.CANCELLED}
]


class ApplicationForm(forms.Form):
    """A message, a price, answers to the client's questions, and what she brings."""

    price = YenField(label=gettext_lazy("希望する報酬（税込・円）"))
    message = Prose(
        max_length=rules.MESSAGE_MOST,
        rows=8,
        label=gettext_lazy("メッセージ"),
        help_text=gettext_lazy("似た仕事の経験、進め方、使える時間。連絡先は書かないでください。"),
    )
    met = forms.MultipleChoiceField(
        required=False,
        label=gettext_lazy("満たしている条件"),
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("正直に印をつけてください。相手に見えます。"),
    )
    files = Files(  # type: ignore[assignment]  # Django makes fields of class attributes
        required=False,
        label=gettext_lazy("添付ファイル"),
        help_text=gettext_lazy("作品の見本など。1つ20MBまで、10個まで。"),
    )

    def __init__(self, data: Any = None, files: Any = None, *, posting: Any) -> None:
        reward, most = posting.sheet.reward, posting.sheet.reward_most
        fixed = reward is not None and most in (None, reward)
        super().__init__(data, files, initial={"price": f"{reward:,}" if fixed else ""})
        self.questions = list(posting.questions.all())
        for question in self.questions:
            self.fields[f"answer_{question.pk}"] = Prose(
                max_length=rules.ANSWER_MOST, rows=3, required=question.required, label=question.text
            )
        requirements = list(posting.requirements.all())
        if requirements:
            choices = [(str(line.pk), _worded(line)) for line in requirements]
            self.fields["met"].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields["met"]
        self.order_fields(
            ["message", "price", *(f"answer_{line.pk}" for line in self.questions), "met", "files"]
        )

    def values(self) -> dict[str, Any]:
        """As the operation takes them."""
        given = self.cleaned_data
        return {
            "message": given["message"],
            "price": given["price"],
            "answers": {line.pk: given[f"answer_{line.pk}"] for line in self.questions},
            "met": [UUID(line) for line in given.get("met", [])],
            "files": given["files"],
        }


class DeclineForm(forms.Form):
    """Why not; the applicant reads it."""

    reason = forms.ChoiceField(label=gettext_lazy("理由"), choices=REASONS, widget=forms.RadioSelect)
    note = Prose(
        max_length=rules.NOTE_MOST,
        rows=3,
        required=False,
        label=gettext_lazy("ひとこと（任意）"),
        help_text=gettext_lazy("応募した人が読みます。次につながる言葉だと喜ばれます。"),
    )


def _worded(requirement: Any) -> str:
    """A requirement as a checkbox says it."""
    essential = _("%(requirement)s（必須）") % {"requirement": requirement.text}
    return essential if requirement.essential else str(requirement.text)
