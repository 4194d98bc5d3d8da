"""The terms notice (取引条件明示書) of a batch: written once for all who join it.

A worker's acceptance is her row among the participants; the notice is the same document for all.
"""

from datetime import datetime, timedelta

from mikiwame.core.terms import PAYMENT_DAYS_MOST
from mikiwame.market.terms import notice

from .models import Batch, Notice


def issue(batch: Batch, *, at: datetime, before: int | None = None) -> Notice:
    """Write the notice and keep it with its SHA-256; nothing changes it afterwards.

    ``before``: the reward, in yen, of the notice in whose place this one comes, where that was lower.
    """
    assert batch.closes_on is not None, "a batch opens with its last day"
    values = {
        "batch": batch,
        "minutes": batch.time_limit / 60,
        "latest": batch.closes_on + timedelta(days=PAYMENT_DAYS_MOST - 1),
        "issued_at": at,
        "before": before,
    }
    html, sha256 = notice.document("tasks/terms_notice.html", values, page="batch", identifier=batch.pk)
    return Notice.objects.create(batch=batch, html=html, sha256=sha256, issued_at=at)
