"""Work that goes on rests by agreement, and ends by notice."""

import django.db.models.deletion
import mikiwame.core.ids
import mikiwame.market.contracts.states
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('contracts', '0006_work_goes_on'),
        ('members', '0006_no_notices_by_email'),
    ]

    operations = [
        migrations.CreateModel(
            name='Break',
            fields=[
                ('id', models.UUIDField(default=mikiwame.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('state_since', models.DateTimeField()),
                ('state', models.TextField(default=mikiwame.market.contracts.states.BreakState['PROPOSED'])),
                ('first', models.DateField()),
                ('last', models.DateField()),
                ('reason', models.TextField(blank=True, max_length=1000)),
                ('proposed_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='EndingNotice',
            fields=[
                ('id', models.UUIDField(default=mikiwame.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('last', models.DateField()),
                ('reason', models.TextField(blank=True, max_length=1000)),
                ('given_at', models.DateTimeField()),
                ('asked_at', models.DateTimeField(help_text='when the worker asked for the reason', null=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.RemoveConstraint(
            model_name='milestone',
            name='contracts_milestone_state_known',
        ),
        migrations.AddConstraint(
            model_name='milestone',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['unfunded', 'funded', 'delivered', 'changes_requested', 'accepted', 'disputed', 'refunded', 'dropped', 'missed', 'skipped'])), name='contracts_milestone_state_known'),
        ),
        migrations.AddField(
            model_name='break',
            name='contract',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='breaks', to='contracts.contract'),
        ),
        migrations.AddField(
            model_name='break',
            name='proposed_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.party'),
        ),
        migrations.AddField(
            model_name='endingnotice',
            name='contract',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='ending_notice', to='contracts.contract'),
        ),
        migrations.AddField(
            model_name='endingnotice',
            name='given_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.party'),
        ),
        migrations.AddConstraint(
            model_name='break',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['proposed', 'agreed', 'refused', 'withdrawn', 'lapsed', 'dropped'])), name='contracts_break_state_known'),
        ),
        migrations.AddConstraint(
            model_name='break',
            constraint=models.CheckConstraint(condition=models.Q(('first__lte', models.F('last'))), name='contracts_break_forward'),
        ),
        migrations.AddConstraint(
            model_name='break',
            constraint=models.UniqueConstraint(condition=models.Q(('state', mikiwame.market.contracts.states.BreakState['PROPOSED'])), fields=('contract',), name='contracts_break_one_open'),
        ),
    ]
