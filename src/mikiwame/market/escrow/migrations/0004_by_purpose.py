"""Releases and refunds, many of one hold: each says for what it is, once, and by which entry its money moved."""

import django.db.models.deletion
from django.db import migrations, models

# What has gone out so far ended a hold whole: its purpose is the deposit's, its entry the hold's one.
FILL = """
UPDATE escrow_{} AS part SET purpose = deposit.purpose, entry_id = entry.id
FROM escrow_hold AS hold
JOIN escrow_deposit AS deposit ON deposit.id = hold.deposit_id
JOIN ledger_entry AS entry ON entry.key = 'hold:' || hold.id
WHERE hold.id = part.hold_id;
"""

DRAW = """
CREATE FUNCTION escrow_spend(held uuid, spent_at timestamptz) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    UPDATE escrow_hold AS hold SET state = 'spent', state_since = spent_at
    FROM ledger_account AS account
    WHERE hold.id = held AND account.id = hold.account_id AND account.debits = account.credits;
    RETURN FOUND;
END
$$;

CREATE FUNCTION escrow_draw(
    held uuid, releases jsonb, posting jsonb, facts jsonb, drawn_at timestamptz
) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    WITH released AS (
        INSERT INTO escrow_release
        SELECT * FROM jsonb_populate_recordset(NULL::escrow_release, releases) ORDER BY purpose
        RETURNING worker_id, free
    )
    UPDATE escrow_book AS book SET free_used = free_used + used.free
    FROM (SELECT worker_id, sum(free) AS free FROM released WHERE free > 0 GROUP BY worker_id) AS used
    WHERE book.party_id = used.worker_id;
    PERFORM ledger_post(posting, drawn_at), history_record(facts, drawn_at);
    RETURN escrow_spend(held, drawn_at);
END
$$;

CREATE FUNCTION escrow_give_back(refund escrow_refund, posting jsonb, facts jsonb) RETURNS boolean
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO escrow_refund SELECT refund.*;
    PERFORM ledger_post(posting, refund.refunded_at), history_record(facts, refund.refunded_at);
    RETURN escrow_spend(refund.hold_id, refund.refunded_at);
END
$$;
"""

DROP = "DROP FUNCTION escrow_give_back; DROP FUNCTION escrow_draw; DROP FUNCTION escrow_spend;"


def columns(model, meaning):
    """The columns and the promise of one of the two tables, which are moved alike."""

    def purpose(**kwargs):
        return models.TextField(help_text=meaning, **kwargs)

    def entry(**kwargs):
        return models.ForeignKey(
            db_index=False,
            on_delete=django.db.models.deletion.PROTECT,
            related_name="+",
            to="ledger.entry",
            **kwargs,
        )

    hold = models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT, related_name=f"{model}s", to="escrow.hold"
    )
    return [
        migrations.AlterField(model, "hold", hold),
        migrations.AddField(model, "purpose", purpose(null=True)),
        migrations.AddField(model, "entry", entry(null=True)),
        migrations.RunSQL(FILL.format(model), migrations.RunSQL.noop),
        migrations.AlterField(model, "purpose", purpose()),
        migrations.AlterField(model, "entry", entry()),
        migrations.AddConstraint(
            model, models.UniqueConstraint(fields=["purpose"], name=f"escrow_{model}_once")
        ),
    ]


class Migration(migrations.Migration):
    dependencies = [("escrow", "0003_in_one_call"), ("ledger", "0002_post")]

    operations = [
        *columns("release", "key of what is paid for; the deposit's where all went at once"),
        *columns("refund", "key of what isn't paid for; the deposit's where the hold ended"),
        migrations.RemoveConstraint("hold", "escrow_hold_state_known"),
        migrations.AddConstraint(
            "hold",
            models.CheckConstraint(
                condition=models.Q(("state__in", ["held", "released", "refunded", "settled", "spent"])),
                name="escrow_hold_state_known",
            ),
        ),
        migrations.RunSQL(DRAW, DROP),
    ]
