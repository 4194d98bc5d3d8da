from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("moderation", "0002_appeals")]
    operations = [
        migrations.RemoveConstraint(model_name="sanction", name="moderation_sanction_state_known"),
        migrations.AddConstraint(
            model_name="sanction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        ["imposed", "appealed", "final", "upheld", "lifted", "moot", "unreviewed"],
                    )
                ),
                name="moderation_sanction_state_known",
            ),
        ),
    ]
