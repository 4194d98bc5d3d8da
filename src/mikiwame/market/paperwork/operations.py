"""Printing: what was stored as a page is made a PDF, once."""

import hashlib
from collections.abc import Callable, Iterable
from datetime import datetime
from uuid import UUID

from mikiwame.core.ids import id_of
from mikiwame.core.operation import operation
from mikiwame.market.contests import models as contests
from mikiwame.market.contests.models import Contest, Entry
from mikiwame.market.contracts.models import Contract, TermsNotice
from mikiwame.market.history.models import Fact
from mikiwame.market.taskwork import models as taskwork
from mikiwame.market.taskwork.models import Batch

from . import notices, queries
from .models import Print
from .queries import Page
from .typesetting import typeset


@operation
def print_notice(notice: Page, *, at: datetime) -> Print:
    """The PDF of a terms notice or a part of one. Printed again, or by two at once, it is the same one."""
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
    kind, about = fact.subject.partition(":")[0], id_of(fact.subject)
    for page in _ISSUED[kind](about):
        print_notice(page, at=at)


_ISSUED: dict[str, Callable[[UUID], Iterable[Page]]] = {
    Contract.KIND: lambda contract: TermsNotice.objects.filter(contract=contract),
    Batch.KIND: lambda batch: taskwork.Notice.objects.filter(batch=batch),
    Contest.KIND: lambda contest: contests.Notice.objects.filter(contest=contest),
    Entry.KIND: lambda entry: contests.Award.objects.filter(entry=entry),
}
"""What was issued about a thing, by its kind."""
