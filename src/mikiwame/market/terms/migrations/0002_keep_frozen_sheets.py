"""A frozen sheet and its parts stay as they are: a trigger refuses to change, delete or truncate them."""

import datetime

from django.db import migrations, models

KEEP = """
CREATE FUNCTION terms_refuse_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a frozen sheet never changes'
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'terms_sheet_frozen', TABLE = TG_TABLE_NAME;
END $$;

CREATE TRIGGER terms_sheet_keep_frozen BEFORE UPDATE OR DELETE ON terms_sheet
    FOR EACH ROW WHEN (OLD.frozen_at IS NOT NULL) EXECUTE FUNCTION terms_refuse_frozen();
CREATE TRIGGER terms_sheet_keep_all BEFORE TRUNCATE ON terms_sheet
    EXECUTE FUNCTION terms_refuse_frozen();

CREATE FUNCTION terms_keep_frozen_parts() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE sheet record;
BEGIN
    -- The lock waits for a sheet that is being frozen right now; a condition on frozen_at would look past it.
    FOR sheet IN SELECT frozen_at FROM terms_sheet WHERE id IN (OLD.sheet_id, NEW.sheet_id) FOR SHARE LOOP
        IF sheet.frozen_at IS NOT NULL THEN
            RAISE EXCEPTION 'the parts of a frozen sheet never change'
                USING ERRCODE = 'restrict_violation', CONSTRAINT = 'terms_sheet_frozen', TABLE = TG_TABLE_NAME;
        END IF;
    END LOOP;
    RETURN coalesce(NEW, OLD);
END $$;

CREATE TRIGGER terms_milestone_keep_frozen BEFORE INSERT OR UPDATE OR DELETE ON terms_sheetmilestone
    FOR EACH ROW EXECUTE FUNCTION terms_keep_frozen_parts();
CREATE TRIGGER terms_milestone_keep_all BEFORE TRUNCATE ON terms_sheetmilestone
    EXECUTE FUNCTION terms_refuse_frozen();
"""

LET_GO = """
DROP TRIGGER terms_milestone_keep_all ON terms_sheetmilestone;
DROP TRIGGER terms_milestone_keep_frozen ON terms_sheetmilestone;
DROP FUNCTION terms_keep_frozen_parts();
DROP TRIGGER terms_sheet_keep_all ON terms_sheet;
DROP TRIGGER terms_sheet_keep_frozen ON terms_sheet;
DROP FUNCTION terms_refuse_frozen();
"""


class Migration(migrations.Migration):
    dependencies = [("terms", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="sheet",
            name="written_at",
            field=models.DateTimeField(
                help_text="when this version was begun",
                # For rows of a time before there were any: none.
                default=datetime.datetime(2026, 11, 1, tzinfo=datetime.UTC),
            ),
            preserve_default=False,
        ),
        migrations.RunSQL(KEEP, LET_GO),
    ]
