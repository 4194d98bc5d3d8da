"""What an offer or an amendment would say, for its writer to read before she makes it; nothing is kept."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.db import transaction

from mikiwame.core.terms import Term
from mikiwame.market.terms import queries as terms
from mikiwame.market.terms.lines import Change, Line, Part
from mikiwame.market.terms.models import Sheet


@dataclass(frozen=True)
class Rehearsal:
    """How the terms would differ from those that stand, all of them, the gross sum, if tax is kept back."""

    difference: list[Change]
    stated: Mapping[Term, Line]
    parts: list[Part]
    total: int
    withholds_tax: bool


def rehearse(standing: Sheet, write: Callable[[], Sheet], *, withholds_tax: bool) -> Rehearsal:
    """What a version would say that is written and thrown away again; refusals to write it are passed on."""
    with transaction.atomic():
        sheet = write()
        said = Rehearsal(
            difference=terms.difference(standing, sheet),
            stated=terms.stated(sheet),
            parts=terms.parts(sheet),
            total=terms.total(sheet),
            withholds_tax=withholds_tax,
        )
        transaction.set_rollback(True)
    return said
