"""Signing up and in, as allauth does it, in our words."""

import struct
from typing import Any, ClassVar

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.core.validators import MaxLengthValidator
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mikiwame.core.errors import Refused, require
from mikiwame.market.members import rules
from mikiwame.market.members.private import one_line
from mikiwame.refusals import sentence

from .fields import Line

EMAIL_MOST, PASSWORD_MOST, CODE_MOST, PASSKEY_NAME_MOST = 254, 256, 20, 40

EMAIL = _("メールアドレス")
PASSWORD = _("パスワード")
PASSWORD_HELP = _("10文字以上。いくつかの言葉をつなげると、覚えやすく破られにくくなります。")
CODE = _("6桁のコード")


class Worded:
    """Gives the fields of an allauth form our labels and help, and limits where it has none."""

    labels: ClassVar[dict[str, str | Promise]] = {}
    helps: ClassVar[dict[str, str | Promise]] = {}
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = self.labels.get(name, field.label)  # type: ignore[assignment]
            field.help_text = self.helps.get(name, "")  # type: ignore[assignment]
            for attribute in ("placeholder", "maxlength"):
                field.widget.attrs.pop(attribute, None)
            if isinstance(field, forms.EmailField):
                field.validators.append(MaxLengthValidator(EMAIL_MOST))
            elif isinstance(field.widget, forms.PasswordInput):
                field.validators.append(MaxLengthValidator(PASSWORD_MOST))


class LoginForm(Worded, account.LoginForm):  # type: ignore[misc]
    """Sign in."""

    labels = {"login": EMAIL, "password": PASSWORD, "remember": _("30日間、ログインしたままにする")}


class SignupForm(Worded, account.SignupForm):  # type: ignore[misc]
    """Join: an e-mail address, a password and a pseudonym."""

    labels = {"email": EMAIL, "password1": PASSWORD}
    helps = {
        "display_name": _("ほかの人に見える名前です。本名でなくてかまいません。あとで変えられます。"),
        "email": _("確認のメールを送ります。ほかの人には見えません。"),
        "password1": PASSWORD_HELP,
    }
    field_order: ClassVar[list[str]] = ["display_name", "email", "password1"]
    display_name = Line(label=_("表示名"), max_length=rules.NAME_MOST)
    display_name.widget.attrs["autocomplete"] = "nickname"

    def clean_display_name(self) -> str:
        """A name that the market would refuse is refused here."""
        name = one_line(self.cleaned_data["display_name"])
        try:
            require(rules.is_display_name(name))
        except Refused as refusal:
            raise forms.ValidationError(sentence(refusal)) from None
        return name

    def try_save(self, request: HttpRequest) -> tuple[Any, Any]:
        """When somebody was quicker with the same address, answer as if it had been known before."""
        try:
            return super().try_save(request)  # type: ignore[no-any-return]
        except Refused:
            self.account_already_exists = True
            return super().try_save(request)  # type: ignore[no-any-return]


class EmailForm(Worded, account.AddEmailForm):  # type: ignore[misc]
    """Another e-mail address, which replaces the present one once it is verified."""

    labels = {"email": _("新しいメールアドレス")}


class PasswordForm(Worded, account.ChangePasswordForm):  # type: ignore[misc]
    """Another password."""

    labels = {
        "oldpassword": _("いまのパスワード"),
        "password1": _("新しいパスワード"),
        "password2": _("新しいパスワード（もう一度）"),
    }
    helps = {"password1": PASSWORD_HELP}


class ForgottenPasswordForm(Worded, account.ResetPasswordForm):  # type: ignore[misc]
    """Where to send the way back in."""

    labels = {"email": EMAIL}


class NewPasswordForm(Worded, account.ResetPasswordKeyForm):  # type: ignore[misc]
    """A password in place of the forgotten one."""

    labels = {"password1": _("新しいパスワード"), "password2": _("新しいパスワード（もう一度）")}
    helps = {"password1": PASSWORD_HELP}


class PasswordAgainForm(Worded, account.ReauthenticateForm):  # type: ignore[misc]
    """Before something that matters: is it still you?"""

    labels = {"password": PASSWORD}


class Coded(Worded):
    """A form with a short code, or a recovery code."""

    labels = {"code": CODE}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].validators.append(MaxLengthValidator(CODE_MOST))
        self.fields["code"].widget.attrs["inputmode"] = "numeric"


class CodeForm(Coded, mfa.AuthenticateForm):  # type: ignore[misc]
    """The second step of signing in."""

    helps = {"code": _("認証アプリに出ているコードか、使っていない回復コード（8桁）。")}


class CodeAgainForm(Coded, mfa.ReauthenticateForm):  # type: ignore[misc]
    """Before something that matters: is it still you?"""

    helps = {"code": _("認証アプリに出ているコードか、使っていない回復コード（8桁）。")}


class FirstCodeForm(Coded, ActivateTOTPForm):  # type: ignore[misc]
    """Show that the authenticator app is set up."""

    helps = {"code": _("登録すると、認証アプリに出るコードです。")}


class Answered:
    """A form that a passkey answers: what its parser stumbles over is a wrong answer, no fault of ours."""

    def full_clean(self) -> None:
        try:
            super().full_clean()  # type: ignore[misc]
        except (AttributeError, LookupError, TypeError, ValueError, struct.error):
            self.add_error("credential", _("このパスキーは使えません。"))  # type: ignore[attr-defined]


class PasskeyForm(Answered, Worded, webauthn.AddWebAuthnForm):  # type: ignore[misc]
    """A new passkey, which lets its owner in without a password."""

    labels = {"name": _("パスキーの名前")}
    helps = {"name": _("どの機器のものか分かる名前にすると、あとで見分けられます。")}
    name = Line(max_length=PASSKEY_NAME_MOST, required=False)
    passwordless = forms.BooleanField(initial=True, widget=forms.HiddenInput)


class PasskeyLoginForm(Answered, webauthn.LoginWebAuthnForm):  # type: ignore[misc]
    """Sign in with a passkey alone."""


class PasskeySecondForm(Answered, webauthn.AuthenticateWebAuthnForm):  # type: ignore[misc]
    """The second step of signing in, with a passkey."""


class PasskeyAgainForm(Answered, webauthn.ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """Before something that matters: is it still you?"""


class PasskeyNameForm(Worded, webauthn.EditWebAuthnForm):  # type: ignore[misc]
    """Another name for a passkey."""

    labels = {"name": _("パスキーの名前")}
    name = Line(max_length=PASSKEY_NAME_MOST)
