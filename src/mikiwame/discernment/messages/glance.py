"""A first glance at a long message: which of its sentences are worth weighing, and what to weigh them with.

Each letter, each pair and each three of them fall into one of 131,072 bins that has a weight. What those of a
sentence weigh is about what the whole model says of it, in a small part of the time. So a long message is
weighed in portions, only around the sentences that may lead around; as a part of the whole a contact would
weigh the less, the longer the message.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from mikiwame.discernment.lexicon import hear
from mikiwame.discernment.linear import Floats
from mikiwame.discernment.text import Span, Text

from .names import acrostics

_BITS = 17
BINS = 1 << _BITS
FLOOR = 48
"""The fewest runs of letters that a sentence is scaled by."""
LEAST = -2.2
"""The score from which on a sentence is worth weighing."""
NEAR = 1
"""How many sentences before and after it are weighed with it."""
PORTION = 300
"""At how many letters a portion ends where the next one can begin."""
SHORTEST, DIGITS = 4, 8
"""Lines of fewer letters are worth weighing, and so many digits in one sentence and the next."""
_MIXED = np.array([2_246_822_519, 2_654_435_761, 3_266_489_917], np.uint32)
_DIGIT = re.compile("[0-9〇零一二三四五六七八九①-⑨⓪❶-❾⓿]")
_STRANGE = re.compile("[^\n -~\u2010-\u2026\u2190-\u21ff\u25a0-\u25ff\u3000-\u30ff\u4e00-\u9fff¥×÷°±]")
"""A letter that neither Japanese nor English is written in: a picture, or one that only looks right."""


def bins(heard: str) -> NDArray[np.uint32]:
    """The bins of the runs of 1, 2 and 3 letters that begin at each letter of a heard text: (3, letters)."""
    letters = np.frombuffer(f"{heard}\n\n".encode("utf-32-le", "surrogatepass"), np.uint32)
    first, second, third = letters[:-2], letters[1:-1], letters[2:]
    one = first * _MIXED[0]
    two = first * _MIXED[1] + second * _MIXED[0]
    three = first * _MIXED[2] + second * _MIXED[1] + third * _MIXED[0]
    found: NDArray[np.uint32] = np.stack([one, two, three]) >> np.uint32(32 - _BITS)
    return found


def worth_weighing(text: Text, spans: Sequence[Span], weights: Floats) -> list[int]:
    """The places of the sentences of a text that are worth weighing, in order.

    ``weights`` are those of the bins, and at last how far a sentence without any is from being worth it.
    """
    if not spans:
        return []
    heard = hear(text.folded)
    digits = [len(_DIGIT.findall(heard, *span)) for span in spans]
    begins, ends = np.array(spans).T
    odd = [one.start() for one in _STRANGE.finditer(heard)]
    odd += [place for one in acrostics(heard) for place in range(one.start, one.end)]
    found = {
        *np.flatnonzero(_scores(heard, begins, ends, weights) > 0).tolist(),
        *(place for place, two in enumerate(pairwise([*digits, 0])) if sum(two) >= DIGITS),
        *(place for place, two in enumerate(pairwise([0, *digits])) if sum(two) >= DIGITS),
        *(place for place, (begin, end) in enumerate(spans) if end - begin < SHORTEST),
        *np.maximum(begins.searchsorted(odd, "right") - 1, 0).tolist(),
    }
    return sorted(found)


def portions(spans: Sequence[Span], places: Iterable[int]) -> Iterator[Span]:
    """What is weighed together: some sentences, in order, with those beside them; two may share some."""
    first = end = 0
    for place in places:
        begin = max(place - NEAR, 0)
        if end and (begin >= end or (begin > first and spans[end - 1].end - spans[first].start >= PORTION)):
            yield Span(spans[first].start, spans[end - 1].end)
            first = begin
        elif not end:
            first = begin
        end = min(place + NEAR + 1, len(spans))
    if end:
        yield Span(spans[first].start, spans[end - 1].end)


def _scores(heard: str, begins: NDArray[np.intp], ends: NDArray[np.intp], weights: Floats) -> Floats:
    """What each of some stretches of a heard text weighs."""
    added = np.append(0.0, weights[bins(heard)].sum(axis=0).cumsum(dtype=np.float64))
    weighed = (added[ends] - added[begins]) / np.sqrt(np.maximum(3 * (ends - begins), FLOOR))
    scores: Floats = weighed.astype(np.float32) + weights[BINS]
    return scores
