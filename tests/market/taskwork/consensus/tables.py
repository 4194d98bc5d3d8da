"""Answers to try consensus on: any at all, and crowds that are drawn from a known truth."""

from dataclasses import dataclass, field

import numpy as np
from hypothesis import strategies as st

from mikiwame.market.taskwork.consensus import Consensus, aggregate
from mikiwame.market.taskwork.consensus.answers import Answers, Ids, read


@dataclass(frozen=True)
class Table:
    """Answers, a row each, and what is known."""

    item: Ids
    worker: Ids
    label: Ids
    known: dict[int, int] = field(default_factory=dict)

    def united(self) -> Consensus:
        """What they say together."""
        return aggregate(self.item, self.worker, self.label, known=self.known)

    def answers(self) -> Answers:
        """As the models read them."""
        return read(self.item, self.worker, self.label, self.known)

    def rows(self, order: Ids) -> "Table":
        """Some rows, in another order, or more than once."""
        return Table(self.item[order], self.worker[order], self.label[order], self.known)


@st.composite
def tables(draw: st.DrawFn, most: int = 40) -> Table:
    """Any answers: few items and workers, up to five labels, repeats, gaps, some known answers."""
    size = draw(st.integers(0, most))
    row = st.tuples(st.integers(0, 7), st.integers(0, 5), st.integers(0, draw(st.integers(0, 4))))
    rows = np.array(draw(st.lists(row, min_size=size, max_size=size)), np.int64).reshape(size, 3)
    known = draw(st.dictionaries(st.integers(0, 9), st.integers(0, 4), max_size=3))
    return Table(rows[:, 0], rows[:, 1], rows[:, 2], known)
