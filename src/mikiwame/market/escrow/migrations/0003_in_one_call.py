"""What happens to a payment, in one call each: the rows of this room, the money in the ledger, the fact.

The operations call these with what their rules have let through; new rows arrive as JSON.
"""

from django.db import migrations

REQUEST = """
CREATE FUNCTION escrow_request(new escrow_deposit, facts jsonb) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO escrow_deposit SELECT new.* ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    PERFORM history_record(facts, new.requested_at);
    RETURN true;
END
$$;
"""

RECEIVE = """
CREATE FUNCTION escrow_receive(
    receipt escrow_receipt, hold escrow_hold, posting jsonb, facts jsonb
) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    UPDATE escrow_deposit SET state = 'received', state_since = hold.held_at
    WHERE id = hold.deposit_id AND state = 'requested';
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    INSERT INTO escrow_receipt SELECT receipt.*;
    INSERT INTO escrow_hold SELECT hold.*;
    PERFORM ledger_post(posting, hold.held_at), history_record(facts, hold.held_at);
    RETURN true;
END
$$;
"""

TERMS = """
CREATE FUNCTION escrow_lock_hold(
    held uuid, worker uuid, payer uuid, day date,
    OUT state text, OUT since date, OUT basis_points integer, OUT newcomers_free bigint,
    OUT earned uuid, OUT free_used bigint, OUT refundable uuid
) LANGUAGE plpgsql AS $$
BEGIN
    SELECT hold.state INTO state FROM escrow_hold AS hold WHERE hold.id = held FOR NO KEY UPDATE;
    SELECT rate.since, rate.basis_points, rate.newcomers_free INTO since, basis_points, newcomers_free
        FROM escrow_feerate AS rate WHERE rate.since <= day ORDER BY rate.since DESC LIMIT 1;
    SELECT book.earned_id, book.free_used INTO earned, free_used
        FROM escrow_book AS book WHERE book.party_id = worker;
    SELECT book.refundable_id INTO refundable FROM escrow_book AS book WHERE book.party_id = payer;
END
$$;
"""

END = """
CREATE FUNCTION escrow_end(
    ended uuid, as_state text, release escrow_release, refund escrow_refund, posting jsonb, facts jsonb,
    ended_at timestamptz
) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    UPDATE escrow_hold SET state = as_state, state_since = ended_at WHERE id = ended;
    IF release.id IS NOT NULL THEN
        INSERT INTO escrow_release SELECT release.*;
    END IF;
    IF refund.id IS NOT NULL THEN
        INSERT INTO escrow_refund SELECT refund.*;
    END IF;
    PERFORM ledger_post(posting, ended_at), history_record(facts, ended_at);
END
$$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("escrow", "0002_first_rows"),
        ("history", "0003_record_in_one_call"),
        ("ledger", "0002_post"),
    ]

    operations = [
        migrations.RunSQL(REQUEST, "DROP FUNCTION escrow_request;"),
        migrations.RunSQL(RECEIVE, "DROP FUNCTION escrow_receive;"),
        migrations.RunSQL(TERMS, "DROP FUNCTION escrow_lock_hold;"),
        migrations.RunSQL(END, "DROP FUNCTION escrow_end;"),
    ]
