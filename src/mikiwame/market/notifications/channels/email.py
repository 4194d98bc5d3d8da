"""A notification as an e-mail, in the reader's language and time zone."""

from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from mikiwame.market.notifications.models import Email
from mikiwame.market.notifications.words import worded


def compose(email: Email) -> EmailMessage:
    """The message: the notification's words, where to read on, and how to hear less."""
    member = email.notification.member
    with translation.override(member.language), timezone.override(ZoneInfo(member.time_zone)):
        [notification] = worded([email.notification])
        addresses = {
            "address": settings.SITE_URL + reverse("notice", kwargs={"id": notification.pk}),
            "preferences": settings.SITE_URL + reverse("notice_settings"),
        }
        body = render_to_string("notices/email.txt", {"words": notification.words, **addresses})
    return EmailMessage(
        subject=notification.words.headline,
        body=body,
        to=[member.email],
        headers={
            "Message-ID": f"<{email.pk}@{urlsplit(settings.SITE_URL).hostname}>",
            "List-Unsubscribe": f"<{addresses['preferences']}>",
            "Auto-Submitted": "auto-generated",
        },
    )
