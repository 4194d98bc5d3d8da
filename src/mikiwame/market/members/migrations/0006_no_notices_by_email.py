from django.db import migrations


class Migration(migrations.Migration):
    # What was chosen has been written down there; the room itself knows nothing of it.
    dependencies = [("members", "0005_where_and_when"), ("notifications", "0004_what_was_chosen")]
    operations = [migrations.RemoveField(model_name="member", name="notices_by_email")]
