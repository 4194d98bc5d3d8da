"""The reward is raised while a batch runs: paid in first, for all that isn't approved, and never lowered."""

from datetime import timedelta
from typing import Any

import pytest

from mikiwame.market.escrow import audit as escrow
from mikiwame.market.escrow import queries as money
from mikiwame.market.escrow.models import Deposit, Release
from mikiwame.market.history import queries as history
from mikiwame.market.taskwork import audit, queries, workers
from mikiwame.market.taskwork.models import Answer, Batch, Place
from mikiwame.market.taskwork.operations import (
    endings,
    judging,
    moderation,
    opening,
    raising,
    topping,
    work,
)
from mikiwame.market.taskwork.states import AnswerState, BatchState
from tests.cast import MORNING, Cast
from tests.market.taskwork.stage import DAY, MINUTE, again, answered, experienced, opened, returned
from tests.races import at_once, code_of

LATER = MORNING + timedelta(hours=2)


def asked(cast: Cast, batch: Batch, reward: int = 25) -> Deposit:
    """Sakurai offers more, and goes to pay it in."""
    topping.top_up(batch, reward, by=cast.sakurai, at=LATER)
    return opening.begin_payment(batch, by=cast.sakurai, at=LATER)


def topped_up(cast: Cast, batch: Batch, reward: int = 25, receipt: str = "more") -> Batch:
    """Sakurai offers more, and has paid it in."""
    assert opening.fund(asked(cast, batch, reward), receipt=receipt, at=LATER) is not None
    return again(batch)


def paid(answer: Answer) -> int:
    return Release.objects.get(purpose=answer.key).gross


def approve(cast: Cast, *answers: Answer) -> int:
    batch = answers[0].batch
    return judging.approve(batch, [answer.pk for answer in answers], by=cast.sakurai, at=LATER)


def all_adds_up() -> bool:
    return escrow.discrepancies() == audit.discrepancies() == []


def test_what_waits_what_is_in_hand_and_what_is_free_is_worth_more_what_is_approved_stays(cast: Cast) -> None:
    batch = opened(cast, units=5)
    approved, waiting, bad = (answered(batch, cast.yuki) for _ in range(3))
    approve(cast, approved)
    returned(bad, cast)
    claim = work.claim(batch.pk, by=cast.yuki, at=LATER)

    deposit = asked(cast, batch)
    assert deposit.amount == 4 * 5
    assert again(batch).reward == 20  # nothing is promised before it is paid
    opening.fund(deposit, receipt="more", at=LATER)
    batch = again(batch)

    assert batch.reward == 25
    assert queries.held(batch) == 4 * 25
    content = {"feeling": "good"}
    taken = work.submit(batch.pk, claim.place, content, form_version=1, by=cast.yuki, at=LATER)
    late = Answer.objects.get(pk=taken)
    judging.relent(Answer.objects.get(pk=bad.pk), by=cast.sakurai, at=LATER)
    approve(cast, waiting, late)
    assert [paid(answer) for answer in (approved, waiting, bad, late)] == [20, 25, 25, 25]
    assert all_adds_up()

    endings.close(batch, by=cast.sakurai, at=LATER)
    endings.finish(batch, at=LATER)
    assert queries.held(batch) == 0
    assert money.balances(cast.sakurai.party).refundable == 25  # the one that nobody answered
    assert money.balances(cast.sakurai.party).spent == 20 + 3 * 25
    assert all_adds_up()


def test_what_was_approved_before_the_money_came_was_paid_as_shown_and_the_difference_goes_back(
    cast: Cast,
) -> None:
    batch = opened(cast)
    answer = answered(batch, cast.yuki)
    deposit = asked(cast, batch)
    approve(cast, answer)
    opening.fund(deposit, receipt="more", at=LATER)

    assert paid(answer) == 20
    assert money.balances(cast.sakurai.party).refundable == 5
    assert queries.held(batch) == 2 * 25
    assert all_adds_up()


def test_when_all_was_approved_meanwhile_all_goes_back(cast: Cast) -> None:
    batch = opened(cast, units=2)
    answers = [answered(batch, cast.yuki), answered(batch, cast.yuki)]
    deposit = asked(cast, batch)
    approve(cast, *answers)
    opening.fund(deposit, receipt="more", at=LATER)

    assert again(batch).reward == 20
    assert money.balances(cast.sakurai.party).refundable == 10
    assert not history.facts_of(["taskwork.RewardRaised"], since=MORNING)
    assert code_of(lambda: asked(cast, batch)) == "nothing_to_top_up"
    endings.advance(at=LATER)
    endings.advance(at=LATER)
    assert again(batch).state == BatchState.FINISHED
    assert all_adds_up()


def test_a_rejected_answers_place_is_worth_more_to_the_next(cast: Cast) -> None:
    batch = opened(cast, units=1)
    bad = returned(answered(batch, cast.yuki), cast)
    deposit = asked(cast, batch)
    judging.let_stand(bad, by=cast.yuki, at=LATER)
    opening.fund(deposit, receipt="more", at=LATER)
    good = answered(batch, cast.ken, at=LATER)
    approve(cast, good)
    assert paid(good) == 25
    assert all_adds_up()


def test_after_more_answers_were_asked_for_all_of_them_are_raised_and_twice_is_higher_still(
    cast: Cast,
) -> None:
    batch = opened(cast)
    approve(cast, answered(batch, cast.yuki))
    raising.raise_places(batch, 2, by=cast.sakurai, at=LATER)
    opening.fund(opening.begin_payment(batch, by=cast.sakurai, at=LATER), receipt="places", at=LATER)
    approve(cast, answered(batch, cast.yuki, at=LATER))
    batch = topped_up(cast, topped_up(cast, batch), 40, receipt="and more")

    assert queries.held(batch) == 4 * 40
    assert list(batch.fundings.order_by("number").values_list("places", "reward")) == [
        (2, 20),
        (0, 20),
        (0, 25),
        (4, 40),
    ]
    raising.raise_places(batch, 3, by=cast.sakurai, at=LATER)
    assert opening.begin_payment(batch, by=cast.sakurai, at=LATER).amount == 3 * 40
    assert queries.places_paid(batch) == 6
    assert all_adds_up()


def test_who_had_joined_is_told_and_holds_a_notice_that_says_more(cast: Cast) -> None:
    batch = opened(cast)
    answered(batch, cast.yuki)
    old = workers.notice_for(cast.yuki, batch)
    batch = topped_up(cast, batch)

    new = workers.notice_for(cast.yuki, batch)
    assert "1件 25円" in new.html
    assert "1件 20円から引き上げました" in new.html
    assert workers.notice_for(cast.ken, batch) == new  # who hasn't joined reads the same
    assert "1件 20円" in old.html
    assert list(workers.notices_of(cast.yuki, batch)) == [new, old]
    [told] = history.facts_of(["taskwork.RewardRaised"], since=MORNING)
    assert (told.data["worker"], told.data["notice"]) == (cast.yuki.party.key, new.key)
    assert (told.data["before"], told.data["reward"]) == (20, 25)
    [fact] = history.facts_of(["taskwork.BatchToppedUp"], since=MORNING)
    assert (fact.data["places"], fact.data["amount"]) == (3, 15)

    work.join(batch, by=cast.ken, at=LATER)
    assert list(workers.notices_of(cast.ken, batch)) == [new]


def test_list_and_page_show_the_new_reward_and_the_sheet_that_was_read_stays(cast: Cast) -> None:
    batch = opened(cast, expected_seconds=100)
    before = batch.posting.sheet
    batch = topped_up(cast, batch)
    assert batch.posting.sheet != before
    assert (batch.posting.sheet.reward, batch.posting.sheet.frozen_at) == (25, LATER)
    before.refresh_from_db()
    assert before.reward == 20
    assert batch.posting.hourly == 25 * 36


@pytest.mark.parametrize("reward", [20, 19, 0, -1, 1_000_001])
def test_less_as_much_or_endless_is_no_top_up(cast: Cast, reward: int) -> None:
    batch = opened(cast)
    assert code_of(lambda: asked(cast, batch, reward)) == "number_out_of_range"
    for other in (cast.yuki, cast.kuroda, cast.oda):
        top_up = lambda: topping.top_up(batch, 25, by=other, at=LATER)  # noqa: B023, E731
        assert code_of(top_up) == "not_yours"


def test_what_is_not_paid_changes_nothing_and_may_be_given_up(cast: Cast) -> None:
    batch = opened(cast)
    first, second = asked(cast, batch), asked(cast, batch, 30)
    assert opening.fund(first, receipt="first", at=LATER) is None
    raising.withdraw_raise(batch, by=cast.sakurai, at=LATER)
    assert opening.fund(second, receipt="second", at=LATER) is None
    assert again(batch).reward == 20
    assert money.balances(cast.sakurai.party).refundable == 15 + 30
    assert all_adds_up()


def test_a_stopped_or_closed_batch_takes_no_more_money(cast: Cast) -> None:
    stopped, closed = opened(cast), opened(cast)
    deposits = [asked(cast, stopped), asked(cast, closed)]
    moderation.suspend(stopped, reason="確認", by=cast.oda, at=LATER)
    endings.close(closed, by=cast.sakurai, at=LATER)
    assert [opening.fund(deposit, receipt=deposit.key, at=LATER) for deposit in deposits] == [None, None]
    assert code_of(lambda: asked(cast, stopped)) == "wrong_state"
    assert all_adds_up()


def test_a_payment_told_twice_raises_once(cast: Cast) -> None:
    batch = opened(cast)
    deposit = asked(cast, batch)
    for _ in range(2):
        opening.fund(deposit, receipt="more", at=LATER)
    assert (again(batch).reward, queries.held(batch)) == (25, 75)


def test_others_who_find_for_a_worker_find_for_the_higher_reward(cast: Cast) -> None:
    experienced(cast)
    batch = opened(cast, units=2)
    answer = answered(batch, cast.yuki)
    topped_up(cast, batch)
    assert judging.approve_due(at=LATER + 5 * DAY) == 1
    assert paid(answer) == 25


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_", range(3))
def test_approvals_submissions_rejections_and_a_top_up_at_once(cast: Cast, _: int) -> None:
    batch = opened(cast, units=12)
    given = [answered(batch, cast.yuki) for _ in range(6)]
    back = returned(given[0], cast)
    claim = work.claim(batch.pk, by=cast.yuki, at=LATER)
    deposit, half = asked(cast, batch), [answer.pk for answer in given[1:4]]
    content: dict[str, Any] = {"feeling": "good"}

    at_once(
        lambda: opening.fund(deposit, receipt="more", at=LATER),
        lambda: judging.approve(batch, half, by=cast.sakurai, at=LATER),
        lambda: judging.approve_all(batch, until=LATER, by=cast.sakurai, at=LATER),
        lambda: judging.let_stand(back, by=cast.yuki, at=LATER),
        lambda: work.submit(batch.pk, claim.place, content, form_version=1, by=cast.yuki, at=LATER),
        lambda: answered(batch, cast.ken, at=LATER + MINUTE),
    )

    assert all_adds_up()
    rewards = {release.gross for release in Release.objects.all()}
    assert rewards <= {20, 25}
    judging.approve_all(batch, until=LATER + DAY, by=cast.sakurai, at=LATER + DAY)
    approved = Answer.objects.filter(state=AnswerState.APPROVED).count()
    left = Place.objects.filter(batch=batch).count() - approved
    assert queries.held(batch) == left * 25
    assert all_adds_up()
