"""Finds the warning signs of a posting, by rules over its folded title and body."""

from collections.abc import Iterator
from itertools import groupby

from mikiwame.discernment.kinds import Flag
from mikiwame.discernment.postings.expressions import expressions
from mikiwame.discernment.postings.place import Place
from mikiwame.discernment.reports import Flagged
from mikiwame.discernment.text import Text

from . import pay
from .rule import Rule


def find_flags(title: Text, body: Text, *, format: str = "", category: str = "") -> list[Flagged]:  # noqa: A002  the sheet's own name
    """The warning signs, in the order of the text, each with its words; of a kind no two that overlap.

    A sign in the title counts only where the body shows none of its kind: the body says it in full.
    """
    in_body = list(_signs(body, format, category))
    kinds = {sign.kind for sign in in_body}
    return [*(sign for sign in _signs(title, format, category) if sign.kind not in kinds), *in_body]


def _signs(text: Text, format_: str, category: str) -> Iterator[Flagged]:
    found = sorted(_places(text.plain, format_, category), key=lambda one: (one[0], one[1].start))
    signs = []
    for kind, places in groupby(found, key=lambda one: one[0]):
        for start, end in _joined([place.clause_edges() for _, place in places]):
            signs.append(Flagged(kind, text.quote(start, end)))
    yield from sorted(signs, key=lambda sign: sign.quote.start)


def _places(read: str, format_: str, category: str) -> Iterator[tuple[Flag, Place]]:
    for rule, found in expressions().found_in(read, Rule):
        for place in rule.places(read, found):
            yield rule.kind, place
    for place in pay.too_much(read):
        yield Flag.UNREALISTIC_REWARD, place
    for place in pay.too_little(read, category, format_):
        yield Flag.UNDERPRICED, place


def _joined(stretches: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Stretches in order, those that touch or nearly touch made one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(stretches):
        if joined and start <= joined[-1][1] + 40:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
