"""Texts to be read: pasted from anywhere, kept nowhere."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from mikiwame.core.errors import Refused
from mikiwame.discernment.legible import Illegible, Legible, legible, seen
from mikiwame.discernment.text import LONGEST
from mikiwame.refusals import sentence
from mikiwame.wording.words import WORDS


class Pasted(forms.CharField):
    """A text as it was pasted; what nobody can see is taken out, and counted in ``hidden``."""

    default_error_messages: ClassVar = {
        "max_length": _("%(limit_value)s文字までです（いまは%(show_value)s文字）。"),
        "required": _("読める文章がありません。募集の文面を貼り付けてください。"),
    }

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """No ``maxlength``: it would cut off what is pasted without a word."""
        return {"autocomplete": "off", "spellcheck": "false"}

    def to_python(self, value: Any) -> str:
        """Count a line break as one character, and what nobody sees as none."""
        return seen(super().to_python(value) or "").text


class PastedText(Pasted):
    """A text that must say something."""

    widget = forms.Textarea

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=LONGEST, **options)
        self.widget.attrs.update(rows=10)

    def to_python(self, value: Any) -> str:
        """Refuse what can't be read."""
        text = super(Pasted, self).to_python(value) or ""
        if not text.strip():
            return ""
        try:
            return legible(text).text
        except Illegible as refused:
            raise forms.ValidationError(sentence(Refused(refused.reason)), code=refused.reason) from None


class CheckForm(forms.Form):
    """A text from anywhere: ``body`` and what stands beside it."""

    @property
    def hidden(self) -> int:
        """How many letters were taken out that nobody sees."""
        return sum(seen(self.data.get(name, "")).hidden for name in ("title", "body"))

    @property
    def is_english(self) -> bool:
        """Whether the text is in English, of which little is read yet."""
        return Legible(self.cleaned_data["body"], 0).is_english


class PostingCheckForm(CheckForm):
    """A posting from anywhere."""

    body = PastedText(
        label=_("募集の文面"),
        help_text=_("どのサイトの募集でも。20,000文字まで。文面はどこにも保存されません。"),
    )
    title = Pasted(max_length=200, required=False, label=_("題名"))
    format = forms.ChoiceField(
        required=False,
        label=_("形式"),
        choices=[("", _("わからない")), *WORDS["format"].items()],
    )


class CommentCheckForm(CheckForm):
    """A comment from anywhere."""

    body = PastedText(
        label=_("口コミの文面"),
        help_text=_("評価やレビューの文章をひとつ。20,000文字まで。文面はどこにも保存されません。"),
    )
    rating = forms.TypedChoiceField(
        required=False,
        coerce=int,
        empty_value=None,
        label=_("いっしょに付いた星"),
        choices=[("", _("わからない")), *((stars, "★" * stars) for stars in range(5, 0, -1))],
    )
