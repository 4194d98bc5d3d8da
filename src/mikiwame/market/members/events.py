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
class BrowserAdded(Event):
    """A member let another browser receive her notices."""


@dataclass(frozen=True, kw_only=True)
class PrivateDataKept(Event):
    """A member wrote down or removed private values; which ones, not what."""

    kept: list[str]
    removed: list[str]


@dataclass(frozen=True, kw_only=True)
class BankAccountChanged(Event):
    """A member's earnings go to another account from now on, or to none."""


@dataclass(frozen=True, kw_only=True)
class PrivateDataRead(Event):
    """Somebody else read a member's private values."""

    read: list[str]
    reason: str


@dataclass(frozen=True, kw_only=True)
class AboutIdentity:
    """Which of a member's verifications; no paper and no name stands in a fact."""

    verification: str


@dataclass(frozen=True, kw_only=True)
class PapersSubmitted(AboutIdentity, Event):
    """A member handed in pictures of an identity paper."""

    paper: str


@dataclass(frozen=True, kw_only=True)
class PapersWithdrawn(AboutIdentity, Event):
    """A member took her papers back; they are gone."""


@dataclass(frozen=True, kw_only=True)
class PapersRead(AboutIdentity, Event):
    """An operator looked at a member's papers."""


@dataclass(frozen=True, kw_only=True)
class IdentityConfirmed(AboutIdentity, Event):
    """An operator found that a member is who she says; the papers are gone."""


@dataclass(frozen=True, kw_only=True)
class IdentityRefused(AboutIdentity, Event):
    """An operator couldn't tell from a member's papers; they are gone. Why, stands with the verification."""


@dataclass(frozen=True, kw_only=True)
class IdentityEnded(AboutIdentity, Event):
    """What was confirmed holds no more: its last day is over, or her name is another one."""


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
