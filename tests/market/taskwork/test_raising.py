"""More answers are asked for while a batch runs: paid for by themselves, never without money, never twice."""

from datetime import timedelta

import pytest

from mikiwame.core.errors import Refused
from mikiwame.market.escrow import queries as money
from mikiwame.market.history import queries as history
from mikiwame.market.taskwork import queries
from mikiwame.market.taskwork.models import Batch, Place
from mikiwame.market.taskwork.operations import drafts, endings, moderation, opening, raising, work
from mikiwame.market.taskwork.states import BatchState
from tests.cast import MORNING, Cast
from tests.market.taskwork.stage import FEELING, MINUTE, again, joined, opened

LATER = MORNING + timedelta(hours=2)


def raised(cast: Cast, batch: Batch, answers: int, receipt: str = "more") -> Batch:
    """So many answers of each unit are asked and paid for."""
    raising.raise_places(batch, answers, by=cast.sakurai, at=LATER)
    deposit = opening.begin_payment(batch, by=cast.sakurai, at=LATER)
    funded = opening.fund(deposit, receipt=receipt, at=LATER)
    assert funded is not None
    return again(batch)


def test_more_places_come_with_their_money_and_behind_the_others(cast: Cast) -> None:
    batch = opened(cast, units=3, known=1)
    before = list(Place.objects.filter(batch=batch).values_list("number", "ticket"))
    batch = raised(cast, batch, 3)

    assert batch.answers_per_unit == 3
    places = Place.objects.filter(batch=batch)
    assert places.count() == 3 + 2 * 2  # the unit whose answer is known gets no more
    assert not set(before) - set(places.values_list("number", "ticket"))
    new = places.filter(funding=2)
    assert min(new.values_list("ticket", flat=True)) > max(ticket for _, ticket in before)
    assert sorted(new.values_list("unit", flat=True)) == [1, 1, 2, 2]
    assert queries.held(batch) == 7 * 20
    assert (batch.posting.task_places, batch.posting.places_left) == (7, 7)
    [fact] = history.facts_of(["taskwork.BatchRaised"], since=MORNING)
    assert (fact.data["places"], fact.data["amount"]) == (4, 80)


def test_who_has_answered_all_gets_no_unit_twice(cast: Cast) -> None:
    batch = opened(cast, units=2)
    joined(batch, cast.yuki, cast.ken)
    for number in range(2):
        at = MORNING + number * MINUTE
        claim = work.claim(batch.pk, by=cast.yuki, at=at)
        work.submit(batch.pk, claim.place, {"feeling": "good"}, form_version=1, by=cast.yuki, at=at)
    batch = raised(cast, batch, 2)

    with pytest.raises(Refused, match="nothing_to_claim"):
        work.claim(batch.pk, by=cast.yuki, at=LATER)
    assert work.claim(batch.pk, by=cast.ken, at=LATER)


def test_what_is_not_paid_is_no_place(cast: Cast) -> None:
    batch = opened(cast)
    raising.raise_places(batch, 5, by=cast.sakurai, at=LATER)
    assert Place.objects.filter(batch=batch).count() == 3
    assert again(batch).answers_per_unit == 1

    first = opening.begin_payment(batch, by=cast.sakurai, at=LATER)
    raising.raise_places(batch, 2, by=cast.sakurai, at=LATER)  # she thinks again
    assert opening.fund(first, receipt="too-late", at=LATER) is None
    second = opening.begin_payment(batch, by=cast.sakurai, at=LATER)
    assert second.amount == 60
    raising.withdraw_raise(batch, by=cast.sakurai, at=LATER)
    assert opening.fund(second, receipt="too-late-too", at=LATER) is None
    assert Place.objects.filter(batch=batch).count() == 3
    assert money.balances(cast.sakurai.party).refundable == 240 + 60


def test_a_payment_told_twice_brings_its_places_once(cast: Cast) -> None:
    batch = opened(cast)
    raising.raise_places(batch, 2, by=cast.sakurai, at=LATER)
    deposit = opening.begin_payment(batch, by=cast.sakurai, at=LATER)
    opening.fund(deposit, receipt="more", at=LATER)
    opening.fund(deposit, receipt="more", at=LATER)
    assert Place.objects.filter(batch=batch).count() == 6
    assert again(batch).answers_per_unit == 2


def test_a_batch_that_is_closed_asks_for_nothing_more(cast: Cast) -> None:
    batch = opened(cast)
    raising.raise_places(batch, 2, by=cast.sakurai, at=LATER)
    deposit = opening.begin_payment(batch, by=cast.sakurai, at=LATER)
    endings.close(batch, by=cast.sakurai, at=LATER)
    assert queries.awaited(batch) is None
    assert opening.fund(deposit, receipt="late", at=LATER) is None
    with pytest.raises(Refused, match="wrong_state"):
        raising.raise_places(again(batch), 3, by=cast.sakurai, at=LATER)
    assert money.balances(cast.sakurai.party).held == 0


def test_a_paused_batch_takes_money_and_a_stopped_one_gives_it_back(cast: Cast) -> None:
    batch = opening.pause(opened(cast), by=cast.sakurai, at=MORNING)
    batch = raised(cast, batch, 2)
    assert (batch.state, Place.objects.filter(batch=batch).count()) == (BatchState.PAUSED, 6)

    raising.raise_places(batch, 3, by=cast.sakurai, at=LATER)
    deposit = opening.begin_payment(batch, by=cast.sakurai, at=LATER)
    moderation.suspend(batch, reason="確認", by=cast.oda, at=LATER)
    assert opening.fund(deposit, receipt="stopped", at=LATER) is None
    assert Place.objects.filter(batch=batch).count() == 6


def test_to_the_yen_comes_back_what_nobody_answered(cast: Cast) -> None:
    batch = raised(cast, opened(cast, units=3), 4)
    assert queries.held(batch) == 12 * 20
    batch = endings.close(batch, by=cast.sakurai, at=LATER)
    assert queries.held(batch) == 0
    assert money.balances(cast.sakurai.party).refundable == 240


@pytest.mark.parametrize("answers", [1, 0, -5, 1_000_001])
def test_fewer_or_endless_answers_are_refused(cast: Cast, answers: int) -> None:
    batch = opened(cast)
    with pytest.raises(Refused, match="number_out_of_range"):
        raising.raise_places(batch, answers, by=cast.sakurai, at=LATER)
    with pytest.raises(Refused):
        raising.raise_places(batch, 2, by=cast.kuroda, at=LATER)


def test_new_places_are_asked_what_is_in_force(cast: Cast) -> None:
    batch = opened(cast)
    drafts.write_form(batch, [FEELING], by=cast.sakurai, at=LATER)
    batch = raised(cast, again(batch), 2)
    joined(batch, cast.yuki)
    assert work.claim(batch.pk, by=cast.yuki, at=LATER).form_version == 2
