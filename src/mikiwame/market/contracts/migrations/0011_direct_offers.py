import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):

    dependencies = [
        ('contracts', '0010_what_an_offer_is_about'),
        ('hiring', '0012_tasks'),
    ]

    operations = [
        migrations.AddField(
            model_name='offer',
            name='after',
            field=models.ForeignKey(help_text='of a direct offer: that of the earlier contract of the two', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='direct_offers', to='contracts.offer'),
        ),
        migrations.AlterField(
            model_name='offer',
            name='application',
            field=models.ForeignKey(help_text='empty: direct', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='offers', to='hiring.application'),
        ),
        migrations.AddConstraint(
            model_name='offer',
            constraint=models.CheckConstraint(condition=Q(application__isnull=False, after=None) | Q(application=None, after__isnull=False), name='contracts_offer_one_ground'),
        ),
        migrations.AddConstraint(
            model_name='offer',
            constraint=models.UniqueConstraint(condition=Q(after__isnull=False, state='made'), fields=('client', 'worker'), name='contracts_offer_one_direct'),
        ),
    ]
