"""Links that stop e-mails, and nothing else, for whoever holds the letter: no signing in (RFC 8058)."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.core.signing import BadSignature, Signer

from mikiwame.core.errors import NotFound

from .states import ByEmail, Group


def stop_token(member: UUID, what: str) -> str:
    """What stops the e-mails of one group, or, ``ByEmail.DAILY``, of all that come in the daily one."""
    return _signer("stop").sign_object([str(member), what])


def read_stop_token(token: str) -> tuple[UUID, str]:
    """Whose e-mails it stops, and which; raises NotFound."""
    member, what = _read("stop", token)
    return UUID(member), str(what)


def undo_token(member: UUID, before: Mapping[Group, ByEmail]) -> str:
    """What puts that back which was stopped."""
    return _signer("undo").sign_object([str(member), {str(group): str(by) for group, by in before.items()}])


def read_undo_token(token: str) -> tuple[UUID, dict[Group, ByEmail]]:
    """Whose e-mails begin again, and how they came before; raises NotFound."""
    member, before = _read("undo", token)
    return UUID(member), {Group(group): ByEmail(by) for group, by in before.items()}


def _read(purpose: str, token: str) -> tuple[str, Any]:
    try:
        member, what = _signer(purpose).unsign_object(token)
    except (BadSignature, ValueError):
        raise NotFound from None
    return member, what


def _signer(purpose: str) -> Signer:
    return Signer(salt=f"mikiwame.notices.{purpose}", sep=".")
