"""Documents that were written once and kept: pages with a policy of their own, and PDFs."""

import re
from base64 import b64encode
from hashlib import sha256
from io import BytesIO

from django.http import FileResponse, HttpResponse


def document(html: str) -> HttpResponse:
    """A kept document as it was stored; nothing in it runs, and only its own styles dress it."""
    styles = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)
    hashes = " ".join(f"'sha256-{b64encode(sha256(style.encode()).digest()).decode()}'" for style in styles)
    policy = f"default-src 'none'; style-src {hashes}; sandbox; frame-ancestors 'none'"
    return HttpResponse(html, headers={"Content-Security-Policy": policy})


def pdf(content: bytes | memoryview, name: str) -> FileResponse:
    """A PDF as a download; it is for its readers alone, so nothing on the way keeps it."""
    headers = {"Cache-Control": "private, no-store"}
    return FileResponse(BytesIO(content), as_attachment=True, filename=f"{name}.pdf", headers=headers)
