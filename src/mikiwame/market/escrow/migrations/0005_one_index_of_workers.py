"""A worker's releases are found by the index that sorts them, too; a second one only slows payments down."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("escrow", "0004_by_purpose")]

    operations = [
        migrations.AlterField(
            "release",
            "worker",
            models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="releases",
                to="members.party",
            ),
        ),
    ]
