"""What the engine read, kept; and what the rating graph makes of parties."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("hiring", "0009_marks"),
        ("members", "0003_cache_table"),
        ("reputation", "0002_records"),
    ]

    operations = [
        migrations.CreateModel(
            name="Description",
            fields=[
                ("verdict", models.TextField()),
                ("found", models.JSONField(help_text="the engine's report as plain values")),
                ("engine", models.TextField(help_text="discernment.version: another one reads anew")),
                ("made_at", models.DateTimeField()),
                (
                    "posting",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="description",
                        serialize=False,
                        to="hiring.posting",
                    ),
                ),
                (
                    "text",
                    models.BinaryField(help_text="SHA-256 of all that was read: another text reads anew"),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["engine"], name="reputation_description_engine")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("verdict__in", ["ok", "incomplete", "caution", "danger"])),
                        name="reputation_description_verdict_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Opinion",
            fields=[
                ("verdict", models.TextField()),
                ("found", models.JSONField(help_text="the engine's report as plain values")),
                ("engine", models.TextField(help_text="discernment.version: another one reads anew")),
                ("made_at", models.DateTimeField()),
                (
                    "party",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="opinion",
                        serialize=False,
                        to="members.party",
                    ),
                ),
                ("reviews", models.PositiveIntegerField(help_text="how many were open then")),
            ],
            options={
                "indexes": [models.Index(fields=["engine"], name="reputation_opinion_engine")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("verdict__in", ["ok", "incomplete", "caution", "danger"])),
                        name="reputation_opinion_verdict_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Regard",
            fields=[
                (
                    "party",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="regard",
                        serialize=False,
                        to="members.party",
                    ),
                ),
                ("fairness", models.FloatField(default=0.5, help_text="0 to 1 as rater; 0.5 is unproven")),
                ("goodness", models.FloatField(default=0.0, help_text="-1 to 1 as ratee; 0 is unproven")),
                ("made_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("fairness__gte", 0),
                            ("fairness__lte", 1),
                            ("goodness__gte", -1),
                            ("goodness__lte", 1),
                        ),
                        name="reputation_regard_within",
                    )
                ],
            },
        ),
    ]
