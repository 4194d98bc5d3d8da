"""Work by the hour: weekly sheets, what is written down in them, and statements."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('members', '0006_no_notices_by_email'),
        ('turns', '0015_settlements_and_both_sides'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='turn',
            name='turns_turn_kind_known',
        ),
        migrations.AddConstraint(
            model_name='turn',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['decision', 'offer', 'funding', 'first_period', 'period', 'arrears', 'start', 'delivery', 'overdue', 'due', 'mend', 'timesheet', 'inspection', 'changes', 'cancellation', 'break', 'reason', 'amendment', 'departure', 'dispute_answer', 'dispute', 'client_appeal', 'worker_appeal', 'settlement', 'client_review', 'worker_review', 'closing', 'fix', 'upheld', 'appeal', 'answer', 'confirmation', 'contest_closing', 'contest_decision', 'exclusion'])), name='turns_turn_kind_known'),
        ),
    ]
