"""Claiming and submitting in one call each; compound keys; notices, frozen forms and revisions that stay.

Both functions lock the participant first and one place last, so that a worker's own double click waits for
itself and nobody waits for anybody else. In between, a claim shares the batch's row: a batch that is being
closed waits for the claims that are under way, and counts them. Their plans are by index, made once: tables that grow from nothing
to millions within minutes have no statistics to plan by.
"""

from django.db import migrations

TIES = """
ALTER TABLE taskwork_place ADD CONSTRAINT taskwork_place_of_unit
    FOREIGN KEY (batch_id, unit) REFERENCES taskwork_unit (batch_id, number);
ALTER TABLE taskwork_place ADD CONSTRAINT taskwork_place_of_funding
    FOREIGN KEY (batch_id, funding) REFERENCES taskwork_funding (batch_id, number);
ALTER TABLE taskwork_answer ADD CONSTRAINT taskwork_answer_of_place
    FOREIGN KEY (batch_id, place) REFERENCES taskwork_place (batch_id, number);
ALTER TABLE taskwork_place SET (fillfactor = 80);
"""

LOOSE = """
ALTER TABLE taskwork_answer DROP CONSTRAINT taskwork_answer_of_place;
ALTER TABLE taskwork_place DROP CONSTRAINT taskwork_place_of_funding;
ALTER TABLE taskwork_place DROP CONSTRAINT taskwork_place_of_unit;
"""

PLANS = """SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off
SET enable_hashjoin = off SET enable_mergejoin = off SET enable_sort = off"""

TICKET = """
CREATE FUNCTION taskwork_ticket(returned timestamptz) RETURNS bigint IMMUTABLE LANGUAGE sql AS $$
    SELECT (extract(epoch FROM returned) * 1000000)::bigint
$$;
COMMENT ON FUNCTION taskwork_ticket IS 'where a place stands in the line that is free again since then';
"""

# First what came free with or after the last place that she was given; then, once a minute, what others may
# have had in hand when she passed it; then what somebody let run out. Her own claim has its grace too: an answer
# may be on its way from another window of hers. Places of a unit that she has answered are passed
# over. When nothing is left, her cursor moves on to two minutes ago: what comes back later has a later ticket,
# and a transaction that is still writing one began less than that before.
CLAIM = f"""
CREATE FUNCTION taskwork_claim(
    wanted uuid, claimer uuid, claimed timestamptz, grace interval,
    OUT outcome text, OUT place integer, OUT unit integer, OUT columns jsonb, OUT form_version integer,
    OUT claimed_at timestamptz, OUT until timestamptz
) LANGUAGE plpgsql {PLANS} AS $$
#variable_conflict use_column
DECLARE
    mine taskwork_participant;
    batch record;
    chosen record;
BEGIN
    SELECT * INTO mine FROM taskwork_participant WHERE batch_id = wanted AND worker_id = claimer
        FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        outcome := 'not_joined';
        RETURN;
    END IF;

    SELECT state, closes_at, time_limit, form_version INTO batch FROM taskwork_batch WHERE id = wanted
        FOR KEY SHARE;
    SELECT held.* INTO chosen FROM taskwork_place AS held
        WHERE held.batch_id = wanted AND held.worker_id = claimer AND held.state = 'claimed' FOR NO KEY UPDATE;
    IF chosen.number IS NOT NULL AND chosen.until > claimed THEN
        outcome := 'claimed';
    ELSIF chosen.number IS NOT NULL AND chosen.until > claimed - grace THEN
        outcome := 'just_over';
        RETURN;
    ELSE
        IF chosen.number IS NOT NULL THEN
            UPDATE taskwork_place SET state = 'free', worker_id = NULL, claimed_at = NULL, until = NULL,
                form_version = NULL, ticket = taskwork_ticket(claimed)
            WHERE batch_id = wanted AND number = chosen.number;
            chosen := NULL;
        END IF;

        IF batch.state <> 'open' OR claimed >= batch.closes_at THEN
            outcome := 'not_open';
            RETURN;
        END IF;

        SELECT free.* INTO chosen FROM taskwork_place AS free
            WHERE free.batch_id = wanted AND free.state = 'free' AND free.ticket >= mine.cursor
            AND NOT EXISTS (
                SELECT FROM taskwork_answer AS given
                WHERE given.batch_id = wanted AND given.unit = free.unit AND given.worker_id = claimer
            )
            ORDER BY free.ticket LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED;
        IF chosen.number IS NOT NULL THEN
            mine.cursor := chosen.ticket;
        ELSE
            mine.cursor := greatest(mine.cursor, taskwork_ticket(claimed - interval '2 minutes'));
            IF mine.looked_again_at IS NULL OR mine.looked_again_at <= claimed - interval '1 minute' THEN
                SELECT free.* INTO chosen FROM taskwork_place AS free
                    WHERE free.batch_id = wanted AND free.state = 'free' AND free.ticket < mine.cursor
                    AND NOT EXISTS (
                        SELECT FROM taskwork_answer AS given
                        WHERE given.batch_id = wanted AND given.unit = free.unit AND given.worker_id = claimer
                    )
                    ORDER BY free.ticket LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED;
                IF chosen.number IS NULL THEN
                    mine.looked_again_at := claimed;
                END IF;
            END IF;
        END IF;
        IF chosen.number IS NULL THEN
            SELECT let_go.* INTO chosen FROM taskwork_place AS let_go
                WHERE let_go.batch_id = wanted AND let_go.state = 'claimed' AND let_go.until <= claimed - grace
                AND NOT EXISTS (
                    SELECT FROM taskwork_answer AS given
                    WHERE given.batch_id = wanted AND given.unit = let_go.unit AND given.worker_id = claimer
                )
                ORDER BY let_go.until LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED;
        END IF;

        IF chosen.number IS NULL THEN
            outcome := 'nothing';
        ELSE
            outcome := 'claimed';
            chosen.form_version := batch.form_version;
            chosen.claimed_at := claimed;
            chosen.until := claimed + batch.time_limit * interval '1 second';
            UPDATE taskwork_place SET state = 'claimed', worker_id = claimer, claimed_at = claimed,
                until = chosen.until, form_version = chosen.form_version
            WHERE batch_id = wanted AND number = chosen.number;
        END IF;
        UPDATE taskwork_participant SET cursor = mine.cursor, looked_again_at = mine.looked_again_at
            WHERE batch_id = wanted AND worker_id = claimer;
    END IF;

    IF outcome = 'claimed' THEN
        place := chosen.number;
        unit := chosen.unit;
        form_version := chosen.form_version;
        claimed_at := chosen.claimed_at;
        until := chosen.until;
        SELECT asked.columns INTO columns FROM taskwork_unit AS asked
            WHERE asked.batch_id = wanted AND asked.number = chosen.unit;
    END IF;
END
$$;
"""

SUBMIT = f"""
CREATE FUNCTION taskwork_submit(
    new_id uuid, wanted uuid, taken integer, giver uuid, asked_as integer, given jsonb, submitted timestamptz,
    OUT outcome text, OUT answer uuid
) LANGUAGE plpgsql {PLANS} AS $$
#variable_conflict use_column
DECLARE
    room taskwork_place;
    earlier record;
    known jsonb;
    is_right boolean;
BEGIN
    PERFORM FROM taskwork_participant WHERE batch_id = wanted AND worker_id = giver FOR NO KEY UPDATE;
    SELECT * INTO room FROM taskwork_place WHERE batch_id = wanted AND number = taken FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        outcome := 'no_claim';
        RETURN;
    END IF;

    IF room.worker_id IS DISTINCT FROM giver OR room.state <> 'claimed' THEN
        SELECT id, content INTO earlier FROM taskwork_answer
            WHERE batch_id = wanted AND unit = room.unit AND worker_id = giver AND place = taken;
        answer := earlier.id;
        outcome := CASE
            WHEN earlier.id IS NULL THEN 'no_claim'
            WHEN earlier.content = given THEN 'submitted'
            ELSE 'already_answered'
        END;
        RETURN;
    END IF;
    IF submitted >= room.until THEN
        outcome := 'claim_over';
        RETURN;
    END IF;
    IF room.form_version <> asked_as THEN
        outcome := 'form_changed';
        RETURN;
    END IF;

    SELECT unit.known INTO known FROM taskwork_unit AS unit
        WHERE unit.batch_id = wanted AND unit.number = room.unit;
    is_right := CASE WHEN known IS NOT NULL THEN NOT EXISTS (
        SELECT FROM jsonb_each(known) AS right_one WHERE given -> right_one.key IS DISTINCT FROM right_one.value
    ) END;
    INSERT INTO taskwork_answer (
        id, state, state_since, batch_id, unit, place, worker_id, form_version, content, known_right, claimed_at,
        submitted_at, limit_at, fixes, reason, evidence
    ) SELECT new_id, 'submitted', submitted, wanted, room.unit, taken, giver, asked_as, given, is_right,
        room.claimed_at, greatest(submitted, room.claimed_at),
        submitted + batch.approve_days * interval '1 day', 0, '', ''
    FROM taskwork_batch AS batch WHERE batch.id = wanted;
    UPDATE taskwork_place SET state = 'answered' WHERE batch_id = wanted AND number = taken;
    UPDATE taskwork_participant SET answered = answered + 1,
        known_answered = known_answered + (is_right IS NOT NULL)::integer,
        known_right = known_right + coalesce(is_right, false)::integer
    WHERE batch_id = wanted AND worker_id = giver;
    outcome := 'submitted';
    answer := new_id;
END
$$;
"""

STAY = """
CREATE FUNCTION taskwork_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is never changed', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER taskwork_notice_immutable BEFORE UPDATE OR DELETE ON taskwork_notice
    FOR EACH ROW EXECUTE FUNCTION taskwork_refuse_change();
CREATE TRIGGER taskwork_revision_immutable BEFORE UPDATE OR DELETE ON taskwork_revision
    FOR EACH ROW EXECUTE FUNCTION taskwork_refuse_change();
"""

GO = """
DROP TRIGGER taskwork_notice_immutable ON taskwork_notice;
DROP TRIGGER taskwork_revision_immutable ON taskwork_revision;
DROP FUNCTION taskwork_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("taskwork", "0001_first")]

    operations = [
        migrations.RunSQL(TIES, LOOSE),
        migrations.RunSQL(TICKET, "DROP FUNCTION taskwork_ticket;"),
        migrations.RunSQL(CLAIM, "DROP FUNCTION taskwork_claim;"),
        migrations.RunSQL(SUBMIT, "DROP FUNCTION taskwork_submit;"),
        migrations.RunSQL(STAY, GO),
    ]
