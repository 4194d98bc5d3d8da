"""The key by which push services know this instance (VAPID, RFC 8292), made from a secret of the home."""

import base64
import hashlib
from functools import lru_cache

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings

CURVE = ec.SECP256R1()
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""How many points the curve has (NIST SP 800-186)."""


@lru_cache(maxsize=1)
def private_key() -> ec.EllipticCurvePrivateKey:
    """The instance's key: always the same one for the same secret."""
    secret = hashlib.sha512(b"mikiwame push" + settings.PUSH_KEY.encode()).digest()
    return ec.derive_private_key(int.from_bytes(secret) % (ORDER - 1) + 1, CURVE)


def public_key() -> str:
    """Its public half as browsers take it, a point in base64url; nothing where there is no key."""
    if not settings.PUSH_KEY:
        return ""
    point = private_key().public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return written(point)


def written(content: bytes) -> str:
    """Base64url without padding."""
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def read(text: str) -> bytes:
    """What base64url says; raises ValueError."""
    return base64.b64decode(text.encode("ascii") + b"=" * (-len(text) % 4), altchars=b"-_", validate=True)
