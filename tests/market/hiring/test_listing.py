"""The list: what is found by which words, in which order, page by page while others publish."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from mikiwame.core import search
from mikiwame.core.errors import Refused
from mikiwame.market.hiring import listing, queries
from mikiwame.market.hiring.listing import Filters, Page, Sort
from mikiwame.market.hiring.models import Category, Posting, PostingIndex
from mikiwame.market.hiring.operations import applications, index, postings
from mikiwame.market.members import operations as members
from tests.cast import MORNING, Cast
from tests.market.hiring.stage import applied, published

FOUND_BY = {
    "名刺デザインとロゴ": ["名刺のデザイン", "ろご", "ﾛｺﾞ", "デザイン 名刺", "めいし"],
    "飼い猫のイラスト": ["ねこ", "ネコ", "猫", "いらすと", "ｲﾗｽﾄ", "飼い猫"],
    "ＷＥＢライティング（初心者歓迎）": ["web", "ウェブ", "Ｗｅｂライティング", "初心者", "しょしんしゃ"],
    "引越しの見積り比較記事": ["引っ越し", "ひっこし", "見積もり", "見積り 引越し"],
    "動画編集とテロップ入れ": ["どうがへんしゅう", "動画", "動画の編集", "てろっぷ"],
    "C++による制御プログラム": ["C++", "ｃ＋＋", "プログラム"],
}


def titles(text: str, **filters: object) -> list[str]:
    """The titles that a search finds."""
    page = queries.listed(Filters(text=text, **filters), at=MORNING)  # type: ignore[arg-type]
    return [found.title for found in page.listings]


def many(cast: Cast, count: int) -> list[Posting]:
    """Postings published one minute after the other, with rewards that repeat."""
    return [
        published(
            cast.sakurai,
            at=MORNING + timedelta(minutes=number),
            title=f"募集{number}",
            reward=10_000 * (1 + number % 3),
        )
        for number in range(count)
    ]


def walk(filters: Filters, page: Page) -> list[list[str]]:
    """The titles of this page and all that follow."""
    pages = [[found.title for found in page.listings]]
    while page.next:
        page = queries.listed(filters, page.next, at=MORNING)
        pages.append([found.title for found in page.listings])
    return pages


@pytest.mark.parametrize("title", sorted(FOUND_BY))
def test_people_find_it_as_they_write_it(cast: Cast, title: str) -> None:
    published(cast.sakurai, title=title, body="くわしくは下の条件をご覧ください。", scope="条件のとおり")
    published(
        cast.sakurai,
        title="ハンドメイド石けんの検品",
        body="月に二度。",
        scope="検品",
        category="light-packing",
    )
    for text in FOUND_BY[title]:
        assert titles(text) == [title], text


def test_words_match_whole_and_letters_only_when_words_find_nothing(cast: Cast) -> None:
    published(cast.sakurai, title="京都の記事", body="京都です", scope="京都")
    published(cast.sakurai, title="東京都の記事", body="東京です", scope="東京")
    assert titles("京都") == ["京都の記事"]
    page = queries.listed(Filters(text="京都の記"), at=MORNING)
    assert page.by_letters is False or {found.title for found in page.listings} >= {"京都の記事"}


PARTS_OF = {
    "ロゴ": "ロゴデザイン",
    "デザイン": "ロゴデザイン",
    "イラスト": "キャライラスト",
    "アニメーション": "ロゴアニメーション",
    "バナー": "バナーデザイン",
    "データ": "データ入力",
    "翻訳": "英語翻訳",
    "文字起こし": "会議の文字起し",
    "文字起し": "講演の文字起こし",
    "打合せ": "オンライン打ち合わせ",
    "ウェブデザイン": "ＷＥＢデザイン",
    "散らし": "チラシデザイン",
    "ロゴデザイン": "ロゴのデザイン",
}
"""What somebody looks for, and a longer word or another spelling that is all a posting says of it."""

NO_PARTS_OF = {
    "ペット": "カーペット",
    "ロゴ": "プロゴルファー",
    "リスト": "スタイリスト",
    "タイト": "タイトル",
    "アニメ": "ロゴアニメーション",
    "デザインロゴ": "ロゴデザイン",
    "ロゴデザイン": "ロゴとバナー",
    "京都": "東京都",
}
"""What somebody looks for, and what only has its letters, or only a part of it."""


@pytest.mark.parametrize(("part", "whole"), PARTS_OF.items())
def test_a_word_is_found_in_its_compounds_and_other_spellings(cast: Cast, part: str, whole: str) -> None:
    published(cast.sakurai, title=whole, body=whole, scope=whole, deliverable="一式", category="light-field")
    page = queries.listed(Filters(text=part), at=MORNING)
    assert (page.count, page.by_letters) == (1, False)


@pytest.mark.parametrize(("asked", "other"), NO_PARTS_OF.items())
def test_letters_inside_a_word_are_no_word(cast: Cast, asked: str, other: str) -> None:
    for title in (asked, other):
        said: dict[str, Any] = {"title": title, "body": title, "scope": title, "deliverable": "一式"}
        published(cast.sakurai, category="light-field", **said)
    assert titles(asked) == [asked]


@pytest.mark.parametrize("nonsense", ["ロゴゴ", "ゾゾゾロゴ", "ﾛｺﾞﾃﾞﾒﾁ", "デザメチコ", "コムギビヨリゴ"])
def test_nonsense_finds_nothing(cast: Cast, nonsense: str) -> None:
    published(cast.sakurai, title="ロゴデザイン", body="ロゴデザイン", scope="ロゴデザイン")
    assert titles(nonsense) == []


def test_quotes_spaces_and_signs(cast: Cast) -> None:
    published(cast.sakurai, title="翻訳と校正", body="英語から日本語へ。It's a \\ test", scope="翻訳")
    published(cast.sakurai, title="校正、そのあと翻訳", body="日本語から英語へ", scope="校正")
    assert sorted(titles("翻訳\u3000校正")) == ["校正、そのあと翻訳", "翻訳と校正"]
    assert titles('"翻訳 校正"') == titles("「翻訳と校正」") == ["翻訳と校正"]
    assert titles("it's \\") == ["翻訳と校正"]
    for nothing in ("🏍", "!!!", "'", '"', "%% & | ! <->", "な" * 5_000, "x\x00y"):
        assert titles(nothing) == [], nothing
    assert len(titles("  \u3000 ")) == 2


def test_filters_narrow_the_list(cast: Cast) -> None:
    published(cast.sakurai, title="ロゴ", reward=30_000)
    published(cast.sakurai, title="記事", category="writing-article", reward_basis="per_piece", reward=500)
    published(cast.sakurai, title="枠あり", category="design-print", headcount=3, newcomer_places=2)
    published(cast.sakurai, title="続き", category="design", continuing=True, reward_most=60_000)
    assert set(titles("", category="design")) == {"ロゴ", "枠あり", "続き"}
    assert titles("", category="design-logo") == ["ロゴ"]
    assert titles("", reward_basis="per_piece") == ["記事"]
    assert titles("", reward_basis="fixed", reward_least=50_000) == ["続き"]
    assert titles("", newcomers=True) == ["枠あり"]
    assert titles("", continuing=True) == ["続き"]
    assert titles("", category="nowhere") == titles("", format="contest") == []
    assert titles("記事", category="design") == []


@pytest.mark.parametrize("sort", Sort)
def test_pages_follow_each_other_without_gap_or_repetition(cast: Cast, sort: Sort) -> None:
    every = many(cast, 45)
    PostingIndex.objects.update(hourly=F("reward"))
    filters = Filters(sort=sort)
    first = queries.listed(filters, at=MORNING)

    pages = walk(filters, first)

    assert [len(page) for page in pages] == [20, 20, 5]
    assert sorted(title for page in pages for title in page) == sorted(posting.title for posting in every)
    assert first.previous is None
    second = queries.listed(filters, first.next, at=MORNING)
    back = queries.listed(filters, second.previous, at=MORNING)
    assert [found.id for found in back.listings] == [found.id for found in first.listings]
    assert back.previous is None
    assert back.next is not None


def test_pages_stay_while_others_publish_and_close(cast: Cast) -> None:
    every = many(cast, 25)
    first = queries.listed(Filters(), at=MORNING)
    published(cast.ken, at=MORNING + timedelta(hours=3), title="新しい募集")
    postings.close(every[10], by=cast.sakurai, at=MORNING + timedelta(hours=3))

    rest = queries.listed(Filters(), first.next, at=MORNING)

    assert [found.title for found in rest.listings] == [f"募集{number}" for number in (4, 3, 2, 1, 0)]
    newer = queries.listed(Filters(), rest.previous, at=MORNING)
    assert [found.title for found in newer.listings][:2] == ["新しい募集", "募集24"]
    assert len(newer.listings) == listing.PAGE


@pytest.mark.parametrize("broken", ["x", "WyJuZXdlc3QiXQ:forged", "a:b:c", "\x00", "あ"])
def test_a_broken_cursor_is_refused(cast: Cast, broken: str) -> None:
    with pytest.raises(Refused, match="cursor_broken"):
        queries.listed(Filters(), broken, at=MORNING)


def test_a_cursor_belongs_to_its_order(cast: Cast) -> None:
    many(cast, 21)
    page = queries.listed(Filters(), at=MORNING)
    with pytest.raises(Refused, match="cursor_broken"):
        queries.listed(Filters(sort=Sort.REWARD), page.next, at=MORNING)


def test_a_page_is_one_statement_also_with_words(cast: Cast) -> None:
    many(cast, 3)
    for filters in (Filters(), Filters(text="募集", category="design", reward_least=1)):
        with CaptureQueriesContext(
            connection,
        ) as statements:
            assert queries.listed(filters, at=MORNING).count == 3
        assert len(statements) == 1


def test_counting_ends_at_a_thousand_and_one(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    assert listing.COUNT_MOST == 1_001
    monkeypatch.setattr(listing, "COUNT_MOST", 4)
    many(cast, 3)
    page = queries.listed(Filters(), at=MORNING)
    assert (page.count, page.is_counted) == (3, True)
    many(cast, 3)
    page = queries.listed(Filters(), at=MORNING)
    assert (page.count, page.is_counted, len(page.listings)) == (4, False, 6)


def test_who_withdraws_is_no_longer_counted_and_yesterday_is_over(cast: Cast) -> None:
    posting = published(cast.sakurai)
    application = applied(cast.yuki, posting)
    assert queries.listed(Filters(), at=MORNING).listings[0].applicants == 1
    applications.withdraw(application, by=cast.yuki, at=MORNING)
    assert queries.listed(Filters(), at=MORNING).listings[0].applicants == 0
    assert queries.listed(Filters(), at=MORNING + timedelta(days=7)).count == 1
    assert queries.listed(Filters(), at=MORNING + timedelta(days=8)).count == 0


def test_rows_cut_by_an_old_dictionary_are_cut_anew(cast: Cast) -> None:
    published(cast.sakurai)
    PostingIndex.objects.update(words="'x':1", dictionary="sudachidict-core 1")
    assert queries.listed(Filters(text="ロゴ制作"), at=MORNING).by_letters  # old words are not found

    assert index.renew() == 1

    page = queries.listed(Filters(text="ロゴ制作"), at=MORNING)
    assert (page.count, page.by_letters) == (1, False)
    assert index.renew() == 0
    assert PostingIndex.objects.get().dictionary == search.DICTIONARY


def test_a_long_text_fits_into_the_index(cast: Cast) -> None:
    body = "".join(f"第{number}章は猫の話です。" for number in range(1_500))
    published(cast.sakurai, title="長い話", body=body)
    assert titles("1499") == ["長い話"]


def test_the_categories_have_two_levels_and_both_names(cast: Cast) -> None:
    fields = queries.categories()
    assert len(fields) == 15
    assert all(len(field.kinds) >= 2 for field in fields)
    assert all(category.name_ja and category.name_en for category in Category.objects.all())
    withheld = {category.pk for category in Category.objects.filter(withholding=True)}
    assert {"writing-article", "design-logo", "translation-english", "voice-narration"} <= withheld
    assert not withheld & {"data-entry", "system-web", "survey-questionnaire", "office-secretary"}


@pytest.mark.django_db
def test_the_list_names_a_client_as_she_is_called_now(cast: Cast) -> None:
    published(cast.sakurai)
    members.change_profile(
        cast.sakurai,
        display_name="こむぎ",
        about="",
        is_business=False,
        withholds_tax=False,
        by=cast.sakurai,
        at=MORNING,
    )

    (found,) = queries.listed(Filters(), at=MORNING).listings
    assert found.client_name == "こむぎ"
