"""What was printed. Who may read it is for the room of its page to say."""

from mikiwame.market.contracts.models import TermsNotice
from mikiwame.market.taskwork.models import Notice

from .models import Print


def printed(notice: TermsNotice | Notice) -> Print | None:
    """The PDF of a terms notice, once it was made."""
    return Print.objects.filter(pk=bytes(notice.sha256)).first()


def fingerprint_of(notice: TermsNotice | Notice) -> str:
    """The SHA-256 of its PDF, in hexadecimal; empty until that was made."""
    found = Print.objects.filter(pk=bytes(notice.sha256)).values_list("sha256", flat=True).first()
    return bytes(found).hex() if found else ""
