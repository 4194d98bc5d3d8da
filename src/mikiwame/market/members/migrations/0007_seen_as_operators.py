from django.db import migrations, models

FORWARD = """
UPDATE members_party SET is_operator = true
FROM members_member WHERE members_member.party_id = members_party.id AND members_member.is_operator
"""
BACKWARD = """
UPDATE members_member SET is_operator = true
FROM members_party WHERE members_member.party_id = members_party.id AND members_party.is_operator
"""


class Migration(migrations.Migration):
    dependencies = [("members", "0006_no_notices_by_email")]
    operations = [
        migrations.AddField(
            model_name="party",
            name="is_operator",
            field=models.BooleanField(default=False, help_text="runs the house; shown beside its name"),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
        migrations.RemoveField(model_name="member", name="is_operator"),
    ]
