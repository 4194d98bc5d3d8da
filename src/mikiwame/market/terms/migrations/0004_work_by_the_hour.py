"""Work by the hour: weekly sheets, what is written down in them, and statements."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('terms', '0003_schedules'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='sheet',
            name='terms_sheet_repeat_known',
        ),
        migrations.AddField(
            model_name='sheet',
            name='weekly_hours',
            field=models.PositiveSmallIntegerField(help_text='so many hours a week at most, in work by the hour', null=True),
        ),
        migrations.AddConstraint(
            model_name='sheet',
            constraint=models.CheckConstraint(condition=models.Q(('repeat__in', ['', 'daily', 'weekdays', 'times_a_week', 'monthly', 'hours'])), name='terms_sheet_repeat_known'),
        ),
    ]
