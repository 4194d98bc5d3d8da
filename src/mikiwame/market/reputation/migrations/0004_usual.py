"""What is usual in this market."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reputation", "0003_reports"),
    ]

    operations = [
        migrations.CreateModel(
            name="Usual",
            fields=[
                ("measure", models.TextField(primary_key=True, serialize=False)),
                ("value", models.FloatField(help_text="a share, or days or hours as the measure says")),
                ("made_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
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
                        name="reputation_usual_measure_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("value__gt", 0)), name="reputation_usual_value_positive"
                    ),
                ],
            },
        ),
    ]
