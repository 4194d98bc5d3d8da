"""Amounts: whole numbers of the currency's minor unit. Nothing here is a float."""

import re
import unicodedata
from dataclasses import dataclass, field
from decimal import Decimal

MOST = 100_000_000
"""The largest amount that one contract may carry, in minor units (¥100 million)."""

BASIS_POINTS = 10_000

_AMOUNT = re.compile(r"\d{1,3}(?:,\d{3})+|\d+", re.ASCII)
_FACTORS = {"万": 10_000, "千": 1_000, "k": 1_000, "": 1}
_WRITTEN = re.compile(
    r"[¥\\]?\s*(?P<number>[\d,]+)(?P<fraction>\.\d+)?\s*(?P<factor>万|千|k)?\s*円?", re.IGNORECASE | re.ASCII
)


@dataclass(frozen=True)
class Split:
    """Where a gross amount goes: ``gross == net + fee + withheld``, always."""

    net: int
    fee: int
    withheld: int
    free: int = field(default=0, compare=False)
    """Of the gross, what was left free of the fee."""

    @property
    def gross(self) -> int:
        """What the client paid in."""
        return self.net + self.fee + self.withheld


def split(gross: int, *, fee_rate: int, withheld: int = 0, free: int = 0) -> Split:
    """Divide a reward into fee, withheld tax and what arrives.

    ``fee_rate`` in basis points of the gross less what is ``free`` of the fee. The fee is rounded down once
    (the worker's favour); the rest is hers. Raises ValueError when the parts don't fit into the gross.
    """
    fee = (gross - free) * fee_rate // BASIS_POINTS
    if gross <= 0 or fee < 0 or withheld < 0 or fee + withheld > gross:
        raise ValueError(f"cannot split {gross} at {fee_rate} with {withheld} withheld")
    return Split(net=gross - fee - withheld, fee=fee, withheld=withheld, free=free)


def shares(amount: int, among: int) -> list[int]:
    """Equal parts in whole yen; what is left goes to the first ones, a yen each.

    >>> shares(10_000, 3)
    [3334, 3333, 3333]
    """
    each, rest = divmod(amount, among)
    return [each + (number < rest) for number in range(among)]


def parse_yen(text: str) -> int:
    """Read an amount as people write it: ``１２，０００円``, ``1.5万``, ``¥3,000``.

    Returns whole yen. Raises ValueError for anything else: negative, fractions of a yen, other text.
    """
    written = unicodedata.normalize("NFKC", text).strip()
    match = _WRITTEN.fullmatch(written)
    if match is None or not _AMOUNT.fullmatch(match["number"]):
        raise ValueError(f"not an amount: {text!r}")
    number = Decimal(match["number"].replace(",", "") + (match["fraction"] or ""))
    amount = number * _FACTORS[(match["factor"] or "").lower()]
    if amount != amount.to_integral_value():
        raise ValueError(f"not whole yen: {text!r}")
    return int(amount)
