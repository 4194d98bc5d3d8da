import django.db.models.deletion
from django.db import migrations, models

FROM_POSTING = """
UPDATE contracts_offer AS offer
    SET title = posting.title, category_id = posting.category_id, base_id = posting.sheet_id,
        conversation_id = application.conversation_id
    FROM hiring_application AS application JOIN hiring_posting AS posting ON posting.id = application.posting_id
    WHERE application.id = offer.application_id
"""
"""Until then all of this was read from the posting."""


class Migration(migrations.Migration):

    dependencies = [
        ('contracts', '0009_clocks_of_settlements'),
        ('hiring', '0012_tasks'),
        ('messaging', '0008_keep_letters_and_mark_messages'),
        ('terms', '0003_schedules'),
    ]

    operations = [
        migrations.AddField(
            model_name='offer',
            name='title',
            field=models.CharField(default='', max_length=120),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='offer',
            name='category',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='hiring.category'),
        ),
        migrations.AddField(
            model_name='offer',
            name='conversation',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='offers', to='messaging.conversation'),
        ),
        migrations.AddField(
            model_name='offer',
            name='base',
            field=models.ForeignKey(help_text='the terms beside which it is read', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='terms.sheet'),
        ),
        migrations.RunSQL(FROM_POSTING, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name='offer',
            name='category',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='hiring.category'),
        ),
        migrations.AlterField(
            model_name='offer',
            name='conversation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='offers', to='messaging.conversation'),
        ),
        migrations.AlterField(
            model_name='offer',
            name='base',
            field=models.ForeignKey(help_text='the terms beside which it is read', on_delete=django.db.models.deletion.PROTECT, related_name='+', to='terms.sheet'),
        ),
    ]
