"""Notifications as an e-mail, in the reader's language and time zone: text, and the same as HTML."""

from itertools import groupby
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from mikiwame.market.notifications.choices import SAFETY
from mikiwame.market.notifications.models import Email, Notification
from mikiwame.market.notifications.states import ByEmail, Group
from mikiwame.market.notifications.unsubscribing import stop_token
from mikiwame.market.notifications.words import worded

LISTED = 50
"""How many notifications a daily e-mail lists; of more it says how many there are."""


def compose(email: Email, told: list[Notification]) -> EmailMultiAlternatives:
    """The message: what is told, where to read on, why she gets it, and how to hear less.

    ``told`` is what ``queries.told_by`` says of it.
    """
    member = email.member
    with translation.override(member.language), timezone.override(ZoneInfo(member.time_zone)):
        template, values = (_single if email.group else _daily)(email, told)
        values |= {"preferences": _address("notice_settings"), "language": member.language}
        text, html = (
            render_to_string(f"mail/{template}.{kind}", values).strip() + "\n" for kind in ("txt", "html")
        )
    letter = EmailMultiAlternatives(
        subject=values["title"], body=text, to=[member.email], headers=_headers(email, values["stop"])
    )
    letter.attach_alternative(html, "text/html")
    return letter


def _single(email: Email, told: list[Notification]) -> tuple[str, dict[str, Any]]:
    [notice] = _worded(told)
    group = Group(notice.group)
    return "notice", {
        "title": notice.words.headline,
        "preheader": notice.words.body,
        "notice": notice,
        "stop": "" if group in SAFETY else _stop(email, group),
    }


def _daily(email: Email, told: list[Notification]) -> tuple[str, dict[str, Any]]:
    listed = _worded(told[:LISTED])
    return "digest", {
        "title": render_to_string("mail/digest_title.txt", {"count": len(told)}).strip(),
        "preheader": " · ".join(notice.words.headline for notice in listed[:3]),
        "groups": [(group, list(notices)) for group, notices in groupby(listed, lambda one: one.group)],
        "more": len(told) - len(listed),
        "all": _address("notices"),
        "is_daily": True,
        "stop": _stop(email, ByEmail.DAILY),
    }


def _headers(email: Email, stop: str) -> dict[str, str]:
    headers = {
        "Message-ID": f"<{email.pk}@{urlsplit(settings.SITE_URL).hostname}>",
        "Auto-Submitted": "auto-generated",
    }
    if stop:
        headers |= {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return headers


def _worded(notifications: list[Notification]) -> list[Notification]:
    """The notifications with their words, and the addresses that lead to what they are about."""
    listed = worded(notifications)
    for notice in listed:
        notice.address = _address("notice", id=notice.pk)
    return listed


def _stop(email: Email, what: str) -> str:
    return _address("unsubscribe", token=stop_token(email.member_id, what))


def _address(name: str, **values: Any) -> str:
    return settings.SITE_URL + reverse(name, kwargs=values or None)
