"""Reading single comments: what they report, what they only seem to, and what can't be read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mikiwame.discernment.comments.reading import read_comment
from mikiwame.discernment.kinds import Report, Sentiment
from mikiwame.discernment.text import LONGEST, Unreadable


def told(comment: str) -> set[Report]:
    return {one.report for one in read_comment(comment).reports}


@pytest.mark.parametrize(
    ("comment", "report"),
    [
        ("募集では月四本でしたが、契約後に八本と言われました。", Report.TERMS_CHANGED),
        ("返信がとにかく遅く、毎回一週間待たされました。", Report.SLOW_CONTACT),
        ("納品したあと、連絡がまったく取れなくなりました。", Report.NO_CONTACT),
        ("修正を七回、すべて無償でさせられました。", Report.UNPAID_EXTRA_WORK),
        ("契約前にLINEの交換を求められました。", Report.OFF_PLATFORM),
        ("検収が一か月も止まったままです。", Report.LATE_PAYMENT),
        ("納品の前日に突然キャンセルされました。", Report.SUDDEN_CANCELLATION),
        ("電話で怒鳴られ、人格を否定されました。", Report.HARASSMENT),
        ("指示があいまいで、何を作ればいいのか分かりませんでした。", Report.UNCLEAR_INSTRUCTIONS),
        ("マニュアルがわかりやすく、迷わず作業できました。", Report.GOOD_INSTRUCTIONS),
        ("質問にはすぐにお返事をくださいました。", Report.QUICK_CONTACT),
        ("相場より高い単価をつけてくださいました。", Report.FAIR_PAY),
        ("納品の翌日に検収していただきました。", Report.ON_TIME_PAYMENT),
        ("もう三年、継続してご依頼をいただいています。", Report.LONG_TERM),
    ],
)
def test_what_happened_is_reported(comment: str, report: Report) -> None:
    assert report in told(comment)


@pytest.mark.parametrize("letters", ["ＬＩＮＥ", "line", "ライン", "ﾗｲﾝ"])
def test_the_same_word_is_read_in_every_spelling(letters: str) -> None:
    assert Report.OFF_PLATFORM in told(f"契約前に{letters}の交換を求められました。")


@pytest.mark.parametrize(
    ("comment", "report", "opposite"),
    [
        ("お支払いが滞ったことはございません。", Report.ON_TIME_PAYMENT, Report.LATE_PAYMENT),
        ("検収を待たされたことはございません。", Report.ON_TIME_PAYMENT, Report.LATE_PAYMENT),
        ("返事を待たされたことがありません。", Report.QUICK_CONTACT, Report.SLOW_CONTACT),
        ("返信が早いとは言えませんでした。", Report.SLOW_CONTACT, Report.QUICK_CONTACT),
        ("わかりやすいとは言えない説明でした。", Report.UNCLEAR_INSTRUCTIONS, Report.GOOD_INSTRUCTIONS),
        ("返信は二十分後でした。", Report.QUICK_CONTACT, Report.SLOW_CONTACT),
        ("返信は二十日後でした。", Report.SLOW_CONTACT, Report.QUICK_CONTACT),
    ],
)
def test_what_is_denied_is_its_opposite_and_amounts_have_a_size(
    comment: str, report: Report, opposite: Report
) -> None:
    assert report in told(comment)
    assert opposite not in told(comment)


def test_a_report_quotes_the_clause_that_says_it() -> None:
    comment = "とても楽しいお仕事でした。ただ、検収は一か月も待たされました、本当に。"
    (late,) = (one for one in read_comment(comment).reports if one.report is Report.LATE_PAYMENT)
    assert late.quote.part == "comment"
    assert comment[late.quote.start : late.quote.end] == late.quote.text
    assert "検収" in late.quote.text
    assert "楽しい" not in late.quote.text


@pytest.mark.parametrize(
    ("comment", "sentiment"),
    [
        ("とても良いクライアント様でした。またお願いします！", Sentiment.POSITIVE),
        ("二度と受けません。時間の無駄でした。", Sentiment.NEGATIVE),
        ("返信は早いのですが、指示が曖昧で困りました。", Sentiment.MIXED),
    ],
)
def test_the_words_decide_the_sentiment(comment: str, sentiment: Sentiment) -> None:
    assert read_comment(comment).sentiment is sentiment


def test_stars_are_a_hint_and_no_more() -> None:
    assert read_comment("ノーコメント。", rating=1).sentiment is Sentiment.NEGATIVE
    praise = "間違えて星1を押してしまいました。とても良い方で、感謝しています。"
    assert read_comment(praise, rating=1).sentiment is Sentiment.POSITIVE


@pytest.mark.parametrize("nothing", ["", "  \n\t ", "\u200b\u202e\ufeff", "\ud800\udfff", "\x00\x01"])
def test_nothing_to_read_is_said_so(nothing: str) -> None:
    with pytest.raises(Unreadable, match="nothing to read"):
        read_comment(nothing)


def test_a_text_without_end_is_refused() -> None:
    with pytest.raises(Unreadable, match="at most"):
        read_comment("良" * (LONGEST + 1))


@given(st.text(), st.none() | st.integers())
def test_any_text_is_read_or_refused_and_quoted_exactly(comment: str, rating: int | None) -> None:
    try:
        reading = read_comment(comment, rating)
    except Unreadable:
        return
    for one in reading.reports:
        assert comment[one.quote.start : one.quote.end] == one.quote.text
        assert one.quote.text
