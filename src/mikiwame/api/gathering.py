"""What the rows of a list say, asked for all of them at once: a list asks as much however long it is."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any
from uuid import UUID

Ask = Callable[[Any], Mapping[UUID, Any]]


def gathered(rows: Iterable[Any], **asked: Ask) -> list[Any]:
    """The same rows, each with what was found for it, by name; each ``asked`` takes all rows and answers by
    their identifiers."""
    listed = list(rows)
    for row in listed:
        row.gathered = {}
    for name, ask in asked.items():
        found = ask(listed)
        for row in listed:
            row.gathered[name] = found.get(row.pk)
    return listed


def gathered_in(page: dict[str, Any], **asked: Ask) -> dict[str, Any]:
    """The same of a part of a list."""
    return page | {"items": gathered(page["items"], **asked)}


def said_of(row: Any, name: str, ask: Ask) -> Any:
    """What was gathered for a row, or is asked now for it alone, once."""
    if not hasattr(row, "gathered"):
        row.gathered = {}
    if name not in row.gathered:
        row.gathered[name] = ask([row]).get(row.pk)
    return row.gathered[name]
