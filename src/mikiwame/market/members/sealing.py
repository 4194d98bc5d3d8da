"""Sealing: private values are encrypted and authenticated before they reach the database.

AES-256-GCM (NIST SP 800-38D) under a key that is kept apart from the data. A sealed value is

    version (1 byte) | length of the key's name (1 byte) | the key's name | nonce (12 bytes) | text and tag

and bound to its place (whose it is, which column), so that a value moved elsewhere doesn't open.
Equals are found by a keyed hash, the blind index, never by opening.
"""

import base64
import hashlib
import hmac
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

VERSION = 1
NONCE_BYTES = 12
KEY_BYTES = 32

_NAME = re.compile(r"[A-Za-z0-9_-]{1,32}", re.ASCII)


class SealBroken(Exception):
    """A sealed value doesn't open: altered, moved, or its key is gone. Never shows the value."""


@dataclass(frozen=True)
class Key:
    """One key of the keyring, with the two keys that are derived from it (HKDF, RFC 5869)."""

    name: str
    sealing: bytes = field(repr=False)
    indexing: bytes = field(repr=False)

    @classmethod
    def read(cls, written: str) -> "Key":
        """A key written as ``name:base64``, 256 bits; raises ValueError, which doesn't quote the key."""
        name, _, secret = written.partition(":")
        try:
            master = base64.urlsafe_b64decode(secret.translate({43: "-", 47: "_"}).rstrip("=") + "==")
        except ValueError:
            master = b""
        if not _NAME.fullmatch(name) or len(master) != KEY_BYTES:
            raise ValueError("a key is written as name:base64 of 32 bytes")
        return cls(name, sealing=_derived(master, b"seal"), indexing=_derived(master, b"index"))


class Keyring:
    """The keys, newest first: the first one seals, all of them open."""

    def __init__(self, keys: Iterable[Key]) -> None:
        self._keys = {key.name: key for key in keys}
        self.newest = next(iter(self._keys.values()))

    def seal(self, text: str, *, place: str) -> bytes:
        """The text, sealed under the newest key for that place."""
        return self.seal_bytes(text.encode(), place=place)

    def seal_bytes(self, content: bytes, *, place: str) -> bytes:
        """The same for what is no text."""
        name = self.newest.name.encode()
        header = bytes([VERSION, len(name)]) + name
        nonce = secrets.token_bytes(NONCE_BYTES)
        body = AESGCM(self.newest.sealing).encrypt(nonce, content, header + place.encode())
        return header + nonce + body

    def open(self, sealed: bytes, *, place: str) -> str:
        """The text again; raises SealBroken when it was altered, moved, or its key is gone."""
        return self.open_bytes(sealed, place=place).decode()

    def open_bytes(self, sealed: bytes, *, place: str) -> bytes:
        """The same for what is no text."""
        header, nonce, body = _taken_apart(sealed)
        key = self._keys.get(header[2:].decode(errors="replace"))
        if key is None:
            raise SealBroken("sealed under a key that is not on the keyring")
        try:
            return AESGCM(key.sealing).decrypt(nonce, body, header + place.encode())
        except InvalidTag:
            raise SealBroken("altered, or moved from another place") from None

    def is_up_to_date(self, sealed: bytes) -> bool:
        """Whether it is sealed under the newest key; raises SealBroken for what is no sealed value."""
        header, _, _ = _taken_apart(sealed)
        return header[2:] == self.newest.name.encode()

    def index(self, text: str, *, column: str) -> bytes:
        """The blind index under the newest key: equal texts of one column have equal ones."""
        return _indexed(self.newest, text, column)

    def indexes(self, text: str, *, column: str) -> list[bytes]:
        """The blind indexes under every key, to find rows that were sealed before the newest one."""
        return [_indexed(key, text, column) for key in self._keys.values()]


@lru_cache(maxsize=1)
def keyring() -> Keyring:
    """The instance's keys, from the settings; raises ImproperlyConfigured when there are none."""
    if not settings.PRIVATE_DATA_KEYS:
        raise ImproperlyConfigured("MIKIWAME_PRIVATE_DATA_KEYS is missing: without it nothing is sealed")
    try:
        return Keyring(map(Key.read, settings.PRIVATE_DATA_KEYS))
    except ValueError as error:
        raise ImproperlyConfigured(f"MIKIWAME_PRIVATE_DATA_KEYS: {error}") from None


def _derived(master: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=b"mikiwame " + purpose).derive(master)


def _indexed(key: Key, text: str, column: str) -> bytes:
    return hmac.new(key.indexing, f"{column}:{text}".encode(), hashlib.sha256).digest()


def _taken_apart(sealed: bytes) -> tuple[bytes, bytes, bytes]:
    start = 2 + (sealed[1] if len(sealed) > 1 else 0)
    if len(sealed) < start + NONCE_BYTES or sealed[0] != VERSION:
        raise SealBroken("not a sealed value")
    return sealed[:start], sealed[start : start + NONCE_BYTES], sealed[start + NONCE_BYTES :]


SIGN_IN = "sign-in"
"""The place of secrets that belong to ways of signing in, which are kept as text."""


def seal_text(text: str, *, place: str) -> str:
    """Sealed for a column of text."""
    return base64.b64encode(keyring().seal(text, place=place)).decode()


def open_text(sealed: str, *, place: str) -> str:
    """What ``seal_text`` sealed; raises SealBroken."""
    return keyring().open(_decoded(sealed), place=place)


def is_text_up_to_date(sealed: str) -> bool:
    """Whether ``seal_text`` sealed it under the newest key; raises SealBroken."""
    return keyring().is_up_to_date(_decoded(sealed))


def _decoded(sealed: str) -> bytes:
    try:
        return base64.b64decode(sealed, validate=True)
    except ValueError:
        raise SealBroken("not a sealed value") from None
