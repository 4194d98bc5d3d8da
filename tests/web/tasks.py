"""Task work at the points from which stories on pages are told: today, for pages read the real clock."""

from datetime import timedelta
from typing import Any

from mikiwame.core import clock
from mikiwame.core.clock import day_in_tokyo
from mikiwame.market.members.models import Member
from mikiwame.market.taskwork.models import Admission, Answer, Batch
from mikiwame.market.taskwork.operations import admissions, drafts, exams, judging, opening, work
from mikiwame.market.taskwork.states import Reason
from tests.market.taskwork.stage import FEELING, WHY, again, rows

RIGHT = {"feeling": "good"}
ASKED = {"identity", "prefectures", "born_since", "born_until", "reason"}


def opened_today(
    client: Member, *, form: Any = (FEELING, WHY), units: int = 3, examined: int = 0, **values: Any
) -> Batch:
    """Three sentences to be judged, 20 yen each, paid in and open now, after an exam about so many others."""
    at = clock.now()
    own: dict[str, Any] = {
        "title": "短い文の気持ちを選ぶ",
        "body": "短い文を読んで、どんな気持ちの文かを選んでください。1件30秒ほどです。",
        "category": "survey-questionnaire",
        "reward": 20,
        "closes_on": day_in_tokyo(at) + timedelta(days=20),
        "time_limit": 600,
    }
    asked = {name: values.pop(name) for name in ASKED & values.keys()}
    batch = drafts.draft(client.party, by=client, at=at, values=own | values)
    admissions.write(batch, {}, asked, by=client, at=at)
    drafts.write_form(batch, form, by=client, at=at)
    drafts.add_units(batch, rows(units), by=client, at=at)
    for number in range(examined):
        exams.add_exam_unit(batch, {"text": f"試験の{number}番目の文"}, RIGHT, by=client, at=at)
    batch = opening.prepare(again(batch), by=client, at=at)
    deposit = opening.begin_payment(batch, by=client, at=at)
    assert opening.fund(deposit, receipt=f"for-{batch.key}", at=at) is not None
    return again(batch)


def answered(batch: Batch, worker: Member, **content: Any) -> Answer:
    """She joins, and answers the next one."""
    at = clock.now()
    if batch.participants.filter(worker=worker.party).first() is None:
        passed(batch, worker)
    work.join(batch, by=worker, at=at)
    claim = work.claim(batch.pk, by=worker, at=at)
    given = {"feeling": "good"} | content
    found = work.submit(
        batch.pk, claim.place, given, form_version=claim.form_version, by=worker, at=clock.now()
    )
    return Answer.objects.select_related("batch__posting", "batch__client", "worker").get(pk=found)


def passed(batch: Batch, worker: Member) -> None:
    """She passes the exam, if there is one."""
    admission = Admission.objects.filter(batch=batch).first()
    if admission is not None and admission.exam is not None:
        right = {unit.number: RIGHT for unit in admission.exam.units.all()}
        exams.take(batch, 1, right, by=worker, at=clock.now())


def returned(batch: Batch, worker: Member, client: Member) -> Answer:
    """The client doesn't take her answer as it is."""
    why = {"reason": Reason.WRONG, "evidence": "「かなしい」の文です"}
    return judging.turn_back(answered(batch, worker), **why, by=client, at=clock.now())
