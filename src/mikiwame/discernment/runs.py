"""What the runs of letters of many sentences weigh, found for all of them at once.

A run is one number of 48 bits, as many for each letter, the shorter runs filled up with blanks. With the
number of its sentence before it, it is told apart from the same run in another sentence. So the different
runs of all sentences are found by sorting once, and the model's among them by one search.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from mikiwame.discernment.linear import Floats

_RUN = 48
_OWN = (1 << _RUN) - 1
"""The run of a number, without its sentence."""
_NO_RUN = 2**64 - 1
_BLANK = "\0"
"""What parts sentences, so that no run reaches from one into the next; no folded text has it."""

Numbers = NDArray[np.uint64]


class Runs:
    """The runs of letters among a model's features, in order, and their weights."""

    def __init__(self, places: Mapping[str, int], weights: Floats, *, shortest: int, longest: int) -> None:
        """Of features by the row of their weights; those of other lengths are no runs.

        Of runs of up to 3 letters some 60,000 different letters are told apart, of 4 letters some 4,000.
        """
        self._shortest, self._longest, self._letter = shortest, longest, _RUN // longest
        names = [name for name in places if shortest <= len(name) <= longest]
        filled_up = "".join([name.ljust(longest, _BLANK) for name in names])
        letters = _codes(filled_up).reshape(-1, longest)
        alphabet = np.bincount(letters.ravel())[1:].nonzero()[0] + 1
        self._letters = 1 + len(alphabet)
        self._numbers = np.zeros(0x110000, np.uint16)
        self._numbers[alphabet] = np.arange(1, self._letters)
        runs = np.zeros(len(names), np.uint64)
        for column in self._numbers[letters].astype(np.uint64).T:
            runs = (runs << self._letter) | column
        order = runs.argsort()
        self._runs = np.append(runs[order], np.uint64(_NO_RUN))
        rows = np.array([places[name] for name in names], np.intp)[order]
        self._weights = np.vstack([weights[rows], np.zeros_like(weights[:1])])

    def sums(self, sentences: Sequence[str], floor: int) -> Floats:
        """What the runs of each sentence add: (sentences, outputs), scaled as in ``linear``.

        Of sentences of at least one run; together they have at most 65,000 letters.
        """
        return self.sums_with_wholes(sentences, (), floor)

    def sums_with_wholes(self, sentences: Sequence[str], wholes: Iterable[range], floor: int) -> Floats:
        """The same, and in further rows what the different runs of some sentences in a row add as one."""
        runs = self._different(sentences)
        many = np.bincount((runs >> np.uint64(_RUN)).astype(np.intp))
        runs &= np.uint64(_OWN)
        ends = many.cumsum()
        parts = self._weights.take(self._places(runs), axis=0)
        rows = np.add.reduceat(parts, ends - many, axis=0) * _scales(many, floor)[:, None]
        return np.vstack([rows, *self._wholes(runs, parts, [0, *ends.tolist()], wholes, floor)])

    def _wholes(
        self, runs: Numbers, parts: Floats, bounds: Sequence[int], wholes: Iterable[range], floor: int
    ) -> Iterator[Floats]:
        for whole in wholes:
            begin, end = bounds[whole.start], bounds[whole.stop]
            order = runs[begin:end].argsort()
            own = runs[begin:end][order]
            different = order[np.append(True, own[1:] != own[:-1])]
            yield parts[begin:end].take(different, axis=0).sum(axis=0) * _scales(len(different), floor)

    def _places(self, runs: Numbers) -> NDArray[np.intp]:
        """Where runs stand among the model's; those that it has not stand last."""
        places = self._runs.searchsorted(runs)
        places[self._runs[places] != runs] = len(self._runs) - 1
        return places

    def _different(self, sentences: Sequence[str]) -> Numbers:
        """The runs of each sentence, each once, in the order of the sentences."""
        letters = self._numbered(_codes((_BLANK * (self._longest - 1)).join([*sentences, ""])))
        first = letters.nonzero()[0]
        lengths = np.array([*map(len, sentences)])
        run = np.repeat(np.arange(len(sentences), dtype=np.uint64) << _RUN, lengths)
        found = []
        for size in range(1, self._longest + 1):
            last = letters[first + size - 1]
            run = run | (last << (self._longest - size) * self._letter)
            if size >= self._shortest:
                found.append(run[last > 0])
        runs = np.concatenate(found)
        runs.sort()
        different: Numbers = runs[np.append(True, runs[1:] != runs[:-1])]
        return different

    def _numbered(self, letters: NDArray[np.uint32]) -> Numbers:
        """A number for each letter, 0 for a blank; those that no run has come after the others."""
        numbers = self._numbers[letters].astype(np.uint64)
        strange = ((numbers == 0) & (letters > 0)).nonzero()[0]
        if strange.size:
            each = self._letters + np.unique(letters[strange], return_inverse=True)[1]
            numbers[strange] = np.minimum(each, (1 << self._letter) - 1)
        return numbers


def _codes(letters: str) -> NDArray[np.uint32]:
    """The code points of letters; halves of surrogate pairs are letters too."""
    return np.frombuffer(letters.encode("utf-32-le", "surrogatepass"), np.uint32)


def _scales(many: "NDArray[np.intp] | int", floor: int) -> Floats:
    """What sums of so many different runs are scaled by."""
    scales: Floats = (np.maximum(many, floor) ** -0.5).astype(np.float32)
    return scales
