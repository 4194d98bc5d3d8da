"""The weights of a message's features, and from which score on a sentence leads around the marketplace.

A sentence is weighed by its own features and, with as much say, by those of the whole message: an address
that stands alone in its line may have been asked for, or be a sample, two lines above. The whole alone makes
no sentence lead around but the heaviest one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import NamedTuple

import numpy as np

from mikiwame.discernment.kinds import Contact
from mikiwame.discernment.linear import Floats, Linear, load
from mikiwame.discernment.runs import Runs

from .features import FORM, LONGEST_GRAM, SHORTEST_FORM, SHORTEST_LETTERS, Sentence, together
from .marks import letters

CONTACTS = tuple(Contact)
FLOORS = (8, 16, 8, 16, 16, 16)
"""The fewest features that a family is scaled by: ideas, pairs, runs, skips, letters, forms."""
LETTERS, FORMS = 4, 5
"""The places of the families whose features are runs of letters."""
SENTENCE, WHOLE, FIRST_CONTACT = 0, 1, 2
"""The outputs: does a sentence lead around; does a message; and is it by each of ``CONTACTS``?"""


class Weighed(NamedTuple):
    """The log-odds that each sentence of a message leads around, and the likeliest way if it does."""

    leading: Floats
    contacts: list[Contact]


@dataclass(frozen=True)
class Model:
    """Weights of features, an output a column."""

    linear: Linear
    glance: Floats
    """What ``glance`` weighs pairs of letters by."""

    def weigh(self, sentences: Sequence[Sentence]) -> Weighed:
        """The scores of the sentences of a message, of which there is at least one."""
        scores = self.scores(sentences)
        ways = scores[:-1, FIRST_CONTACT:].argmax(axis=1)
        own = scores[:-1, SENTENCE]
        both = (own + scores[-1, WHOLE]) / 2
        leading: Floats = np.where(own == own.max(), both, np.minimum(own, both))
        return Weighed(leading, [CONTACTS[way] for way in ways])

    def alone(self, sentences: Sequence[Sentence]) -> Floats:
        """The log-odds that sentences lead around, each taken by itself."""
        scores: Floats = self.scores(sentences)[:-1, SENTENCE]
        return scores

    def heaviest(self, clauses: Sequence[Sentence]) -> int:
        """The place of the clause that leads around most."""
        return int(self.alone(clauses).argmax())

    def scores(self, sentences: Sequence[Sentence]) -> Floats:
        """The log-odds of each output in each sentence, and in a last row in all of them as one."""
        told = [one.told for one in sentences]
        scores: Floats = (
            self.linear.score([*told, together(told)], FLOORS)
            + self._letters.sums_with_whole([one.letters for one in sentences], FLOORS[LETTERS])
            + self._forms.sums_with_whole([one.forms for one in sentences], FLOORS[FORMS])
        )
        return scores

    @cached_property
    def _letters(self) -> Runs:
        places, weights = self.linear.places, self.linear.weights
        return Runs(places, weights, shortest=SHORTEST_LETTERS, longest=LONGEST_GRAM)

    @cached_property
    def _forms(self) -> Runs:
        """Of the names of forms, with letters for their ideas."""
        names = [name for name in self.linear.places if name.startswith(FORM)]
        short = "\n".join(names)
        for idea in sorted(letters(), key=len, reverse=True):
            short = short.replace(idea, letters()[idea])
        forms = (one.removeprefix(FORM) for one in short.split("\n"))
        places = {form: self.linear.places[name] for form, name in zip(forms, names, strict=True)}
        return Runs(places, self.linear.weights, shortest=SHORTEST_FORM, longest=LONGEST_GRAM)


@cache
def shipped() -> Model:
    """The model that lies beside this code, made by ``training/messages.py``."""
    linear, beside = load(__package__)
    return Model(linear, beside["glance"])
