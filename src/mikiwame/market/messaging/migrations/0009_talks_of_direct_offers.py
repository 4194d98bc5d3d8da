from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('messaging', '0008_keep_letters_and_mark_messages'),
    ]

    operations = [
        migrations.AlterField(
            model_name='conversation',
            name='subject',
            field=models.TextField(help_text='key of the application, or of the direct offer', unique=True),
        ),
    ]
