"""Do weeks and months of work that goes on agree with their money, and offers with what they came from?"""

from mikiwame.core.audit import Discrepancy, contradictions

from .states import HELD

_SUMS = """
WITH due AS (
    SELECT period_id,
        sum(amount) FILTER (WHERE milestone.state <> 'skipped' AND milestone.state <> 'dropped') AS asked,
        count(*) FILTER (WHERE milestone.state = ANY(%(held)s)) AS open,
        coalesce(sum(coalesce(contested, amount)) FILTER (WHERE milestone.state = ANY(%(held)s)), 0) AS worth
    FROM contracts_milestone AS milestone
    LEFT JOIN contracts_dispute AS dispute ON dispute.milestone_id = milestone.id
    WHERE period_id IS NOT NULL GROUP BY period_id
), held AS (
    SELECT deposit.purpose, deposit.amount, account.credits - account.debits AS rest
    FROM escrow_hold AS hold
    JOIN escrow_deposit AS deposit ON deposit.id = hold.deposit_id
    JOIN ledger_account AS account ON account.id = hold.account_id
    WHERE deposit.purpose LIKE 'period:%%'
), stated AS (
    SELECT delivery.milestone_id, sum(line.ends - line.begins) AS minutes,
        ceil(sum(line.ends - line.begins) * sheet.rate / 60.0) AS pay,
        delivery.number = max(delivery.number) OVER (PARTITION BY delivery.milestone_id) AS latest
    FROM contracts_statementline AS line
    JOIN contracts_delivery AS delivery ON delivery.id = line.delivery_id
    JOIN contracts_timesheet AS sheet ON sheet.milestone_id = delivery.milestone_id
    GROUP BY delivery.milestone_id, delivery.id, sheet.rate
)
"""

CHECKS = {
    "of a part whose money is held exactly what it is worth, or what is contested of it, is held": """
        SELECT 'milestone:' || milestone.id, coalesce(account.credits - account.debits, 0)::text,
            coalesce(contested, milestone.amount)::text
        FROM contracts_milestone AS milestone
        LEFT JOIN contracts_dispute AS dispute ON dispute.milestone_id = milestone.id
        LEFT JOIN escrow_deposit AS deposit
            ON deposit.purpose = 'milestone:' || milestone.id AND deposit.state = 'received'
        LEFT JOIN escrow_hold AS hold ON hold.deposit_id = deposit.id
        LEFT JOIN ledger_account AS account ON account.id = hold.account_id
        WHERE milestone.period_id IS NULL AND milestone.state = ANY(%(held)s)
        AND account.credits - account.debits IS DISTINCT FROM coalesce(contested, milestone.amount)
    """,
    "what other terms take from held money, or add to it, is the difference that they make": """
        SELECT 'amount_change:' || change.id,
            coalesce(carry.amount, 0) || ' added, ' || coalesce(refund.amount, 0) || ' back',
            concat_ws(' to ', change.before, change.after, amendment.state)
        FROM contracts_amountchange AS change
        JOIN contracts_amendment AS amendment ON amendment.id = change.amendment_id
        LEFT JOIN escrow_carry AS carry ON carry.purpose = 'amount_change:' || change.id
        LEFT JOIN escrow_refund AS refund ON refund.purpose = 'amount_change:' || change.id
        CROSS JOIN LATERAL (SELECT abs(change.after - change.before) AS difference) AS it
        WHERE coalesce(carry.amount, 0) <> CASE
            WHEN change.made_at IS NOT NULL AND change.after > change.before THEN difference ELSE 0 END
        OR coalesce(refund.amount, 0) <> CASE
            WHEN amendment.state <> 'accepted' THEN 0
            WHEN change.after < change.before OR change.made_at IS NULL THEN difference
            ELSE 0 END
        OR (change.made_at IS NOT NULL AND amendment.state <> 'accepted')
    """,
    "of a paid week or month exactly what its open deliveries are worth, or is contested, is held": """
        SELECT 'period:' || period.id, coalesce(held.rest::text, 'no hold'), due.worth::text
        FROM contracts_period AS period
        JOIN due ON due.period_id = period.id
        LEFT JOIN held ON held.purpose = 'period:' || period.id
        WHERE period.state IN ('funded', 'over') AND held.rest IS DISTINCT FROM due.worth
    """,
    "a week or month asks for what is due in it": """
        SELECT 'period:' || period.id, period.amount::text, due.asked::text
        FROM contracts_period AS period JOIN due ON due.period_id = period.id
        WHERE period.state = 'unfunded' AND period.amount <> due.asked
    """,
    "the deliveries of a week or month that is paid by one sum are worth the same, to a yen": """
        SELECT 'period:' || period_id, min(amount)::text, max(amount)::text
        FROM contracts_milestone AS milestone
        JOIN contracts_contract AS contract ON contract.id = milestone.contract_id
        JOIN terms_sheet AS sheet ON sheet.id = contract.sheet_id
        WHERE sheet.reward_basis IN ('weekly', 'monthly')
        GROUP BY period_id HAVING max(amount) - min(amount) > 1
    """,
    "nothing is open of a week or month that is over, and something is of any other": """
        SELECT 'period:' || period.id, period.state, due.open::text
        FROM contracts_period AS period JOIN due ON due.period_id = period.id
        WHERE period.state IN ('funded', 'over') AND (period.state = 'over') <> (due.open = 0)
    """,
    "an offer is between the two sides of its application, or of the contract that it comes after": """
        SELECT 'offer:' || offer.id, offer.client_id || ' and ' || offer.worker_id,
            coalesce(posting.client_id, earlier.client_id) || ' and '
            || coalesce(application.worker_id, earlier.worker_id)
        FROM contracts_offer AS offer
        LEFT JOIN hiring_application AS application ON application.id = offer.application_id
        LEFT JOIN hiring_posting AS posting ON posting.id = application.posting_id
        LEFT JOIN contracts_offer AS earlier ON earlier.id = offer.after_id
        WHERE (offer.client_id, offer.worker_id) IS DISTINCT FROM
            (coalesce(posting.client_id, earlier.client_id),
            coalesce(application.worker_id, earlier.worker_id))
    """,
    "an application is on trial as long as its trial is offered, goes on or is to be decided over": """
        SELECT 'application:' || application.id, application.state, trying.trials::text
        FROM hiring_application AS application CROSS JOIN LATERAL (
            SELECT (SELECT count(*) FROM contracts_offer AS offer WHERE offer.application_id = application.id
                    AND offer.purpose = 'trial' AND offer.state = 'made')
                + (SELECT count(*) FROM contracts_trial AS trial WHERE trial.application_id = application.id
                    AND trial.state IN ('working', 'deciding')) AS trials
        ) AS trying
        WHERE (application.state = 'in_trial')::int <> trying.trials
    """,
    "a trial's work goes on as long as its contract": """
        SELECT 'trial:' || trial.id, trial.state, contract.state
        FROM contracts_trial AS trial JOIN contracts_contract AS contract ON contract.id = trial.contract_id
        WHERE (trial.state = 'working') <> (contract.ended_at IS NULL)
    """,
    "a direct offer comes after a contract that has paid": """
        SELECT 'offer:' || offer.id, offer.after_id::text, 'unpaid' FROM contracts_offer AS offer
        WHERE offer.after_id IS NOT NULL AND NOT EXISTS (
            SELECT FROM contracts_contract AS earlier
            JOIN contracts_milestone AS part ON part.contract_id = earlier.id
            WHERE earlier.offer_id = offer.after_id AND part.state = 'accepted'
        )
    """,
    "each accepted delivery was paid, what nobody contests of one at once, and no other one": """
        SELECT 'milestone:' || milestone.id, milestone.state, paid.gross::text
        FROM contracts_milestone AS milestone
        LEFT JOIN contracts_dispute AS dispute ON dispute.milestone_id = milestone.id
        CROSS JOIN LATERAL (
            SELECT coalesce(sum(gross), 0) AS gross FROM escrow_release
            WHERE purpose IN ('milestone:' || milestone.id, 'dispute:' || dispute.id)
        ) AS paid
        WHERE milestone.period_id IS NOT NULL AND paid.gross <> CASE milestone.state
            WHEN 'accepted' THEN amount - coalesce(contested, 0) + coalesce(to_worker, 0)
            WHEN 'disputed' THEN amount - contested
            ELSE 0
        END
    """,
    "no more of a part is contested than it is worth": """
        SELECT 'dispute:' || dispute.id, dispute.contested::text, milestone.amount::text
        FROM contracts_dispute AS dispute
        JOIN contracts_milestone AS milestone ON milestone.id = dispute.milestone_id
        WHERE dispute.contested > milestone.amount
    """,
    "a week by the hour is worth what its latest statement comes to, rounded up once": """
        SELECT 'milestone:' || milestone.id, milestone.amount::text, stated.pay::text
        FROM contracts_milestone AS milestone
        JOIN contracts_timesheet AS sheet ON sheet.milestone_id = milestone.id
        JOIN stated ON stated.milestone_id = milestone.id AND stated.latest
        WHERE (milestone.amount, sheet.stated) IS DISTINCT FROM (stated.pay, stated.minutes)
    """,
    "a week by the hour without a statement holds all its hours": """
        SELECT 'milestone:' || milestone.id, milestone.amount::text, (sheet.rate * sheet.hours)::text
        FROM contracts_milestone AS milestone
        JOIN contracts_timesheet AS sheet ON sheet.milestone_id = milestone.id
        WHERE sheet.stated IS NULL AND milestone.amount <> sheet.rate * sheet.hours
    """,
    "no hours are stated beyond the most that a week has, twice, or on a day outside it": """
        SELECT 'delivery:' || line.delivery_id, line.day::text, period.first || '–' || period.last
        FROM contracts_statementline AS line
        JOIN contracts_delivery AS delivery ON delivery.id = line.delivery_id
        JOIN contracts_milestone AS milestone ON milestone.id = delivery.milestone_id
        JOIN contracts_timesheet AS sheet ON sheet.milestone_id = milestone.id
        JOIN contracts_period AS period ON period.id = milestone.period_id
        WHERE line.day NOT BETWEEN period.first AND period.last
        OR (SELECT sum(ends - begins) FROM contracts_statementline AS all_of
            WHERE all_of.delivery_id = line.delivery_id) > sheet.hours * 60
        OR EXISTS (
            SELECT FROM contracts_statementline AS other
            WHERE other.delivery_id = line.delivery_id AND other.id <> line.id AND other.day = line.day
            AND other.begins < line.ends AND line.begins < other.ends
        )
    """,
    "each standby fee that was paid reached its worker whole, and no other one": """
        SELECT 'standby_fee:' || fee.id, fee.state || ' ' || fee.amount,
            coalesce(release.gross::text, 'unpaid')
        FROM contracts_standbyfee AS fee
        JOIN contracts_contract AS contract ON contract.id = fee.contract_id
        LEFT JOIN escrow_release AS release ON release.purpose = 'standby_fee:' || fee.id
        WHERE (fee.state = 'paid') <> (release.id IS NOT NULL)
        OR release.gross <> fee.amount OR release.worker_id <> contract.worker_id
    """,
    "a standby fee is owed where it was promised and the first money never came, and nowhere else": """
        SELECT 'contract:' || contract.id, coalesce(fee.amount::text, 'nothing'),
            coalesce(sheet.standby_fee::text, 'no promise')
        FROM contracts_contract AS contract
        JOIN terms_sheet AS sheet ON sheet.id = contract.sheet_id
        LEFT JOIN contracts_standbyfee AS fee ON fee.contract_id = contract.id
        WHERE (fee.id IS NOT NULL OR sheet.standby_fee IS NOT NULL) AND fee.amount IS DISTINCT FROM CASE
            WHEN contract.ending IN ('funding_lapsed', 'cancelled_by_client', 'worsened') AND NOT EXISTS (
                SELECT FROM escrow_hold AS hold JOIN escrow_deposit AS deposit ON deposit.id = hold.deposit_id
                WHERE deposit.purpose IN (
                    SELECT 'milestone:' || id FROM contracts_milestone WHERE contract_id = contract.id
                    UNION ALL SELECT 'period:' || id FROM contracts_period WHERE contract_id = contract.id
                )
            ) THEN sheet.standby_fee END
    """,
}
"""Sentence -> what contradicts it."""


def discrepancies() -> list[Discrepancy]:
    """What contradicts any check, at one moment."""
    return contradictions(_SUMS, CHECKS, held=sorted(map(str, HELD)))
