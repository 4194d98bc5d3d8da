"""Is every place, answer and count of task work what the others say? All of it seen at one moment.

Each check selects what contradicts it: a subject, what was found, what should be.
"""

from mikiwame.core.audit import Discrepancy, contradictions

_SUMS = """
WITH given AS (
    SELECT batch_id, worker_id, count(*) AS answered,
        count(*) FILTER (WHERE state = 'approved') AS approved,
        count(*) FILTER (WHERE state = 'rejected') AS rejected,
        count(*) FILTER (WHERE known_right IS NOT NULL) AS known_answered,
        count(*) FILTER (WHERE known_right) AS known_right
    FROM taskwork_answer GROUP BY batch_id, worker_id
), paid AS (
    SELECT purpose, count(*) AS times, sum(gross) AS gross, min(worker_id::text) AS worker,
        min(hold_id::text) AS hold
    FROM escrow_release WHERE purpose LIKE 'answer:%%' GROUP BY purpose
)
"""

CHECKS = {
    "a place is answered while an answer has it, and only then": """
        SELECT 'batch:' || coalesce(place.batch_id, answer.batch_id) || ' place '
                || coalesce(place.number, answer.place),
            coalesce(place.state, 'none') || ' by ' || coalesce(place.worker_id::text, 'nobody'),
            coalesce(answer.state, 'no answer') || ' by ' || coalesce(answer.worker_id::text, 'nobody')
        FROM (SELECT * FROM taskwork_place WHERE state = 'answered') AS place
        FULL JOIN (SELECT * FROM taskwork_answer WHERE state <> 'rejected') AS answer
            ON answer.batch_id = place.batch_id AND answer.place = place.number
        WHERE (place.unit, place.worker_id) IS DISTINCT FROM (answer.unit, answer.worker_id)
    """,
    "a worker's counts in a batch are those of her answers": """
        SELECT 'batch:' || coalesce(mine.batch_id, given.batch_id) || ' party:'
                || coalesce(mine.worker_id, given.worker_id),
            concat_ws('/', mine.answered, mine.approved, mine.rejected, mine.known_answered,
                mine.known_right),
            concat_ws('/', given.answered, given.approved, given.rejected, given.known_answered,
                given.known_right)
        FROM taskwork_participant AS mine
        FULL JOIN given ON given.batch_id = mine.batch_id AND given.worker_id = mine.worker_id
        WHERE (coalesce(mine.answered, 0), coalesce(mine.approved, 0), coalesce(mine.rejected, 0),
            coalesce(mine.known_answered, 0), coalesce(mine.known_right, 0))
        <> (coalesce(given.answered, 0), coalesce(given.approved, 0), coalesce(given.rejected, 0),
            coalesce(given.known_answered, 0), coalesce(given.known_right, 0))
    """,
    "an approved answer is paid once, out of its place's money, and no other is": """
        SELECT coalesce(paid.purpose, 'answer:' || answer.id),
            coalesce(paid.times, 0) || ' x ' || coalesce(paid.gross, 0),
            CASE WHEN answer.id IS NULL THEN 'nothing' ELSE '1 x ' || answer.reward END
        FROM paid FULL JOIN (
            SELECT answer.id, answer.worker_id, funding.reward, funding.hold_id
            FROM taskwork_answer AS answer
            JOIN taskwork_place AS place ON place.batch_id = answer.batch_id AND place.number = answer.place
            JOIN taskwork_funding AS funding
                ON funding.batch_id = place.batch_id AND funding.number = place.funding
            WHERE answer.state = 'approved'
        ) AS answer ON paid.purpose = 'answer:' || answer.id
        WHERE (paid.times, paid.gross, paid.worker, paid.hold)
            IS DISTINCT FROM (1, answer.reward, answer.worker_id::text, answer.hold_id::text)
    """,
    "there are as many places as were paid for": """
        SELECT 'task_funding:' || funding.id, count(place.number)::text, funding.places::text
        FROM taskwork_funding AS funding
        LEFT JOIN taskwork_place AS place
            ON place.batch_id = funding.batch_id AND place.funding = funding.number
        WHERE funding.hold_id IS NOT NULL OR funding.number = 1
        GROUP BY funding.id HAVING count(place.number) <> funding.places
    """,
    "what isn't approved yet is paid as its batch says, and no answer was promised more": """
        SELECT 'batch:' || place.batch_id || ' place ' || place.number, funding.reward::text,
            CASE WHEN answer.id IS NULL THEN '' ELSE 'at most ' END || batch.reward
        FROM taskwork_place AS place
        JOIN taskwork_batch AS batch ON batch.id = place.batch_id
        JOIN taskwork_funding AS funding
            ON funding.batch_id = place.batch_id AND funding.number = place.funding
        LEFT JOIN taskwork_answer AS answer ON answer.batch_id = place.batch_id
            AND answer.place = place.number AND answer.state = 'approved'
        WHERE batch.opened_at IS NOT NULL AND funding.reward <> batch.reward
        AND (answer.id IS NULL OR funding.reward > batch.reward)
    """,
    "while a batch runs, its money is what its places without an approved answer cost": """
        SELECT 'task_funding:' || funding.id, (account.credits - account.debits)::text,
            (count(place.number) * funding.reward)::text
        FROM taskwork_funding AS funding
        JOIN taskwork_batch AS batch ON batch.id = funding.batch_id
        JOIN escrow_hold AS hold ON hold.id = funding.hold_id
        JOIN ledger_account AS account ON account.id = hold.account_id
        LEFT JOIN taskwork_place AS place
            ON place.batch_id = funding.batch_id AND place.funding = funding.number AND NOT EXISTS (
                SELECT FROM taskwork_answer AS answer WHERE answer.batch_id = place.batch_id
                AND answer.place = place.number AND answer.state = 'approved')
        WHERE batch.state IN ('open', 'paused', 'suspended')
        GROUP BY funding.id, account.id
        HAVING account.credits - account.debits <> count(place.number) * funding.reward
    """,
    "a batch's units are counted, and those whose answer is known": """
        SELECT 'batch:' || batch.id, batch.units || '/' || batch.known_units,
            count(unit.number) || '/' || count(unit.known)
        FROM taskwork_batch AS batch LEFT JOIN taskwork_unit AS unit ON unit.batch_id = batch.id
        GROUP BY batch.id
        HAVING (batch.units, batch.known_units) <> (count(unit.number), count(unit.known))
    """,
    "a right answer to a known unit is what is known": """
        SELECT 'answer:' || answer.id, coalesce(answer.known_right::text, 'unknown'),
            CASE WHEN unit.known IS NULL THEN 'unknown' ELSE 'compared' END
        FROM taskwork_answer AS answer
        JOIN taskwork_unit AS unit ON unit.batch_id = answer.batch_id AND unit.number = answer.unit
        WHERE (answer.known_right IS NULL) <> (unit.known IS NULL)
    """,
    "an answer that a majority found for came to that end": """
        SELECT 'answer:' || answer.id, answer.state, judged.finding || ' x ' || judged.times
        FROM taskwork_answer AS answer
        JOIN (
            SELECT answer_id, fixes, finding, count(*) AS times FROM taskwork_judgement
            GROUP BY answer_id, fixes, finding
        ) AS judged ON judged.answer_id = answer.id AND judged.fixes = answer.fixes
        WHERE judged.times > 1 AND answer.state IN ('doubted', 'contested')
    """,
    "whoever takes part in a batch has passed its exam": """
        SELECT 'batch:' || mine.batch_id || ' party:' || mine.worker_id, 'takes part', 'has passed'
        FROM taskwork_participant AS mine JOIN taskwork_admission AS asks ON asks.batch_id = mine.batch_id
        WHERE asks.exam_id IS NOT NULL AND NOT EXISTS (
            SELECT FROM taskwork_attempt AS attempt
            WHERE attempt.exam_id = asks.exam_id AND attempt.worker_id = mine.worker_id AND attempt.passed
        )
    """,
    "an attempt is passed if enough of it is right, and nobody attempts out of turn": """
        SELECT 'attempt:' || attempt.id,
            'number ' || attempt.number || ', ' || attempt.right || '/' || attempt.asked || ', '
                || CASE WHEN attempt.passed THEN 'passed' ELSE 'failed' END,
            'number ' || attempt.place || ', ' || exam.pass_least || ' %%'
        FROM (
            SELECT *, row_number() OVER (PARTITION BY exam_id, worker_id ORDER BY taken_at, number) AS place
            FROM taskwork_attempt
        ) AS attempt JOIN taskwork_exam AS exam ON exam.id = attempt.exam_id
        WHERE attempt.number <> attempt.place
            OR attempt.passed <> (attempt.right * 100 >= exam.pass_least * attempt.asked)
    """,
}
"""Sentence -> what contradicts it."""


def discrepancies() -> list[Discrepancy]:
    """What contradicts any check, at one moment."""
    return contradictions(_SUMS, CHECKS)
