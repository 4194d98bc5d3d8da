"""Who took no notices by e-mail takes none of any group; what she was told gets its group."""

import json

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

TURNS = (
    "contracts.OfferMade", "contracts.ContractAgreed", "contracts.WorkDelivered", "contracts.ChangesRequested",
    "contracts.CancellationProposed", "contracts.DisputeOpened", "taskwork.AnswerReturned", "taskwork.AnswerUpheld",
)  # fmt: skip
HIRING = ("contracts.OfferDeclined", "contracts.OfferWithdrawn", "contracts.OfferLapsed")
OF_KIND = dict.fromkeys(TURNS, "turns") | dict.fromkeys(HIRING, "hiring")
OF_ROOM = {
    "members": "account",
    "turns": "turns",
    "messaging": "messages",
    "escrow": "contracts",
    "terms": "contracts",
    "hiring": "hiring",
    "contracts": "contracts",
    "taskwork": "tasks",
    "reputation": "reviews",
}
PUSHED = {
    "messages": True,
    "turns": True,
    "hiring": True,
    "contracts": True,
    "tasks": False,
    "reviews": False,
}


GROUPED = """
UPDATE notifications_notification AS told SET "group" = of_kind.chosen
FROM (
    SELECT kind, coalesce(
        %(of_kind)s::jsonb ->> kind, %(of_room)s::jsonb ->> split_part(kind, '.', 1), 'contracts'
    ) AS chosen
    FROM (SELECT DISTINCT kind FROM notifications_notification) AS kinds
) AS of_kind
WHERE told.kind = of_kind.kind AND told."group" IS DISTINCT FROM of_kind.chosen
"""
TOLD_BY = """
UPDATE notifications_notification AS told SET email_id = letter.id
FROM notifications_email AS letter
WHERE letter.notification_id = told.id AND told.email_id IS NULL
"""
WHOSE = """
UPDATE notifications_email AS letter SET member_id = told.member_id, "group" = told."group"
FROM notifications_notification AS told
WHERE letter.notification_id = told.id AND letter.member_id IS NULL
"""


def catch_up(schema: BaseDatabaseSchemaEditor) -> None:
    """Fill in what is lacking: all at first, later what an earlier version's worker has written meanwhile."""
    with schema.connection.cursor() as cursor:
        cursor.execute(GROUPED, {"of_kind": json.dumps(OF_KIND), "of_room": json.dumps(OF_ROOM)})
        cursor.execute(TOLD_BY)
        cursor.execute(WHOSE)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # columns can't be altered before they are checked
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def keep(apps: Apps, schema: BaseDatabaseSchemaEditor) -> None:
    """Write down what holds already."""
    catch_up(schema)
    choice = apps.get_model("notifications", "Choice")
    without = apps.get_model("members", "Member").objects.filter(notices_by_email=False)
    choice.objects.bulk_create(
        (
            choice(member_id=member, group=group, email="never", push=push)
            for member in without.values_list("pk", flat=True)
            for group, push in PUSHED.items()
        ),
        batch_size=5_000,
    )


def forget(apps: Apps, _schema: BaseDatabaseSchemaEditor) -> None:
    """Who takes no e-mails of what concerns most people takes none at all."""
    choice = apps.get_model("notifications", "Choice")
    none = choice.objects.filter(group="contracts", email="never").values("member")
    apps.get_model("members", "Member").objects.filter(pk__in=none).update(notices_by_email=False)
    choice.objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("notifications", "0003_choices"), ("members", "0005_where_and_when")]
    operations = [migrations.RunPython(keep, forget)]
