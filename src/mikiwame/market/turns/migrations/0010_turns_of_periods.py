"""Turns of work that goes on: money of weeks and months, deliveries that are due."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('members', '0006_no_notices_by_email'),
        ('turns', '0009_answers'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='turn',
            name='turns_turn_kind_known',
        ),
        migrations.AddConstraint(
            model_name='turn',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['decision', 'offer', 'funding', 'first_period', 'period', 'arrears', 'start', 'delivery', 'overdue', 'due', 'mend', 'inspection', 'changes', 'cancellation', 'amendment', 'departure', 'dispute', 'client_review', 'worker_review', 'closing', 'fix', 'upheld', 'appeal', 'answer'])), name='turns_turn_kind_known'),
        ),
    ]
