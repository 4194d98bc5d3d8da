from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="member",
            name="notices_by_email",
            field=models.BooleanField(default=True),
        ),
        migrations.AddField(
            model_name="party",
            name="left_at",
            field=models.DateTimeField(help_text="stays for the other sides' records", null=True),
        ),
        migrations.AddField(
            model_name="privatedata",
            name="sealed_with",
            field=models.TextField(default="", help_text="name of the key that the whole row is sealed with"),
            preserve_default=False,
        ),
        migrations.AddIndex(
            model_name="privatedata",
            index=models.Index(fields=["sealed_with"], name="members_private_key"),
        ),
    ]
