"""A frozen form stays as it is, with all that it asks: each process reads it only once."""

from django.db import migrations

KEEP = """
CREATE FUNCTION taskwork_keep_form() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.frozen_at IS NOT NULL THEN
        RAISE EXCEPTION 'a frozen form is never changed' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER taskwork_form_frozen BEFORE UPDATE OR DELETE ON taskwork_form
    FOR EACH ROW EXECUTE FUNCTION taskwork_keep_form();

CREATE FUNCTION taskwork_keep_field() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    touched taskwork_field := CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
BEGIN
    IF EXISTS (SELECT FROM taskwork_form WHERE id = touched.form_id AND frozen_at IS NOT NULL) THEN
        RAISE EXCEPTION 'a frozen form is never changed' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN touched;
END $$;
CREATE TRIGGER taskwork_field_frozen BEFORE INSERT OR UPDATE OR DELETE ON taskwork_field
    FOR EACH ROW EXECUTE FUNCTION taskwork_keep_field();

CREATE FUNCTION taskwork_keep_choice() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    touched taskwork_choice := CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
BEGIN
    IF EXISTS (
        SELECT FROM taskwork_field AS field JOIN taskwork_form AS form ON form.id = field.form_id
        WHERE field.id = touched.field_id AND form.frozen_at IS NOT NULL
    ) THEN
        RAISE EXCEPTION 'a frozen form is never changed' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN touched;
END $$;
CREATE TRIGGER taskwork_choice_frozen BEFORE INSERT OR UPDATE OR DELETE ON taskwork_choice
    FOR EACH ROW EXECUTE FUNCTION taskwork_keep_choice();
"""

LET_GO = """
DROP TRIGGER taskwork_choice_frozen ON taskwork_choice;
DROP TRIGGER taskwork_field_frozen ON taskwork_field;
DROP TRIGGER taskwork_form_frozen ON taskwork_form;
DROP FUNCTION taskwork_keep_choice();
DROP FUNCTION taskwork_keep_field();
DROP FUNCTION taskwork_keep_form();
"""


class Migration(migrations.Migration):
    dependencies = [("taskwork", "0004_second_looks")]

    operations = [migrations.RunSQL(KEEP, LET_GO)]
