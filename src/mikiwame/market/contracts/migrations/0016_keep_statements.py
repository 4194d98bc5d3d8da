"""What was handed in stays: a trigger refuses to change or delete the lines of a statement of hours."""

from django.db import migrations

KEEP = """
CREATE FUNCTION contracts_refuse_restating() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a statement of hours never changes' USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER contracts_statementline_keep
    BEFORE DELETE OR UPDATE OF id, delivery_id, number, day, begins, ends, note, written_at
    ON contracts_statementline FOR EACH ROW EXECUTE FUNCTION contracts_refuse_restating();
"""

LET_GO = """
DROP TRIGGER contracts_statementline_keep ON contracts_statementline;
DROP FUNCTION contracts_refuse_restating();
"""


class Migration(migrations.Migration):
    dependencies = [("contracts", "0015_standby_fees")]

    operations = [migrations.RunSQL(KEEP, LET_GO)]
