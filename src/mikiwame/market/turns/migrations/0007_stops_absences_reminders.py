"""Clocks that can stand still: how long each runs in all, when it is reminded of, and what stops it."""

from datetime import timedelta

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F

import mikiwame.core.ids


def running_without_stops(apps, schema_editor):
    """Nothing has stopped a clock so far; of what is open its side is reminded a day before the limit."""
    turns = apps.get_model("turns", "Turn").objects
    turns.update(running=F("until") - F("since"))
    prompted = turns.filter(state="open", whose__isnull=False).exclude(kind="closing")
    prompted.update(remind_at=F("until") - timedelta(days=1))


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0003_cache_table"),
        ("turns", "0006_looks_at_answers"),
    ]

    operations = [
        migrations.AddField("turn", "remind_at", models.DateTimeField(help_text="when whose turn it is is reminded next", null=True)),
        migrations.AddField("turn", "running", models.DurationField(help_text="how long the clock runs in all, without its stops", null=True)),
        migrations.RunPython(running_without_stops, migrations.RunPython.noop),
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.AlterField("turn", "running", models.DurationField(help_text="how long the clock runs in all, without its stops")),
        migrations.AddIndex(
            "turn",
            models.Index(
                condition=models.Q(("remind_at__isnull", False), ("state", "open")), fields=["remind_at"], name="turns_turn_to_remind"
            ),
        ),
        migrations.CreateModel(
            name="Stop",
            fields=[
                ("id", models.UUIDField(default=mikiwame.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("kind", models.TextField()),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField()),
                ("reason", models.TextField(blank=True, max_length=500)),
                ("recorded_at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["until"], name="turns_stop_until")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("kind__in", ["outage", "closed"])), name="turns_stop_kind_known"),
                    models.CheckConstraint(condition=models.Q(("until__gt", models.F("since"))), name="turns_stop_forward"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Absence",
            fields=[
                ("id", models.UUIDField(default=mikiwame.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("first", models.DateField()),
                ("last", models.DateField()),
                ("announced_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("party", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="absences", to="members.party")),
            ],
            options={
                "indexes": [models.Index(condition=models.Q(("withdrawn_at", None)), fields=["party", "last"], name="turns_absence_standing")],
                "constraints": [models.CheckConstraint(condition=models.Q(("last__gte", models.F("first"))), name="turns_absence_forward")],
            },
        ),
        migrations.CreateModel(
            name="Calendar",
            fields=[
                (
                    "member",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "digest",
                    models.BinaryField(
                        help_text="SHA-256 of the key; the key itself is shown once", unique=True
                    ),
                ),
                ("made_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Pulse",
            fields=[
                ("only", models.BooleanField(default=True, primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
            ],
            options={"constraints": [models.CheckConstraint(condition=models.Q(("only", True)), name="turns_pulse_one")]},
        ),
    ]
