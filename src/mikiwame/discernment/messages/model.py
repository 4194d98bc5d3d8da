"""The weights of a message's features, and from which score on a sentence leads around the marketplace.

A sentence is weighed by its own features and, with as much say, by those of the whole message: an address
that stands alone in its line may have been asked for, or be a sample, two lines above. The whole alone makes
no sentence lead around but the heaviest one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import numpy as np

from mikiwame.discernment.kinds import Contact
from mikiwame.discernment.linear import Floats, Linear, load

from .features import Features, together

CONTACTS = tuple(Contact)
FLOORS = (8, 16, 16, 16, 8, 16)
"""The fewest features that a family is scaled by: ideas, pairs, letters, forms, runs, skips."""
SENTENCE, WHOLE, FIRST_CONTACT = 0, 1, 2
"""The outputs: does a sentence lead around; does a message; and is it by each of ``CONTACTS``?"""


class Weighed(NamedTuple):
    """The log-odds that each sentence of a message leads around, and the likeliest way if it does."""

    leading: Floats
    contacts: list[Contact]


@dataclass(frozen=True, slots=True)
class Model:
    """Weights of features, an output a column."""

    linear: Linear

    def weigh(self, sentences: Sequence[Features]) -> Weighed:
        """The scores of the sentences of a message, of which there is at least one."""
        scores = self.linear.score([*sentences, together(sentences)], FLOORS)
        ways = scores[:-1, FIRST_CONTACT:].argmax(axis=1)
        own = scores[:-1, SENTENCE]
        both = (own + scores[-1, WHOLE]) / 2
        leading: Floats = np.where(own == own.max(), both, np.minimum(own, both))
        return Weighed(leading, [CONTACTS[way] for way in ways])

    def heaviest(self, clauses: Sequence[Features]) -> int:
        """The place of the clause that leads around most."""
        return int(self.linear.score(clauses, FLOORS)[:, SENTENCE].argmax())


@cache
def shipped() -> Model:
    """The model that lies beside this code, made by ``training/messages.py``."""
    return Model(load(__package__)[0])
