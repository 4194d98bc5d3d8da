"""What a sentence is weighed by: its telling words, which idea follows which, and its letters.

Three families, each scaled by itself, so that a long sentence shouts no louder than a short one:

- ``ideas``: each idea told, with what it has in common with others (``scales``), and the word that tells it;
- ``pairs``: an idea and one that follows within the sentence, near (3 marks), next to it, or farther (6);
- ``letters``: the runs of 2 to 4 letters, for what no list of words foresees.
"""

from collections.abc import Sequence

from .marks import marks
from .scales import told

FARTHEST, NEAR, LONGEST_RUN = 6, 3, 4

Features = tuple[set[str], set[str], set[str]]
"""The features of a stretch, a set for each of the three families."""


def features(sentence: str) -> Features:
    """The features of one folded sentence."""
    found = marks(sentence)
    ideas = told(found)
    words = {f"W:{mark.word}" for mark in found}
    return words.union(*ideas), _pairs(ideas), _letters(sentence)


def together(parts: Sequence[Features]) -> Features:
    """The features of several sentences as one text."""
    ideas, pairs, letters = (set[str]().union(*family) for family in zip(*parts, strict=True))
    return ideas, pairs, letters


def _pairs(told: list[tuple[str, ...]]) -> set[str]:
    pairs: set[str] = set()
    for place, ideas in enumerate(told):
        for distance, later in enumerate(told[place + 1 : place + 1 + FARTHEST], start=1):
            for idea in ideas:
                for follower in later:
                    pair = f"{idea}>{follower}"
                    pairs.add(pair)
                    if distance <= NEAR:
                        pairs.add("~" + pair)
                    if distance == 1:
                        pairs.add("+" + pair)
    return pairs


def _letters(sentence: str) -> set[str]:
    edged = f"^{sentence}$"
    return {
        edged[place : place + size]
        for size in range(2, LONGEST_RUN + 1)
        for place in range(len(edged) - size + 1)
    }
