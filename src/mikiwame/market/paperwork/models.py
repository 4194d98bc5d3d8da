"""prints    a page that was stored for good, as PDF; told by the page's own SHA-256, made once"""

from django.db import models


class Print(models.Model):
    """The PDF of a page. A trigger keeps it as it is; the same page gives the same bytes."""

    page = models.BinaryField(primary_key=True, help_text="SHA-256 of the page that it was made of")
    pdf = models.BinaryField()
    sha256 = models.BinaryField(help_text="of the PDF")
    printed_at = models.DateTimeField()

    @property
    def fingerprint(self) -> str:
        """The hash as people compare it."""
        return bytes(self.sha256).hex()
