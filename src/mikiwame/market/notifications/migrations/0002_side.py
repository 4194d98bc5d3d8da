from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notifications", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="notification",
            name="side",
            field=models.TextField(
                # For rows of a time before there were any: none.
                default="subject",
                help_text="which value of the fact names the member",
            ),
            preserve_default=False,
        ),
    ]
