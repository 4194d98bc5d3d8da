"""Reviews are sealed until both are in or fourteen days are over, and standing is what the tables say."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from pytest_django import Settings

from mikiwame.core.errors import NotFound, Refused
from mikiwame.market.contracts.models import Contract
from mikiwame.market.contracts.operations import endings, funding, work
from mikiwame.market.history import operations as history
from mikiwame.market.members import queries as members
from mikiwame.market.members.models import Member
from mikiwame.market.reputation import queries
from mikiwame.market.reputation.models import Review
from mikiwame.market.reputation.operations import reviews as operations
from mikiwame.market.reputation.operations.reviews import Verdict
from tests.cast import MORNING, Cast
from tests.market.contracts.stage import DAY, HOUR, START, again, agreed, clocks, inspecting, part

END = START + 2 * HOUR
SEALED_FOR = 14 * DAY
GOOD = Verdict(stars=5, terms_kept=True, on_time=True, again=True, comment="説明が丁寧でした。")


def finished(cast: Cast) -> Contract:
    """Yuki's work has been accepted, and the facts have been taken in."""
    contract = inspecting(cast)
    work.accept(part(contract), by=cast.sakurai, at=END)
    settle(END)
    return again(contract)


def settle(at: Any) -> None:
    """Let reputation take in what happened."""
    history.consume("reputation", partial(operations.take_in, at=at), at=at)


def reviewed(contract: Contract, *, by: Member, at: Any = END + HOUR, verdict: Verdict = GOOD) -> Review:
    """One side has written its review."""
    return operations.review(contract, verdict, by=by, at=at)


def test_a_finished_contract_asks_both_sides_for_a_review(cast: Cast) -> None:
    contract = finished(cast)
    assert clocks(contract.key) == {"client_review", "worker_review"}
    settle(END)
    assert clocks(contract.key) == {"client_review", "worker_review"}


def test_the_first_review_stays_sealed_and_the_second_opens_both(cast: Cast) -> None:
    contract = finished(cast)
    reviewed(contract, by=cast.yuki)
    assert clocks(contract.key) == {"client_review"}
    assert not queries.reviews_about(cast.sakurai.party)
    assert queries.reviews_of(contract, reader=cast.sakurai.party).opened == []
    assert queries.reviews_of(contract, reader=cast.sakurai.party).own is None

    reviewed(contract, by=cast.sakurai, at=END + DAY)
    assert clocks(contract.key) == set()
    opened = queries.reviews_of(contract, reader=cast.sakurai.party).opened
    assert [review.author for review in opened] == [cast.yuki.party, cast.sakurai.party]
    assert {review.opened_at for review in opened} == {END + DAY}


def test_after_fourteen_days_the_one_that_is_in_opens_and_none_is_taken(cast: Cast) -> None:
    contract = finished(cast)
    reviewed(contract, by=cast.yuki)
    with pytest.raises(Refused, match="not_yet"):
        operations.open_reviews(contract, at=END + SEALED_FOR - timedelta(seconds=1))
    with pytest.raises(Refused, match="too_late"):
        reviewed(contract, by=cast.sakurai, at=END + SEALED_FOR)

    operations.open_reviews(contract, at=END + SEALED_FOR)
    operations.open_reviews(contract, at=END + SEALED_FOR + DAY)
    (review,) = queries.reviews_about(cast.sakurai.party)
    assert review.opened_at == END + SEALED_FOR
    assert clocks(contract.key) == set()


def test_either_side_may_review_from_the_acceptance_of_the_offer_on(cast: Cast) -> None:
    contract = agreed(cast)
    reviewed(contract, by=cast.yuki, at=MORNING + HOUR)
    endings.cancel(contract, reason="事情が変わりました。", by=cast.sakurai, at=MORNING + DAY)
    settle(MORNING + DAY)
    assert clocks(contract.key) == {"client_review"}


@pytest.mark.parametrize("stranger", ["sora", "ken", "kuroda", "oda"])
def test_nobody_else_reviews_or_reads_what_is_sealed(cast: Cast, stranger: str) -> None:
    contract = finished(cast)
    with pytest.raises(Refused, match="not_found"):
        reviewed(contract, by=getattr(cast, stranger))


def test_one_review_a_side(cast: Cast) -> None:
    contract = finished(cast)
    reviewed(contract, by=cast.yuki)
    with pytest.raises(Refused, match="already_reviewed"):
        reviewed(contract, by=cast.yuki)


@pytest.mark.parametrize("stars", [0, 6, -1])
def test_stars_outside_the_scale_are_refused_at_their_field(cast: Cast, stars: int) -> None:
    with pytest.raises(Refused, match="stars_outside") as refusal:
        reviewed(finished(cast), by=cast.yuki, verdict=Verdict(stars=stars))
    assert refusal.value.field == "stars"


def test_whom_an_opened_review_is_about_answers_once(cast: Cast) -> None:
    contract = finished(cast)
    about_her = reviewed(contract, by=cast.sakurai)
    with pytest.raises(Refused, match="review_sealed"):
        operations.reply(about_her, text="ありがとうございました。", by=cast.yuki, at=END + HOUR)
    with pytest.raises(NotFound):
        queries.review_about(cast.yuki, about_her.pk)

    reviewed(contract, by=cast.yuki)
    about_her = queries.review_about(cast.yuki, about_her.pk)
    operations.reply(about_her, text="ありがとうございました。", by=cast.yuki, at=END + DAY)
    with pytest.raises(Refused, match="already_replied"):
        operations.reply(about_her, text="もう一つ。", by=cast.yuki, at=END + DAY)
    with pytest.raises(Refused, match="not_found"):
        operations.reply(about_her, text="横から。", by=cast.sakurai, at=END + DAY)


def test_standing_counts_what_happened_and_repeating_changes_nothing(cast: Cast) -> None:
    contract = finished(cast)
    reviewed(contract, by=cast.sakurai)
    reviewed(contract, by=cast.yuki, verdict=Verdict(stars=3))
    settle(END + DAY)

    for _ in range(2):
        client, worker = members.standing(cast.sakurai.party), members.standing(cast.yuki.party)
        assert (client.postings_published, client.hired, client.commissions_finished) == (1, 1, 1)
        assert (client.review_count, client.review_stars) == (1, 3)
        assert (worker.contracts_finished, worker.review_count, worker.review_stars) == (1, 1, 5)
        operations.recount(cast.sakurai.party, at=END + DAY)
        operations.recount(cast.yuki.party, at=END + DAY)


def test_a_contract_that_was_never_funded_stands_in_the_clients_record(cast: Cast) -> None:
    contract = agreed(cast)
    from_then = MORNING + 4 * DAY
    funding.lapse_funding(part(contract), at=from_then)
    settle(from_then)
    assert members.standing(cast.sakurai.party).lapsed_unfunded == 1
    assert members.standing(cast.yuki.party).contracts_finished == 0


def test_a_review_opens_also_when_nobody_was_asked_in_time(cast: Cast) -> None:
    contract = inspecting(cast)
    review = reviewed(contract, by=cast.yuki, at=START + HOUR)
    work.accept(part(contract), by=cast.sakurai, at=END)
    settle(END + 20 * DAY)  # the background work stood still meanwhile

    review.refresh_from_db()
    assert review.opened_at == END + 20 * DAY
    assert clocks(contract.key) == set()


def test_how_long_reviews_stay_sealed_is_a_setting(cast: Cast, settings: Settings) -> None:
    settings.REVIEW_DAYS = 5
    contract = finished(cast)
    reviewed(contract, by=cast.yuki)
    assert queries.reviews_of(contract, reader=cast.yuki.party).opens_at == END + 5 * DAY
    with pytest.raises(Refused, match="too_late"):
        reviewed(contract, by=cast.sakurai, at=END + 5 * DAY)
    operations.open_reviews(contract, at=END + 5 * DAY)
    assert len(queries.reviews_about(cast.sakurai.party)) == 1
