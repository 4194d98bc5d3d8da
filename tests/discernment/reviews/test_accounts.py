"""What dates, accounts, rewards and stars alone show: bursts, invented accounts, tiny jobs, retaliation."""

from dataclasses import replace
from datetime import timedelta

import pytest

from mikiwame.discernment.kinds import Anomaly
from mikiwame.discernment.reviews.history import Review
from tests.discernment.reviews.histories import CALM, FIRST, MIDDLING, among, found, monthly, review

PRAISE = (
    "すばらしい会社です",
    "大満足です！",
    "おすすめします♪",
    "最高でした",
    "安心できました",
    "また働きたいです",
)


def at_once(**known: object) -> list[Review]:
    """Praise by many, within two days."""
    return [
        review(5, said, reviewer=f"fan {i}", at=FIRST + timedelta(days=40, hours=7 * i), **known)
        for i, said in enumerate(PRAISE)
    ]


def test_praise_all_at_once_out_of_line_with_the_rest_is_a_burst() -> None:
    history = among(*at_once(), history=monthly(MIDDLING))
    assert found(history)[Anomaly.BURST] == (3, 4, 5, 6, 7, 8)


def test_cheap_praise_that_says_little_is_a_burst_even_beside_content_reviews() -> None:
    usual = monthly(CALM[1:] + MIDDLING[:1])
    assert found(among(*at_once(job_reward=500), history=usual))[Anomaly.BURST] == (5, 6, 7, 8, 9, 10)
    assert Anomaly.BURST not in found(among(*at_once(), history=usual))


def test_the_end_of_a_good_project_is_no_burst() -> None:
    assert Anomaly.BURST not in found(among(*at_once()))


def test_praise_spread_over_months_is_no_burst() -> None:
    spread = [replace(one, at=FIRST + timedelta(days=15 * i)) for i, one in enumerate(at_once())]
    assert Anomaly.BURST not in found(among(*spread, history=monthly(MIDDLING)))


def test_praise_by_accounts_of_one_job_each_is_told() -> None:
    history = among(*at_once(reviewer_total_jobs=1), history=monthly(MIDDLING))
    assert found(history)[Anomaly.SINGLE_USE_REVIEWERS] == (3, 4, 5, 6, 7, 8)


def test_some_newcomers_among_others_are_welcome() -> None:
    history = among(*(review(5, said, reviewer_total_jobs=1) for said in PRAISE[:2]))
    assert Anomaly.SINGLE_USE_REVIEWERS not in found(history)


def test_a_client_for_beginners_may_have_many_who_tell_of_their_first_job() -> None:
    told = (
        "はじめての応募でした。転職したときの話を五百字で書き、読みましたとお返事をいただきました。",
        "文章に自信がありませんでしたが、直さなくてよいと言われて最後まで書けました。",
        "引っ越しの費用の内訳を思い出しながら書きました。表にまとめる欄が便利です。",
        "保育園を探した頃のことを書きました。同じ立場の方の役に立てばうれしいです。",
    )
    first = [review(5, said, reviewer_total_jobs=1) for said in told]
    assert (
        found(among(*first, review(5, "二度目の体験談です。テーマを選べました。"), history=monthly()[:2]))
        == {}
    )


def returning(reviewer: str, jobs: int | None, given: int | None = 5) -> list[Review]:
    return [
        review(5, said, reviewer=reviewer, reviewer_total_jobs=jobs, client_rated_reviewer=given)
        for said in (f"{reviewer}です、一回目から楽しい", f"{reviewer}です、二回目もうれしい")
    ]


def test_accounts_that_live_by_one_client_and_praise_each_other_are_reciprocal() -> None:
    history = among(*returning("kita", 2), *returning("minami", 2))
    assert found(history)[Anomaly.RECIPROCAL] == (5, 6, 7, 8)


@pytest.mark.parametrize(("jobs", "given"), [(30, 5), (None, 5), (2, 4), (2, None)])
def test_regulars_with_other_clients_or_honest_stars_are_not(jobs: int | None, given: int | None) -> None:
    history = among(*returning("kita", jobs, given), *returning("minami", jobs, given))
    assert Anomaly.RECIPROCAL not in found(history)


def test_one_newcomer_who_came_back_is_no_ring() -> None:
    assert Anomaly.RECIPROCAL not in found(among(*returning("kita", 2)))


def tiny(*said: str) -> list[Review]:
    return [review(5, one, job_reward=20) for one in said]


def test_jobs_of_twenty_yen_without_work_build_a_rating() -> None:
    empty = tiny("ボタンを押すだけでした", "中身は空でした", "一瞬で終わりました", "評価のみです")
    assert found(among(*empty, history=monthly(MIDDLING)))[Anomaly.TINY_JOBS_FOR_RATING] == (3, 4, 5, 6)


def test_a_survey_of_twenty_yen_is_a_survey() -> None:
    survey = tiny(
        "朝食についての設問が十問でした。",
        "選択肢が多く、少し迷いました。",
        "三分で回答できました。",
        "自由記述に正直に答えました。",
    )
    assert found(survey, client="朝ごはん調査室") == {}


def test_small_tasks_with_work_in_them_are_work_even_beside_worse_rated_ones() -> None:
    tasks = tiny(
        "看板の文字を読み取って入力しました。旧字には注釈を付ける決まりです。",
        "写真の向きを直す作業でした。逆光のものは除いてよいとのことでした。",
        "店名のふりがなを付けました。迷ったものは電話番号で確かめました。",
        "地図の記号を数えました。見本があるので迷いませんでした。",
    )
    assert Anomaly.TINY_JOBS_FOR_RATING not in found(among(*tasks, history=monthly(MIDDLING)))


CRITICISM = "約束した納期を三日早められ、相談にも応じてもらえませんでした。"


def test_low_stars_for_a_critic_are_retaliation() -> None:
    assert found(among(review(2, CRITICISM, client_rated_reviewer=1)))[Anomaly.RETALIATION] == (5,)


@pytest.mark.parametrize(
    ("rating", "comment", "given"),
    [
        (2, CRITICISM, 4),
        (2, CRITICISM, None),
        (3, "私の確認不足で、納品が二日遅れてしまいました。ご迷惑をおかけしました。", 2),
        (5, "体調を崩して途中で降りましたが、作業分は精算していただけました。", 2),
    ],
)
def test_fair_or_deserved_stars_are_none(rating: int, comment: str, given: int | None) -> None:
    assert Anomaly.RETALIATION not in found(among(review(rating, comment, client_rated_reviewer=given)))


def test_a_client_who_is_strict_with_everybody_pays_nobody_back() -> None:
    strict = [replace(one, client_rated_reviewer=2) for one in monthly(CALM)]
    history = among(review(2, CRITICISM, client_rated_reviewer=2), history=strict)
    assert Anomaly.RETALIATION not in found(history)
