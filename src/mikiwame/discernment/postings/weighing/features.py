"""What a sentence is weighed by: its letters, its telling words, and the posting it stands in.

Families, each scaled by itself, so that a long sentence shouts no louder than a short one:

- ``letters``: the runs of 1 to 3 letters, every number written 0, for what no list of words foresees;
- ``ideas``: each idea of ``ideas.txt`` told, the word that tells it, every number with its unit and its size.

A posting's surroundings are the same for all its sentences: the ideas told anywhere, its single letters, and
what sort of posting it is.
"""

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from mikiwame.discernment.lexicon import Lexicon, hear

LONGEST_RUN = 3

Features = tuple[frozenset[str], ...]
"""The features of a sentence (letters, ideas) or of surroundings (ideas, letters, sort): a set a family."""

_NUMBER = re.compile(r"[0-9][0-9,]{0,15}(?:\.[0-9]{1,4})?")
_COUNTED = re.compile(
    r"(?P<number>[0-9][0-9,]{0,15})(?:\.[0-9]{1,4})?(?:[~-][0-9][0-9,.]{0,15})?(?P<scale>[万千百億k]?)"
    r"(?P<unit>円|銭|文字|字|枚|本|件|分|時間|日|週間|週|[かヶカ]?月|年|回|人|名|歳|代|%|ページ|p|点|個|問|品|話)?"
)
_ZEROS = {"万": 4, "千": 3, "百": 2, "億": 8, "k": 3, "": 0}
_PARTING = {
    **dict.fromkeys(",、→", "COMMA"),
    **dict.fromkeys("「『", "OPEN"),
    **dict.fromkeys("」』", "CLOSE"),
}


def features(sentence: str) -> Features:
    """The features of one folded sentence."""
    return _letters(sentence), _ideas(sentence)


def surroundings(sentences: Iterable[Features], sort: Iterable[str] = ()) -> Features:
    """The features of a whole posting; ``sort`` are its format and its category."""
    told: set[str] = set()
    letters: set[str] = set()
    for written, ideas in sentences:
        told.update("T:" + idea for idea in ideas if not idea.startswith("W:"))
        letters.update("U:" + run for run in written if len(run) == 1)
    return frozenset(told), frozenset(letters), frozenset("S:" + one for one in sort if one)


def _letters(sentence: str) -> frozenset[str]:
    edged = f"^{_NUMBER.sub('0', sentence)}$"
    return frozenset(
        edged[place : place + size]
        for size in range(1, LONGEST_RUN + 1)
        for place in range(len(edged) - size + 1)
    )


def _ideas(sentence: str) -> frozenset[str]:
    words = _words()
    heard = hear(sentence)
    told: set[str] = set()
    place = 0
    while place < len(heard):
        letter = heard[place]
        size = words.longest(heard, place)
        counted = _COUNTED.match(sentence, place) if "0" <= letter <= "9" else None
        if counted is not None and counted.end() - place > size:
            told.update(_number(counted))
            size = counted.end() - place
        elif size:
            word = heard[place : place + size]
            if ideas := words.ideas[word]:
                told.update(ideas)
                told.add("W:" + word)
        elif letter in _PARTING:
            told.add(_PARTING[letter])
        place += size or 1
    return frozenset(told)


def _number(counted: re.Match[str]) -> tuple[str, str]:
    """A number's unit, and the unit with how many digits the number has: 3万円 has five."""
    digits = len(counted["number"].replace(",", "").lstrip("0")) + _ZEROS[counted["scale"]]
    unit = counted["unit"] or ("円" if counted["scale"] == "万" else "#")
    return f"N:{unit}", f"N:{unit}{digits}"


@cache
def _words() -> Lexicon:
    return Lexicon.read(files(__package__).joinpath("ideas.txt"))
