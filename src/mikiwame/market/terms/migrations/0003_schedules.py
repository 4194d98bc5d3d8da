"""Sheets say in structure how often something is due, and for how long."""

import mikiwame.core.schedules
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('terms', '0002_keep_frozen_sheets'),
    ]

    operations = [
        migrations.AddField(
            model_name='sheet',
            name='duration_months',
            field=models.PositiveSmallIntegerField(help_text='open ended, unless there is one', null=True),
        ),
        migrations.AddField(
            model_name='sheet',
            name='month_day',
            field=models.PositiveSmallIntegerField(help_text='31 is the last of every month', null=True),
        ),
        migrations.AddField(
            model_name='sheet',
            name='on_holiday',
            field=models.TextField(blank=True, default=mikiwame.core.schedules.OnHoliday['KEPT']),
        ),
        migrations.AddField(
            model_name='sheet',
            name='renews',
            field=models.BooleanField(default=False, help_text='it goes on for as long again, unless one side says no'),
        ),
        migrations.AddField(
            model_name='sheet',
            name='repeat',
            field=models.TextField(blank=True, default='', help_text='how often something is due, in work that goes on'),
        ),
        migrations.AddField(
            model_name='sheet',
            name='times_a_week',
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='sheet',
            name='weekdays',
            field=models.TextField(blank=True, default='', help_text='mon tue …', max_length=40),
        ),
        migrations.AddConstraint(
            model_name='sheet',
            constraint=models.CheckConstraint(condition=models.Q(('repeat__in', ['', 'daily', 'weekdays', 'times_a_week', 'monthly'])), name='terms_sheet_repeat_known'),
        ),
        migrations.AddConstraint(
            model_name='sheet',
            constraint=models.CheckConstraint(condition=models.Q(('on_holiday__in', ['kept', 'skipped', 'before', 'after'])), name='terms_sheet_holiday_known'),
        ),
    ]
