"""What happened to members."""

from dataclasses import dataclass

from mikiwame.market.history.events import Event


@dataclass(frozen=True, kw_only=True)
class MemberJoined(Event):
    """A person joined."""
