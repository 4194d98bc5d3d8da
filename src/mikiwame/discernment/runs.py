"""What the runs of letters of many sentences weigh, found for all of them at once.

Each letter is a number of 16 bits, a run of 1 to 3 letters one of 48, the shorter filled up with blanks. With
the number of its sentence before it, it is told apart from the same run in another sentence. So the different
runs of all sentences are found by sorting once, and the model's among them by one search.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from mikiwame.discernment.linear import Floats, Linear

LONGEST = 3
"""The most letters of a run."""
_BLANKS = "\0" * (LONGEST - 1)
"""What parts sentences, so that no run reaches from one into the next; no folded text has it."""
_LETTER = 16
_RUN = LONGEST * _LETTER
_NO_RUN = 2**64 - 1

Numbers = NDArray[np.uint64]


class Runs:
    """The runs of letters among a model's features, in order, and their weights."""

    def __init__(self, linear: Linear) -> None:
        """Of such a model; its longer features are no runs."""
        names = [name for name in linear.places if len(name) <= LONGEST]
        filled_up = "".join([name.ljust(LONGEST, "\0") for name in names])
        letters = np.frombuffer(filled_up.encode("utf-32-le"), np.uint32).reshape(-1, LONGEST)
        alphabet = np.bincount(letters.ravel())[1:].nonzero()[0] + 1
        self._letters = 1 + len(alphabet)
        self._numbers = np.zeros(0x110000, np.uint16)
        self._numbers[alphabet] = np.arange(1, self._letters)
        first, second, third = self._numbers[letters].astype(np.uint64).T
        runs = (first << 2 * _LETTER) | (second << _LETTER) | third
        order = runs.argsort()
        places = np.array([linear.places[name] for name in names])[order]
        self._runs = np.append(runs[order], np.uint64(_NO_RUN))
        self._weights = np.vstack([linear.weights[places], np.zeros_like(linear.weights[:1])])

    def sums(self, sentences: Sequence[str], floor: int) -> Floats:
        """What the runs of each sentence add: (sentences, outputs), scaled as in ``linear``.

        Of sentences of at least one letter; together they have at most 65,000.
        """
        runs = self._different(sentences)
        many = np.bincount((runs >> _RUN).astype(np.intp))
        runs &= (1 << _RUN) - 1
        places = self._runs.searchsorted(runs)
        places[self._runs[places] != runs] = len(self._runs) - 1
        parts = self._weights.take(places, axis=0)
        summed: Floats = np.add.reduceat(parts, many.cumsum() - many, axis=0)
        summed *= (np.maximum(many, floor) ** -0.5).astype(np.float32)[:, None]
        return summed

    def _different(self, sentences: Sequence[str]) -> Numbers:
        """The runs of each sentence, each once, in the order of the sentences."""
        text = _BLANKS.join([*sentences, ""])
        letters = self._numbered(np.frombuffer(text.encode("utf-32-le"), np.uint32))
        first = letters.nonzero()[0]
        lengths = np.array([*map(len, sentences)])
        sentence = np.repeat(np.arange(len(sentences), dtype=np.uint64) << _RUN, lengths)
        one = sentence | (letters[first] << 2 * _LETTER)
        two = one | (letters[first + 1] << _LETTER)
        runs = np.concatenate([one, two, two | letters[first + 2]])
        runs.sort()
        different: Numbers = runs[np.append(True, runs[1:] != runs[:-1])]
        return different

    def _numbered(self, letters: NDArray[np.uint32]) -> Numbers:
        """A number for each letter, 0 for a blank; those that no run has come after the others."""
        numbers = self._numbers[letters].astype(np.uint64)
        strange = ((numbers == 0) & (letters > 0)).nonzero()[0]
        if strange.size:
            found = letters[strange]
            numbers[strange] = self._letters + np.sort(found).searchsorted(found)
        return numbers
