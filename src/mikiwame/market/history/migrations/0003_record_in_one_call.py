"""Writing facts, with one dispatch for each consumer, in one call: also from within another room's statement."""

from django.db import migrations

RECORD = """
CREATE FUNCTION history_record(facts jsonb, recorded_at timestamptz) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO history_fact (id, kind, subject, data, by, at)
    SELECT fact.id, fact.kind, fact.subject, fact.data, fact.by, recorded_at
    FROM jsonb_to_recordset(facts) AS fact (id uuid, kind text, subject text, data jsonb, by text);

    INSERT INTO history_dispatch (id, consumer, fact_id, not_before, attempts)
    SELECT dispatch.value::uuid, dispatch.key, fact.id, recorded_at, 0
    FROM jsonb_to_recordset(facts) AS fact (id uuid, consumers jsonb),
        jsonb_each_text(fact.consumers) AS dispatch;
END
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("history", "0002_keep_facts")]

    operations = [migrations.RunSQL(RECORD, "DROP FUNCTION history_record;")]
