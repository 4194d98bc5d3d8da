"""The terms notice (取引条件明示書) of the Freelance Act, article 3, as a document, made once.

It is in Japanese, whatever the reader's language, and needs nothing but itself (``terms/notice.html``).
"""

import hashlib
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from mikiwame.core.clock import TOKYO


def document(template: str, values: Mapping[str, Any], *, page: str, identifier: UUID) -> tuple[str, bytes]:
    """The HTML of a notice, and its SHA-256; it leads back to the page of that name, wherever it is kept."""
    address = settings.SITE_URL + reverse(page, kwargs={"id": identifier})
    with translation.override("ja"), timezone.override(TOKYO):
        html = render_to_string(template, {**values, "address": address})
    return html, hashlib.sha256(html.encode()).digest()
