"""What a posting pays stands beside the row of a dated table: of the market, and of the minimum wages."""

from datetime import date

import pytest

from mikiwame.discernment.amounts import Basis
from mikiwame.discernment.postings.reading import read_posting
from mikiwame.discernment.rates.market import Rate
from mikiwame.discernment.rates.relation import Relation
from mikiwame.discernment.rates.wages import MinimumWage, UnknownPrefecture
from mikiwame.discernment.reports import Compared

USUAL = Relation.USUAL


def pay(body: str, category: str = "", title: str = "") -> tuple[Compared, ...]:
    """The comparisons of a posting."""
    return read_posting(title, body, category=category).pay


def market(body: str, category: str = "", title: str = "") -> list[tuple[str, Basis, float, Relation]]:
    """Those with the market, by the most that is paid for one."""
    return [
        (one.row.work, one.row.basis, round(one.most, 2), one.relation)
        for one in pay(body, category, title)
        if isinstance(one.row, Rate)
    ]


def hours(body: str, category: str = "") -> list[tuple[float, Relation]]:
    """Those with the minimum wage, by the most that an hour brings."""
    return [
        (round(one.most), one.relation) for one in pay(body, category) if isinstance(one.row, MinimumWage)
    ]


@pytest.mark.parametrize(
    ("category", "title", "body", "expected"),
    [
        ("ライティング", "", "文字単価0.2円です。", ("writing", Basis.CHARACTER, 0.2, Relation.FAR_BELOW)),
        ("ライティング", "", "文字単価0.5円です。", ("writing", Basis.CHARACTER, 0.5, Relation.BELOW)),
        ("ライティング", "", "1本3,000字、1本4,500円。", ("writing", Basis.CHARACTER, 1.5, USUAL)),
        ("ライティング", "", "1記事2000〜2500字、1記事2,500円", ("writing", Basis.CHARACTER, 1.25, USUAL)),
        ("", "恋愛コラムの執筆", "1文字10円。", ("writing", Basis.CHARACTER, 10, Relation.ABOVE)),
        ("", "ブログ記事", "1文字30円。", ("writing", Basis.CHARACTER, 30, Relation.FAR_ABOVE)),
        ("writing-article", "", "報酬は一文字一円です", ("writing", Basis.CHARACTER, 1, USUAL)),
        ("翻訳", "", "原文1ワードあたり2円。", ("translation", Basis.WORD, 2, Relation.BELOW)),
        ("翻訳", "", "1字14円(税込)です。", ("translation", Basis.CHARACTER, 14, USUAL)),
        ("動画編集", "", "1本300円でお願いします", ("video", Basis.PIECE, 300, Relation.FAR_BELOW)),
        ("動画編集", "", "単価:1本¥8,000", ("video", Basis.PIECE, 8_000, USUAL)),
        ("", "バナー制作", "1枚2,200円(税別)", ("banner", Basis.PIECE, 2_200, USUAL)),
        ("", "カフェのロゴ", "報酬は1,000円です。", ("logo", Basis.WHOLE, 1_000, Relation.FAR_BELOW)),
        ("アンケート", "", "10問、3分ほど。謝礼は3円です。", ("survey", Basis.MINUTE, 1, Relation.FAR_BELOW)),
        ("SNS運用", "", "月額5,000円", ("social", Basis.MONTH, 5_000, Relation.FAR_BELOW)),
    ],
)  # fmt: skip
def test_pay_stands_beside_the_market(
    category: str, title: str, body: str, expected: tuple[str, Basis, float, Relation]
) -> None:
    assert expected in market(body, category, title)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("1件5分30円です。", (360, Relation.FAR_BELOW)),
        ("1件あたり2分、1件50円。", (1_500, Relation.ABOVE)),
        ("全8問、3分です。謝礼は50円。", (1_000, Relation.BELOW)),
        ("所要5〜10分、報酬100円", (1_200, USUAL)),
        ("時給900円", (900, Relation.BELOW)),
        ("時給1,500円〜1,800円", (1_800, Relation.ABOVE)),
        ("月50,000円、週10時間の作業です", (1_154, Relation.ABOVE)),
        ("月3万円、月60時間ほど", (500, Relation.FAR_BELOW)),
        ("60分のインタビューです。謝礼は1回5,000円。", (5_000, Relation.ABOVE)),
        ("1枚10秒ほどです。1枚4円。", (1_440, Relation.ABOVE)),
    ],
)
def test_an_hour_stands_beside_the_minimum_wage(body: str, expected: tuple[float, Relation]) -> None:
    assert expected in hours(body)


@pytest.mark.parametrize(
    "body",
    [
        "登録料は3,000円です。",
        "交通費として1,000円までお出しします。",
        "「日給5万円」という誘いにご注意ください。",
        "先月は30万円稼いだ方もいます。",
        "ふだんは1,000円で販売している品です。",
        "修正が3回を超えたら1回2,000円をお支払いします。",
        "完成音声1時間あたり9,000円です。",
        "1本15分の動画です。報酬は1本8,000円。",
        "納品後5分で確認します。報酬は500円。",
        "記事を書いてください。",
    ],
)
def test_what_is_no_pay_for_an_hour_is_left_alone(body: str) -> None:
    assert hours(body) == []


@pytest.mark.parametrize(
    "body",
    [
        "登録料は3,000円です。",
        "交通費は1,000円まで。",
        "「1本100円」と書く業者もいます。",
        "報酬は相談です。",
    ],
)
def test_what_is_no_pay_has_no_market(body: str) -> None:
    assert market(body, "動画編集") == []


def test_every_comparison_shows_its_row_and_date() -> None:
    for one in pay("1本2,000字、1本1,000円。1本30分で書けます。時給換算1,000円。", "ライティング"):
        assert one.row.source
        assert one.row.since >= date(2024, 10, 1)
        assert one.quote is not None


def test_the_wage_is_the_prefectures_on_the_day() -> None:
    def relation(prefecture: str, on: date | None) -> Relation:
        (one,) = read_posting("", "時給1,150円", prefecture=prefecture, on=on).pay
        return one.relation

    assert relation("東京都", date(2025, 10, 2)) == Relation.BELOW
    assert relation("東京都", None) == Relation.BELOW
    assert relation("沖縄県", None) == Relation.ABOVE
    assert relation("", date(2025, 9, 30)) == Relation.ABOVE


def test_an_unknown_prefecture_is_refused() -> None:
    with pytest.raises(UnknownPrefecture):
        read_posting("", "時給1,150円", prefecture="江戸")


def test_the_pay_of_a_sheet_is_compared_too() -> None:
    sheet = {
        "scope": "1本2,000字を2本",
        "reward": {"amount": 1_000, "quantity": 2},
        "reward_basis": "per_piece",
    }
    (one,) = read_posting("冬の読みもの", "二本お願いします。", terms=sheet, category="writing-article").pay

    assert one.quote is None
    assert (one.most, one.relation) == (0.5, Relation.BELOW)


def test_a_sheet_says_nothing_twice() -> None:
    sheet = {"reward": 1_200, "reward_basis": "hourly"}

    assert len(read_posting("", "時給1,200円です。", terms=sheet).pay) == 1


@pytest.mark.parametrize(
    ("basis", "reward", "hours"), [("monthly", 52_000, 10), ("weekly", 12_000, 10), ("weekly", 8_000, 10)]
)
def test_a_fixed_pay_is_held_against_the_hours_that_the_work_takes(
    basis: str, reward: int, hours: int
) -> None:
    sheet = {"scope": f"商品の登録。週{hours}時間ほど", "reward": reward, "reward_basis": basis}
    [one] = read_posting("", "お店の手伝いです。", terms=sheet).pay

    weeks = 52 / 12 if basis == "monthly" else 1
    assert one.least == pytest.approx(reward / (hours * weeks))
    assert one.relation == (Relation.BELOW if reward == 8_000 else Relation.ABOVE)
