"""Twins: two workers, or two accounts of one, who repeat one another."""

import numpy as np

from .answers import Floats
from .pairs import Pairs

SHARED = 4
"""Items that twins must share."""

CERTAIN, GREAT = 3.0, 0.3
"""Excess of twins, in units of its noise, and above the usual."""


def twins(pairs: Pairs, expected: Floats) -> Floats:
    """How far one of each pair repeats the other, 0..1, given the rate at which they should agree."""
    excess = (pairs.agreed / pairs.shared - expected) / (1.0 - expected)
    noise = np.sqrt(expected / (1.0 - expected) / pairs.shared)
    known = pairs.shared >= SHARED
    usual = max(float(np.median(excess[known])), 0.0) if known.any() else 0.0
    beyond = excess - usual
    found = known & (excess > CERTAIN * noise) & (beyond > GREAT)
    return np.where(found, np.clip(beyond - noise / 2.0, 0.0, 1.0), 0.0)
