"""How django-allauth, which knows how people sign in, meets our members, words and keys."""

from functools import wraps
from typing import Any, ParamSpec, cast

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.decorators import reauthentication_required
from allauth.core.exceptions import ReauthenticationRequired
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import activate, get_language, gettext_lazy
from django.utils.translation import gettext as _

from mikiwame.core import clock
from mikiwame.market.members import operations as members
from mikiwame.market.members import sealing
from mikiwame.market.notifications import operations as notifications

from .acting import MemberRequest, MemberView

P = ParamSpec("P")

WAYS_TO_CONFIRM = {
    "reauthenticate": gettext_lazy("パスワードで確認"),
    "mfa_reauthenticate": gettext_lazy("コードで確認"),
    "mfa_reauthenticate:webauthn": gettext_lazy("パスキーで確認"),
}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Whoever signs up joins the market; errors are said in our words."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": gettext_lazy("このアカウントは使えません。"),
        "duplicate_email": gettext_lazy("いまお使いのメールアドレスです。別のアドレスを書いてください。"),
        "email_password_mismatch": gettext_lazy("メールアドレスかパスワードが違います。"),
        "enter_current_password": gettext_lazy("いまのパスワードと違います。"),
        "incorrect_password": gettext_lazy("パスワードが違います。"),
        "incorrect_code": gettext_lazy("コードが違います。新しいコードで、もう一度お試しください。"),
        "invalid_password_reset": gettext_lazy("このリンクはもう使えません。"),
        "rate_limited": gettext_lazy(
            "短い時間に何度も試されました。少し待ってから、もう一度お試しください。"
        ),
        "too_many_login_attempts": gettext_lazy(
            "続けて間違えたため、しばらくログインできません。5分ほど待ってから、もう一度お試しください。"
        ),
    }

    def save_user(self, request: HttpRequest, user: Any, form: Form, commit: bool = True) -> Any:
        """Join with what the sign-up form says; the blank ``user`` that allauth made is not needed."""
        return members.join(
            email=form.cleaned_data["email"],
            password=form.cleaned_data["password1"],
            display_name=form.cleaned_data["display_name"],
            language=get_language() or "ja",
            at=clock.now(),
        )

    def login(self, request: HttpRequest, user: Any) -> None:
        """What is said from now on is said in her language, as the page that follows is."""
        super().login(request, user)
        activate(user.language)

    def set_password(self, user: Any, password: str) -> None:
        """Another password: no browser that was let in by the old one receives anything any more."""
        super().set_password(user, password)
        notifications.end_devices(user, at=clock.now())

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to where she came from."""
        return reverse("mfa_index")

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """The ways to show that it is still her, in our words."""
        ways: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        return [way | {"description": WAYS_TO_CONFIRM[way["id"]]} for way in ways]


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets of authenticator apps and recovery codes are sealed like other private data."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy("コードが違います。新しいコードで、もう一度お試しください。"),
        "cannot_generate_recovery_codes": gettext_lazy("先に、認証アプリかパスキーを登録してください。"),
        "unverified_email": gettext_lazy("先に、メールアドレスを確認してください。"),
    }

    def encrypt(self, text: str) -> str:
        """Seal a secret of signing in."""
        return sealing.seal_text(text, place=sealing.SIGN_IN)

    def decrypt(self, encrypted_text: str) -> str:
        """Open a secret of signing in."""
        return sealing.open_text(encrypted_text, place=sealing.SIGN_IN)

    def generate_authenticator_name(self, user: Any, kind: Any) -> str:
        """What a passkey is called until its owner names it."""
        earlier = Authenticator.objects.filter(user=user, type=kind).count()
        return _("パスキー%(number)s") % {"number": earlier + 1}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Passkeys are kept under the product's name."""
        entity: dict[str, str] = super().get_public_key_credential_rp_entity()
        return entity | {"name": "Mikiwame"}


def lately_confirmed(view: MemberView[P]) -> MemberView[P]:
    """A page that asks again who is there, unless she has shown it in the last quarter of an hour.

    What was sent meanwhile is not kept for later, as allauth would: it may be private.
    """
    asking = reauthentication_required(view, app="allauth.account")

    @wraps(view)
    def respond(request: MemberRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            return cast(HttpResponse, asking(request, *args, **kwargs))
        except ReauthenticationRequired:
            if request.method != "POST":
                raise
            messages.info(request, _("時間がたったため、保存していません。もう一度入力してください。"))
            return redirect(f"{reverse('account_reauthenticate')}?{urlencode({'next': request.path})}")

    return respond
