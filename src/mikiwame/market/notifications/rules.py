"""What a member may choose of the ways in which she is told things."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric import ec

from mikiwame.core.errors import Ruling, rule
from mikiwame.market.members.models import Member

from . import push_keys
from .channels import public_net
from .choices import SAFETY, Channels, Hours
from .models import Device
from .states import ByEmail, Group

DEVICES_MOST = 10
ENDPOINT_MOST = 1_000
SECRET_BYTES = 16


def are_told(channels: Mapping[Group, Channels]) -> Ruling:
    """An e-mail tells at once what concerns safety."""
    told = all(channels[group].email == ByEmail.AT_ONCE for group in SAFETY & channels.keys())
    return rule(told, "safety_is_told")


def are_hours(hours: Hours) -> Ruling:
    """Full hours of a day; it is quiet from one to another one, or not at all."""
    named = (hours.digest, hours.quiet_from, hours.quiet_until)
    known = all(hour is None or 0 <= hour < 24 for hour in named)
    both = (hours.quiet_from is None) == (hours.quiet_until is None)
    apart = hours.quiet_from is None or hours.quiet_from != hours.quiet_until
    return rule(known, "choice_unknown") and rule(both and apart, "quiet_hours_unclear", field="quiet_until")


def is_subscription(endpoint: str, key: str, secret: str) -> Ruling:
    """What a browser says of itself: an address of the public net, a point of the curve, a secret."""
    return rule(_is_endpoint(endpoint) and _is_point(key) and _is_secret(secret), "subscription_unreadable")


def may_have_another_device(member: Member, count: int) -> Ruling:
    """A few are enough; each is one more message for each notice."""
    return rule(member.is_active and count < DEVICES_MOST, "too_many_devices", most=DEVICES_MOST)


def is_own_device(by: Member, device: Device) -> Ruling:
    """Each has her own browsers."""
    return rule(by.pk == device.member_id, "not_yours")


def _is_endpoint(text: str) -> bool:
    """Where the name leads is looked up when something is sent there."""
    if len(text) > ENDPOINT_MOST or not text.isascii() or not text.isprintable() or " " in text:
        return False
    try:
        parts = urlsplit(text)
        plain = parts.port in {None, public_net.STANDARD_PORT} and not (parts.username or parts.fragment)
    except ValueError:
        return False
    return parts.scheme == "https" and plain and public_net.may_be_public(parts.hostname or "")


def _is_point(text: str) -> bool:
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(push_keys.CURVE, push_keys.read(text))
    except ValueError:
        return False
    return True


def _is_secret(text: str) -> bool:
    try:
        return len(push_keys.read(text)) == SECRET_BYTES
    except ValueError:
        return False
