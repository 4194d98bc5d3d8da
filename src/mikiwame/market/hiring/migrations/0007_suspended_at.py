"""What an operator stopped stays hidden, also once its promised day has passed."""

from django.db import migrations, models
from django.db.models import F, Q


def fill(apps, schema_editor):
    stopped = apps.get_model("hiring", "Posting").objects.filter(state="suspended")
    stopped.update(suspended_at=F("state_since"))


class Migration(migrations.Migration):
    dependencies = [("hiring", "0006_question_length")]

    operations = [
        migrations.AddField(
            model_name="posting",
            name="suspended_at",
            field=models.DateTimeField(
                help_text="an operator stopped it; stays when it expires, so that it stays hidden", null=True
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="posting",
            constraint=models.CheckConstraint(
                condition=(
                    Q(state="suspended", suspended_at__isnull=False)
                    | Q(state="expired")
                    | (~Q(state__in=["suspended", "expired"]) & Q(suspended_at=None))
                ),
                name="hiring_posting_suspended",
            ),
        ),
    ]
