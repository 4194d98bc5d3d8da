from django.db import migrations, models
import django.db.models.deletion


class Migration(migrations.Migration):
    dependencies = [
        ("hiring", "0002_initial"),
        ("members", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="postingindex",
            name="continuing",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="postingindex",
            name="client",
            field=models.ForeignKey(
                default=None, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="members.party"
            ),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="postingindex",
            name="apply_until",
            field=models.DateField(),
        ),
        migrations.AlterField(
            model_name="postingindex",
            name="applicants",
            field=models.PositiveIntegerField(default=0, help_text="who applied and didn't withdraw"),
        ),
        migrations.AddIndex(
            model_name="postingindex",
            index=models.Index(fields=["apply_until", "posting"], name="hiring_index_closing"),
        ),
        migrations.AddIndex(
            model_name="postingindex",
            index=models.Index(fields=["dictionary"], name="hiring_index_dictionary"),
        ),
    ]
