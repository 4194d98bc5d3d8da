"""Amounts are read the same however a hundred people write them."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mikiwame.discernment.amounts import Amount, Basis, Tax, amounts
from mikiwame.discernment.text import Text

Told = tuple[float | None, float | None, Basis]


def read(text: str) -> list[Amount]:
    """The amounts of a text as somebody typed it."""
    return list(amounts(Text(text).folded))


def told(text: str) -> list[Told]:
    """Their figures, and what they are counted by."""
    return [(one.least, one.most, one.basis) for one in read(text)]


FIGURES = [
    ("3000円", 3_000),
    ("3,000円", 3_000),
    ("３，０００円", 3_000),
    ("3、000円", 3_000),
    ("3.000円", 3_000),
    ("3千円", 3_000),
    ("３千円", 3_000),
    ("三千円", 3_000),
    ("三〇〇〇円", 3_000),
    ("¥3,000", 3_000),
    ("￥3000", 3_000),
    ("¥3,000-", 3_000),
    ("¥3k", 3_000),
    ("3000えん", 3_000),
    ("3,000 yen", 3_000),
    ("JPY 3,000", 3_000),
    ("3 千円", 3_000),
    ("1万2千円", 12_000),
    ("1万2000円", 12_000),
    ("1万2,000円", 12_000),
    ("1.2万円", 12_000),
    ("1.2万", 12_000),
    ("一万二千円", 12_000),
    ("壱万弐千円", 12_000),
    ("１２，０００円", 12_000),
    ("2千5百円", 2_500),
    ("2千500円", 2_500),
    ("二千五百円", 2_500),
    ("二十五万円", 250_000),
    ("25万円", 250_000),
    ("月25万", 250_000),
    ("100万円", 1_000_000),
    ("3百万円", 3_000_000),
    ("1億円", 100_000_000),
    ("1億2000万円", 120_000_000),
    ("0.8円", 0.8),
    ("0.25円", 0.25),
    ("50銭", 0.5),
    ("五十銭", 0.5),
    ("四万五千円", 45_000),
    ("十円", 10),
    ("百五十円", 150),
    ("千円", 1_000),
    ("単価5k", 5_000),
    ("お礼は1本3千です", 3_000),
]
RANGES: list[tuple[str, float | None, float | None]] = [
    ("3,000円〜5,000円", 3_000, 5_000),
    ("3,000〜5,000円", 3_000, 5_000),
    ("3000-5000円", 3_000, 5_000),
    ("3000～5000円", 3_000, 5_000),
    ("3,000円から5,000円", 3_000, 5_000),
    ("¥3,000–¥5,000", 3_000, 5_000),
    ("5〜8千円", 5_000, 8_000),
    ("5千〜8千円", 5_000, 8_000),
    ("1〜3万円", 10_000, 30_000),
    ("1.5〜2万", 15_000, 20_000),
    ("5000円〜1万円", 5_000, 10_000),
    ("5000〜1万円", 5_000, 10_000),
    ("2万円〜2万5千円", 20_000, 25_000),
    ("二、三千円", 2_000, 3_000),
    ("2,3千円", 2_000, 3_000),
    ("0.5〜1円", 0.5, 1),
    ("3,000円〜", 3_000, None),
    ("3,000円以上", 3_000, None),
    ("3,000円からです", 3_000, None),
    ("3,000円スタート", 3_000, None),
    ("5万円まで", None, 50_000),
    ("最大5万円", None, 50_000),
    ("上限5万円", None, 50_000),
    ("〜5万円", None, 50_000),
    ("5万円以内", None, 50_000),
    ("数千円", 2_000, 9_000),
    ("十数万円", 120_000, 190_000),
]
BASES = [
    ("文字単価0.8円", Basis.CHARACTER),
    ("1文字0.8円", Basis.CHARACTER),
    ("一文字八十銭", Basis.CHARACTER),
    ("0.8円/字", Basis.CHARACTER),
    ("0.8円／文字", Basis.CHARACTER),
    ("原文1字につき14円", Basis.CHARACTER),
    ("1,000文字につき1,000円", Basis.CHARACTER),
    ("3,000円/1,000文字", Basis.CHARACTER),
    ("1ワード9円", Basis.WORD),
    ("1 wordあたり6円", Basis.WORD),
    ("1本 3,000円〜5,000円", Basis.PIECE),
    ("¥5000/記事", Basis.PIECE),
    ("1件30円", Basis.PIECE),
    ("記事単価3,000円", Basis.PIECE),
    ("1記事2,000字程度で1,500円", Basis.PIECE),
    ("500円×10本", Basis.PIECE),
    ("@650円×80", Basis.PIECE),
    ("1件5分30円", Basis.PIECE),
    ("3,000円（1本あたり）", Basis.PIECE),
    ("¥6,000/点(tax込)", Basis.PIECE),
    ("JPY 6,000 per post", Basis.PIECE),
    ("1ページ2,500円", Basis.PAGE),
    ("時給1,200円", Basis.HOUR),
    ("時給は1,200円〜1,500円", Basis.HOUR),
    ("時給換算1,250円程度", Basis.HOUR),
    ("1h 1,500円、税別", Basis.HOUR),
    ("1,500円/h", Basis.HOUR),
    ("1時間あたり2,000円", Basis.HOUR),
    ("2,500 yen per hour", Basis.HOUR),
    ("完成尺1分あたり700円", Basis.MINUTE),
    ("80円/分", Basis.MINUTE),
    ("日給9,000円", Basis.DAY),
    ("日当一万円", Basis.DAY),
    ("1日8千円", Basis.DAY),
    ("週給2万円", Basis.WEEK),
    ("月20万", Basis.MONTH),
    ("月額30,000円", Basis.MONTH),
    ("月3万〜", Basis.MONTH),
    ("1.5万〜2万円/月", Basis.MONTH),
    ("総額30万円", Basis.WHOLE),
    ("一式88,000円", Basis.WHOLE),
    ("16万円（税別）固定", Basis.WHOLE),
    ("固定報酬 5,000円", Basis.WHOLE),
    ("42,000円（税込・固定）", Basis.WHOLE),
    ("売上の10%", Basis.SHARE),
    ("成果報酬3割", Basis.SHARE),
    ("報酬は12,000円です", Basis.UNSAID),
    ("予算2万円", Basis.UNSAID),
    ("9月 5,000円", Basis.UNSAID),
    ("全4問、1分、100円", Basis.UNSAID),
    ("お礼は120文で5,400円(1文45円)", Basis.UNSAID),
    ("1日30分で先月は52万円", Basis.UNSAID),
    ("30分500円", Basis.UNSAID),
    ("3か月で5万円", Basis.UNSAID),
    ("100件あたり500円", Basis.UNSAID),
]
TAXES = [
    ("5,000円（税込）", Tax.INCLUDED),
    ("税込5,000円", Tax.INCLUDED),
    ("5,000円（消費税を含む）", Tax.INCLUDED),
    ("28,000 JPY tax included", Tax.INCLUDED),
    ("5,000円（税抜）", Tax.EXCLUDED),
    ("5,000円、税別", Tax.EXCLUDED),
    ("5,000円+税", Tax.EXCLUDED),
    ("税抜15万円", Tax.EXCLUDED),
    ("5,000円", Tax.UNSAID),
    ("5,000円です。交通費は税込で別にお支払い", Tax.UNSAID),
]
NO_MONEY = [
    "",
    "登録者は3万人です",
    "2万字の原稿です",
    "再生数が10万を超えた動画",
    "市内一円を回ります",
    "円満に終わりました",
    "100円ショップの商品",
    "千円札の写真",
    "4K動画です",
    "ロゴを1,200点見ました",
    "万一のときは",
    "10/6-5/7",
    "$50 per article",
    "500ポイント",
    "info@3000.example.jp",
]


@pytest.mark.parametrize(("text", "yen"), FIGURES)
def test_a_figure_is_read_however_it_is_written(text: str, yen: float) -> None:
    (one,) = read(text)

    assert (one.least, one.most) == pytest.approx((yen, yen))


@pytest.mark.parametrize(("text", "least", "most"), RANGES)
def test_a_range_has_its_ends(text: str, least: float | None, most: float | None) -> None:
    (one,) = read(text)

    assert (one.least, one.most) == (least, most)


@pytest.mark.parametrize(("text", "basis"), BASES)
def test_an_amount_is_counted_by_something(text: str, basis: Basis) -> None:
    assert read(text)[0].basis == basis


@pytest.mark.parametrize(("text", "tax"), TAXES)
def test_the_tax_is_in_or_out_or_unsaid(text: str, tax: Tax) -> None:
    assert read(text)[0].tax == tax


@pytest.mark.parametrize("text", NO_MONEY)
def test_other_numbers_are_no_money(text: str) -> None:
    assert read(text) == []


def test_several_amounts_are_kept_apart() -> None:
    assert told("1件50円×100件=5,000円、交通費は1,000円まで。") == [
        (50, 50, Basis.PIECE),
        (5_000, 5_000, Basis.UNSAID),
        (None, 1_000, Basis.UNSAID),
    ]


@pytest.mark.parametrize(
    ("text", "yen"),
    [("1,000文字につき1,000円", 1), ("3,000円／1,000文字", 3), ("100字あたり30円", 0.3), ("300円×10本", 300)],
)
def test_an_amount_is_for_one(text: str, yen: float) -> None:
    (one,) = read(text)

    assert (one.least, one.most) == (yen, yen)


def test_a_near_figure_is_told_from_an_exact_one() -> None:
    assert [one.about for one in read("約5,000円、5,000円程度、5,000円")] == [True, True, False]


def test_the_words_of_an_amount_are_known() -> None:
    folded = Text("報酬：１本　３，０００円（税込）です").folded
    (one,) = amounts(folded)

    assert folded[one.span.start : one.span.end] == "3,000円"
    assert folded[one.around.start : one.around.end].startswith("1本")
    assert one.counter == "本"


KANJI = "〇一二三四五六七八九"


def in_kanji(yen: int) -> str:
    """「一万二千三百」."""
    written = ""
    for great, name in ((10_000, "万"), (1, "")):
        part, yen = divmod(yen, great)
        small = ""
        for scale, letter in ((1_000, "千"), (100, "百"), (10, "十"), (1, "")):
            digit, part = divmod(part, scale)
            if digit:
                small += ("" if digit == 1 and letter else KANJI[digit]) + letter
        written += small + name if small else ""
    return written


def mixed(yen: int) -> str:
    """「3万2500」."""
    great, small = divmod(yen, 10_000)
    return f"{great}万{small or ''}" if great else str(small)


STYLES: list[Callable[[int], str]] = [
    lambda yen: f"{yen}円",
    lambda yen: f"{yen:,}円",
    lambda yen: f"{yen:,} 円",
    lambda yen: f"¥{yen:,}",
    lambda yen: f"{yen:,}円".translate({code: code + 0xFEE0 for code in range(ord(","), ord(":"))}),
    lambda yen: f"報酬は{yen}えんです",
    lambda yen: f"{in_kanji(yen)}円",
    lambda yen: "".join(KANJI[int(digit)] for digit in str(yen)) + "円",
    lambda yen: f"{mixed(yen)}円",
    lambda yen: f"{yen / 10_000:.4f}".rstrip("0").rstrip(".") + "万円",
    lambda yen: f"{yen / 1_000:.3f}".rstrip("0").rstrip(".") + "千円",
    lambda yen: f"JPY {yen}",
]


@given(
    st.integers(1, 9_999_999), st.sampled_from(STYLES), st.sampled_from(["", "金額:", "お礼は、", "■報酬 "])
)
def test_a_number_is_read_back_in_every_style(yen: int, style: Callable[[int], str], before: str) -> None:
    (one,) = read(before + style(yen))

    assert (one.least, one.most) == pytest.approx((yen, yen))


@given(st.integers(1, 99_999), st.integers(1, 99_999), st.sampled_from("〜～-–"))
def test_a_range_is_read_back(one: int, more: int, dash: str) -> None:
    assert [ends[:2] for ends in told(f"{one:,}円{dash}{one + more:,}円")] == [(one, one + more)]


@given(
    st.text(
        st.sampled_from("0123456789一二十百千万億数円銭¥@〜-、,./ 時給本件あたり税込k%割月週分約まで最大"),
        max_size=80,
    )
)
def test_nothing_stumbles_a_reader(text: str) -> None:
    folded = Text(text).folded

    last = 0
    for one in amounts(folded):
        assert last <= one.span.start < one.span.end <= len(folded)
        assert one.around.start <= one.span.start
        assert one.span.end <= one.around.end
        assert 0 <= one.lowest <= one.highest
        last = one.span.end
