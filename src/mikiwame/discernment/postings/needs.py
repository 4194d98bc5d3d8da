"""What a text must hold for an expression to match, read from the expression itself."""

import re
from collections.abc import Collection, Iterator, Sequence
from functools import cache

Needs = Sequence[Collection[str]]
"""Sets of literals, of each of which a text must hold one."""


@cache
def cues(part: str) -> tuple[str, ...]:
    """Literals of which a text must hold one for an alternation to match; none where that can't be told.

    >>> cues("口座(?:番号)?|通帳|(?:銀行|ゆうちょ)の?カード")
    ('口座', '通帳', 'カード')
    >>> cues("(?:修正|直し)は?[0-9]回")
    ('修正', '直し')
    >>> cues("[0-9]+円|無料")
    ('円', '無料')
    >>> cues("[0-9]+")
    ()
    """
    found = [_surest(needs(alternative)) for alternative in _alternatives(part)]
    return tuple(dict.fromkeys(cue for some in found for cue in some)) if all(found) else ()


def ways(expression: str) -> tuple[Needs, ...]:
    """What a text must hold for each of an expression's alternatives to match.

    >>> ways("(?:修正|直し)は?[0-9]回|無料")
    ((('修正', '直し'), ('回',)), (('無料',),))
    """
    return tuple(needs(alternative) for alternative in _alternatives(expression))


@cache
def needs(part: str) -> tuple[tuple[str, ...], ...]:
    """Sets of literals of each of which a text must hold one for an expression to match.

    >>> needs("(?:修正|直し)は?[0-9](?:回|往復)")
    (('修正', '直し'), ('回', '往復'))
    """
    alternatives = _alternatives(part)
    if len(alternatives) > 1:
        told = cues(part)
        return (told,) if told else ()
    return tuple(some for some in _pieces(part) if some and all(some))


def meets(text: str, needs: Needs) -> bool:
    """Whether a text holds one literal of every set."""
    return all(any(one in text for one in literals) for literals in needs)


def _surest(sets: tuple[tuple[str, ...], ...]) -> tuple[str, ...]:
    return max(sets, key=lambda some: (min(map(len, some)), -len(some)), default=())


def _alternatives(part: str) -> list[str]:
    """The alternation parted at its outermost bars."""
    found, depth, start, place = [], 0, 0, 0
    while place < len(part):
        letter = part[place]
        if letter == "\\":
            place += 1
        elif letter == "[":
            place = _end_of_class(part, place)
        elif letter in "()":
            depth += 1 if letter == "(" else -1
        elif letter == "|" and not depth:
            found.append(part[start:place])
            start = place + 1
        place += 1
    return [*found, part[start:]]


_OPTIONAL = re.compile(r"[?*]|\{0,")
_MANY = re.compile(r"[+?*]|\{\d{0,3},?\d{0,3}\}")


def _pieces(alternative: str) -> Iterator[tuple[str, ...]]:
    """The runs of plain letters that every match holds, and the cues of the groups that it holds."""
    run, place = "", 0
    while place < len(alternative):
        letter = alternative[place]
        end = _end_of_piece(alternative, place)
        needed = not _OPTIONAL.match(alternative, end)
        if letter not in "\\[(.^$" and needed:
            run += letter
        else:
            yield (run,)
            run = ""
            if needed and alternative.startswith("(?:", place):
                yield cues(alternative[place + 3 : end - 1])
        while many := _MANY.match(alternative, end):
            yield (run,)
            run = ""
            end = many.end()
        place = end
    yield (run,)


def _end_of_piece(alternative: str, place: int) -> int:
    """Where a letter, a class or a group ends."""
    letter = alternative[place]
    if letter == "\\":
        return place + 2
    if letter == "[":
        return _end_of_class(alternative, place) + 1
    return (_end_of_group(alternative, place) if letter == "(" else place) + 1


def _end_of_class(part: str, place: int) -> int:
    return part.index("]", place + 2)


def _end_of_group(part: str, place: int) -> int:
    depth = 0
    while place < len(part):
        letter = part[place]
        if letter == "\\":
            place += 1
        elif letter == "[":
            place = _end_of_class(part, place)
        elif letter in "()":
            depth += 1 if letter == "(" else -1
            if not depth:
                return place
        place += 1
    raise ValueError(f"a group without an end: {part}")
