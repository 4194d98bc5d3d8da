"""What can be wrong with a file, and with a line of it."""

import re
from dataclasses import dataclass, field
from typing import Any

_UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Control characters, halves of pairs, and what turns the direction of reading around."""


class Unreadable(Exception):
    """The file as a whole can't be taken: a code, the line where that shows, and what the sentence quotes.

    Line 0 where no line shows it more than others.
    """

    def __init__(self, code: str, *, line: int = 1, **context: Any) -> None:
        super().__init__(code)
        self.code = code
        self.line = line
        self.context = context


@dataclass(frozen=True)
class Bad:
    """A line that is left out: its number, counted from 1 with the header, a code, and what it quotes."""

    line: int
    code: str
    context: dict[str, Any] = field(default_factory=dict)


class Wrong(Exception):
    """A row can't be taken."""

    def __init__(self, code: str, **context: Any) -> None:
        super().__init__(code)
        self.code = code
        self.context = context


def require_readable(text: str) -> None:
    """Raises Wrong("cell_unreadable") for what no page can show as it is stored."""
    if _UNREADABLE.search(text):
        raise Wrong("cell_unreadable")
