from django.db import migrations, models

PRINTS_STAY = """
CREATE FUNCTION paperwork_keep_print() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a printed document is never changed' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER paperwork_print_immutable BEFORE UPDATE OR DELETE ON paperwork_print
    FOR EACH ROW EXECUTE FUNCTION paperwork_keep_print();
ALTER TABLE paperwork_print ALTER COLUMN pdf SET STORAGE EXTERNAL;
"""

PRINTS_GO = """
DROP TRIGGER paperwork_print_immutable ON paperwork_print;
DROP FUNCTION paperwork_keep_print();
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Print",
            fields=[
                (
                    "page",
                    models.BinaryField(
                        help_text="SHA-256 of the page that it was made of",
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("pdf", models.BinaryField()),
                ("sha256", models.BinaryField(help_text="of the PDF")),
                ("printed_at", models.DateTimeField()),
            ],
        ),
        migrations.RunSQL(PRINTS_STAY, PRINTS_GO),
    ]
