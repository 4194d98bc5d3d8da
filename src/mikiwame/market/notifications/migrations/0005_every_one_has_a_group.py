"""Every notification has a group and every e-mail a member, also those that an earlier version's worker wrote
after the last step. From here on that version's worker can write none: what it couldn't tell, the new one tells.
"""

from importlib import import_module

import django.db.models.deletion
from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

before = import_module("mikiwame.market.notifications.migrations.0004_what_was_chosen")


def keep(_apps: Apps, schema: BaseDatabaseSchemaEditor) -> None:
    """Nobody writes meanwhile; then nothing is left without them."""
    schema.execute("LOCK TABLE notifications_notification, notifications_email IN SHARE ROW EXCLUSIVE MODE")
    before.catch_up(schema)


class Migration(migrations.Migration):
    dependencies = [
        ("notifications", "0004_what_was_chosen"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(keep, migrations.RunPython.noop),
        migrations.RemoveField(model_name="email", name="notification"),
        migrations.AlterField(
            model_name="email",
            name="member",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AlterField(model_name="notification", name="group", field=models.TextField()),
    ]
