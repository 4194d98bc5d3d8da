"""A contract has one terms notice for each version of its terms; those that stand are of the first."""

import django.db.models.deletion
from django.db import migrations, models

FORWARD = """
DROP TRIGGER contracts_termsnotice_immutable ON contracts_termsnotice;
ALTER TABLE contracts_termsnotice
    ADD COLUMN sheet_id uuid,
    ADD COLUMN number smallint NOT NULL DEFAULT 1 CHECK (number >= 0);
UPDATE contracts_termsnotice AS notice
    SET sheet_id = contract.sheet_id FROM contracts_contract AS contract WHERE contract.id = notice.contract_id;
ALTER TABLE contracts_termsnotice
    ALTER COLUMN number DROP DEFAULT,
    DROP CONSTRAINT contracts_termsnotice_pkey,
    ADD CONSTRAINT contracts_termsnotice_pkey PRIMARY KEY (sheet_id),
    ADD CONSTRAINT contracts_termsnotice_sheet_fk FOREIGN KEY (sheet_id)
        REFERENCES terms_sheet (id) DEFERRABLE INITIALLY DEFERRED,
    ADD CONSTRAINT contracts_notice_number_once UNIQUE (contract_id, number);
CREATE TRIGGER contracts_termsnotice_immutable BEFORE UPDATE OR DELETE ON contracts_termsnotice
    FOR EACH ROW EXECUTE FUNCTION contracts_keep_notice();
"""

BACKWARD = """
DROP TRIGGER contracts_termsnotice_immutable ON contracts_termsnotice;
ALTER TABLE contracts_termsnotice
    DROP CONSTRAINT contracts_notice_number_once,
    DROP CONSTRAINT contracts_termsnotice_pkey,
    DROP COLUMN sheet_id,
    DROP COLUMN number,
    ADD CONSTRAINT contracts_termsnotice_pkey PRIMARY KEY (contract_id);
CREATE TRIGGER contracts_termsnotice_immutable BEFORE UPDATE OR DELETE ON contracts_termsnotice
    FOR EACH ROW EXECUTE FUNCTION contracts_keep_notice();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("contracts", "0003_lives_of_contracts"),
        ("terms", "0001_initial"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(FORWARD, BACKWARD)],
            state_operations=[
                migrations.DeleteModel("TermsNotice"),
                migrations.CreateModel(
                    name="TermsNotice",
                    fields=[
                        (
                            "sheet",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                primary_key=True,
                                related_name="terms_notice",
                                serialize=False,
                                to="terms.sheet",
                            ),
                        ),
                        (
                            "number",
                            models.PositiveSmallIntegerField(
                                help_text="the version of what both agreed to, the first is 1"
                            ),
                        ),
                        ("html", models.TextField()),
                        ("sha256", models.BinaryField()),
                        ("issued_at", models.DateTimeField()),
                        (
                            "contract",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="terms_notices",
                                to="contracts.contract",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("contract", "number"),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("contract", "number"), name="contracts_notice_number_once"
                            )
                        ],
                    },
                ),
            ],
        ),
    ]
