"""Work goes on by a schedule: weeks and months of deliveries, each paid ahead in one."""

import django.db.models.deletion
import mikiwame.core.ids
import mikiwame.market.contracts.states
from django.db import migrations, models


SAME_CONTRACT = """
ALTER TABLE contracts_milestone ADD CONSTRAINT contracts_milestone_period_of_contract
    FOREIGN KEY (contract_id, period_id) REFERENCES contracts_period (contract_id, id);
"""
ANY_CONTRACT = "ALTER TABLE contracts_milestone DROP CONSTRAINT contracts_milestone_period_of_contract;"


class Migration(migrations.Migration):

    dependencies = [
        ('contracts', '0005_amendments'),
        ('members', '0005_where_and_when'),
        ('messaging', '0003_one_file_each'),
        ('terms', '0003_schedules'),
    ]

    operations = [
        migrations.CreateModel(
            name='Period',
            fields=[
                ('id', models.UUIDField(default=mikiwame.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('state_since', models.DateTimeField()),
                ('state', models.TextField(default=mikiwame.market.contracts.states.PeriodState['UNFUNDED'])),
                ('number', models.PositiveSmallIntegerField()),
                ('first', models.DateField()),
                ('last', models.DateField()),
                ('amount', models.BigIntegerField(help_text='gross, in yen, of all its deliveries')),
                ('asked_at', models.DateTimeField(help_text='when the client was asked to pay it in', null=True)),
                ('funded_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ('contract', 'number'),
            },
        ),
        migrations.RemoveConstraint(
            model_name='contract',
            name='contracts_contract_ending_known',
        ),
        migrations.RemoveConstraint(
            model_name='milestone',
            name='contracts_milestone_state_known',
        ),
        migrations.AddField(
            model_name='contract',
            name='ends_on',
            field=models.DateField(help_text='the last day on which work that goes on is due, where that is known', null=True),
        ),
        migrations.AddField(
            model_name='contract',
            name='leaving',
            field=models.TextField(blank=True, default='', help_text='how it will end on that day'),
        ),
        migrations.AddConstraint(
            model_name='contract',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('ending', '')), models.Q(('ended_at__isnull', False), ('ending__in', ['finished', 'funding_lapsed', 'cancelled_by_client', 'cancelled_by_worker', 'parted', 'delivery_overdue', 'worker_silent', 'start_too_late', 'start_missed', 'settled', 'worsened', 'notice_by_client', 'notice_by_worker', 'period_unfunded', 'deliveries_missed'])), _connector='OR'), name='contracts_contract_ending_known'),
        ),
        migrations.AddField(
            model_name='period',
            name='contract',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='periods', to='contracts.contract'),
        ),
        migrations.AddField(
            model_name='milestone',
            name='period',
            field=models.ForeignKey(help_text='with which it is paid', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='milestones', to='contracts.period'),
        ),
        migrations.AddIndex(
            model_name='milestone',
            index=models.Index(condition=models.Q(('state__in', [mikiwame.market.contracts.states.MilestoneState['CHANGES_REQUESTED'], mikiwame.market.contracts.states.MilestoneState['DELIVERED'], mikiwame.market.contracts.states.MilestoneState['DISPUTED'], mikiwame.market.contracts.states.MilestoneState['FUNDED'], mikiwame.market.contracts.states.MilestoneState['UNFUNDED']])), fields=['contract', 'number'], name='contracts_milestone_open'),
        ),
        migrations.AddConstraint(
            model_name='milestone',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['unfunded', 'funded', 'delivered', 'changes_requested', 'accepted', 'disputed', 'refunded', 'dropped', 'missed'])), name='contracts_milestone_state_known'),
        ),
        migrations.AddIndex(
            model_name='period',
            index=models.Index(condition=models.Q(('asked_at', None), ('state', mikiwame.market.contracts.states.PeriodState['UNFUNDED'])), fields=['first'], name='contracts_period_to_ask'),
        ),
        migrations.AddConstraint(
            model_name='period',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['unfunded', 'funded', 'over', 'dropped'])), name='contracts_period_state_known'),
        ),
        migrations.AddConstraint(
            model_name='period',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['funded', 'over']), ('funded_at__isnull', False)), models.Q(models.Q(('state__in', ['funded', 'over']), _negated=True), models.Q(('funded_at__isnull', False), _negated=True)), _connector='OR'), name='contracts_period_funded'),
        ),
        migrations.AddConstraint(
            model_name='period',
            constraint=models.UniqueConstraint(fields=('contract', 'number'), name='contracts_period_number_once'),
        ),
        migrations.AddConstraint(
            model_name='period',
            constraint=models.UniqueConstraint(fields=('contract', 'id'), name='contracts_period_of_contract'),
        ),
        migrations.AddConstraint(
            model_name='period',
            constraint=models.CheckConstraint(condition=models.Q(('first__lte', models.F('last'))), name='contracts_period_forward'),
        ),
        migrations.AddConstraint(
            model_name='period',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='contracts_period_amount_positive'),
        ),
        migrations.AddConstraint(
            model_name='period',
            constraint=models.UniqueConstraint(condition=models.Q(('state', mikiwame.market.contracts.states.PeriodState['UNFUNDED'])), fields=('contract',), name='contracts_period_one_unfunded'),
        ),
        migrations.RunSQL(SAME_CONTRACT, ANY_CONTRACT),
    ]
