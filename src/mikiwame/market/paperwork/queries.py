"""What was printed. Who may read it is for the room of its page to say."""

from collections.abc import Iterable
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
    return fingerprints_of([page]).get(bytes(page.sha256), "")


def fingerprints_of(pages: Iterable[Page]) -> dict[bytes, str]:
    """The same of several pages, of those whose PDF was made, by the SHA-256 of the page."""
    found = Print.objects.filter(pk__in=[bytes(page.sha256) for page in pages]).values_list("pk", "sha256")
    return {bytes(page): bytes(printed).hex() for page, printed in found}
