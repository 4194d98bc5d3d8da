"""A terms notice as it was stored, taken apart: its lines, so that they can be set in type.

The document that is made of it says what the page says, word by word. Notices are written by templates that
extend ``terms/notice.html``; of its elements only these are known here.
"""

from collections.abc import Sequence
from html.parser import HTMLParser
from typing import Any

Block = dict[str, Any]


def lines_of(html: str) -> dict[str, Any]:
    """Name, title, law and lines of a notice: each has a ``term`` and ``blocks`` (text, small, table)."""
    page = _Page()
    page.feed(html)
    page.close()
    return {
        "name": page.name,
        "title": page.title,
        "law": page.law,
        "lines": [{"term": term, "blocks": blocks} for term, blocks in page.lines],
    }


class _Page(HTMLParser):
    """Reads a notice from top to bottom; texts go to whatever element is open."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.name = self.title = self.law = ""
        self.lines: list[tuple[str, list[Block]]] = []
        self._words: list[str] = []
        self._within: list[str] = []

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        if tag == "dt":
            self.lines.append(("", []))
        if tag in {"small", "table"}:
            self._keep()  # the text before it
        if tag == "table":
            self._add({"kind": "table", "columns": 0, "rows": []})
        if tag == "tr":
            self._rows.append({"head": False, "cells": []})
        if tag in {"th", "td"}:
            row, span = self._rows[-1], int(dict(attrs).get("colspan") or 1)
            row["cells"].append({"text": "", "span": span, "last": False})
            row["head"] |= ("scope", "col") in attrs
        if tag not in {"meta", "br"}:
            self._words, self._within = [], [*self._within, tag]

    def handle_data(self, data: str) -> None:
        self._words.append(data)

    def handle_endtag(self, tag: str) -> None:
        self._keep()
        if tag == "table":
            self._finish_table()
        while self._within and self._within.pop() != tag:
            pass

    @property
    def _rows(self) -> list[Any]:
        rows: list[Any] = self.lines[-1][1][-1]["rows"]
        return rows

    def _add(self, block: Block) -> None:
        self.lines[-1][1].append(block)

    def _keep(self) -> None:
        """Put what was read since the last element where it belongs."""
        words, self._words = _lines("".join(self._words)), []
        inside = self._within[-1] if self._within else ""
        if inside == "title":
            self.name = words
        elif inside == "h1":
            self.title = words
        elif inside == "p":
            self.law = words
        elif inside == "dt":
            self.lines[-1] = (words, [])
        elif inside in {"th", "td"}:
            self._rows[-1]["cells"][-1]["text"] += words
        elif inside in {"dd", "small"} and words:
            self._add({"kind": "small" if inside == "small" else "text", "text": words})

    def _finish_table(self) -> None:
        table = self.lines[-1][1][-1]
        table["columns"] = max(
            (sum(cell["span"] for cell in row["cells"]) for row in table["rows"]), default=1
        )
        for row in table["rows"]:
            row["cells"][-1]["last"] = True


def _lines(text: str) -> str:
    """As ``white-space: pre-line`` shows it: line ends are kept, other blanks are one."""
    return "\n".join(" ".join(line.split(" ")) for line in text.strip("\n ").split("\n"))
