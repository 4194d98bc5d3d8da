"""Posting in one call, currency agreement as a shape, and a ledger that nobody can rewrite."""

from django.db import migrations

AGREE = """
ALTER TABLE ledger_transfer
    ADD CONSTRAINT ledger_transfer_debit FOREIGN KEY (debit_id, currency)
        REFERENCES ledger_account (id, currency),
    ADD CONSTRAINT ledger_transfer_credit FOREIGN KEY (credit_id, currency)
        REFERENCES ledger_account (id, currency);
"""

DISAGREE = """
ALTER TABLE ledger_transfer DROP CONSTRAINT ledger_transfer_debit, DROP CONSTRAINT ledger_transfer_credit;
"""

# Keys are taken first, in order: who comes second with the same key waits here for who came first. Then the
# totals, in order of id, so that two postings never wait for each other; NO KEY, because the transfers'
# foreign keys of others may hold the same rows. An account that doesn't exist leaves the currency empty, which
# the table refuses.
POST = """
CREATE FUNCTION ledger_post(
    entry_ids uuid[], keys text[], fingerprints bytea[], reasons text[],
    owners uuid[], numbers smallint[], debited uuid[], credited uuid[], amounts bigint[],
    posted_at timestamptz
) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    fresh uuid[];
BEGIN
    WITH taken AS (
        INSERT INTO ledger_entry (id, key, fingerprint, reason, at)
        SELECT entry.id, entry.key, entry.fingerprint, entry.reason, posted_at
        FROM unnest(entry_ids, keys, fingerprints, reasons) AS entry (id, key, fingerprint, reason)
        ORDER BY entry.key
        ON CONFLICT (key) DO NOTHING
        RETURNING id
    )
    SELECT array_agg(id) INTO fresh FROM taken;

    IF cardinality(fresh) IS DISTINCT FROM cardinality(entry_ids) AND EXISTS (
        SELECT FROM unnest(keys, fingerprints) AS entry (key, fingerprint)
        JOIN ledger_entry AS known USING (key)
        WHERE known.fingerprint <> entry.fingerprint
    ) THEN
        RAISE integrity_constraint_violation USING
            MESSAGE = 'an entry of that key was posted with other content',
            CONSTRAINT = 'ledger_entry_same_content';
    END IF;

    PERFORM FROM ledger_account
    WHERE id = ANY (debited || credited) AND tallied
    ORDER BY id FOR NO KEY UPDATE;

    INSERT INTO ledger_transfer (entry_id, number, debit_id, credit_id, amount, currency)
    SELECT transfer.entry, transfer.number, transfer.debit, transfer.credit, transfer.amount, account.currency
    FROM unnest(owners, numbers, debited, credited, amounts)
        AS transfer (entry, number, debit, credit, amount)
    LEFT JOIN ledger_account AS account ON account.id = transfer.debit
    WHERE transfer.entry = ANY (fresh);

    UPDATE ledger_account
    SET debits = ledger_account.debits + moved.debit, credits = ledger_account.credits + moved.credit
    FROM (
        SELECT side.account, sum(side.debit) AS debit, sum(side.credit) AS credit
        FROM unnest(owners, debited, credited, amounts) AS transfer (entry, debit, credit, amount),
            LATERAL (VALUES
                (transfer.debit, transfer.amount, 0), (transfer.credit, 0, transfer.amount)
            ) AS side (account, debit, credit)
        WHERE transfer.entry = ANY (fresh)
        GROUP BY side.account
    ) AS moved
    WHERE ledger_account.id = moved.account AND ledger_account.tallied;
END
$$;
"""

SEAL = """
CREATE FUNCTION ledger_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE restrict_violation USING MESSAGE = TG_TABLE_NAME || ' is append-only: ' || TG_OP || ' refused';
END
$$;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_entry
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_transfer
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();

REVOKE DELETE, TRUNCATE ON ledger_entry, ledger_transfer FROM CURRENT_USER;
REVOKE TRUNCATE ON ledger_account FROM CURRENT_USER;
"""

UNSEAL = """
GRANT DELETE, TRUNCATE ON ledger_entry, ledger_transfer TO CURRENT_USER;
GRANT TRUNCATE ON ledger_account TO CURRENT_USER;
DROP TRIGGER append_only ON ledger_entry;
DROP TRIGGER append_only ON ledger_transfer;
DROP FUNCTION ledger_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]

    operations = [
        migrations.RunSQL(AGREE, DISAGREE),
        migrations.RunSQL(POST, "DROP FUNCTION ledger_post;"),
        migrations.RunSQL(SEAL, UNSEAL),
    ]
