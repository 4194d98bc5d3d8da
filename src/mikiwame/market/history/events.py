"""What every room's facts are: frozen, past tense, about one subject."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

_kinds: dict[str, type["Event"]] = {}


@dataclass(frozen=True, kw_only=True)
class Event:
    """A fact. Its kind is ``room.ClassName``; its subject is the key of what it is about."""

    subject: str
    kind: ClassVar[str]

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        room = cls.__module__.split(".")[2]  # mikiwame.market.ROOM.events, a module or a package
        cls.kind = f"{room}.{cls.__name__}"
        _kinds[cls.kind] = cls

    def watched_by(self) -> tuple[str, ...]:
        """Keys of the parties whose open pages hear of it at once; who reads the page later needs nothing."""
        return ()

    def names(self) -> dict[str, str]:
        """The keys of the things whose pages show it."""
        return {"subject": self.subject}

    def data(self) -> dict[str, Any]:
        """The fact's values as JSON types; the subject has a column of its own."""
        return {name: _plain(value) for name, value in vars(self).items() if name != "subject"}


def kinds() -> dict[str, type[Event]]:
    """Every kind of fact that the loaded rooms can record."""
    return dict(_kinds)


def _plain(value: Any) -> Any:
    match value:
        case datetime() | date():
            return value.isoformat()
        case UUID():
            return str(value)
        case list() | tuple():
            return [_plain(item) for item in value]
        case _:
            return value
