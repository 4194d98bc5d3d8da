"""Whose page asks for a stream: the member of its session, as long as that lasts."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from http.cookies import CookieError, SimpleCookie
from uuid import UUID

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY, get_user_model
from django.contrib.sessions.models import Session
from django.utils.crypto import constant_time_compare

from mikiwame.core import clock
from mikiwame.web.navigation import counts_of


@dataclass(frozen=True)
class Asker:
    """A member who has signed in, and the session by which she has."""

    session: str
    member: UUID
    party: UUID

    @cached_property
    def ended_as(self) -> str:
        """How the end of her session is told: by a digest, which opens nothing."""
        return hashlib.sha256(self.session.encode()).hexdigest()


def session_in(cookies: str) -> str:
    """The key of the session that a Cookie header names; empty without one."""
    try:
        found = SimpleCookie(cookies).get(settings.SESSION_COOKIE_NAME)
    except CookieError:
        return ""
    return found.value if found else ""


def askers_of(sessions: Collection[str]) -> dict[str, Asker]:
    """Who is signed in by these sessions; one that has ended, or whose password has changed, is left out."""
    rows = Session.objects.filter(session_key__in=sessions, expire_date__gt=clock.now())
    said = {row.session_key: row.get_decoded() for row in rows}
    members = get_user_model()._default_manager.in_bulk(
        {content[SESSION_KEY] for content in said.values() if SESSION_KEY in content}
    )
    known = {str(pk): member for pk, member in members.items() if member.is_active}
    return {
        session: Asker(session, member.pk, member.party_id)
        for session, content in said.items()
        if (member := known.get(content.get(SESSION_KEY, "")))
        and constant_time_compare(content.get(HASH_SESSION_KEY, ""), member.get_session_auth_hash())
    }


def counts(member: UUID) -> dict[str, int]:
    """How many things wait for the member, by the name of the page where they wait."""
    return counts_of(get_user_model()._default_manager.select_related("party").get(pk=member))
