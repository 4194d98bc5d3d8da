"""Who took no notices by e-mail takes none of any group; what she was told gets its group."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import OuterRef, Subquery

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


def keep(apps: Apps, _schema: BaseDatabaseSchemaEditor) -> None:
    """Write down what holds already."""
    told, letters = apps.get_model("notifications", "Notification"), apps.get_model("notifications", "Email")
    for kind in told.objects.filter(group=None).values_list("kind", flat=True).distinct().order_by("kind"):
        room = kind.partition(".")[0]
        told.objects.filter(kind=kind).update(group=OF_KIND.get(kind, OF_ROOM.get(room, "contracts")))
    of = told.objects.filter(pk=OuterRef("notification"))
    letters.objects.update(member=Subquery(of.values("member")), group=Subquery(of.values("group")))
    by = letters.objects.filter(notification=OuterRef("pk")).values("pk")
    told.objects.update(email=Subquery(by))

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
