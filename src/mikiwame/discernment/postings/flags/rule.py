"""A rule: kinds of words that, one after the other within a sentence, are a warning sign.

A part of a rule is an alternation of words; between two parts up to ``gap`` letters of the same sentence may
stand. Most rules can't match most texts, so before a pattern runs, one literal of every part must be there:
a plain search for words costs next to nothing, and a pattern is compiled only when it is first needed.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from mikiwame.discernment.kinds import Flag
from mikiwame.discernment.postings.needs import cues
from mikiwame.discernment.postings.place import Place


@dataclass(frozen=True, slots=True)
class Topic:
    """A guard that asks the whole text, whatever the place: once for all places of a rule."""

    innocent: Callable[[str], bool]


Guard = Callable[[Place], bool] | Topic
"""Whether the words at a place are innocent."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Words that warn, unless a guard calls them innocent."""

    kind: Flag
    parts: tuple[str, ...]
    gap: int
    guards: tuple[Guard, ...]

    def may_match(self, text: str) -> bool:
        """Whether a literal of every part stands in the text."""
        return all(any(one in text for one in known) for known in self.needs)

    @property
    def needs(self) -> tuple[tuple[str, ...], ...]:
        """Sets of literals of each of which a text must hold one."""
        return tuple(known for part in self.parts if (known := cues(part)))

    def places(self, text: str) -> Iterator[Place]:
        """Where the rule holds, from left to right."""
        here = pattern(self.parts, self.gap)
        topics = (guard for guard in self.guards if isinstance(guard, Topic))
        if here.search(text) is None or any(topic.innocent(text) for topic in topics):
            return
        nearby = [guard for guard in self.guards if not isinstance(guard, Topic)]
        for found in here.finditer(text):
            place = Place(text, found.start(), found.end())
            if not any(innocent(place) for innocent in nearby):
                yield place


def warns(kind: Flag, *parts: str, gap: int = 16, guards: tuple[Guard, ...] = ()) -> Rule:
    """A rule of these parts, in this order."""
    return Rule(kind, parts, gap, guards)


def words(text: str) -> str:
    r"""An alternation of the patterns that blanks and line ends separate; within one ``\s`` is a blank."""
    return "|".join(text.split()).replace(r"\s", " ")


@cache
def pattern(parts: tuple[str, ...], gap: int) -> re.Pattern[str]:
    """The parts in order, within one sentence."""
    between = f"[^。\\n!?]{{0,{gap}}}?"
    return re.compile(between.join(f"(?:{part})" for part in parts))
