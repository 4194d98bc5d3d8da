"""Comments copied from one reviewer to another, word for word or lightly edited.

A comment is the set of its pairs of letters, without those in hiragana alone (endings and particles, which
all comments share) and without the phrases of courtesy. Two are copies where the sets are much alike
(Jaccard). A short history compares every pair of comments; of a long one, MinHash (Broder 1997) finds the
pairs to compare.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from rensa import RMinHash, RMinHashLSH

from mikiwame.discernment.kinds import Anomaly
from mikiwame.discernment.reports import Odd

from .heard import Heard

ALIKE = 0.25
"""From which Jaccard similarity on two comments are copies: unlike ones of one client stay below 0.2."""
IN_COMPANY = 0.18
"""The same for a comment like one that is already known for a copy."""
FEWEST_PAIRS = 10
"""The letter pairs that a comment must have to be worth copying."""
FEW = 60
"""A history up to which every pair of comments is compared."""
COMPARED = 2_000
"""So many letters of a comment are compared, from its first: more only take room."""
NEIGHBOURS = 20
"""With so many likely ones a comment of a long history is compared, word-for-word copies besides."""
HASHES, BANDS, SEED = 255, 85, 7
"""Three hashes a band: pairs with a similarity of 0.3 are found nine times of ten, of 0.4 nearly always."""

_COURTESY = re.compile(
    r"(?:この|今)(?:度|たび|回)は?|"
    r"(?:大変|本当に|誠に|どうも|色々と?|また|ぜひ|是非|今後とも|引き続き|何卒|どうぞ){0,3}"
    r"(?:お世話になり|お世話様|お疲れ様で|お疲れさまで|ありがとうござい|有難うござい|感謝いたし|感謝し"
    r"|よろしくお願い|宜しくお願い|お願い)(?:いた|致)?し?(?:ました|ます|申し上げます|でした|です)?|"
    r"クライアント|発注者|依頼者?主?|お?仕事|担当|お?取引|対応|会社|[様さ方]|"
    r"また(?:の|何か)?(?:機会|ご縁|次回)(?:がございましたら|があれば|がありましたら|に)?"
)
_NO_LETTER = re.compile(r"[\W_]")
_HIRAGANA = re.compile("[\u3041-\u309f]{2}")


def copies(heard: Sequence[Heard]) -> Iterable[Odd]:
    """Groups of alike comments by different reviewers, as one anomaly."""
    sets = {
        place: pairs
        for place, one in enumerate(heard)
        if len(pairs := _pairs(one.text.folded)) >= FEWEST_PAIRS
    }
    alike = sorted(_alike(heard, sets), reverse=True)
    found: dict[int, float] = {}
    for similarity, first, second in alike:
        if similarity >= ALIKE or first in found or second in found:
            for place in (first, second):
                found.setdefault(place, similarity)
    if found:
        figures = {"reviews": len(found), "alike": round(100 * min(found.values()))}
        yield Odd(Anomaly.COPY_PASTE, tuple(sorted(found)), figures)


def _alike(heard: Sequence[Heard], sets: dict[int, frozenset[str]]) -> Iterator[tuple[float, int, int]]:
    """The pairs of alike comments by different reviewers, and how much alike they are."""
    for first, second in _candidates(sets):
        one, other = heard[first].review.reviewer, heard[second].review.reviewer
        similarity = _jaccard(sets[first], sets[second])
        if similarity >= IN_COMPANY and (one is None or one != other):
            yield similarity, first, second


def _pairs(folded: str) -> frozenset[str]:
    letters = _NO_LETTER.sub("", _COURTESY.sub(" ", folded[:COMPARED]))
    pairs = {letters[place : place + 2] for place in range(len(letters) - 1)}
    return frozenset(pair for pair in pairs if not _HIRAGANA.fullmatch(pair))


def _candidates(sets: dict[int, frozenset[str]]) -> Iterable[tuple[int, int]]:
    """The pairs that may be alike."""
    return combinations(sets, 2) if len(sets) <= FEW else likely(sets)


def likely(sets: dict[int, frozenset[str]]) -> Iterator[tuple[int, int]]:
    """The pairs that MinHash takes for alike; of a group of copies, each with the first one alone.

    Where a comment is somewhat like very many, those stand for it too: so the pairs grow with the history.
    """
    index = RMinHashLSH(threshold=ALIKE, num_perm=HASHES, num_bands=BANDS)
    firsts: dict[frozenset[str], int] = {}
    for place, pairs in sets.items():
        first = firsts.setdefault(pairs, place)
        if first != place:
            yield first, place
            continue
        sketch = RMinHash(num_perm=HASHES, seed=SEED)
        sketch.update(sorted(pairs))
        earlier = sorted(index.query(sketch))[:NEIGHBOURS]
        yield from ((one, place) for one in earlier)
        if len(earlier) < NEIGHBOURS and all(_jaccard(sets[one], pairs) < ALIKE for one in earlier):
            index.insert(place, sketch)


def _jaccard(one: frozenset[str], other: frozenset[str]) -> float:
    shared = len(one & other)
    return shared / (len(one) + len(other) - shared)
