"""REV2 as it was published, to be compared with: Kumar et al., WSDM 2018, without its BIRDNEST terms."""

import numpy as np

from evaluation.otc import Network
from mikiwame.discernment.graph import RatersReport

SMOOTHINGS = [(fairness, goodness) for fairness in (0, 1, 2, 5) for goodness in (0, 1, 2, 5)]
"""How many ratings the priors of fairness and of goodness are worth."""


def rev2(ratings: Network, smoothing: tuple[float, float]) -> RatersReport:
    """Fairness, goodness and reliability in rounds, from 1 everywhere, all three terms weighing alike::

        F(u)    = (α · mean F + Σ R) / (α + ratings given)
        G(v)    = (β · mean G + Σ R · score) / (β + ratings received)
        R(u, v) = (F(u) + 1 - |score - G(v)| / 2) / 2

    ``smoothing`` is (α, β).
    """
    alpha, beta = smoothing
    raters, u = np.unique(ratings.rater, return_inverse=True)
    ratees, v = np.unique(ratings.ratee, return_inverse=True)
    gave, got = np.bincount(u), np.bincount(v)
    fairness, goodness, reliability = np.ones(len(raters)), np.ones(len(ratees)), np.ones(len(u))
    for _ in range(200):
        before = fairness
        goodness = (beta * goodness.mean() + np.bincount(v, reliability * ratings.score)) / (beta + got)
        reliability = (fairness[u] + 1 - np.abs(ratings.score - goodness[v]) / 2) / 2
        fairness = (alpha * fairness.mean() + np.bincount(u, reliability)) / (alpha + gave)
        if np.abs(fairness - before).max() < 1e-6:
            break
    return RatersReport(raters, fairness, ratees, goodness, reliability)
