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
# the table refuses. One plan for all calls, by index: postings are small beside the accounts, and planning each
# anew would cost more than the posting.
POST = """
CREATE FUNCTION ledger_post(posting jsonb, posted_at timestamptz) RETURNS void LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_hashjoin = off
SET enable_mergejoin = off AS $$
DECLARE
    fresh uuid[];
BEGIN
    WITH taken AS (
        INSERT INTO ledger_entry (id, key, fingerprint, reason, at)
        SELECT id, key, decode(fingerprint, 'hex'), reason, posted_at
        FROM jsonb_to_recordset(posting -> 'entries')
            AS entry (id uuid, key text, fingerprint text, reason text)
        ORDER BY key
        ON CONFLICT (key) DO NOTHING
        RETURNING id
    )
    SELECT array_agg(id) INTO fresh FROM taken;

    IF cardinality(fresh) IS DISTINCT FROM jsonb_array_length(posting -> 'entries') AND EXISTS (
        SELECT FROM jsonb_to_recordset(posting -> 'entries') AS entry (key text, fingerprint text)
        JOIN ledger_entry AS known USING (key)
        WHERE known.fingerprint <> decode(entry.fingerprint, 'hex')
    ) THEN
        RAISE integrity_constraint_violation USING
            MESSAGE = 'an entry of that key was posted with other content',
            CONSTRAINT = 'ledger_entry_same_content';
    END IF;

    INSERT INTO ledger_account (id, name, currency, covered, tallied, debits, credits)
    SELECT id, name, 'JPY', true, true, 0, 0
    FROM jsonb_to_recordset(posting -> 'accounts') AS account (entry uuid, id uuid, name text)
    WHERE entry = ANY (fresh);

    WITH posted AS (
        INSERT INTO ledger_transfer (entry_id, number, debit_id, credit_id, amount, currency)
        SELECT entry, number, debit, credit, amount, (SELECT currency FROM ledger_account WHERE id = debit)
        FROM jsonb_to_recordset(posting -> 'transfers')
            AS transfer (entry uuid, number smallint, debit uuid, credit uuid, amount bigint)
        WHERE entry = ANY (fresh)
        RETURNING debit_id, credit_id, amount
    ), moved AS (
        SELECT account, sum(debit) AS debit, sum(credit) AS credit
        FROM posted, LATERAL (VALUES (debit_id, amount, 0), (credit_id, 0, amount))
            AS side (account, debit, credit)
        GROUP BY account
    ), locked AS (
        SELECT id, moved.debit, moved.credit
        FROM moved JOIN ledger_account ON id = account
        WHERE tallied
        ORDER BY id FOR NO KEY UPDATE OF ledger_account
    )
    UPDATE ledger_account
    SET debits = debits + locked.debit, credits = credits + locked.credit
    FROM locked
    WHERE ledger_account.id = locked.id;
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
