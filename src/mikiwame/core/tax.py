"""Withholding tax (源泉徴収) on fees paid to individuals."""

HIGH_BRACKET = 1_000_000
"""Above this, in yen, the higher rate applies to the part that exceeds it."""


def withholding(gross: int) -> int:
    """The tax that a withholding client keeps back from an individual's reward, in yen, rounded down.

    10.21 % up to ¥1,000,000 and 20.42 % of what exceeds it: Income Tax Act, articles 204 and 205, with
    the reconstruction surtax (Act on Special Measures, article 28).
    """
    low, high = min(gross, HIGH_BRACKET), max(gross - HIGH_BRACKET, 0)
    return (low * 1021 + high * 2042) // 10_000
