"""The logarithm of the gamma function, and its derivative ψ, the digamma function, of positive numbers.

Both by their recurrence to where the asymptotic series is exact to ten digits (Abramowitz, Stegun: *Handbook
of Mathematical Functions*, 6.1.40 and 6.3.18).
"""

import numpy as np

from .answers import Floats

STEPS = 6
"""Steps of the recurrence; from here on the series holds."""

LOG_GAMMA = (1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188)
"""Of log Γ(x) = (x - ½) log x - x + ½ log 2π + Σ c / x^(2n-1)."""

DIGAMMA = (1 / 12, -1 / 120, 1 / 252, -1 / 240, 1 / 132)
"""Of ψ(x) = log x - 1/(2x) - Σ c / x^(2n)."""


def log_gamma(number: Floats) -> Floats:
    """log Γ of positive numbers, by Γ(x) = Γ(x + 1) / x.

    >>> log_gamma(np.array([0.5, 1.0, 10.0])).round(8).tolist()
    [0.57236494, 0.0, 12.80182748]
    """
    far = number + STEPS
    below = sum(np.log(number + step) for step in range(STEPS))
    found: Floats = (far - 0.5) * np.log(far) - far + 0.5 * np.log(2.0 * np.pi)
    return found + series(LOG_GAMMA, far) * far - below


def digamma(number: Floats) -> Floats:
    """ψ of positive numbers, by ψ(x) = ψ(x + 1) - 1 / x.

    >>> digamma(np.array([0.5, 1.0, 10.0])).round(8).tolist()
    [-1.96351003, -0.57721566, 2.25175259]
    """
    far = number + STEPS
    below = sum(1.0 / (number + step) for step in range(STEPS))
    found: Floats = np.log(far) - 0.5 / far - series(DIGAMMA, far) - below
    return found


def series(coefficients: tuple[float, ...], number: Floats) -> Floats:
    """Σ c(n) / number^(2n), from n = 1 on."""
    square, found = number**-2.0, np.zeros_like(number)
    for coefficient in reversed(coefficients):
        found = (found + coefficient) * square
    return found
