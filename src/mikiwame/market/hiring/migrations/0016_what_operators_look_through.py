from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("hiring", "0015_within_a_day")]

    operations = [
        migrations.AddIndex(
            "posting",
            models.Index(fields=["-published_at", "-id"], condition=Q(state="open"), name="hiring_posting_open"),
        ),
        migrations.AddIndex(
            "posting",
            models.Index(
                fields=["-state_since", "-id"], condition=Q(state="suspended"), name="hiring_posting_suspended_last"
            ),
        ),
    ]
