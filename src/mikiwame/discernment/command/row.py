"""One line of JSON: what stands in it, or why it can't be read."""

import json
from collections.abc import Mapping
from typing import Any

from mikiwame.core.terms import Term

from .source import LONGEST_LINE

Row = dict[str, Any]


class BadRow(ValueError):
    """A row that can't be read; the message says why, for people."""


def parsed(line: bytes) -> Row:
    """The JSON object that is written there.

    Raises:
        BadRow: there is none.
    """
    if len(line) > LONGEST_LINE:
        raise BadRow(f"it is longer than {LONGEST_LINE:,} bytes")
    try:
        value = json.loads(line.decode("utf-8-sig").rstrip(), parse_constant=_refused)
    except UnicodeDecodeError as error:
        raise BadRow(f"it is no UTF-8 text (see byte {error.start + 1:,})") from None
    except json.JSONDecodeError as error:
        raise BadRow(f"it is no JSON (see character {error.pos + 1:,}: {error.msg})") from None
    except RecursionError:
        raise BadRow("it is nested too deeply") from None
    if not isinstance(value, dict):
        raise BadRow("it is no JSON object")
    return value


def identifier(row: Row) -> str | int | None:
    """The row's id, a text or a whole number; None where it has none.

    Raises:
        BadRow: it is something else.
    """
    found = row.get("id")
    if isinstance(found, str):
        return text(row, "id")
    if found is None or (isinstance(found, int) and not isinstance(found, bool)):
        return found
    raise BadRow("id is neither a text nor a whole number")


def text(row: Row, name: str) -> str:
    """The text of that name.

    Raises:
        BadRow: there is none, or it holds half a character, which no text does.
    """
    if row.get(name) is None:
        raise BadRow(f"{name} is missing")
    return checked(row[name], name)


def optional_text(row: Row, name: str) -> str | None:
    """The text of that name, or None where there is none; raises BadRow for anything but a text."""
    return None if row.get(name) is None else checked(row[name], name)


def checked(value: object, name: str) -> str:
    """The value if it is a text; raises BadRow otherwise."""
    if not isinstance(value, str):
        raise BadRow(f"{name} is no text")
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise BadRow(f"{name} holds half a character (a lone surrogate, at {error.start})") from None
    return value


def stars(row: Row) -> int | None:
    """The rating from 1 to 5, or None where there is none; raises BadRow for anything else."""
    rating = row.get("rating")
    if rating is None:
        return None
    if isinstance(rating, bool) or not isinstance(rating, int | float) or rating not in range(1, 6):
        raise BadRow("rating is no whole number from 1 to 5")
    return int(rating)


def sheet(value: object) -> Mapping[str, object] | None:
    """A terms sheet, or None; raises BadRow where it is no object, or has a key that no sheet has."""
    if value is None:
        return None
    if not isinstance(value, dict):
        raise BadRow("terms is no JSON object")
    unknown = next((key for key in value if key not in set(Term)), None)
    if unknown is not None:
        raise BadRow(f"terms has {json.dumps(unknown)}; its keys are {', '.join(Term)}")
    checked(json.dumps(value, ensure_ascii=False), "terms")
    return value


def _refused(constant: str) -> object:
    raise BadRow(f"it is no JSON ({constant} is no number)")
