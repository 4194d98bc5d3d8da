"""facts    append-only: what happened, to which subject, by whom, when
dispatches    a fact on its way to one consumer; deleted when it has been taken in
"""

from django.db import models

from mikiwame.core.ids import new_id


class Fact(models.Model):
    """One thing that happened. Never changed, never deleted: a trigger refuses both."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.TextField()
    subject = models.TextField()
    data = models.JSONField(default=dict)
    by = models.TextField(null=True, help_text="who did it, as a key; nobody: a clock did")
    at = models.DateTimeField()

    class Meta:
        indexes = (
            models.Index(fields=["subject", "at", "id"], name="history_fact_subject"),
            models.Index(fields=["kind", "at"], name="history_fact_kind"),
        )


class Dispatch(models.Model):
    """A fact that one consumer has yet to take in, written in the transaction that recorded the fact."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    consumer = models.TextField()
    fact = models.ForeignKey(Fact, on_delete=models.PROTECT, related_name="+")
    not_before = models.DateTimeField(help_text="a failed attempt is tried again later")
    attempts = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name_plural = "dispatches"
        constraints = (models.UniqueConstraint(fields=["consumer", "fact"], name="history_dispatch_once"),)
        indexes = (models.Index(fields=["consumer", "not_before", "id"], name="history_dispatch_next"),)
