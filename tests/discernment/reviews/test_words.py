"""What comments give away, alarming and innocent side by side, and when a single one does no harm."""

import pytest

from mikiwame.discernment.kinds import Anomaly
from mikiwame.discernment.reviews.reading import read_reviews
from mikiwame.discernment.wire import why
from tests.discernment.reviews.histories import among, found, only, review


@pytest.mark.parametrize(
    ("kind", "rating", "alarming", "innocent"),
    [
        (
            Anomaly.COERCED,
            5,
            "星5を入れないと検収しないと言われたので、星5にしました。",
            "評価は任意ですと書かれていましたが、良いお仕事だったので星5です。",
        ),
        (
            Anomaly.COERCED,
            4,
            "高評価と引き換えに、次の仕事の単価を上げてくれるそうです。",
            "仕事ぶりを高く評価してくださり、次の仕事から単価が上がりました。",
        ),
        (
            Anomaly.BURIED_WARNING,
            5,
            "とても優しい方です。途中で単価が半額になりましたが、勉強だと思うことにしました。",
            "とても優しい方です。途中で作業が増えましたが、増えた分の手当が支払われました。",
        ),
        (
            Anomaly.BURIED_WARNING,
            4,
            "楽しいお仕事でした。納品から二か月、検収のお知らせはまだ届いていません。",
            "楽しいお仕事でした。納品の翌日に検収していただきました。",
        ),
        (
            Anomaly.RATING_TEXT_MISMATCH,
            5,
            "最悪でした。報酬は払われず、返事もありません。二度と関わりたくありません。",
            "最高でした。報酬はすぐに払われ、返事も早いです。またお願いしたいです。",
        ),
        (
            Anomaly.RATING_TEXT_MISMATCH,
            1,
            "丁寧なご指示で楽しく作業できました。心から感謝しています。またぜひお願いします！",
            "指示が二転三転し、報酬の支払いも遅れました。残念です。",
        ),
        (
            Anomaly.IRRELEVANT_TEXT,
            5,
            "あああああああああああ",
            "あっという間の三か月でした。",
        ),
        (
            Anomaly.IRRELEVANT_TEXT,
            5,
            "副業で月収50万円！無料セミナーはプロフィールのリンクから。",
            "無料セミナーの案内文を書きました。資料がそろっていて書きやすかったです。",
        ),
    ],
)
def test_each_kind_is_told_from_what_only_looks_like_it(
    kind: Anomaly, rating: int, alarming: str, innocent: str
) -> None:
    assert found(among(review(rating, alarming))) == {kind: (5,)}
    assert found(among(review(rating, innocent))) == {}


def test_the_sentence_that_tells_is_quoted() -> None:
    comment = "楽しいお仕事でした。高評価と引き換えに、次の仕事の単価を上げてくれるそうです。"
    one = only(read_reviews(among(review(5, comment))))
    assert [quote.text for quote in one.quotes] == [comment.partition("。")[2]]


@pytest.mark.parametrize("language", ["ja", "en"])
def test_why_is_said_with_what_was_counted(language: str) -> None:
    comment = "高評価と引き換えに、次の仕事の単価を上げてくれるそうです。"
    one = only(read_reviews(among(review(5, comment))))
    said = why(one, language)
    assert "1" in said
    assert "{" not in said


@pytest.mark.parametrize("pictures", ["👏", "(^^)b", "♪♪♪", "…", "5", "", "\u200b"])
def test_a_comment_without_words_is_nothing_odd(pictures: str) -> None:
    assert found(among(review(5, pictures))) == {}


@pytest.mark.parametrize(
    ("rating", "comment", "doubt"),
    [
        (1, "丁寧なご指示で楽しく作業できました。心から感謝しています。またぜひお願いします！", False),
        (5, "最悪でした。報酬は払われず、返事もありません。二度と関わりたくありません。", True),
        (5, "途中で単価が半額になりましたが、勉強だと思うことにしました。優しい方です。", True),
        (5, "お返事が三日ほど空きましたが、事前に知らせてくださったので支障ありませんでした。", False),
    ],
)
def test_one_small_thing_is_doubtful_only_where_it_does_harm(rating: int, comment: str, doubt: bool) -> None:
    report = read_reviews(among(review(rating, comment)))
    assert len(report.anomalies) == 1
    assert report.suspicious is doubt


def test_the_same_small_thing_twice_is_doubtful() -> None:
    glad = "丁寧なご指示で楽しく作業できました。心から感謝しています。またぜひお願いします！"
    thanks = "資料がそろっていて書きやすく、報酬もすぐに届きました。大満足です。"
    report = read_reviews(among(review(1, glad), review(1, thanks)))
    assert [one.kind for one in report.anomalies] == [Anomaly.RATING_TEXT_MISMATCH]
    assert report.suspicious
