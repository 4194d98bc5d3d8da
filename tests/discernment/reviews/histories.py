"""Histories to tell stories with: a calm client's reviews, and what is put among them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from mikiwame.discernment.kinds import Anomaly
from mikiwame.discernment.reports import Odd, ReviewsReport
from mikiwame.discernment.reviews.history import Review
from mikiwame.discernment.reviews.reading import read_reviews
from mikiwame.discernment.wire import why
from mikiwame.discernment.words import LANGUAGES

FIRST = datetime(2026, 4, 1, tzinfo=UTC)
WEEK = timedelta(days=7)

CALM = (
    (5, "構成案に具体的な例が添えてあり、迷わず書けました。"),
    (4, "用語の表記がやや細かいですが、一覧表をもらえました。"),
    (5, "修正は一度だけで、理由も丁寧に教えてもらえました。"),
    (5, "取材先との日程調整まで引き受けてくださいました。"),
    (4, "写真の差し替えが二枚。差し替えの分の手当も出ています。"),
)
MIDDLING = (
    (3, "仕様が固まる前の発注で、待つ時間が長かったです。"),
    (2, "原稿の確認に十日かかり、その間の連絡もありませんでした。"),
    (3, "単価のわりに図版の指定が多く、割に合いませんでした。"),
)


def review(rating: int, comment: str, **known: object) -> Review:
    """A review by somebody with some experience, as far as nothing else is said."""
    usual = {"job_reward": 5_000, "reviewer_total_jobs": 40, "client_rated_reviewer": 5}
    return Review(rating, comment, **(usual | known))  # type: ignore[arg-type]


def monthly(said: tuple[tuple[int, str], ...] = CALM) -> list[Review]:
    """A review a month, each by somebody else."""
    return [
        review(rating, comment, reviewer=f"worker {place}", at=FIRST + timedelta(days=31 * place))
        for place, (rating, comment) in enumerate(said)
    ]


def among(*put: Review, history: list[Review] | None = None) -> list[Review]:
    """The calm history, or another, and after it what is put there; who has no name or day gets one."""
    before = monthly() if history is None else history
    last = max(one.at for one in before if one.at is not None)
    return before + [
        replace(
            one, reviewer=one.reviewer or f"guest {place}", at=one.at or last + timedelta(days=20 + 9 * place)
        )
        for place, one in enumerate(put)
    ]


def found(history: list[Review], *, client: str = "") -> dict[Anomaly, tuple[int, ...]]:
    """What is odd, and where; whatever it is, both languages have a sentence for its figures."""
    report = read_reviews(history, client=client)
    assert all(why(one, language) for one in report.anomalies for language in LANGUAGES)
    return {one.kind: one.reviews for one in report.anomalies}


def only(report: ReviewsReport) -> Odd:
    """The one thing that is odd."""
    (one,) = report.anomalies
    return one
