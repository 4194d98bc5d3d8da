"""Histories as a whole: calm ones, any at all, in any order, and what can't be read."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mikiwame.discernment.kinds import Anomaly
from mikiwame.discernment.reports import Odd
from mikiwame.discernment.reviews.history import MOST_REVIEWS, Review, from_plain
from mikiwame.discernment.reviews.reading import read_reviews
from mikiwame.discernment.text import LONGEST, Unreadable
from tests.discernment.reviews.histories import MIDDLING, among, found, monthly, review

FEWER = settings(max_examples=80)
TEXTS = st.text(max_size=40) | st.sampled_from(
    [
        "星5を入れないと払わないと言われました",
        "ああああああ",
        "最高でした！",
        "最悪です。",
        "途中で半額になりましたが楽しいです",
    ]
)
STARS = st.integers(1, 5)
REVIEWS = st.builds(
    Review,
    rating=STARS,
    comment=TEXTS,
    reviewer=st.none() | st.sampled_from(["a", "b", "c", "d"]),
    at=st.none() | st.datetimes() | st.datetimes(timezones=st.just(UTC)),
    job_reward=st.none() | st.integers(0, 60),
    reviewer_total_jobs=st.none() | st.integers(0, 3),
    client_rated_reviewer=st.none() | STARS,
)


def test_a_calm_history_is_calm() -> None:
    report = read_reviews(monthly())
    assert report.anomalies == ()
    assert not report.suspicious


def test_honest_criticism_is_no_anomaly() -> None:
    assert found(monthly(MIDDLING)) == {}


@pytest.mark.parametrize("history", [[], [Review(5, "")], [Review(1, "")], [Review(5, "良い方でした。")]])
def test_too_little_to_say_anything_says_nothing(history: list[Review]) -> None:
    assert read_reviews(history).anomalies == ()


@FEWER
@given(st.lists(REVIEWS, max_size=9), TEXTS)
def test_any_history_is_read_and_only_its_own_reviews_are_named(history: list[Review], client: str) -> None:
    report = read_reviews(history, client=client)
    assert report.anomalies or not report.suspicious
    assert len({one.kind for one in report.anomalies}) == len(report.anomalies)
    for one in report.anomalies:
        assert one.reviews
        assert list(one.reviews) == sorted(set(one.reviews))
        assert set(one.reviews) <= set(range(len(history)))
        assert len(one.quotes) in {0, len(one.reviews)}
        for place, quote in zip(one.reviews, one.quotes, strict=False):
            assert history[place].comment[quote.start : quote.end] == quote.text


@FEWER
@given(st.lists(REVIEWS, max_size=10, unique_by=lambda one: one.comment), st.randoms(use_true_random=False))
def test_the_order_of_the_reviews_says_nothing(history: list[Review], random: Any) -> None:
    def named(reviews: list[Review]) -> dict[Anomaly, set[str]]:
        report = read_reviews(reviews)
        return {one.kind: {reviews[place].comment for place in one.reviews} for one in report.anomalies}

    dated = [one for one in history if one.at is None]
    shuffled = random.sample(dated, len(dated))
    assert named(shuffled) == named(dated)


def plain(**changed: object) -> dict[str, object]:
    return {"rating": 5, "comment": "良い方でした。"} | changed


def test_plain_values_become_a_history() -> None:
    written = json.dumps(
        {
            "id": "h1",
            "client": "夕凪編集室",
            "reviews": [plain(at="2026-04-01T09:30", job_reward=3000, reviewer="ren"), plain(at=None)],
        }
    )
    history = from_plain(json.loads(written))
    assert history.client == "夕凪編集室"
    first, second = history.reviews
    assert first == Review(5, "良い方でした。", "ren", datetime(2026, 4, 1, 9, 30), 3000)  # noqa: DTZ001
    assert second == Review(5, "良い方でした。")


@pytest.mark.parametrize(
    ("history", "complaint"),
    [
        ([], "must be an object"),
        ({}, "reviews must be a list"),
        ({"reviews": "many"}, "reviews must be a list"),
        ({"reviews": [], "client": 3}, "client must be a text"),
        ({"reviews": ["good"]}, "review 0 must be an object"),
        ({"reviews": [plain(), {"comment": "x"}]}, "review 1: rating is missing"),
        ({"reviews": [{"rating": 5}]}, "review 0: comment is missing"),
        ({"reviews": [plain(rating=6)]}, "rating must be 1 to 5"),
        ({"reviews": [plain(rating=0)]}, "rating must be 1 to 5"),
        ({"reviews": [plain(rating="5")]}, "rating must be a whole number"),
        ({"reviews": [plain(rating=4.5)]}, "rating must be a whole number"),
        ({"reviews": [plain(rating=True)]}, "rating must be a whole number"),
        ({"reviews": [plain(rating=float("nan"))]}, "rating must be a whole number"),
        ({"reviews": [plain(rating=float("inf"))]}, "rating must be"),
        ({"reviews": [plain(comment=7)]}, "comment must be a text"),
        ({"reviews": [plain(at="yesterday")]}, "at must be a date"),
        ({"reviews": [plain(at=20260401)]}, "at must be a text"),
        ({"reviews": [plain(job_reward=-1)]}, "job_reward must be"),
        ({"reviews": [plain(reviewer_total_jobs=10**400)]}, "reviewer_total_jobs must be"),
        ({"reviews": [plain()] * (MOST_REVIEWS + 1)}, "at most 10,000"),
    ],
)
def test_what_is_wrong_with_plain_values_is_said(history: object, complaint: str) -> None:
    with pytest.raises(Unreadable, match=complaint):
        from_plain(history)


@pytest.mark.parametrize(
    ("history", "complaint"),
    [
        ([Review(5, "")] * (MOST_REVIEWS + 1), "at most 10,000"),
        ([Review(5, "良" * (LONGEST + 1))], "review 0: the comment has more than"),
        ([Review(5, "良" * LONGEST)] * 101, "at most 2,000,000"),
        ([Review(5, "良"), Review(0, "良")], "review 1: rating"),
    ],
)
def test_what_is_too_much_is_refused(history: list[Review], complaint: str) -> None:
    with pytest.raises(Unreadable, match=complaint):
        read_reviews(history)


def test_findings_carry_the_figures_that_a_sentence_needs() -> None:
    history = among(
        review(2, "約束した納期を早められ、相談にも応じてもらえませんでした。", client_rated_reviewer=1)
    )
    (one,) = read_reviews(history).anomalies
    assert one == Odd(Anomaly.RETALIATION, (5,), {"reviews": 1, "given": 1}, one.quotes)
