"""No two spells of a week lie on one another: the database says so itself, whoever writes them down.

Ranges alone have what an exclusion needs without an extension, which not every PostgreSQL brings along:
hence the range of ids, and that of a single day.
"""

from django.db import migrations

APART = """
CREATE TYPE contracts_idrange AS RANGE (subtype = uuid);

ALTER TABLE contracts_timeentry ADD CONSTRAINT contracts_timeentry_apart EXCLUDE USING gist (
    contracts_idrange(timesheet_id, timesheet_id, '[]') WITH &&,
    daterange(day, day, '[]') WITH &&,
    int4range(begins, ends) WITH &&
);
"""

TOGETHER = """
ALTER TABLE contracts_timeentry DROP CONSTRAINT contracts_timeentry_apart;
DROP TYPE contracts_idrange;
"""


class Migration(migrations.Migration):
    dependencies = [("contracts", "0016_keep_statements")]

    operations = [migrations.RunSQL(APART, TOGETHER)]
