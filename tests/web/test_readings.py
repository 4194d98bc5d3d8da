"""A text cut into its marks: nothing is lost, nothing is marked that isn't meant."""

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as some

from mikiwame.discernment.kinds import Verdict
from mikiwame.discernment.postings.reading import read_posting
from mikiwame.discernment.text import Quote
from mikiwame.web.readings import Mark, Reading, of_posting, stretches

TEXTS = some.text(max_size=60)
LETTERS = some.text("登録料はLINEで<b>&\n 。\u202e", max_size=40)


@some.composite
def marked(draw: some.DrawFn) -> tuple[str, list[Mark]]:
    """A text, and marks anywhere in it, over one another too."""
    text = draw(TEXTS | LETTERS)
    place = some.integers(0, len(text))
    spans = draw(some.lists(some.tuples(place, place).map(sorted), max_size=8))
    return text, [mark(text, start, end, number) for number, (start, end) in enumerate(spans)]


def mark(text: str, start: int, end: int, number: int = 1, tone: str = "caution") -> Mark:
    """A mark on these letters."""
    quote = Quote("body", text[start:end], start, end)
    return Mark(f"place-{number}", f"finding-{number}", tone, str(number), "気になる言葉", quote)


@given(marked())
def test_joined_again_the_stretches_are_the_text(given: tuple[str, list[Mark]]) -> None:
    text, marks = given
    assert "".join(stretch.words for stretch in stretches(text, marks)) == text


@given(marked())
def test_each_letter_has_the_marks_that_are_on_it(given: tuple[str, list[Mark]]) -> None:
    text, marks = given
    place = 0
    for stretch in stretches(text, marks):
        for letter in range(place, place + len(stretch.words)):
            over = {one.place for one in marks if one.quote.start <= letter < one.quote.end}
            assert {one.place for one in stretch.marks} == over
        place += len(stretch.words)


@given(marked())
def test_each_mark_begins_and_ends_once_around_its_words(given: tuple[str, list[Mark]]) -> None:
    text, marks = given
    cut = stretches(text, marks)
    for one in marks:
        under = [stretch for stretch in cut if one in stretch.marks]
        assert "".join(stretch.words for stretch in under) == one.quote.text
        assert [one in stretch.begins for stretch in under] == [number == 0 for number in range(len(under))]
        assert [one in stretch.ends for stretch in under] == [
            number == len(under) - 1 for number in range(len(under))
        ]


def test_where_marks_overlap_the_louder_is_heard() -> None:
    text = "登録料はLINEで"
    cut = stretches(text, [mark(text, 0, 6, 1, "danger"), mark(text, 4, 9, 2), mark(text, 6, 8, 3, "stated")])
    assert [(one.words, one.tone) for one in cut] == [
        ("登録料は", "danger"),
        ("LI", "danger"),
        ("NE", "caution"),
        ("で", "caution"),
    ]


def reading_of(title: str, body: str, language: str = "ja") -> Reading:
    return of_posting(read_posting(title, body), title=title, body=body, language=language)


def test_findings_of_one_kind_share_a_number_and_the_dangerous_come_first() -> None:
    body = "連絡はLINEでお願いします。\n登録料3,000円を先にお振り込みください。\n急ぎのときもLINEへ。"
    reading = reading_of("データ入力", body)

    assert [finding.tone for finding in reading.findings] == sorted(
        (finding.tone for finding in reading.findings), reverse=True
    )
    assert [finding.number for finding in reading.findings] == list(range(1, len(reading.findings) + 1))
    assert len({finding.kind for finding in reading.findings}) == len(reading.findings)
    every = [one.place for finding in reading.findings for one in finding.marks]
    assert len(set(every)) == len(every)


def test_a_mark_in_the_title_is_cut_into_the_title() -> None:
    title = "登録料3,000円が必要です"
    reading = reading_of(title, "データの入力です。")
    assert any(stretch.is_warned_of for stretch in reading.title)
    assert not any(stretch.is_warned_of for stretch in reading.body)


def test_what_differs_from_the_sheet_is_a_finding_with_both_words() -> None:
    body = "ロゴの制作です。報酬は20,000円、納期は12月5日です。"
    sheet = {"reward": 30_000, "reward_basis": "fixed", "deadline": "2026-12-20"}
    report = read_posting("ロゴ", body, terms=sheet)
    with translation.override("ja"):
        reading = of_posting(report, title="ロゴ", body=body, language="ja")

    assert [finding.marks[0].quote.text for finding in reading.findings] == ["20,000円", "納期は12月5日"]
    assert "30,000円" in reading.findings[0].why
    assert "12月20日" in reading.findings[1].why
    assert [finding.number for finding in reading.findings] == [1, 2]
    assert reading.tone != "ok"


@pytest.mark.parametrize(
    ("body", "verdict"),
    [
        (
            "商品データ100件の入力です。総額10,000円、納期は11月30日、開始は11月10日。条件は採用後にお伝えします。",
            Verdict.OK,
        ),
        ("ライティングのお仕事です。報酬や詳細は採用後にお伝えします。", Verdict.INCOMPLETE),
    ],
)
def test_a_warning_never_stands_under_a_calm_headline(body: str, verdict: Verdict) -> None:
    reading = reading_of("データ入力", body)
    assert reading.verdict == verdict
    assert [finding.kind for finding in reading.findings] == ["terms_after_hire"]
    assert reading.tone == "caution"
    assert reading.headline == reading.findings[0].name
