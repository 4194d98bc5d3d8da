"""Fields for what people type in Japan: full-width digits, long prose, and nothing that can't be read."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mikiwame.core import money
from mikiwame.core.terms import STANDBY_FEE_LEAST, STANDBY_FEE_MOST
from mikiwame.core.texts import unreadable


class Line(forms.CharField):
    """One line of text, at most ``max_length`` characters."""

    welcome: ClassVar[frozenset[str]] = frozenset()
    default_error_messages: ClassVar = {
        "max_length": _("%(limit_value)s文字までです（いまは%(show_value)s文字）。")
    }

    def __init__(self, *, max_length: int, **options: Any) -> None:
        super().__init__(max_length=max_length, **options)

    def clean(self, value: Any) -> str:
        """Refuse control characters that are not welcome."""
        text: str = super().clean(value)
        if unreadable(text, but=self.welcome):
            raise ValidationError(
                _("読めない文字が含まれています。入力し直してください。"), code="unreadable"
            )
        return text

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """No ``maxlength``: it would cut off what is pasted without a word."""
        attributes: dict[str, Any] = super().widget_attrs(widget)
        return {name: value for name, value in attributes.items() if name not in {"maxlength", "minlength"}}


class Prose(Line):
    """Several lines of text, at most ``max_length`` characters; line breaks become ``\\n``."""

    widget = forms.Textarea
    welcome = frozenset("\n\t")

    def __init__(self, *, max_length: int, rows: int = 6, **options: Any) -> None:
        super().__init__(max_length=max_length, **options)
        self.widget.attrs.update(rows=rows)

    def to_python(self, value: Any) -> str:
        """Count a line break as one character, whatever the browser sends."""
        text = super().to_python(value) or ""
        return text.replace("\r\n", "\n").replace("\r", "\n")


REQUIRED: dict[type[forms.Field], Any] = {
    forms.Field: _("ここを書いてください。"),
    forms.EmailField: _("メールアドレスを書いてください。"),
    forms.IntegerField: _("数を書いてください。"),
    forms.DateField: _("日を選んでください。"),
    forms.ChoiceField: _("選んでください。"),
    forms.BooleanField: _("確かめて、印を付けてください。"),
    forms.FileField: _("ファイルを選んでください。"),
}
"""What is said beside a field that was left empty, and says nothing of its own."""


def say_what_is_missing() -> None:
    """All forms say it so: ours, and those that come with libraries."""
    for kind, sentence in REQUIRED.items():
        kind.default_error_messages = kind.default_error_messages | {"required": sentence}


class YenField(forms.Field):
    """Whole yen from ``least`` to ``most``, as people write them (``１２，０００円``, ``1.5万``)."""

    widget = forms.TextInput
    default_error_messages: ClassVar = {"required": _("金額を書いてください。")}

    def __init__(self, *, least: int = 1, most: int = money.MOST, **options: Any) -> None:
        super().__init__(**options)
        self.least, self.most = least, most
        self.widget.attrs.update({"inputmode": "numeric", "autocomplete": "off", "class": "yen"})

    def to_python(self, value: Any) -> int | None:
        """Read the amount."""
        if value in self.empty_values:
            return None
        try:
            return money.parse_yen(str(value))
        except ValueError:
            raise ValidationError(
                _("金額を円の整数で書いてください（例: 12,000）。"), code="not_an_amount"
            ) from None

    def validate(self, value: Any) -> None:
        """Keep to the range."""
        super().validate(value)
        if value is not None and not self.least <= value <= self.most:
            span = {"least": f"{self.least:,}", "most": f"{self.most:,}"}
            raise ValidationError(
                _("%(least)s円から%(most)s円までで書いてください。"), code="range", params=span
            )


def message_field(help_text: str | Promise) -> Prose:
    """What is said with an offer or a trial."""
    return Prose(label=_("相手へのことば"), max_length=3_000, rows=4, required=False, help_text=help_text)


def standby_field() -> YenField:
    """What is promised for having waited for the first money in vain."""
    return YenField(
        required=False,
        least=STANDBY_FEE_LEAST,
        most=STANDBY_FEE_MOST,
        label=_("待機料（税込・円、任意）"),
        help_text=_("最初の仮払いのないまま契約が終わったとき、待っていたワーカーに支払う額です。"),
    )


class Number(forms.IntegerField):
    """A whole number; full-width digits are digits."""

    widget = forms.TextInput
    default_error_messages: ClassVar = {
        "min_value": _("%(limit_value)s以上の数を書いてください。"),
        "max_value": _("%(limit_value)s以下の数を書いてください。"),
    }

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.widget.attrs.update({"inputmode": "numeric", "autocomplete": "off", "class": "number"})


class Day(forms.DateField):
    """A calendar day, chosen with the browser's own calendar."""

    def __init__(self, **options: Any) -> None:
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        super().__init__(widget=widget, **options)


class FilesInput(forms.ClearableFileInput):
    """A file chooser for several files."""

    allow_multiple_selected = True


class Files(forms.FileField):
    """Any number of files up to ``most``; what is inside them the market checks."""

    widget = FilesInput

    def __init__(self, *, most: int = 10, **options: Any) -> None:
        super().__init__(**options)
        self.most = most

    def clean(self, data: Any, initial: Any = None) -> "list[UploadedFile[Any]]":
        """The chosen files, each checked as one."""
        chosen = data if isinstance(data, (list, tuple)) else [data] if data else []
        if len(chosen) > self.most:
            raise ValidationError(
                _("ファイルは%(most)s個までです。"), code="many", params={"most": self.most}
            )
        if not chosen:
            super().clean(None, initial)
        return [super(Files, self).clean(file, initial) for file in chosen]
