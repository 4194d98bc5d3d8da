from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("hiring", "0005_categories")]

    operations = [
        migrations.AlterField(
            model_name="question",
            name="text",
            field=models.CharField(max_length=200),
        ),
    ]
