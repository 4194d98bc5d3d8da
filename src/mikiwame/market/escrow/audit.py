"""Does every yen add up? One statement over the whole ledger, so that all of it is seen at one moment.

Each check selects what contradicts it: a subject, what was found, what should be.
"""

from mikiwame.core.audit import Discrepancy, contradictions

from .accounts import FEES

_SUMS = """
WITH moved AS (
    SELECT account, sum(debit) AS debits, sum(credit) AS credits
    FROM ledger_transfer, LATERAL (VALUES (debit_id, amount, 0), (credit_id, 0, amount))
        AS side (account, debit, credit)
    GROUP BY account
), standing AS (
    SELECT account.*, coalesce(moved.debits, 0) AS moved_out, coalesce(moved.credits, 0) AS moved_in
    FROM ledger_account AS account LEFT JOIN moved ON moved.account = account.id
), posted AS (
    SELECT entry.key, transfer.debit_id, transfer.credit_id, transfer.amount
    FROM ledger_entry AS entry JOIN ledger_transfer AS transfer ON transfer.entry_id = entry.id
), part AS (
    SELECT hold_id, entry_id, worker_id, purpose, gross, net, fee, withheld, 0 AS back, 0 AS over,
        NULL::uuid AS to_id
    FROM escrow_release
    UNION ALL
    SELECT hold_id, entry_id, NULL, purpose, 0, 0, 0, 0, amount, 0, NULL FROM escrow_refund
    UNION ALL
    SELECT hold_id, entry_id, NULL, purpose, 0, 0, 0, 0, 0, amount, to_id FROM escrow_carry
), come AS (
    SELECT hold.id AS hold_id, deposit.amount + coalesce(sum(carry.amount), 0) AS amount
    FROM escrow_hold AS hold
    JOIN escrow_deposit AS deposit ON deposit.id = hold.deposit_id
    LEFT JOIN escrow_carry AS carry ON carry.to_id = hold.id
    GROUP BY hold.id, deposit.amount
), gone AS (
    SELECT hold_id, sum(gross) AS released, sum(back) AS refunded, sum(gross + back + over) AS amount,
        count(*) FILTER (WHERE gross > 0) AS releases,
        count(*) FILTER (WHERE back > 0 AND purpose NOT LIKE 'amount_change:%%') AS refunds
    FROM part GROUP BY hold_id
), due AS (
    SELECT part.entry_id, hold.account_id AS debit, side.credit, sum(side.amount) AS amount
    FROM part
    JOIN escrow_hold AS hold ON hold.id = part.hold_id
    JOIN escrow_deposit AS deposit ON deposit.id = hold.deposit_id
    LEFT JOIN escrow_book AS client ON client.party_id = deposit.payer_id
    LEFT JOIN escrow_book AS worker ON worker.party_id = part.worker_id
    LEFT JOIN escrow_hold AS other ON other.id = part.to_id
    CROSS JOIN LATERAL (VALUES
        (worker.earned_id, part.net), (%(fees)s, part.fee), (client.refundable_id, part.withheld + part.back),
        (other.account_id, part.over)
    ) AS side (credit, amount)
    WHERE side.amount > 0
    GROUP BY part.entry_id, hold.account_id, side.credit
), out AS (
    SELECT entry_id, debit_id AS debit, credit_id AS credit, sum(amount) AS amount
    FROM ledger_transfer WHERE debit_id IN (SELECT account_id FROM escrow_hold)
    GROUP BY entry_id, debit_id, credit_id
)
"""

CHECKS = {
    "the totals of an account are the sum of its transfers": """
        SELECT name, debits || '/' || credits, moved_out || '/' || moved_in
        FROM standing WHERE tallied AND (debits, credits) <> (moved_out, moved_in)
    """,
    "what the bank holds is what is owed": """
        SELECT 'all accounts', sum(balance)::text, '0'
        FROM standing, LATERAL (
            SELECT CASE WHEN tallied THEN credits - debits ELSE moved_in - moved_out END
        ) AS trial (balance)
        HAVING sum(balance) <> 0
    """,
    "an entry is what was posted": r"""
        SELECT entry.key, encode(entry.fingerprint, 'hex'),
            coalesce(encode(content.hash, 'hex'), 'no transfers')
        FROM ledger_entry AS entry LEFT JOIN LATERAL (
            SELECT sha256(convert_to(entry.reason || string_agg(
                E'\n' || debit_id || ' ' || credit_id || ' ' || amount, '' ORDER BY number), 'UTF8')) AS hash
            FROM ledger_transfer WHERE entry_id = entry.id
        ) AS content ON true
        WHERE entry.fingerprint IS DISTINCT FROM content.hash
    """,
    "every entry belongs to a receipt, to parts of a hold or to a payout": """
        SELECT entry.key, entry.reason, 'a reason' FROM ledger_entry AS entry
        LEFT JOIN escrow_receipt AS receipt ON entry.key = 'receipt:' || receipt.number
        LEFT JOIN (SELECT DISTINCT entry_id FROM part) AS own ON own.entry_id = entry.id
        LEFT JOIN escrow_payout AS payout ON entry.key LIKE 'payout:%%'
            AND split_part(entry.key, ':', 2) = payout.id::text
        WHERE receipt.id IS NULL AND own.entry_id IS NULL AND payout.id IS NULL
    """,
    "a hold's account holds what has not gone out of it": """
        SELECT 'hold:' || hold.id, (account.credits - account.debits)::text,
            come.amount || ' - ' || coalesce(gone.amount, 0)
        FROM escrow_hold AS hold
        JOIN come ON come.hold_id = hold.id
        JOIN ledger_account AS account ON account.id = hold.account_id
        LEFT JOIN gone ON gone.hold_id = hold.id
        WHERE account.credits - account.debits <> come.amount - coalesce(gone.amount, 0)
    """,
    "a hold is held while anything is left, and ends as its state says": """
        SELECT 'hold:' || hold.id,
            hold.state || ': ' || concat_ws(' + ', coalesce(gone.released, 0), coalesce(gone.refunded, 0)),
            come.amount || CASE WHEN deposit.payee_id IS NULL THEN ' for many' ELSE ' for one' END
        FROM escrow_hold AS hold
        JOIN escrow_deposit AS deposit ON deposit.id = hold.deposit_id
        JOIN come ON come.hold_id = hold.id
        LEFT JOIN gone ON gone.hold_id = hold.id
        WHERE (hold.state = 'held') <> (come.amount > coalesce(gone.amount, 0))
        OR (hold.state = 'held' AND deposit.payee_id IS NOT NULL AND (gone.refunds > 0 OR gone.releases > 1))
        OR (hold.state = 'spent' AND deposit.payee_id IS NOT NULL AND gone.releases + gone.refunds > 0)
        OR (hold.state = 'released' AND gone.refunds > 0)
        OR (hold.state = 'refunded' AND gone.releases > 0)
        OR (hold.state = 'settled' AND (gone.releases > 2 OR gone.refunds > 1))
        OR (hold.state IN ('released', 'refunded') AND (gone.releases > 1 OR gone.refunds > 1))
    """,
    "what went out of a hold is what was transferred": """
        SELECT coalesce(entry.key, 'no entry'), concat_ws(' to ', out.amount, out.credit),
            concat_ws(' to ', due.amount, due.credit)
        FROM due FULL JOIN out USING (entry_id, debit, credit)
        LEFT JOIN ledger_entry AS entry ON entry.id = entry_id
        WHERE due.amount IS DISTINCT FROM out.amount
    """,
    "a day's draws from a hold are the sum of its releases": """
        SELECT 'hold:' || hold_id || ', ' || day,
            concat_ws('/', kept.count, kept.gross, kept.fee, kept.withheld, kept.net),
            concat_ws('/', made.count, made.gross, made.fee, made.withheld, made.net)
        FROM escrow_drawnday AS kept FULL JOIN (
            SELECT hold_id, (released_at AT TIME ZONE 'Asia/Tokyo')::date AS day, count(*),
                sum(gross) AS gross, sum(fee) AS fee, sum(withheld) AS withheld, sum(net) AS net
            FROM escrow_release JOIN escrow_hold AS hold ON hold.id = hold_id
            JOIN escrow_deposit AS deposit ON deposit.id = hold.deposit_id
            WHERE hold.state IN ('held', 'spent') AND deposit.payee_id IS NULL
            GROUP BY hold_id, day
        ) AS made USING (hold_id, day)
        WHERE (kept.count, kept.gross, kept.fee, kept.withheld, kept.net)
            IS DISTINCT FROM (made.count, made.gross, made.fee, made.withheld, made.net)
    """,
    "nothing is paid, given back or carried over twice": """
        SELECT part.purpose, count(*)::text, '1'
        FROM part GROUP BY part.purpose, part.gross > 0, part.over > 0 HAVING count(*) > 1
    """,
    "where a hold is for one worker, it is gone for its own purpose, in dispute, or by other terms": """
        SELECT 'hold:' || hold.id, part.purpose, deposit.purpose
        FROM part
        JOIN escrow_hold AS hold ON hold.id = part.hold_id
        JOIN escrow_deposit AS deposit ON deposit.id = hold.deposit_id
        WHERE deposit.payee_id IS NOT NULL AND part.purpose <> deposit.purpose
        AND part.purpose NOT LIKE 'dispute:%%' AND part.purpose NOT LIKE 'amount_change:%%'
    """,
    "what is carried over stays the same client's, and held for whom it was": """
        SELECT 'carry:' || carry.id, concat_ws(' to ', own.payer_id, other.payer_id), 'one client, alike'
        FROM escrow_carry AS carry
        JOIN escrow_hold AS hold ON hold.id = carry.hold_id
        JOIN escrow_deposit AS own ON own.id = hold.deposit_id
        JOIN escrow_hold AS goal ON goal.id = carry.to_id
        JOIN escrow_deposit AS other ON other.id = goal.deposit_id
        WHERE own.payer_id <> other.payer_id OR own.payee_id IS DISTINCT FROM other.payee_id
    """,
    "a fee is what the rate of its day says": """
        SELECT 'release:' || release.id, release.fee::text,
            ((release.gross - release.free) * rate.basis_points / 10000)::text
        FROM escrow_release AS release JOIN escrow_feerate AS rate ON rate.since = release.rate_id
        WHERE release.fee <> (release.gross - release.free) * rate.basis_points / 10000
    """,
    "a newcomer's allowance is used as far as her releases say": """
        SELECT 'party:' || book.party_id, book.free_used::text, coalesce(sum(release.free), 0)::text
        FROM escrow_book AS book LEFT JOIN escrow_release AS release ON release.worker_id = book.party_id
        GROUP BY book.party_id HAVING book.free_used <> coalesce(sum(release.free), 0)
    """,
    "a payment that came in is held or went back, whole": """
        SELECT 'receipt:' || receipt.number,
            deposit.state || ', ' || coalesce(posted.amount::text, 'no entry'),
            deposit.amount || CASE WHEN receipt.returned THEN ' returned' ELSE ' held' END
        FROM escrow_receipt AS receipt
        JOIN escrow_deposit AS deposit ON deposit.id = receipt.deposit_id
        LEFT JOIN escrow_hold AS hold ON hold.deposit_id = deposit.id
        LEFT JOIN escrow_book AS book ON book.party_id = deposit.payer_id
        LEFT JOIN posted ON posted.key = 'receipt:' || receipt.number
        WHERE posted.amount IS DISTINCT FROM deposit.amount
        OR posted.credit_id IS DISTINCT FROM
            CASE WHEN receipt.returned THEN book.refundable_id ELSE hold.account_id END
        OR (NOT receipt.returned AND deposit.state <> 'received')
    """,
    "a deposit's state is what its receipts say": """
        SELECT 'deposit:' || deposit.id, deposit.state,
            count(receipt.id) FILTER (WHERE NOT receipt.returned) || ' held, '
            || count(receipt.id) FILTER (WHERE receipt.returned) || ' returned'
        FROM escrow_deposit AS deposit
        LEFT JOIN escrow_receipt AS receipt ON receipt.deposit_id = deposit.id
        LEFT JOIN escrow_hold AS hold ON hold.deposit_id = deposit.id
        GROUP BY deposit.id HAVING deposit.state <> CASE
            WHEN count(receipt.id) FILTER (WHERE NOT receipt.returned) > 0 THEN 'received'
            WHEN count(receipt.id) > 0 THEN 'returned'
            WHEN deposit.state IN ('requested', 'cancelled') THEN deposit.state ELSE 'open' END
        OR (deposit.state = 'received') <> (count(hold.id) > 0)
    """,
    "a payout's entries are what its state says": """
        SELECT 'payout:' || payout.id,
            payout.state || ': ' || concat_ws('/', due.amount, paid.amount, back.amount),
            payout.amount::text
        FROM escrow_payout AS payout
        JOIN escrow_book AS book ON book.party_id = payout.party_id
        CROSS JOIN LATERAL (
            SELECT CASE payout.owed WHEN 'earned' THEN book.earned_id ELSE book.refundable_id END
        ) AS owed (account)
        LEFT JOIN posted AS due
            ON due.key = 'payout:' || payout.id || ':due'
            AND due.debit_id = owed.account
        LEFT JOIN posted AS paid
            ON paid.key = 'payout:' || payout.id || ':arrived'
        LEFT JOIN posted AS back
            ON back.key = 'payout:' || payout.id || ':failed'
            AND back.credit_id = owed.account
        WHERE due.amount IS DISTINCT FROM payout.amount
        OR paid.amount IS DISTINCT FROM CASE payout.state WHEN 'paid' THEN payout.amount END
        OR back.amount IS DISTINCT FROM CASE payout.state WHEN 'failed' THEN payout.amount END
    """,
}
"""Sentence -> what contradicts it."""


def discrepancies() -> list[Discrepancy]:
    """What contradicts any check, at one moment."""
    return contradictions(_SUMS, CHECKS, fees=FEES)
