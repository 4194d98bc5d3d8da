"""The dated tables: minimum wages are the published ones, market rates say whose they are."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mikiwame.discernment.amounts import Basis
from mikiwame.discernment.rates.market import market_rate, relation, works
from mikiwame.discernment.rates.relation import Relation
from mikiwame.discernment.rates.wages import COUNTRY, UnknownPrefecture, lowest_wage, minimum_wage

RATES = [rate for work in works().values() for rate in work.rates]


@pytest.mark.parametrize(
    ("prefecture", "on", "yen"),
    [
        ("東京都", date(2025, 10, 2), 1163),
        ("東京都", date(2025, 10, 3), 1226),
        ("東京", None, 1226),
        ("京都府", date(2024, 10, 1), 1058),
        ("京都", None, 1122),
        ("北海道", date(2025, 1, 1), 1010),
        ("秋田県", date(2026, 3, 30), 951),
        ("秋田県", date(2026, 3, 31), 1031),
        ("徳島県", date(2024, 11, 1), 980),
        ("", date(2025, 9, 30), 1055),
        ("", date(2026, 11, 29), 1121),
    ],
)
def test_a_minimum_wage_is_the_one_in_force(prefecture: str, on: date | None, yen: int) -> None:
    wage = minimum_wage(prefecture, on)

    assert wage is not None
    assert wage.yen == yen
    assert on is None or wage.since <= on


def test_before_the_table_nothing_is_known() -> None:
    assert minimum_wage("東京都", date(2024, 9, 30)) is None
    assert minimum_wage("徳島県", date(2024, 10, 31)) is None


def test_no_other_place_has_a_minimum_wage() -> None:
    with pytest.raises(UnknownPrefecture):
        minimum_wage("パリ")


def test_every_prefecture_is_there_and_rises() -> None:
    places = "北海道 青森 岩手 宮城 秋田 山形 福島 茨城 栃木 群馬 埼玉 千葉 東京 神奈川 新潟 富山 石川 福井 山梨 長野 岐阜 静岡 愛知 三重 滋賀 京都 大阪 兵庫 奈良 和歌山 鳥取 島根 岡山 広島 山口 徳島 香川 愛媛 高知 福岡 佐賀 長崎 熊本 大分 宮崎 鹿児島 沖縄"  # noqa: E501
    for place in places.split():
        older, newer = minimum_wage(place, date(2025, 9, 30)), minimum_wage(place)
        assert older is not None
        assert newer is not None
        assert 63 <= newer.yen - older.yen <= 82


def test_the_lowest_wage_is_below_all_others() -> None:
    assert (lowest_wage().yen, lowest_wage(date(2025, 1, 1)).yen) == (1023, 951)
    assert lowest_wage(date(2000, 1, 1)).yen == 951
    assert lowest_wage().place != COUNTRY


def test_every_row_is_in_order_and_says_whose_it_is() -> None:
    assert len(RATES) >= 20
    for rate in RATES:
        assert 0 <= rate.far_below < rate.low < rate.high < rate.far_above, rate
        assert rate.source == "our_estimate"
        assert rate.since <= date(2026, 12, 1)


def test_writing_below_thirty_sen_a_character_is_far_below() -> None:
    rate = market_rate("writing", Basis.CHARACTER)

    assert rate is not None
    assert relation(0.29, 0.29, rate) == Relation.FAR_BELOW
    assert relation(0.3, 0.3, rate) == Relation.BELOW


@pytest.mark.parametrize(
    ("category", "basis", "work"),
    [
        ("ライティング", Basis.CHARACTER, "writing"),
        ("writing-article", Basis.CHARACTER, "writing"),
        ("writing-transcript", Basis.MINUTE, "transcription"),
        ("translation-english", Basis.CHARACTER, "translation"),
        ("動画編集", Basis.PIECE, "video"),
        ("アンケート", Basis.MINUTE, "survey"),
        ("Web制作", Basis.WHOLE, "development"),
        ("design-logo", Basis.WHOLE, "logo"),
        ("ライティング 記事・コラム", Basis.CHARACTER, "writing"),
        ("ライティング 文字起こし", Basis.MINUTE, "transcription"),
        ("ライティング 校正・リライト", Basis.CHARACTER, "proofreading"),
        ("デザイン ロゴ", Basis.WHOLE, "logo"),
        ("事務・秘書 SNS運用", Basis.MONTH, "social"),
    ],
)
def test_a_category_has_its_rates(category: str, basis: Basis, work: str) -> None:
    rate = market_rate(category, basis)

    assert rate is not None
    assert (rate.work, rate.basis) == (work, basis)


def test_where_the_table_is_silent_nothing_is_said() -> None:
    assert market_rate("", Basis.CHARACTER) is None
    assert market_rate("アンケート", Basis.CHARACTER) is None
    assert market_rate("writing", Basis.CHARACTER, date(2020, 1, 1)) is None


@given(st.sampled_from(RATES), st.floats(0, 1e8), st.floats(0, 1e8))
def test_more_never_stands_lower(rate: object, one: float, other: float) -> None:
    order = list(Relation)
    less, more = sorted((one, other))

    first, second = (relation(yen, yen, rate) for yen in (less, more))  # type: ignore[arg-type]
    assert order.index(first) <= order.index(second)


@given(st.dates(date(2024, 10, 1), date(2030, 1, 1)))
def test_wages_never_fall(day: date) -> None:
    before, after = minimum_wage("", day), minimum_wage("", day + timedelta(days=200))

    assert before is not None
    assert after is not None
    assert before.yen <= after.yen
