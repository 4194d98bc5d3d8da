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

    def __init__(self, *filled: Any, draft: str) -> None:
        """``draft`` names what is being written, so that the browser can keep it until it is sent."""
        super().__init__(*filled)
        self.fields["text"].widget.attrs["data-draft"] = draft
