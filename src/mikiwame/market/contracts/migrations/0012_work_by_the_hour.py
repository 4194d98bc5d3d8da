"""Work by the hour: weekly sheets, what is written down in them, and statements."""

import django.db.models.deletion
import django.db.models.expressions
import mikiwame.core.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('contracts', '0011_direct_offers'),
    ]

    operations = [
        migrations.CreateModel(
            name='StatementLine',
            fields=[
                ('id', models.UUIDField(default=mikiwame.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('day', models.DateField()),
                ('begins', models.PositiveSmallIntegerField(help_text='minutes of the day, in Japan')),
                ('ends', models.PositiveSmallIntegerField(help_text='the same; 1440 is midnight')),
                ('note', models.TextField(help_text='what was done', max_length=200)),
                ('written_at', models.DateTimeField()),
                ('number', models.PositiveSmallIntegerField()),
            ],
            options={
                'ordering': ('delivery', 'number'),
            },
        ),
        migrations.CreateModel(
            name='TimeEntry',
            fields=[
                ('id', models.UUIDField(default=mikiwame.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('day', models.DateField()),
                ('begins', models.PositiveSmallIntegerField(help_text='minutes of the day, in Japan')),
                ('ends', models.PositiveSmallIntegerField(help_text='the same; 1440 is midnight')),
                ('note', models.TextField(help_text='what was done', max_length=200)),
                ('written_at', models.DateTimeField()),
            ],
            options={
                'ordering': ('timesheet', 'day', 'begins'),
            },
        ),
        migrations.CreateModel(
            name='Timesheet',
            fields=[
                ('id', models.UUIDField(default=mikiwame.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('rate', models.BigIntegerField(help_text='yen an hour, tax included')),
                ('hours', models.PositiveSmallIntegerField(help_text='so many at most')),
                ('stated', models.PositiveIntegerField(help_text='minutes of the latest statement; money for more has gone back', null=True)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='milestone',
            name='contracts_milestone_state_known',
        ),
        migrations.AddConstraint(
            model_name='milestone',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['unfunded', 'funded', 'delivered', 'changes_requested', 'accepted', 'disputed', 'refunded', 'dropped', 'missed', 'skipped', 'unused'])), name='contracts_milestone_state_known'),
        ),
        migrations.AddField(
            model_name='statementline',
            name='change_request',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='contracts.changerequest'),
        ),
        migrations.AddField(
            model_name='statementline',
            name='delivery',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='contracts.delivery'),
        ),
        migrations.AddField(
            model_name='timesheet',
            name='milestone',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='timesheet', to='contracts.milestone'),
        ),
        migrations.AddField(
            model_name='timeentry',
            name='timesheet',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='spells', to='contracts.timesheet'),
        ),
        migrations.AddConstraint(
            model_name='statementline',
            constraint=models.CheckConstraint(condition=models.Q(('begins__lt', models.F('ends')), ('ends__lte', 1440)), name='contracts_statementline_forward'),
        ),
        migrations.AddConstraint(
            model_name='statementline',
            constraint=models.UniqueConstraint(fields=('delivery', 'number'), name='contracts_line_number_once'),
        ),
        migrations.AddConstraint(
            model_name='timesheet',
            constraint=models.CheckConstraint(condition=models.Q(('hours__gt', 0), ('rate__gt', 0)), name='contracts_timesheet_paid'),
        ),
        migrations.AddConstraint(
            model_name='timesheet',
            constraint=models.CheckConstraint(condition=models.Q(('stated', None), models.Q(('stated__gt', 0), ('stated__lte', django.db.models.expressions.CombinedExpression(models.F('hours'), '*', models.Value(60)))), _connector='OR'), name='contracts_timesheet_within'),
        ),
        migrations.AddConstraint(
            model_name='timeentry',
            constraint=models.CheckConstraint(condition=models.Q(('begins__lt', models.F('ends')), ('ends__lte', 1440)), name='contracts_timeentry_forward'),
        ),
    ]
