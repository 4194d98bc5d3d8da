"""Rows of JSON Lines: each line an object of texts, numbers, truths and nothings."""

import json
from collections.abc import Iterator
from typing import Any

from .faults import Bad, Wrong
from .lines import Numbered

Object = tuple[int, dict[str, Any]]


def rows(lines: Iterator[Numbered | Bad]) -> Iterator[Object | Bad]:
    """Each object with the number of its line; blank lines are no rows."""
    for line in lines:
        if isinstance(line, Bad):
            yield line
            continue
        number, text = line
        if text.strip():
            try:
                yield number, _object(text)
            except Wrong as wrong:
                yield Bad(number, wrong.code, wrong.context)


def _object(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text, object_pairs_hook=_once, parse_constant=_never)
    except (ValueError, RecursionError):
        raise Wrong("json_unreadable") from None
    if not isinstance(found, dict):
        raise Wrong("json_no_object")
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise Wrong("column_twice", name=next(name for name in names if names.count(name) > 1)[:60])
    return found


def _never(constant: str) -> Any:
    raise ValueError(constant)
