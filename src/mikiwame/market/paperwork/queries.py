"""What was printed. Who may read it is for the room of its page to say."""

from typing import Protocol

from .models import Print


class Page(Protocol):
    """A page that was stored for good, with its hash, whichever room keeps it."""

    @property
    def html(self) -> str: ...

    @property
    def sha256(self) -> bytes | memoryview: ...


def printed(page: Page) -> Print | None:
    """The PDF of a page, once it was made."""
    return Print.objects.filter(pk=bytes(page.sha256)).first()


def fingerprint_of(page: Page) -> str:
    """The SHA-256 of its PDF, in hexadecimal; empty until that was made."""
    found = Print.objects.filter(pk=bytes(page.sha256)).values_list("sha256", flat=True).first()
    return bytes(found).hex() if found else ""
