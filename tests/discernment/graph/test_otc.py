"""On real ratings, where they are at hand: the labels are what we say they are, and fairness finds them."""

import pytest

from evaluation.data import SHARED
from evaluation.otc import derived, labels, leaks_dropped, network, trusted
from evaluation.rating_graph import AIMS, OURS, THEIRS, auc, unlearned

pytestmark = pytest.mark.skipif(not (SHARED / "rating-graph").exists(), reason="the data aren't here")


def test_the_trusted_give_exactly_the_labels() -> None:
    everything, known = network(), labels()
    told = derived(everything)

    assert len(trusted(everything)) == 36
    assert told.fair.tolist() == known.fair.tolist()
    assert told.unfair.tolist() == known.unfair.tolist()


def test_fairness_tells_the_unfair_and_is_ahead_of_rev2() -> None:
    known = labels()

    fair, found = unlearned(leaks_dropped(network(), known), known)

    assert (fair.sum(), (~fair).sum()) == (89, 115)
    assert auc(fair, found[OURS]) > AIMS["alone"]
    assert auc(fair, found[OURS]) > auc(fair, found[THEIRS]) + 0.05
