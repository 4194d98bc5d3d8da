"""Documents that were written once and kept: terms notices, each a page with a policy of its own."""

import re
from base64 import b64encode
from hashlib import sha256

from django.http import HttpResponse


def document(html: str) -> HttpResponse:
    """A kept document as it was stored; nothing in it runs, and only its own styles dress it."""
    styles = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)
    hashes = " ".join(f"'sha256-{b64encode(sha256(style.encode()).digest()).decode()}'" for style in styles)
    policy = f"default-src 'none'; style-src {hashes}; sandbox; frame-ancestors 'none'"
    return HttpResponse(html, headers={"Content-Security-Policy": policy})
