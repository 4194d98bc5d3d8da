"""Let Procrastinate's fetch walk its index.

On a fresh backlog the planner knows nothing of the table and sorts all of it for every job. A later version of the
function comes without these settings: then a migration like this one has to follow, and tests/ops/test_chores.py fails
until it does.
"""

from django.db import migrations

FETCH = "procrastinate_fetch_job_v2(character varying[], bigint)"


class Migration(migrations.Migration):
    dependencies = [("procrastinate", "0041_post_retry_failed_job")]

    operations = [
        migrations.RunSQL(
            f"ALTER FUNCTION {FETCH} SET enable_sort = off SET enable_bitmapscan = off SET enable_material = off",
            f"ALTER FUNCTION {FETCH} RESET ALL",
        )
    ]
