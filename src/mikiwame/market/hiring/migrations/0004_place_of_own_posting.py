"""A place can be taken only by an application to the posting that the place belongs to."""

from django.db import migrations

WRITE = """
ALTER TABLE hiring_application
    ADD CONSTRAINT hiring_application_of_posting UNIQUE (id, posting_id);
ALTER TABLE hiring_place
    ADD CONSTRAINT hiring_place_of_own_posting
    FOREIGN KEY (taken_by_id, posting_id) REFERENCES hiring_application (id, posting_id)
    DEFERRABLE INITIALLY DEFERRED;
"""

ERASE = """
ALTER TABLE hiring_place DROP CONSTRAINT hiring_place_of_own_posting;
ALTER TABLE hiring_application DROP CONSTRAINT hiring_application_of_posting;
"""


class Migration(migrations.Migration):
    dependencies = [("hiring", "0003_index_columns")]

    operations = [migrations.RunSQL(WRITE, ERASE)]
