"""What a sentence is weighed by: its letters, its telling words, and the posting it stands in.

Families, each scaled by itself, so that a long sentence shouts no louder than a short one:

- ``letters``: the runs of 1 to 3 letters, every number written 0, for what no list of words foresees;
- ``ideas``: each idea of ``ideas.txt`` told, the word that tells it, every number with its unit and its size;
- ``denied``: the same ideas once more where the sentence denies or refuses them, or asks not to do so.

A posting's surroundings are the same for all its sentences: the ideas told anywhere, its single letters, and
what sort of posting it is.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from itertools import chain

from mikiwame.discernment.lexicon import Lexicon, hear

Features = tuple[frozenset[str], ...]
"""Sets of features: of a sentence (letters, ideas, denied) or of surroundings (ideas, letters, sort)."""

Told = tuple[int, tuple[str, ...]]
"""Where a sentence tells something, and the names of what."""

_NUMBER = re.compile(r"[0-9][0-9,]{0,15}(?:\.[0-9]{1,4})?")
_COUNTED = re.compile(
    r"(?P<number>[0-9][0-9,]{0,15})(?:\.[0-9]{1,4})?(?:[~-][0-9][0-9,.]{0,15})?(?P<scale>[万千百億k]?)"
    r"(?P<unit>円|銭|文字|字|枚|本|件|分|時間|日|週間|週|[かヶカ]?月|年|回|人|名|歳|代|%|ページ|p|点|個|問|品|話)?"
)
_ZEROS = {"万": 4, "千": 3, "百": 2, "億": 8, "k": 3, "": 0}
_DENIAL = re.compile(
    "(?P<asked>ないで|んで(?:くだ|下|ね|ほし|や)|やめて|おやめ|避けて|お避け|控え|遠慮|なくて)"
    "|(?:(?<!かもしれ)ません(?!か|でしょうか)|ありませぬ|(?<![少危])ない(?!と|人|方|場合|で|うち|よう|ほど)|なく(?!て|な)"
    "|なし(?!の)|無し|不要|禁じ|禁止|厳禁|断[りっ]|失格|不可|[でじ]ゃ?はな|関係な|違反|だめ|ダメ|ずに"
    "|まへん|わけでは|らん(?!で)|n't|(?<![a-z])(?:not?|never|nor)(?![a-z]))"
)
"""Words that take back what stands before them: the writer's own refusal, or what is asked not to be done."""
_BREAK = re.compile(
    "(?:です|ます|ました|でした|ません|ください|下さい|[だるたいん])(?:けれども?|けど|ので|から|が|し|なら|んで)[、,]"
    "|(?:ください|ます|です)[、,]|ただし|ただ、"
)
"""Where a sentence begins anew, so that what is denied after it isn't denied before it."""
_PARTING = {
    **dict.fromkeys(",、→", "COMMA"),
    **dict.fromkeys("「『", "OPEN"),
    **dict.fromkeys("」』", "CLOSE"),
}

_MARKS = frozenset("0123456789").union(_PARTING)


def features(sentence: str) -> Features:
    """The features of one folded sentence."""
    return _runs(edged(sentence)), *ideas(sentence)


def ideas(sentence: str) -> tuple[frozenset[str], frozenset[str]]:
    """The ideas that one folded sentence tells, and those that it denies."""
    told = list(_told(sentence))
    return frozenset(chain.from_iterable(names for _, names in told)), frozenset(_denied(sentence, told))


def edged(sentence: str) -> str:
    """The letters of one folded sentence between the marks of its beginning and its end, numbers as 0."""
    return f"^{_NUMBER.sub('0', sentence)}$"


def surroundings(sentences: Iterable[Features], sort: Iterable[str] = ()) -> Features:
    """The features of a whole posting; ``sort`` are its format and its category."""
    stretches = tuple(sentences)
    runs = frozenset[str]().union(*(letters for letters, _, _ in stretches))
    told = frozenset[str]().union(*(ideas for _, ideas, _ in stretches))
    return around((run for run in runs if len(run) == 1), told, sort)


def around(letters: Iterable[str], told: Iterable[str], sort: Iterable[str] = ()) -> Features:
    """The same of the single letters and the ideas of all its sentences."""
    return (
        frozenset("T:" + idea for idea in told if idea[:2] != "W:"),
        frozenset(map("U:".__add__, letters)),
        frozenset("S:" + one for one in sort if one),
    )


def _runs(edged: str) -> frozenset[str]:
    pairs = list(map(str.__add__, edged, edged[1:]))
    return frozenset(edged).union(pairs, map(str.__add__, pairs, edged[2:]))


def _told(sentence: str) -> Iterator[Told]:
    """What a sentence tells, from left to right."""
    words = _words()
    heard = hear(sentence)
    told_to = 0
    for place in words.begun(heard, _MARKS):
        if place < told_to:
            continue
        letter = heard[place]
        size = words.longest(heard, place)
        counted = _COUNTED.match(sentence, place) if "0" <= letter <= "9" else None
        if counted is not None and counted.end() - place > size:
            yield place, _number(counted)
            size = counted.end() - place
        elif size:
            word = heard[place : place + size]
            if ideas := words.ideas[word]:
                yield place, (*ideas, "W:" + word)
        elif letter in _PARTING:
            yield place, (_PARTING[letter],)
        told_to = place + size


def _denied(sentence: str, told: Iterable[Told]) -> Iterator[str]:
    """What is told before words of denial, with no new beginning between."""
    denials = [(found.start(), found["asked"] is not None) for found in _DENIAL.finditer(sentence)]
    if not denials:
        return
    breaks = [found.start() for found in _BREAK.finditer(sentence)]
    coming, begun = 0, 0
    for place, names in told:
        while coming < len(denials) and denials[coming][0] < place:
            coming += 1
        if coming == len(denials):
            return
        while begun < len(breaks) and breaks[begun] < place:
            begun += 1
        denial, asked = denials[coming]
        if begun == len(breaks) or breaks[begun] >= denial:
            yield from (("!" if asked else "~") + name for name in names)


def _number(counted: re.Match[str]) -> tuple[str, str]:
    """A number's unit, and the unit with how many digits the number has: 3万円 has five."""
    digits = len(counted["number"].replace(",", "").lstrip("0")) + _ZEROS[counted["scale"]]
    unit = counted["unit"] or ("円" if counted["scale"] == "万" else "#")
    return f"N:{unit}", f"N:{unit}{digits}"


@cache
def _words() -> Lexicon:
    return Lexicon.read(files(__package__).joinpath("ideas.txt"))
