"""Amounts are read as people write them, and a reward is never split into more or less than itself."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mikiwame.core.money import BASIS_POINTS, MOST, parse_yen, shares, split
from mikiwame.core.tax import withholding


@pytest.mark.parametrize(
    ("written", "yen"),
    [
        ("3000", 3_000),
        ("3,000円", 3_000),
        ("¥12,000", 12_000),
        ("１２，０００円", 12_000),
        ("1.5万円", 15_000),
        ("２万", 20_000),
        ("3k", 3_000),
        ("  500 ", 500),
        ("0.0001万", 1),
    ],
)
def test_amounts_are_read_as_people_write_them(written: str, yen: int) -> None:
    assert parse_yen(written) == yen


@pytest.mark.parametrize(
    "written", ["", "-5", "−5", "1.5", "1,00", "12,0000", "五千円", "1e5", "٣٠٠", "💴", "100円/件", "1 000"]
)
def test_what_is_no_amount_is_refused_and_never_guessed(written: str) -> None:
    with pytest.raises(ValueError, match="not"):
        parse_yen(written)


@given(st.text(max_size=30))
def test_any_text_is_an_amount_or_a_clear_error(written: str) -> None:
    with contextlib.suppress(ValueError):
        assert parse_yen(written) >= 0


@given(st.integers(1, MOST), st.integers(0, BASIS_POINTS), st.booleans())
def test_gross_is_net_plus_fee_plus_withheld(gross: int, rate: int, withholds: bool) -> None:
    tax = withholding(gross) if withholds else 0
    try:
        parts = split(gross, fee_rate=rate, withheld=tax)
    except ValueError:
        assert gross * rate // BASIS_POINTS + tax > gross
        return
    assert parts.gross == gross
    assert min(parts.net, parts.fee, parts.withheld) >= 0


@pytest.mark.parametrize(
    ("gross", "tax"), [(1, 0), (9, 0), (10, 1), (10_000, 1_021), (1_000_000, 102_100), (1_500_000, 204_200)]
)
def test_withholding_follows_the_two_brackets(gross: int, tax: int) -> None:
    assert withholding(gross) == tax


@pytest.mark.parametrize(("amount", "among"), [(1_000, 1), (1_000, 3), (50_001, 20), (100_000_000, 7)])
def test_shares_are_whole_and_add_up(amount: int, among: int) -> None:
    parts = shares(amount, among)
    assert sum(parts) == amount
    assert max(parts) - min(parts) <= 1
    assert parts == sorted(parts, reverse=True)
