"""answers    what a request with an idempotency key was answered, so that its repetition changes nothing"""

from django.conf import settings
from django.db import models

from mikiwame.core.fields import Named


class Answer(Named):
    """The answer to one request, written in the transaction of the change that it reports."""

    KIND = "answer"

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=255)
    fingerprint = models.BinaryField(help_text="SHA-256 of method, address, scopes and body")
    status = models.PositiveSmallIntegerField(null=True, help_text="null only inside the transaction")
    body = models.BinaryField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["member", "key"], name="api_answer_once"),)
        indexes = (models.Index(fields=["member", "at"], name="api_answer_age"),)
