"""What an offer or an amendment would say, for its writer to read before she makes it; nothing is kept."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from mikiwame.core.terms import Term
from mikiwame.market.contracts.amounts import Effect
from mikiwame.market.terms import queries as terms
from mikiwame.market.terms.lines import Change, Line, Part
from mikiwame.market.terms.models import Sheet


@dataclass(frozen=True)
class Rehearsal:
    """How the terms would differ from those that stand, all of them, the gross sum, if tax is kept back.

    ``effect``: what an amendment would do to money that is held already. ``first_limit``: the first day by
    which the work is awaited.
    """

    difference: list[Change]
    stated: Mapping[Term, Line]
    parts: list[Part]
    total: int
    withholds_tax: bool
    effect: Effect
    first_limit: date | None


def _holds_nothing(_: Sheet) -> Effect:
    """Before there is a contract no money is held that terms could change."""
    return Effect()


def rehearse(
    standing: Sheet,
    write: Callable[[], Sheet],
    *,
    withholds_tax: bool,
    weigh: Callable[[Sheet], Effect] = _holds_nothing,
) -> Rehearsal:
    """What a version would say that is written and thrown away again; refusals to write it are passed on.

    ``weigh``: what it would do to money that is held already.
    """
    with transaction.atomic():
        sheet = write()
        said = Rehearsal(
            difference=terms.difference(standing, sheet),
            stated=terms.stated(sheet),
            parts=terms.parts(sheet),
            total=terms.total(sheet),
            withholds_tax=withholds_tax,
            effect=weigh(sheet),
            first_limit=terms.first_limit(sheet),
        )
        transaction.set_rollback(True)
    return said
