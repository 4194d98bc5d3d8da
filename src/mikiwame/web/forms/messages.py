"""What people write to each other."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mikiwame.core.ids import new_id

from .fields import Files, Prose


class MessageForm(forms.Form):
    """A message; beside files the text may be empty, which the market decides."""

    text = Prose(label=_("メッセージ"), max_length=10_000, rows=3, required=False)
    files = Files(label=_("ファイルを添える"), required=False, help_text=_("10個まで、1つ20MBまで。"))  # type: ignore[assignment]

    identifier = forms.UUIDField(initial=new_id, widget=forms.HiddenInput, required=False)

    draft = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput, required=False)

    stop: Any = None
    """What the contact guard stopped, see ``web.stops``."""

    needs_answer = forms.BooleanField(
        label=_("返事が必要な質問として送る"),
        required=False,
        help_text=_("相手の番になり、3営業日以内の返事を求めます。返事がなければ、相手の記録に残ります。"),
    )

    def go_on_from(self, draft: Any, *, keeps: str) -> None:
        """Begin with what she has begun to write; ``keeps`` is the address that keeps what she adds to it."""
        self.initial["text"] = draft.text if draft else ""
        self.initial["draft"] = draft.revision if draft else 0
        kept = {"data-keeps": keeps, "data-revision": self.initial["draft"]}
        self.fields["text"].widget.attrs |= kept


class DraftForm(forms.Form):
    """What she has written so far, and the revision from which she went on."""

    text = forms.CharField(required=False, strip=False, max_length=11_000)
    revision = forms.IntegerField(min_value=0, max_value=2**31 - 1)


class SummaryForm(forms.Form):
    """What was said elsewhere."""

    text = Prose(
        label=_("話した内容"),
        max_length=10_000,
        rows=8,
        help_text=_("いつ、どこで、何を話したか。決めたこと、決まらなかったこと。あとから変えられません。"),
    )


class SummaryAnswerForm(forms.Form):
    """Whether it was so, in her words."""

    words = Prose(
        label=_("あなたの言葉"),
        max_length=2_000,
        rows=4,
        required=False,
        help_text=_("違うときは、どこが違うかを書いてください。"),
    )
    verdict = forms.ChoiceField(choices=[("confirm", ""), ("deny", "")], widget=forms.HiddenInput)
