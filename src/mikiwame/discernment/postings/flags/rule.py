"""A rule: kinds of words that, one after the other within a sentence, are a warning sign.

A part of a rule is an alternation of words; between two parts up to ``gap`` letters of the same sentence may
stand. Most rules can't match most texts, so before a pattern runs, one literal of every part must be there:
a plain search for words costs next to nothing, and a pattern is compiled only when it is first needed.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from mikiwame.discernment.kinds import Flag
from mikiwame.discernment.postings.index import Reach
from mikiwame.discernment.postings.needs import Needs, cues
from mikiwame.discernment.postings.place import Place

Guard = Callable[[Place], bool]
"""Whether the words at a place are innocent."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Words that warn, unless a guard calls them innocent."""

    kind: Flag
    parts: tuple[str, ...]
    gap: int
    guards: tuple[Guard, ...]
    reach: Reach

    @property
    def ways(self) -> tuple[Needs, ...]:
        """A literal of every part must stand in the text."""
        return (tuple(known for part in self.parts if (known := cues(part))),)

    @property
    def expression(self) -> re.Pattern[str]:
        """The parts in order, within one sentence."""
        return _joined(self.parts, self.gap)

    def places(self, text: str, found: Iterable[tuple[int, int]]) -> Iterator[Place]:
        """Where the rule holds, of the places of its expression in a text."""
        for start, end in found:
            place = Place(text, start, end)
            if not any(innocent(place) for innocent in self.guards):
                yield place


def warns(
    kind: Flag,
    *parts: str,
    gap: int = 16,
    guards: tuple[Guard, ...] = (),
    reach: Reach = Reach.STATEMENT,
) -> Rule:
    """A rule of these parts, in this order."""
    return Rule(kind, parts, gap, guards, reach)


def words(text: str) -> str:
    r"""An alternation of the patterns that blanks and line ends separate; within one ``\s`` is a blank."""
    return "|".join(text.split()).replace(r"\s", " ")


@cache
def _joined(parts: tuple[str, ...], gap: int) -> re.Pattern[str]:
    """Expressions are made when they are first needed."""
    between = f"[^。\\n!?]{{0,{gap}}}?"
    return re.compile(between.join(f"(?:{part})" for part in parts))
