"""What happened to members. Facts name columns and ids; no private value ever stands in one."""

from dataclasses import dataclass

from mikiwame.market.history.events import Event


@dataclass(frozen=True, kw_only=True)
class MemberJoined(Event):
    """A person joined."""


@dataclass(frozen=True, kw_only=True)
class OperatorAppointed(Event):
    """A member became an operator, by whoever keeps the instance."""


@dataclass(frozen=True, kw_only=True)
class ProfileChanged(Event):
    """A member changed what others see of her."""

    changed: list[str]


@dataclass(frozen=True, kw_only=True)
class PreferencesChanged(Event):
    """A member changed her language, time zone, or what she is told by e-mail."""

    changed: list[str]


@dataclass(frozen=True, kw_only=True)
class PrivateDataKept(Event):
    """A member wrote down or removed private values; which ones, not what."""

    kept: list[str]
    removed: list[str]


@dataclass(frozen=True, kw_only=True)
class PrivateDataRead(Event):
    """Somebody else read a member's private values."""

    read: list[str]
    reason: str


@dataclass(frozen=True, kw_only=True)
class ApiTokenIssued(Event):
    """A member let a program act for her."""

    token: str
    scopes: list[str]


@dataclass(frozen=True, kw_only=True)
class ApiTokenRevoked(Event):
    """A program may no longer act for a member."""

    token: str


@dataclass(frozen=True, kw_only=True)
class AccountDeleted(Event):
    """A member left; what the other sides of her contracts need stays."""
