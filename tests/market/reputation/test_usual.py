"""What is usual is what happens here, once enough has happened to enough people."""

from datetime import timedelta
from functools import partial

import pytest

from mikiwame.discernment.record import MEASURES, Measure
from mikiwame.market.reputation import queries
from mikiwame.market.reputation.operations import records
from mikiwame.market.reputation.states import Side
from tests.cast import MORNING, Cast, joined
from tests.market.reputation.stage import tallied
from tests.races import at_once

OURS = MEASURES[Measure.FUNDED].market


def usual_for(cast: Cast) -> float:
    """Toward what Sakurai's short record is drawn."""
    (one,) = queries.records_of(cast.sakurai.party, at=MORNING)[Side.CLIENT].estimates
    return one.market


def crowd(of: int, *, funded: int = 6, each: int = 12) -> None:
    """So many clients, each of whom paid in so often."""
    for number in range(of):
        tallied(joined(f"c{number}", f"依頼{number}", MORNING), Measure.FUNDED, funded, each, at=MORNING)


def test_a_market_with_facts_enough_has_its_own_mean(cast: Cast) -> None:
    tallied(cast.sakurai, Measure.FUNDED, 1, 1, at=MORNING)
    assert records.take_stock(at=MORNING) == 0
    assert usual_for(cast) == OURS

    crowd(20)
    assert records.take_stock(at=MORNING) == 1
    assert usual_for(cast) == pytest.approx(121 / 241)
    assert records.take_stock(at=MORNING) == 1


@pytest.mark.django_db(transaction=True)
def test_two_that_take_stock_at_once_agree(cast: Cast) -> None:
    crowd(20)
    for hour in range(3):
        at_once(*[partial(records.take_stock, at=MORNING + timedelta(hours=hour))] * 4)
    assert queries.usual() == {Measure.FUNDED: pytest.approx(0.5)}


def test_one_busy_client_is_no_market(cast: Cast) -> None:
    tallied(cast.sakurai, Measure.FUNDED, 0, 5_000, at=MORNING)
    assert records.take_stock(at=MORNING) == 0
    assert usual_for(cast) == OURS


def test_what_was_usual_long_ago_is_not_what_is_usual(cast: Cast) -> None:
    crowd(25)
    assert records.take_stock(at=MORNING + timedelta(days=500)) == 0


@pytest.mark.parametrize("funded", [0, 12])
def test_where_it_never_or_always_happens_an_estimate_is_still_one(cast: Cast, funded: int) -> None:
    crowd(25, funded=funded)
    tallied(cast.sakurai, Measure.FUNDED, 1, 3, at=MORNING)
    records.take_stock(at=MORNING)
    (one,) = queries.records_of(cast.sakurai.party, at=MORNING)[Side.CLIENT].estimates
    assert 0 <= one.low < one.value < one.high <= 1
