"""A participant's refusal is named by what she lacks; no unit leaves a frozen exam, by a change of exam either."""

from importlib import import_module

from django.db import migrations

earlier = import_module("mikiwame.market.taskwork.migrations.0009_admission")

NAMED = """
CREATE OR REPLACE FUNCTION taskwork_admit() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    lacking text := taskwork_lacking(NEW.batch_id, NEW.worker_id, NEW.joined_at);
    named text := CASE lacking
        WHEN 'identity_unconfirmed' THEN 'taskwork_participant_identity_confirmed'
        ELSE 'taskwork_participant_exam_passed'
    END;
BEGIN
    IF lacking IS NOT NULL THEN
        RAISE EXCEPTION 'a participant lacks what the batch asks for: %', lacking
            USING ERRCODE = 'check_violation', CONSTRAINT = named;
    END IF;
    RETURN NEW;
END $$;
"""
NAMED_ALIKE = "CREATE OR REPLACE FUNCTION taskwork_admit" + (
    earlier.LACKING.partition("CREATE FUNCTION taskwork_admit")[2].partition("CREATE TRIGGER")[0]
)

KEPT_HALF = "CREATE OR REPLACE FUNCTION taskwork_keep_exam_unit" + (
    earlier.STAY.partition("CREATE FUNCTION taskwork_keep_exam_unit")[2].partition("CREATE TRIGGER")[0]
)
KEPT = """
CREATE OR REPLACE FUNCTION taskwork_keep_exam_unit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM taskwork_exam WHERE id IN (OLD.exam_id, NEW.exam_id) AND frozen_at IS NOT NULL
    ) THEN
        RAISE EXCEPTION 'a frozen exam is never changed' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("taskwork", "0011_limits")]

    operations = [
        migrations.RunSQL(NAMED, NAMED_ALIKE),
        migrations.RunSQL(KEPT, KEPT_HALF),
    ]
