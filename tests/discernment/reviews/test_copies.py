"""Copied comments, and what only looks like it."""

from mikiwame.discernment.kinds import Anomaly
from mikiwame.discernment.reviews.copies import FEW
from mikiwame.discernment.reviews.history import Review
from mikiwame.discernment.reviews.reading import read_reviews
from tests.discernment.reviews.histories import among, found, review

SPECIFIC = "除湿機の説明文を書きました。部品の写真に番号が振ってあり、初めてでも迷いませんでした。"
EDITED = "除湿器の説明文です！部品の写真に番号が振ってあるので、初めてでも迷わずに済みました♪"
REORDERED = "初めてでも迷わず書けました。部品の写真に番号がふってあるおかげです。除湿機の説明文でした。"


def test_lightly_edited_comments_by_different_reviewers_are_copies() -> None:
    history = among(review(5, SPECIFIC), review(5, EDITED), review(5, REORDERED))
    assert found(history) == {Anomaly.COPY_PASTE: (5, 6, 7)}


def test_somebody_who_says_the_same_twice_copies_nobody() -> None:
    mine = review(5, SPECIFIC, reviewer="suzu", reviewer_total_jobs=80)
    assert Anomaly.COPY_PASTE not in found(among(mine, mine))


def test_courtesy_is_no_copy() -> None:
    thanks = (
        "この度はありがとうございました。またよろしくお願いいたします。",
        "ありがとうございました。また機会がございましたらよろしくお願いします。",
        "大変お世話になり、ありがとうございました。またよろしくお願いいたします！",
        "ありがとうございました。またよろしくお願いいたします。",
    )
    assert found(among(*(review(5, one) for one in thanks))) == {}


def test_two_who_speak_of_the_same_work_copy_nobody() -> None:
    history = among(
        review(5, "除湿機の説明文を書きました。実物を二週間借りられたので、音の静かさも確かめられました。"),
        review(4, "除湿機の説明文の校正です。数字の誤りが三か所あり、先方と確認しながら直しました。"),
    )
    assert Anomaly.COPY_PASTE not in found(history)


def test_copies_are_found_in_a_history_too_long_to_compare_each_with_each() -> None:
    others = [
        Review(
            5,
            f"第{i}号の{chr(0x4E00 + 7 * i)}と{chr(0x5E00 + 3 * i)}、{chr(0x6A00 + 5 * i)}の話を書きました。",
        )
        for i in range(2 * FEW)
    ]
    history = [Review(5, SPECIFIC, "suzu"), *others, Review(5, EDITED, "ren")]
    (copied,) = (one for one in read_reviews(history).anomalies if one.kind is Anomaly.COPY_PASTE)
    assert {0, len(history) - 1} <= set(copied.reviews)
