"""A browser whose service fails is left alone ever longer, however much waits for it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notifications", "0007_devices_end_with_sessions")]

    operations = [
        migrations.AddField(
            model_name="device",
            name="reached_at",
            field=models.DateTimeField(help_text="when its service last took a message", null=True),
        ),
        migrations.AddField(
            model_name="device",
            name="failures",
            field=models.PositiveIntegerField(
                default=0, help_text="one after another, none taken between"
            ),
        ),
        migrations.AddField(
            model_name="device",
            name="not_before",
            field=models.DateTimeField(help_text="until then it is left alone", null=True),
        ),
    ]
