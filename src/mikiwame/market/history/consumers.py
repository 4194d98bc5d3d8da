"""Who takes in which facts. Rooms subscribe when they load; without Django, so that their apps.py may."""

from collections.abc import Collection

_kinds: dict[str, frozenset[str]] = {}


def subscribe(consumer: str, kinds: Collection[str]) -> None:
    """Dispatch every fact of these kinds to that consumer from now on; called once, when a room loads."""
    _kinds[consumer] = frozenset(kinds)


def consumers_of(kind: str) -> list[str]:
    """The names of the consumers that want facts of a kind."""
    return [consumer for consumer, wanted in _kinds.items() if kind in wanted]
