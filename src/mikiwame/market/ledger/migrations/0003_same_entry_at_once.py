"""An entry that is posted twice at the same moment under one identifier counts once too, as its key does.

Of two that race, the second may meet the first by its identifier before it meets it by its key.
"""

from django.db import migrations

BY_KEY, BY_ANY = "ON CONFLICT (key) DO NOTHING", "ON CONFLICT DO NOTHING"


def rewrite(old: str, new: str) -> str:
    """Replace words in the posting function."""
    return f"""
DO $do$ BEGIN
    EXECUTE replace(pg_get_functiondef('ledger_post(jsonb, timestamptz)'::regprocedure), '{old}', '{new}');
END $do$;
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_post")]

    operations = [migrations.RunSQL(rewrite(BY_KEY, BY_ANY), rewrite(BY_ANY, BY_KEY))]
