"""Nobody joins a batch, and nobody claims in it, who hasn't passed its exam; exams and attempts stay.

``taskwork_lacking`` says what keeps a worker out at a moment, in the words of refusals; null: nothing. What she has
in hand already she may answer, whatever has become of her since.
"""

from importlib import import_module

from django.db import migrations

PLANS = """SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off
SET enable_hashjoin = off SET enable_mergejoin = off SET enable_sort = off"""

LACKING = f"""
CREATE FUNCTION taskwork_lacking(wanted uuid, worker uuid, at timestamptz) RETURNS text
LANGUAGE plpgsql STABLE {PLANS} AS $$
#variable_conflict use_column
DECLARE
    asks taskwork_admission;
BEGIN
    SELECT * INTO asks FROM taskwork_admission WHERE batch_id = wanted;
    RETURN CASE
        WHEN asks.exam_id IS NOT NULL AND NOT EXISTS (
            SELECT FROM taskwork_attempt AS attempt
            WHERE attempt.exam_id = asks.exam_id AND attempt.worker_id = worker AND attempt.passed
        ) THEN 'exam_not_passed'
    END;
END
$$;

CREATE FUNCTION taskwork_admit() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    lacking text := taskwork_lacking(NEW.batch_id, NEW.worker_id, NEW.joined_at);
BEGIN
    IF lacking IS NOT NULL THEN
        RAISE EXCEPTION 'a participant lacks what the batch asks for: %', lacking
            USING ERRCODE = 'check_violation', CONSTRAINT = 'taskwork_participant_admitted';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER taskwork_participant_admitted BEFORE INSERT ON taskwork_participant
    FOR EACH ROW EXECUTE FUNCTION taskwork_admit();
"""

NOTHING_LACKING = """
DROP TRIGGER taskwork_participant_admitted ON taskwork_participant;
DROP FUNCTION taskwork_admit();
DROP FUNCTION taskwork_lacking(uuid, uuid, timestamptz);
"""

# As in migration 0002, but for what is lacking.
CLAIM = f"""
CREATE OR REPLACE FUNCTION taskwork_claim(
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

    SELECT state, closes_at, time_limit, form_version,
        EXISTS (SELECT FROM taskwork_admission AS asks WHERE asks.batch_id = wanted) AS asks INTO batch
        FROM taskwork_batch WHERE id = wanted FOR KEY SHARE;
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
        IF batch.asks THEN
            outcome := taskwork_lacking(wanted, claimer, claimed);
            IF outcome IS NOT NULL THEN
                RETURN;
            END IF;
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

UNASKING = import_module("mikiwame.market.taskwork.migrations.0002_claim_and_submit").CLAIM.replace(
    "CREATE FUNCTION", "CREATE OR REPLACE FUNCTION", 1
)

STAY = """
CREATE TRIGGER taskwork_attempt_immutable BEFORE UPDATE OR DELETE ON taskwork_attempt
    FOR EACH ROW EXECUTE FUNCTION taskwork_refuse_change();

CREATE FUNCTION taskwork_keep_exam() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.frozen_at IS NOT NULL THEN
        RAISE EXCEPTION 'a frozen exam is never changed' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER taskwork_exam_frozen BEFORE UPDATE OR DELETE ON taskwork_exam
    FOR EACH ROW EXECUTE FUNCTION taskwork_keep_exam();

CREATE FUNCTION taskwork_keep_exam_unit() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    touched taskwork_examunit := CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
BEGIN
    IF EXISTS (SELECT FROM taskwork_exam WHERE id = touched.exam_id AND frozen_at IS NOT NULL) THEN
        RAISE EXCEPTION 'a frozen exam is never changed' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN touched;
END $$;
CREATE TRIGGER taskwork_exam_unit_frozen BEFORE INSERT OR UPDATE OR DELETE ON taskwork_examunit
    FOR EACH ROW EXECUTE FUNCTION taskwork_keep_exam_unit();
"""

GO = """
DROP TRIGGER taskwork_exam_unit_frozen ON taskwork_examunit;
DROP TRIGGER taskwork_exam_frozen ON taskwork_exam;
DROP TRIGGER taskwork_attempt_immutable ON taskwork_attempt;
DROP FUNCTION taskwork_keep_exam_unit();
DROP FUNCTION taskwork_keep_exam();
"""


class Migration(migrations.Migration):
    dependencies = [("taskwork", "0008_exams")]

    operations = [
        migrations.RunSQL(LACKING, NOTHING_LACKING),
        migrations.RunSQL(CLAIM, UNASKING),
        migrations.RunSQL(STAY, GO),
    ]
