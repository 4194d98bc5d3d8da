"""A summary stays as it was written, and is answered once. Files that came before wait for a scanner too."""

from django.db import migrations

KEEP = """
CREATE FUNCTION messaging_keep_summary() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.state = 'pending'
        AND (NEW.id, NEW.conversation_id, NEW.author_id, NEW.text, NEW.pasted_at, NEW.digest)
          = (OLD.id, OLD.conversation_id, OLD.author_id, OLD.text, OLD.pasted_at, OLD.digest)
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'what was written stays written' USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER messaging_summary_keep BEFORE UPDATE OR DELETE ON messaging_summary
    FOR EACH ROW EXECUTE FUNCTION messaging_keep_summary();
CREATE TRIGGER messaging_summary_keep_all BEFORE TRUNCATE ON messaging_summary
    EXECUTE FUNCTION messaging_keep_summary();

UPDATE messaging_attachment SET scan_due = uploaded_at WHERE scan = 'unscanned';
"""

LET_GO = """
DROP TRIGGER messaging_summary_keep_all ON messaging_summary;
DROP TRIGGER messaging_summary_keep ON messaging_summary;
DROP FUNCTION messaging_keep_summary();
"""


class Migration(migrations.Migration):
    dependencies = [("messaging", "0005_summaries_and_scans")]

    operations = [migrations.RunSQL(KEEP, LET_GO)]
