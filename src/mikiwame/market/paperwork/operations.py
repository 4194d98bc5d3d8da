"""Printing: what was stored as a page is made a PDF, once."""

import hashlib
from datetime import datetime

from mikiwame.core.ids import id_of
from mikiwame.core.operation import operation
from mikiwame.market.contracts.models import TermsNotice
from mikiwame.market.history.models import Fact
from mikiwame.market.taskwork.models import Notice

from . import notices, queries
from .models import Print
from .typesetting import typeset


@operation
def print_notice(notice: TermsNotice | Notice, *, at: datetime) -> Print:
    """The PDF of a terms notice. Printed again, or by two at once, it is the same one."""
    made = queries.printed(notice)
    if made is not None:
        return made

    page = hashlib.sha256(notice.html.encode()).digest()
    pdf = typeset("notice.typ", notices.lines_of(notice.html) | {"source": page.hex()})
    sha256 = hashlib.sha256(pdf).digest()
    Print.objects.bulk_create(
        [Print(page=page, pdf=pdf, sha256=sha256, printed_at=at)], ignore_conflicts=True
    )
    return Print.objects.get(pk=page)


@operation
def take_in(fact: Fact, *, at: datetime) -> None:
    """A consumer of history: a fact came with a notice, which is printed while nobody waits for it.

    If printing fails, the fact is told again later; the agreement has long been made.
    """
    about = id_of(fact.subject)
    for agreed in TermsNotice.objects.filter(contract=about):
        print_notice(agreed, at=at)
    for issued in Notice.objects.filter(batch=about):
        print_notice(issued, at=at)
