import django.db.models.deletion
import mikiwame.core.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('hiring', '0010_judged'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Criteria',
            fields=[
                ('id', models.UUIDField(default=mikiwame.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveSmallIntegerField()),
                ('name', models.CharField(max_length=40)),
                ('is_default', models.BooleanField(default=False, help_text='the list begins with it')),
                ('saved_at', models.DateTimeField()),
                ('text', models.TextField(blank=True)),
                ('category', models.TextField(blank=True, help_text='a slug of either level')),
                ('format', models.TextField(blank=True)),
                ('reward_basis', models.TextField(blank=True)),
                ('reward_least', models.BigIntegerField(null=True)),
                ('newcomers', models.BooleanField(default=False)),
                ('continuing', models.BooleanField(default=False)),
                ('crowd_most', models.PositiveSmallIntegerField(null=True)),
                ('care', models.TextField(blank=True)),
                ('record', models.BooleanField(default=False)),
                ('finished_least', models.PositiveSmallIntegerField(null=True)),
                ('funded', models.BooleanField(default=False)),
                ('calm_reviews', models.BooleanField(default=False)),
                ('unproven', models.BooleanField(default=False)),
                ('sort', models.TextField(default='newest')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name_plural': 'criteria',
                'ordering': ('member', 'number'),
                'constraints': [models.UniqueConstraint(fields=('member', 'number'), name='hiring_criteria_number_once'), models.UniqueConstraint(fields=('member', 'name'), name='hiring_criteria_name_once'), models.UniqueConstraint(condition=models.Q(('is_default', True)), fields=('member',), name='hiring_criteria_one_default'), models.CheckConstraint(condition=models.Q(('number__gte', 1), ('number__lte', 10)), name='hiring_criteria_few'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='hiring_criteria_named'), models.CheckConstraint(condition=models.Q(('care__in', ['', 'calm', 'careful'])), name='hiring_criteria_care_known'), models.CheckConstraint(condition=models.Q(('format__in', ['', 'project', 'task', 'contest'])), name='hiring_criteria_format_known'), models.CheckConstraint(condition=models.Q(('reward_basis__in', ['', 'fixed', 'per_piece', 'hourly'])), name='hiring_criteria_basis_known'), models.CheckConstraint(condition=models.Q(models.Q(('crowd_most', None), ('crowd_most__in', (1, 3, 5, 10)), _connector='OR'), models.Q(('finished_least', None), ('finished_least__in', (1, 3, 10, 30)), _connector='OR')), name='hiring_criteria_steps_known'), models.CheckConstraint(condition=models.Q(('sort__in', ['newest', 'reward', 'closing'])), name='hiring_criteria_sort_known')],
            },
        ),
    ]
