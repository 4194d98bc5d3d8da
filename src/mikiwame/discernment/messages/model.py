"""The weights of a message's features, and from which score on a sentence leads around the marketplace.

A sentence is weighed by its own features and, with as much say, by those of the whole message: an address
that stands alone in its line may have been asked for, or be a sample, two lines above. The whole alone makes
no sentence lead around but the heaviest one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import NamedTuple

import numpy as np

from mikiwame.discernment.kinds import Contact
from mikiwame.discernment.linear import Floats, Linear, load
from mikiwame.discernment.runs import Runs

from .features import FORM, LONGEST_GRAM, SHORTEST_FORM, SHORTEST_LETTERS, Sentence
from .marks import letters

CONTACTS = tuple(Contact)
FLOORS = (8, 16, 8, 16, 16, 16)
"""The fewest features that a family is scaled by: ideas, pairs, runs, skips, letters, forms."""
LETTERS, FORMS = 4, 5
"""The places of the families whose features are runs of letters."""
SENTENCE, WHOLE, FIRST_CONTACT = 0, 1, 2
"""The outputs: does a sentence lead around; does a message; and is it by each of ``CONTACTS``?"""
_SIGNS = frozenset(">$|+:")
"""What the names of the other families are put together with."""


class Weighed(NamedTuple):
    """The log-odds that each sentence of a whole leads around, and the likeliest way if it does."""

    leading: Floats
    contacts: list[Contact]


@dataclass(frozen=True)
class Model:
    """Weights of features, an output a column."""

    linear: Linear
    glance: Floats
    """What ``glance`` weighs pairs of letters by."""

    def weigh(self, sentences: Sequence[Sentence], wholes: Sequence[range]) -> Iterator[Weighed]:
        """The scores of sentences, in each whole of some in a row that are weighed with one another.

        Each whole has at least one; a sentence may be in several.
        """
        several = [whole for whole in wholes if len(whole) > 1]
        scores = self.scores(sentences, several)
        ways = scores[:, FIRST_CONTACT:].argmax(axis=1).tolist()
        rows = {whole: row for row, whole in enumerate(several, start=len(sentences))}
        for whole in wholes:
            own = scores[whole.start : whole.stop, SENTENCE]
            both = (own + scores[rows.get(whole, whole.start), WHOLE]) / 2
            leading: Floats = np.where(own == own.max(), both, np.minimum(own, both))
            yield Weighed(leading, [CONTACTS[ways[place]] for place in whole])

    def alone(self, sentences: Sequence[Sentence]) -> Floats:
        """The log-odds that sentences lead around, each taken by itself."""
        scores: Floats = self.scores(sentences)[:, SENTENCE]
        return scores

    def heaviest(self, clauses: Sequence[Sentence]) -> int:
        """The place of the clause that leads around most."""
        return int(self.alone(clauses).argmax())

    def scores(self, sentences: Sequence[Sentence], wholes: Sequence[range] = ()) -> Floats:
        """The log-odds of each output in each sentence, and in further rows in some in a row as one."""
        told = [one.told for one in sentences]
        letters, forms = [one.letters for one in sentences], [one.forms for one in sentences]
        scores: Floats = (
            self._told.score_with_wholes(told, wholes, FLOORS)
            + self._letters.sums_with_wholes(letters, wholes, FLOORS[LETTERS])
            + self._forms.sums_with_wholes(forms, wholes, FLOORS[FORMS])
        )
        return scores

    @cached_property
    def _told(self) -> Linear:
        """Of the families that are looked up by name: among fewer names each is found sooner."""
        places = {name: place for name, place in self.linear.places.items() if not _is_run(name)}
        return replace(self.linear, places=places)

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


def _is_run(name: str) -> bool:
    """Whether a feature is of ``letters`` or ``forms``: other short names have capitals or signs."""
    return name.startswith(FORM) or (len(name) <= LONGEST_GRAM and not (name.isupper() or _SIGNS & {*name}))


@cache
def shipped() -> Model:
    """The model that lies beside this code, made by ``training/messages.py``."""
    linear, beside = load(__package__)
    return Model(linear, beside["glance"])
