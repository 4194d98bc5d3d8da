"""A notification as a push message, encrypted for one browser (RFC 8291) and signed by us (RFC 8292)."""

import json
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from py_vapid import Vapid02
from pywebpush import WebPusher

from mikiwame.market.notifications.models import Device, Push
from mikiwame.market.notifications.push_keys import private_key
from mikiwame.market.notifications.words import worded

from . import public_net

KEPT_FOR = timedelta(days=1)
"""How long a push service keeps it for a browser that is off."""
SIGNED_FOR = timedelta(hours=12)
WORDS_MOST = 400
"""How many characters of the words go along; all of it has to fit into 4,096 bytes."""


def deliver(push: Push, *, at: datetime) -> int:
    """Send it; returns the push service's status. Raises NotPublic, OSError, HTTPException."""
    device = push.device
    return public_net.post(
        device.endpoint, content=encrypted(device, payload(push)), headers=headers(push, at=at)
    )


def payload(push: Push) -> dict[str, Any]:
    """What the browser shows, in the reader's language, and where it leads."""
    member = push.notification.member
    with translation.override(member.language), timezone.override(ZoneInfo(member.time_zone)):
        [notice] = worded([push.notification])
    return {
        "id": str(notice.pk),
        "title": notice.words.headline,
        "words": notice.words.body[:WORDS_MOST],
        "address": reverse("notice", kwargs={"id": notice.pk}),
        "language": member.language,
    }


def encrypted(device: Device, values: dict[str, Any]) -> bytes:
    """What only that browser can read."""
    keys = {"p256dh": device.key, "auth": device.secret}
    pusher = WebPusher({"endpoint": device.endpoint, "keys": keys})
    content: bytes = pusher.encode(json.dumps(values, ensure_ascii=False).encode())["body"]
    return content


def headers(push: Push, *, at: datetime) -> dict[str, str]:
    """What the push service reads: who sends, how long it is kept, and what replaces an earlier copy."""
    origin = urlsplit(push.device.endpoint)
    claims = {
        "aud": f"{origin.scheme}://{origin.netloc}",
        "exp": int((at + SIGNED_FOR).timestamp()),
        "sub": f"mailto:{settings.CONTACT}" if "@" in settings.CONTACT else settings.SITE_URL,
    }
    # Not strict: at home, on a machine of one's own, there is neither a mailbox nor https.
    signer = Vapid02(private_key=private_key(), conf={"no-strict": True})
    signed: dict[str, str] = signer.sign(claims)
    return {
        **signed,
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(int(KEPT_FOR.total_seconds())),
        "Topic": push.pk.hex,
        "Urgency": "normal",
    }
