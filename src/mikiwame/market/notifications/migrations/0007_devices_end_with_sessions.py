"""Whoever signs out receives nothing more in that browser, whatever ends the session.

The trigger only marks: a message may be on its way there, for which nobody who signs out shall wait.
"""

from django.db import migrations, models

END = """
CREATE FUNCTION notifications_session_ended() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE notifications_device SET ended_at = now()
    WHERE session = encode(sha256(convert_to(OLD.session_key, 'UTF8')), 'hex') AND ended_at IS NULL;
    RETURN NULL;
END $$;

CREATE TRIGGER notifications_session_ended AFTER DELETE ON django_session
    FOR EACH ROW WHEN (OLD.expire_date > now()) EXECUTE FUNCTION notifications_session_ended();
"""

GO_ON = """
DROP TRIGGER notifications_session_ended ON django_session;
DROP FUNCTION notifications_session_ended();
"""


class Migration(migrations.Migration):
    dependencies = [("notifications", "0006_devices"), ("sessions", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="device",
            name="session",
            field=models.TextField(
                blank=True, default="", help_text="SHA-256 of the session's key, in hex"
            ),
        ),
        migrations.AddField(
            model_name="device",
            name="ended_at",
            field=models.DateTimeField(
                help_text="when its session was ended, or the password changed", null=True
            ),
        ),
        migrations.AddIndex(
            model_name="device",
            index=models.Index(fields=["session"], name="notifications_device_session"),
        ),
        migrations.RunSQL(END, GO_ON),
    ]
