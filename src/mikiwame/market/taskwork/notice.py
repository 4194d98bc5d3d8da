"""The terms notice (取引条件明示書) of a batch, Freelance Act, article 3: written once for all who join.

A worker's acceptance is her row among the participants; the notice is the same document for all.
It is a document in Japanese, whatever the reader's language.
"""

import hashlib
from datetime import datetime

from django.template.loader import render_to_string
from django.utils import timezone, translation

from mikiwame.core.clock import TOKYO

from .models import Batch, Notice


def issue(batch: Batch, *, at: datetime) -> Notice:
    """Write the notice and keep it with its SHA-256; nothing changes it afterwards."""
    context = {"batch": batch, "minutes": batch.time_limit / 60, "issued_at": at}
    with translation.override("ja"), timezone.override(TOKYO):
        html = render_to_string("tasks/terms_notice.html", context)
    return Notice.objects.create(
        batch=batch, html=html, sha256=hashlib.sha256(html.encode()).digest(), issued_at=at
    )
