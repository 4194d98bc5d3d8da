"""Batches at the points from which their stories are told."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from mikiwame.market.members.models import Member
from mikiwame.market.taskwork.form import Question
from mikiwame.market.taskwork.models import Answer, Batch
from mikiwame.market.taskwork.operations import drafts, endings, judging, opening, work
from mikiwame.market.taskwork.rules import JUDGE_APPROVED_LEAST
from mikiwame.market.taskwork.states import FieldKind, Reason
from tests.cast import MORNING, Cast
from tests.cast import joined as member

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
CLOSES_ON = date(2026, 11, 30)

FEELING = Question(
    "feeling",
    FieldKind.SINGLE,
    "「{{text}}」はどんな気持ちの文ですか",
    choices=(("good", "うれしい"), ("bad", "かなしい"), ("none", "どちらでもない")),
)
WHY = Question("why", FieldKind.SHORT_TEXT, "なぜそう読みましたか", required=False)

Row = tuple[Mapping[str, Any], Mapping[str, Any] | None]


def rows(count: int, known: int = 0) -> list[Row]:
    """So many sentences, of which the last ``known`` have a known answer."""
    texts: Iterable[Mapping[str, Any]] = ({"text": f"{number}番目の文"} for number in range(1, count + 1))
    return [
        (text, {"feeling": "good"} if number > count - known else None)
        for number, text in enumerate(texts, start=1)
    ]


def drafted(cast: Cast, *, at: datetime = MORNING, units: int = 3, known: int = 0, **values: Any) -> Batch:
    """Sakurai asks how sentences read: three of them, one answer each, 20 yen."""
    own = {
        "title": "短い文の気持ちを選ぶ",
        "body": "短い文を読んで、どんな気持ちの文かを選んでください。1件30秒ほどです。",
        "category": "survey-questionnaire",
        "reward": 20,
        "closes_on": CLOSES_ON,
        "time_limit": 600,
    }
    batch = drafts.draft(cast.sakurai.party, by=cast.sakurai, at=at, values=own | values)
    drafts.write_form(batch, [FEELING, WHY], by=cast.sakurai, at=at)
    drafts.add_units(batch, rows(units, known), by=cast.sakurai, at=at)
    return again(batch)


def opened(cast: Cast, *, at: datetime = MORNING, **values: Any) -> Batch:
    """The same, paid in and open."""
    return paid_in(drafted(cast, at=at, **values), cast, at=at)


def paid_in(batch: Batch, cast: Cast, *, at: datetime = MORNING) -> Batch:
    """A draft of hers, paid in and open."""
    batch = opening.prepare(batch, by=cast.sakurai, at=at)
    deposit = opening.begin_payment(batch, by=cast.sakurai, at=at)
    funded = opening.fund(deposit, receipt=f"for-{batch.key}", at=at)
    assert funded is not None
    return funded


def joined(batch: Batch, *workers: Member) -> None:
    """These workers accept the batch's terms."""
    for worker in workers:
        work.join(batch, by=worker, at=MORNING)


def again(batch: Batch) -> Batch:
    """The batch as it is in the database now."""
    return Batch.objects.select_related("posting__category", "client").get(pk=batch.pk)


def experienced(
    cast: Cast, count: int = 3, *, at: datetime = MORNING, name: str = "judge", **values: Any
) -> list[Member]:
    """So many workers of whom 20 answers each were approved, in a batch of Sakurai's: they may judge."""
    own = {"units": JUDGE_APPROVED_LEAST, "answers_per_unit": count, "reward": 1}
    batch = opened(cast, at=at, **own | values)
    judges = [member(f"{name}{number}", f"判断する人{number}", at) for number in range(count)]
    joined(batch, *judges)
    for judge in judges * JUDGE_APPROVED_LEAST:
        claim = work.claim(batch.pk, by=judge, at=at)
        work.submit(batch.pk, claim.place, {"feeling": "good"}, form_version=1, by=judge, at=at)
    judging.approve_all(batch, until=at, by=cast.sakurai, at=at)
    while endings.advance(at=at):
        pass
    return judges


def answered(batch: Batch, worker: Member, *, at: datetime = MORNING + MINUTE, **content: str) -> Answer:
    """She joins, claims and answers the next one."""
    joined(batch, worker)
    claim = work.claim(batch.pk, by=worker, at=at)
    given = {"feeling": "good"} | content
    return Answer.objects.get(pk=work.submit(batch.pk, claim.place, given, form_version=1, by=worker, at=at))


def returned(answer: Answer, cast: Cast, *, at: datetime = MORNING + MINUTE) -> Answer:
    """Sakurai doesn't take it as it is."""
    return judging.turn_back(
        answer, reason=Reason.WRONG, evidence="「かなしい」の文です", by=cast.sakurai, at=at
    )
