"""What is known of a record, and what is already recorded."""

import django.db.models.deletion
import mikiwame.core.ids
from django.db import migrations, models


# Facts from before there were records are handed on now, once.
HAND_ON = """
INSERT INTO history_dispatch (id, consumer, fact_id, not_before, attempts)
SELECT gen_random_uuid(), 'records', id, at, 0 FROM history_fact
WHERE kind IN ('messaging.MessageSent', 'hiring.PlaceTaken', 'hiring.ApplicationDeclined',
    'hiring.PostingFilled', 'hiring.PostingClosed', 'hiring.PostingExpired', 'contracts.ContractAgreed')
"""


class Migration(migrations.Migration):
    dependencies = [
        ("history", "0003_record_in_one_call"),
        ("members", "0003_cache_table"),
        ("reputation", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Observation",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=mikiwame.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("side", models.TextField()),
                ("measure", models.TextField()),
                ("format", models.TextField()),
                ("size", models.TextField(help_text="by the whole reward: discernment.record.size_of")),
                (
                    "month",
                    models.DateField(help_text="the first day of the month in which it happened, in Tokyo"),
                ),
                (
                    "amount",
                    models.BigIntegerField(
                        help_text="how often it happened, or how many minutes it took in all"
                    ),
                ),
                ("of", models.PositiveIntegerField(help_text="of how many")),
                ("subject", models.TextField(help_text="contract:…, posting:…, application:… or message:…")),
                ("at", models.DateTimeField(help_text="when the last of them happened")),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="observations",
                        to="members.party",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["party", "month"], name="reputation_observation_month"),
                    models.Index(fields=["party", "-at", "-id"], name="reputation_observation_latest"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("side__in", ["client", "worker"])),
                        name="reputation_observation_side_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "measure__in",
                                [
                                    "decided",
                                    "days_to_decide",
                                    "hired",
                                    "funded",
                                    "days_to_fund",
                                    "days_to_inspect",
                                    "inspected",
                                    "cancelled_after_hire",
                                    "worsened_after_hire",
                                    "disputed",
                                    "rehired",
                                    "completed",
                                    "punctual",
                                    "hours_to_reply",
                                    "reworked",
                                ],
                            )
                        ),
                        name="reputation_observation_measure_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("format__in", ["project", "task", "contest"])),
                        name="reputation_observation_format_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("size__in", ["small", "middle", "large"])),
                        name="reputation_observation_size_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gte", 0), ("of__gt", 0)),
                        name="reputation_observation_counted",
                    ),
                    models.UniqueConstraint(
                        fields=("subject", "party", "side", "measure"), name="reputation_observation_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Tally",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=mikiwame.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("side", models.TextField()),
                ("measure", models.TextField()),
                ("format", models.TextField()),
                ("size", models.TextField(help_text="by the whole reward: discernment.record.size_of")),
                (
                    "month",
                    models.DateField(help_text="the first day of the month in which it happened, in Tokyo"),
                ),
                (
                    "amount",
                    models.BigIntegerField(
                        help_text="how often it happened, or how many minutes it took in all"
                    ),
                ),
                ("of", models.PositiveIntegerField(help_text="of how many")),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tallies",
                        to="members.party",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "tallies",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("side__in", ["client", "worker"])),
                        name="reputation_tally_side_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "measure__in",
                                [
                                    "decided",
                                    "days_to_decide",
                                    "hired",
                                    "funded",
                                    "days_to_fund",
                                    "days_to_inspect",
                                    "inspected",
                                    "cancelled_after_hire",
                                    "worsened_after_hire",
                                    "disputed",
                                    "rehired",
                                    "completed",
                                    "punctual",
                                    "hours_to_reply",
                                    "reworked",
                                ],
                            )
                        ),
                        name="reputation_tally_measure_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("format__in", ["project", "task", "contest"])),
                        name="reputation_tally_format_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("size__in", ["small", "middle", "large"])),
                        name="reputation_tally_size_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gte", 0), ("of__gt", 0)), name="reputation_tally_counted"
                    ),
                    models.UniqueConstraint(
                        fields=("party", "side", "measure", "format", "size", "month"),
                        name="reputation_tally_once",
                    ),
                ],
            },
        ),
        migrations.RunSQL(HAND_ON, migrations.RunSQL.noop),
    ]
