from django.db import migrations

STAY = """
CREATE FUNCTION contests_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is never changed', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER contests_notice_immutable BEFORE UPDATE OR DELETE ON contests_notice
    FOR EACH ROW EXECUTE FUNCTION contests_refuse_change();
CREATE TRIGGER contests_award_immutable BEFORE UPDATE OR DELETE ON contests_award
    FOR EACH ROW EXECUTE FUNCTION contests_refuse_change();
"""

GO = """
DROP TRIGGER contests_notice_immutable ON contests_notice;
DROP TRIGGER contests_award_immutable ON contests_award;
DROP FUNCTION contests_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("contests", "0002_appeals")]

    operations = [migrations.RunSQL(STAY, GO)]
