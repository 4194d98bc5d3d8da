"""Is every prize of every contest where it should be? All of it seen at one moment.

Each check selects what contradicts it: a subject, what was found, what should be.
"""

from mikiwame.core.audit import Discrepancy, contradictions

_SUMS = """
WITH paid AS (
    SELECT hold_id, purpose, worker_id, gross, net, fee, withheld FROM escrow_release
    WHERE purpose LIKE 'award:%%'
), promised AS (
    SELECT contest.id, contest.state, contest.hold_id,
        contest.participation * contest.participants_most
            + coalesce((SELECT sum(amount) FROM contests_prize WHERE contest_id = contest.id), 0) AS amount
    FROM contests_contest AS contest
), gone AS (
    SELECT promised.id,
        (SELECT coalesce(sum(net + fee + withheld), 0) FROM paid
            WHERE paid.hold_id = promised.hold_id) AS paid,
        (SELECT coalesce(sum(amount), 0) FROM escrow_refund
            WHERE escrow_refund.hold_id = promised.hold_id) AS back
    FROM promised WHERE hold_id IS NOT NULL
)
"""

CHECKS = {
    "a prize is paid in whole before its contest opens": """
        SELECT 'contest:' || promised.id, coalesce(deposit.amount::text, 'nothing'), promised.amount::text
        FROM promised
        LEFT JOIN escrow_hold AS hold ON hold.id = promised.hold_id
        LEFT JOIN escrow_deposit AS deposit ON deposit.id = hold.deposit_id
        WHERE promised.state NOT IN ('draft', 'prepared') AND deposit.amount IS DISTINCT FROM promised.amount
    """,
    "a contest's prize is paid, with fee and tax, or went back, once it is over, and stays held before": """
        SELECT 'contest:' || promised.id, promised.state || ': ' || gone.paid || ' + ' || gone.back,
            CASE WHEN promised.state IN ('open', 'suspended', 'deciding') THEN 0
                ELSE promised.amount END::text
        FROM promised JOIN gone ON gone.id = promised.id
        WHERE gone.paid + gone.back
            <> CASE WHEN promised.state IN ('open', 'suspended', 'deciding') THEN 0 ELSE promised.amount END
    """,
    "an award is paid once, to whoever made the entry, out of its contest's money": """
        SELECT coalesce(paid.purpose, 'award:' || award.id),
            concat_ws('/', paid.gross, paid.worker_id, paid.hold_id),
            concat_ws('/', award.amount, award.worker_id, award.hold_id)
        FROM paid FULL JOIN (
            SELECT award.id, award.amount, entry.worker_id, contest.hold_id
            FROM contests_award AS award
            JOIN contests_entry AS entry ON entry.id = award.entry_id
            JOIN contests_contest AS contest ON contest.id = entry.contest_id
        ) AS award ON paid.purpose = 'award:' || award.id
        WHERE (paid.gross, paid.worker_id, paid.hold_id)
            IS DISTINCT FROM (award.amount, award.worker_id, award.hold_id)
    """,
    "an entry says what it was paid, and no other was paid": """
        SELECT 'entry:' || entry.id, entry.state, coalesce(award.kind, 'no award')
        FROM contests_entry AS entry LEFT JOIN contests_award AS award ON award.entry_id = entry.id
        WHERE (entry.state = 'won') <> (award.kind IS NOT DISTINCT FROM 'prize')
        OR (entry.state = 'shared') <> (award.kind IS NOT DISTINCT FROM 'share')
        OR (award.kind = 'participation' AND entry.state <> 'passed_over')
    """,
    "whoever handed in has agreed to the terms": """
        SELECT 'entry:' || entry.id, 'no agreement', 'one'
        FROM contests_entry AS entry
        LEFT JOIN contests_entrant AS entrant
            ON entrant.contest_id = entry.contest_id AND entrant.worker_id = entry.worker_id
        WHERE entry.submitted_at IS NOT NULL AND entrant.worker_id IS NULL
    """,
    "what is decided leaves nothing open": """
        SELECT 'entry:' || entry.id, entry.state, contest.state
        FROM contests_entry AS entry JOIN contests_contest AS contest ON contest.id = entry.contest_id
        WHERE entry.state IN ('draft', 'submitted')
        AND contest.state IN ('decided', 'shared', 'returned', 'cancelled')
        OR entry.state IN ('won', 'shared', 'passed_over') AND contest.state NOT IN ('decided', 'shared')
    """,
}
"""Sentence -> what contradicts it."""


def discrepancies() -> list[Discrepancy]:
    """What contradicts any check, at one moment."""
    return contradictions(_SUMS, CHECKS)
