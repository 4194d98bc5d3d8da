"""The table of Django's DatabaseCache, in which sign-in attempts are counted, so that nobody has to remember
``createcachetable``. Unlogged: a counter that a crash of the database forgets does no harm.
"""

from django.db import migrations

CREATE = """
CREATE UNLOGGED TABLE cache (
    cache_key varchar(255) PRIMARY KEY,
    value text NOT NULL,
    expires timestamptz NOT NULL
);
CREATE INDEX cache_expires ON cache (expires);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0002_settings_of_members"),
    ]

    operations = [migrations.RunSQL(CREATE, "DROP TABLE cache")]
