"""The terms notice (取引条件明示書) of the Freelance Act, article 3, as a document, made once.

It is in Japanese, whatever the reader's language, and needs nothing but itself (``terms/notice.html``).
"""

import hashlib
from collections.abc import Mapping
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone, translation

from mikiwame.core.clock import TOKYO


def document(template: str, values: Mapping[str, Any]) -> tuple[str, bytes]:
    """The HTML of a notice, and its SHA-256."""
    with translation.override("ja"), timezone.override(TOKYO):
        html = render_to_string(template, dict(values))
    return html, hashlib.sha256(html.encode()).digest()
