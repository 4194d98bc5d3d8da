"""A place in a text, and what stands around it."""

import re
from dataclasses import dataclass

_CLAUSE_END = re.compile(r"[。\n!?、]|,(?![0-9])|$")


@dataclass(frozen=True, slots=True)
class Place:
    """The stretch ``text[start:end]`` of a folded text."""

    text: str
    start: int
    end: int

    @property
    def words(self) -> str:
        """What stands there."""
        return self.text[self.start : self.end]

    @property
    def sentence(self) -> str:
        """The whole sentence around it."""
        start, end = self.sentence_edges()
        return self.text[start:end]

    @property
    def before(self) -> str:
        """The sentence up to the place."""
        return self.text[self.sentence_edges()[0] : self.start]

    @property
    def tail(self) -> str:
        """From the place's first letter to the end of the clause in which it ends."""
        found = _CLAUSE_END.search(self.text, self.end)
        return self.text[self.start : found.start() if found else len(self.text)]

    def sentence_edges(self) -> tuple[int, int]:
        """Where the sentence begins and ends."""
        start = max(self.text.rfind(mark, 0, self.start) for mark in "。\n!?") + 1
        ends = [place for mark in "。\n!?" if (place := self.text.find(mark, self.end)) >= 0]
        return start, min(ends, default=len(self.text))

    def clause_edges(self) -> tuple[int, int]:
        """Where the clauses that the place touches begin and end."""
        sentence = self.sentence_edges()[0]
        ends = [
            found.end() for found in _CLAUSE_END.finditer(self.text, sentence, self.start) if found.group()
        ]
        start = ends[-1] if ends else sentence
        found = _CLAUSE_END.search(self.text, self.end)
        return start, found.start() if found else len(self.text)
