"""Tables to take along: CSV that spreadsheets open as they are."""

import csv
from collections.abc import Iterable
from typing import Protocol

from django.utils import timezone
from django.utils.translation import gettext as _

from mikiwame.exports import BYTE_ORDER_MARK, harmless
from mikiwame.market.escrow.queries import Line
from mikiwame.wording.words import called


class Writable(Protocol):
    """A file, or a response."""

    def write(self, text: str, /) -> object:
        """Take in text."""


def write_statement(lines: Iterable[Line], to: Writable) -> None:
    """A statement, the newest line first; amounts are bare numbers, moments in the reader's zone."""
    to.write(BYTE_ORDER_MARK)
    table = csv.writer(to)
    heads = (
        *(_("日時"), _("ことがら"), _("件名"), _("件数")),
        *(_("金額"), _("利用料"), _("源泉徴収税"), _("届く金額")),
    )
    table.writerow(heads)
    for line in lines:
        at = timezone.localtime(line.at).strftime("%Y-%m-%d %H:%M")
        divided = (line.fee, line.withheld, line.net) if line.net else ("", "", "")
        what = (called(line.kind, "money_line"), harmless(line.title), line.count)
        table.writerow((at, *what, line.amount, *divided))
