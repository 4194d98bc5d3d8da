import django.db.models.deletion
import mikiwame.core.ids
import mikiwame.market.contracts.states
from django.db import migrations, models


NOTICES_STAY = """
CREATE FUNCTION contracts_keep_notice() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a terms notice is never changed' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER contracts_termsnotice_immutable BEFORE UPDATE OR DELETE ON contracts_termsnotice
    FOR EACH ROW EXECUTE FUNCTION contracts_keep_notice();
"""

NOTICES_GO = """
DROP TRIGGER contracts_termsnotice_immutable ON contracts_termsnotice;
DROP FUNCTION contracts_keep_notice();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("contracts", "0002_initial"),
        ("hiring", "0002_initial"),
        ("members", "0001_initial"),
        ("messaging", "0001_initial"),
        ("terms", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="contract",
            name="ending",
            field=models.TextField(blank=True, default="", help_text="why it is over"),
        ),
        migrations.AddField(
            model_name="contract",
            name="started_at",
            field=models.DateTimeField(help_text="when the lamp first turned green", null=True),
        ),
        migrations.AddField(
            model_name="contract",
            name="starts_on",
            field=models.DateField(
                help_text="work may begin from this day; empty while the start's condition is not met",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="milestone",
            name="postponed",
            field=models.PositiveSmallIntegerField(
                default=0, help_text="days that the due date moved because the worker had to wait"
            ),
        ),
        migrations.AddField(
            model_name="offer",
            name="decline_note",
            field=models.TextField(blank=True, help_text="what the worker said to her no", max_length=1000),
        ),
        migrations.AlterField(
            model_name="contract",
            name="ended_reason",
            field=models.TextField(blank=True, help_text="in the words of who ended it", max_length=1000),
        ),
        migrations.AlterField(
            model_name="milestone",
            name="due",
            field=models.DateField(help_text="the last day for handing over, in Japan"),
        ),
        migrations.AddIndex(
            model_name="contract",
            index=models.Index(
                condition=models.Q(
                    ("started_at", None), ("state", mikiwame.market.contracts.states.ContractState["RUNNING"])
                ),
                fields=["starts_on"],
                name="contracts_contract_to_start",
            ),
        ),
        migrations.AddIndex(
            model_name="offer",
            index=models.Index(fields=["client", "-made_at"], name="contracts_offer_client"),
        ),
        migrations.AddIndex(
            model_name="offer",
            index=models.Index(fields=["worker", "-made_at"], name="contracts_offer_worker"),
        ),
        migrations.AddConstraint(
            model_name="contract",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at", None), ("ending", "")),
                    models.Q(
                        ("ended_at__isnull", False),
                        (
                            "ending__in",
                            [
                                "finished",
                                "funding_lapsed",
                                "cancelled_by_client",
                                "cancelled_by_worker",
                                "parted",
                                "delivery_overdue",
                                "worker_silent",
                                "start_too_late",
                                "start_missed",
                                "settled",
                            ],
                        ),
                    ),
                    _connector="OR",
                ),
                name="contracts_contract_ending_known",
            ),
        ),
        migrations.DeleteModel(
            name="Cancellation",
        ),
        migrations.DeleteModel(
            name="Dispute",
        ),
        migrations.CreateModel(
            name="Cancellation",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=mikiwame.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("state_since", models.DateTimeField()),
                (
                    "state",
                    models.TextField(default=mikiwame.market.contracts.states.CancellationState["PROPOSED"]),
                ),
                ("reason", models.TextField(max_length=1000)),
                ("proposed_at", models.DateTimeField()),
                ("until", models.DateTimeField()),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cancellations",
                        to="contracts.contract",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="members.party"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["proposed", "agreed", "refused", "withdrawn", "lapsed", "dropped"])
                        ),
                        name="contracts_cancellation_state_known",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("state", mikiwame.market.contracts.states.CancellationState["PROPOSED"])
                        ),
                        fields=("contract",),
                        name="contracts_cancellation_one_open",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Dispute",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=mikiwame.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("state_since", models.DateTimeField()),
                ("state", models.TextField(default=mikiwame.market.contracts.states.DisputeState["OPEN"])),
                ("statement", models.TextField(max_length=5000)),
                ("opened_at", models.DateTimeField()),
                (
                    "answer",
                    models.TextField(blank=True, help_text="how the other side sees it", max_length=5000),
                ),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "to_worker",
                    models.BigIntegerField(
                        help_text="gross part that the operator gave to the worker", null=True
                    ),
                ),
                ("ruling", models.TextField(blank=True, max_length=5000)),
                (
                    "milestone",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dispute",
                        to="contracts.milestone",
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="members.party"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["state", "opened_at"], name="contracts_dispute_queue")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["open", "settled", "dropped"])),
                        name="contracts_dispute_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["settled"]), ("to_worker__isnull", False)),
                            models.Q(
                                models.Q(("state__in", ["settled"]), _negated=True),
                                models.Q(("to_worker__isnull", False), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="contracts_dispute_settled",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("to_worker", None), ("to_worker__gte", 0), _connector="OR"),
                        name="contracts_dispute_to_worker_positive",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", ""), ("answered_at", None)),
                            models.Q(models.Q(("answer", ""), _negated=True), ("answered_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="contracts_dispute_answer_dated",
                    ),
                ],
            },
        ),
        migrations.RunSQL(NOTICES_STAY, NOTICES_GO),
    ]
