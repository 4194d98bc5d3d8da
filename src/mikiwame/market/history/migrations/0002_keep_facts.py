"""What happened stays: a trigger refuses to change, delete or truncate facts."""

from django.db import migrations

KEEP = """
CREATE FUNCTION history_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a fact never changes' USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER history_fact_keep BEFORE UPDATE OR DELETE ON history_fact
    FOR EACH ROW EXECUTE FUNCTION history_refuse_change();
CREATE TRIGGER history_fact_keep_all BEFORE TRUNCATE ON history_fact
    EXECUTE FUNCTION history_refuse_change();
"""

LET_GO = """
DROP TRIGGER history_fact_keep_all ON history_fact;
DROP TRIGGER history_fact_keep ON history_fact;
DROP FUNCTION history_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("history", "0001_initial")]

    operations = [migrations.RunSQL(KEEP, LET_GO)]
