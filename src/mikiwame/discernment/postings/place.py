"""A place in a text, and what stands around it."""

import re
from typing import NamedTuple

REACH = 300
"""A sentence is taken to end so many letters from a place, so that one without end stays cheap."""

_SENTENCE_ENDS = "。\n!?"
_SENTENCE_END = re.compile(f"[{_SENTENCE_ENDS}]")
_CLAUSE_END = re.compile(r"[。\n!?、]|,(?![0-9])")


class Place(NamedTuple):
    """The stretch ``text[start:end]`` of a folded text."""

    text: str
    start: int
    end: int

    @property
    def sentence(self) -> str:
        """The whole sentence around it."""
        start, end = self.sentence_edges()
        return self.text[start:end]

    @property
    def tail(self) -> str:
        """From the place's first letter to the end of the clause in which it ends."""
        return self.text[self.start : self._clause_end()]

    @property
    def rest(self) -> str:
        """From the end of the clause in which the place ends to the end of the sentence."""
        return self.text[self._clause_end() : self.sentence_edges()[1]]

    def sentence_edges(self) -> tuple[int, int]:
        """Where the sentence begins and ends."""
        first, last = max(0, self.start - REACH), min(len(self.text), self.end + REACH)
        start = max([self.text.rfind(mark, first, self.start) for mark in _SENTENCE_ENDS]) + 1
        ends = _SENTENCE_END.search(self.text, self.end, last)
        return max(start, first), ends.start() if ends else last

    def clause_edges(self) -> tuple[int, int]:
        """Where the clauses that the place touches begin and end."""
        start = self.sentence_edges()[0]
        for found in _CLAUSE_END.finditer(self.text, start, self.start):
            start = found.end()
        return start, self._clause_end()

    def _clause_end(self) -> int:
        last = min(len(self.text), self.end + REACH)
        found = _CLAUSE_END.search(self.text, self.end, last)
        return found.start() if found else last
