"""Whoever alters task work behind the operations' back is found out."""

import pytest
from django.db import connection

from mikiwame.market.taskwork import audit
from mikiwame.market.taskwork.audit import CHECKS
from mikiwame.market.taskwork.models import Answer
from mikiwame.market.taskwork.operations import contests, judging, work
from mikiwame.market.taskwork.states import Finding
from tests.cast import MORNING, Cast
from tests.market.taskwork.stage import MINUTE, answered, experienced, joined, opened, returned

PLACE, COUNTS, PAID, PLACES, WORTH, ENOUGH, UNITS, KNOWN, MAJORITY, ADMITTED, MARKED = CHECKS
LATER = MORNING + MINUTE

ONE = "(SELECT id FROM taskwork_answer WHERE state = '{}' ORDER BY id DESC LIMIT 1)"
APPROVED, SUBMITTED, CONTESTED = (ONE.format(state) for state in ("approved", "submitted", "contested"))

ITS_PAYMENT = f"purpose = 'answer:' || {APPROVED}"
ITS_PLACE = f"(SELECT batch_id, place FROM taskwork_answer WHERE id = {SUBMITTED})"
JUDGED_AGAIN = f"""
INSERT INTO taskwork_judgement (id, answer_id, judge_id, fixes, finding, found_at)
SELECT gen_random_uuid(), {CONTESTED}, worker_id, 0, 'worker', now()
FROM taskwork_answer WHERE state = 'rejected'
"""

SET_EXAM = """
WITH exam AS (
    INSERT INTO taskwork_exam (id, client_id, form_id, name, pass_least, chances, wait_days, created_at)
    SELECT gen_random_uuid(), batch.client_id, form.id, '', 80, 2, 7, now()
    FROM taskwork_form AS form JOIN taskwork_batch AS batch ON batch.id = form.batch_id
    ORDER BY batch.id DESC LIMIT 1 RETURNING id, form_id, client_id
)
"""
ASK_FOR_IT = f"""{SET_EXAM}
INSERT INTO taskwork_admission (batch_id, exam_id, identity, prefectures, reason)
SELECT form.batch_id, exam.id, false, '', '' FROM exam JOIN taskwork_form AS form ON form.id = exam.form_id
"""
PASS_IT = f"""{SET_EXAM}
INSERT INTO taskwork_attempt (id, exam_id, worker_id, number, content, asked, "right", passed, taken_at)
SELECT gen_random_uuid(), id, client_id, {{number}}, '{{{{}}}}', 5, {{right}}, true, now() FROM exam
"""


@pytest.fixture(autouse=True)
def batches(cast: Cast) -> None:
    """Of everything one: approved, waiting, rejected, contested and judged by one, claimed."""
    judge, *_ = experienced(cast, 2)  # of a client who has approved much, no refusal is doubted
    batch = opened(cast, units=8, known=8, answers_per_known=1)
    answers = [answered(batch, cast.yuki) for _ in range(4)]
    judging.approve(batch, [answers[0].pk], by=cast.sakurai, at=LATER)
    judging.let_stand(returned(answers[1], cast), by=cast.yuki, at=LATER)
    other = opened(cast, units=1)
    contested = contests.contest(
        returned(answered(other, cast.ken), cast), words="正しいです", by=cast.ken, at=LATER
    )
    contests.judge(contested, finding=Finding.WORKER, by=judge, at=LATER)
    joined(batch, cast.sora)
    work.claim(batch.pk, by=cast.sora, at=LATER)


def test_what_operations_leave_agrees() -> None:
    assert audit.discrepancies() == []


@pytest.mark.parametrize(
    ("altered", "checks"),
    [
        (f"UPDATE taskwork_place SET state = 'claimed' WHERE (batch_id, number) = {ITS_PLACE}", {PLACE}),
        ("UPDATE taskwork_place SET state = 'answered' WHERE state = 'claimed'", {PLACE}),
        (f"UPDATE taskwork_answer SET unit = 999 WHERE id = {SUBMITTED}", {PLACE}),
        ("UPDATE taskwork_participant SET answered = answered + 1 WHERE rejected > 0", {COUNTS}),
        ("UPDATE taskwork_participant SET known_right = 0", {COUNTS}),
        (
            f"UPDATE taskwork_answer SET state = 'submitted', limit_at = now() WHERE id = {APPROVED}",
            {COUNTS, PAID, ENOUGH},
        ),
        (
            f"UPDATE taskwork_answer SET state = 'approved', limit_at = NULL WHERE id = {SUBMITTED}",
            {COUNTS, PAID, ENOUGH},
        ),
        ("UPDATE taskwork_batch SET reward = reward + 1 WHERE units = 8", {WORTH}),
        ("UPDATE taskwork_batch SET reward = reward - 1 WHERE units = 8", {WORTH}),
        ("UPDATE ledger_account SET credits = credits + 1 WHERE name LIKE 'hold:%'", {ENOUGH}),
        (f"UPDATE escrow_release SET gross = gross + 1, net = net + 1 WHERE {ITS_PAYMENT}", {PAID}),
        ("UPDATE taskwork_funding SET places = places + 1 WHERE places = 1", {PLACES}),
        ("UPDATE taskwork_batch SET known_units = 7 WHERE known_units = 8", {UNITS}),
        (f"UPDATE taskwork_answer SET known_right = NULL WHERE id = {APPROVED}", {COUNTS, KNOWN}),
        (JUDGED_AGAIN, {MAJORITY}),
        (ASK_FOR_IT, {ADMITTED}),
        (PASS_IT.format(number=1, right=3), {MARKED}),
        (PASS_IT.format(number=2, right=4), {MARKED}),
    ],
)
def test_what_is_altered_is_found(altered: str, checks: set[str]) -> None:
    assert Answer.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute(altered)
        assert cursor.rowcount > 0

    assert {discrepancy.check for discrepancy in audit.discrepancies()} == checks
