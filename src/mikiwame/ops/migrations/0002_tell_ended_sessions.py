"""Let the end of a session be heard by whoever tells its pages of news, whatever ends it.

Only a digest of its key is told: the key itself would open the session.
"""

from django.db import migrations

TELL = """
CREATE FUNCTION ops_session_ended() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('mikiwame_live', json_build_object(
        'kind', 'session_ended', 'session', encode(sha256(convert_to(OLD.session_key, 'UTF8')), 'hex')
    )::text);
    RETURN NULL;
END $$;

CREATE TRIGGER ops_session_ended AFTER DELETE ON django_session
    FOR EACH ROW EXECUTE FUNCTION ops_session_ended();
"""

BE_SILENT = """
DROP TRIGGER ops_session_ended ON django_session;
DROP FUNCTION ops_session_ended();
"""


class Migration(migrations.Migration):
    dependencies = [("ops", "0001_tune_fetching"), ("sessions", "0001_initial")]

    operations = [migrations.RunSQL(TELL, BE_SILENT)]
