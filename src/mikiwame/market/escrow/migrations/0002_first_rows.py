"""The platform's own accounts, and the first fee: 10 % of the reward, nothing on a newcomer's first ¥10,000."""

from datetime import date

from django.db import migrations

from mikiwame.market.escrow.accounts import PLATFORM

BEGINNING = date(2026, 1, 1)


def write(apps, schema_editor):
    Account = apps.get_model("ledger", "Account")
    for name, identifier in PLATFORM.items():
        Account.objects.create(id=identifier, name=name, covered=False, tallied=False)
    FeeRate = apps.get_model("escrow", "FeeRate")
    FeeRate.objects.create(since=BEGINNING, basis_points=1_000, newcomers_free=10_000)


def remove(apps, schema_editor):
    apps.get_model("escrow", "FeeRate").objects.filter(since=BEGINNING).delete()
    apps.get_model("ledger", "Account").objects.filter(id__in=PLATFORM.values()).delete()


class Migration(migrations.Migration):
    dependencies = [("escrow", "0001_initial"), ("ledger", "0002_post")]

    operations = [migrations.RunPython(write, remove)]
