"""Lists name a client as she is called now, not as she was called when she published."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("hiring", "0007_suspended_at")]

    operations = [migrations.RemoveField(model_name="postingindex", name="client_name")]
