"""Terms sheets in words."""

from datetime import date

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from mikiwame.core.terms import Term
from mikiwame.market.terms.lines import Change, Deadline, Inspection, Line, Reward, Start
from mikiwame.wording.lines import in_words

NOVEMBER = date(2026, 11, 2)
DAY = '<time datetime="2026-11-02">11月2日(月)</time>'


@pytest.mark.usefixtures("_in_the_morning")
@pytest.mark.parametrize(
    ("term", "line", "words"),
    [
        (Term.SCOPE, "チラシ1枚", "チラシ1枚"),
        (Term.REWARD_BASIS, "per_piece", "1件ごと"),
        (Term.REWARD, Reward(30_000), "30,000円"),
        (Term.REWARD, Reward(1_500, most=2_000), "1,500円〜2,000円"),
        (Term.REWARD, Reward(150, quantity=60), "150円 × 60 = 9,000円"),
        (
            Term.REWARD,
            Reward(30_000, shares=(("案", 10_000), ("本番", 20_000))),
            "30,000円（内訳: 案 10,000円、本番 20,000円）",
        ),
        (Term.DEADLINE, Deadline((NOVEMBER, NOVEMBER)), f"{DAY}、{DAY}"),
        (Term.START, Start(NOVEMBER), DAY),
        (Term.START, Start(None, "打ち合わせの翌日", NOVEMBER), f"打ち合わせの翌日（遅くとも{DAY}）"),
        (Term.START, Start(None, "<b>"), "<b>"),
        (Term.HEADCOUNT, 3, "3人"),
        (Term.PAYMENT, 30, "納品を受け取った日から30日以内（受け取った日を1日目とする）"),
        (Term.INSPECTION, Inspection(7, 2), "納品から7日以内。修正の依頼は2回まで"),
        (Term.PACE, None, ""),
    ],
)
def test_a_line_in_words(term: Term, line: Line | None, words: str) -> None:
    with translation.override("ja"):
        assert in_words(line, term) == words


def test_a_condition_is_text_and_no_markup() -> None:
    assert "<b>" not in in_words(Start(None, "<b>", NOVEMBER), Term.START)


def test_a_sheet_names_its_gaps() -> None:
    html = render_to_string("components/terms.html", {"stated": {Term.HEADCOUNT: 3}, "gaps": [Term.SCOPE]})
    assert "募集人数" in html
    assert "3人" in html
    assert "記載なし" in html


def test_a_difference_says_what_is_worse() -> None:
    changes = [
        Change(Term.REWARD, Reward(30_000), Reward(25_000), worsens_for_worker=True),
        Change(Term.PACE, None, "週3回", worsens_for_worker=None),
    ]
    html = render_to_string("components/diff.html", {"changes": changes})
    assert "ワーカーに不利" in html
    assert "（なし）" in html
    assert "読んで確かめてください" in html
