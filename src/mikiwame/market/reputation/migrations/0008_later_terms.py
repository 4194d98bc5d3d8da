from django.db import migrations

# Of contracts that ended before there was this measure it can be said that no worse terms came after hiring.
HAND_ON = """
INSERT INTO history_dispatch (id, consumer, fact_id, not_before, attempts)
SELECT gen_random_uuid(), 'records', id, at, 0 FROM history_fact
WHERE kind IN ('contracts.ContractFinished', 'contracts.ContractEnded')
ON CONFLICT DO NOTHING
"""


class Migration(migrations.Migration):
    dependencies = [("reputation", "0007_reviews_of_tasks"), ("history", "0001_initial")]

    operations = [migrations.RunSQL(HAND_ON, migrations.RunSQL.noop)]
