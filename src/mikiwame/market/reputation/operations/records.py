"""Records: what the facts about a thing show is put down, and its months are counted anew.

Every count starts from nothing, so a fact that is told twice, late or again after a kill changes nothing.
"""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db.models import Sum

from mikiwame.core.operation import operation
from mikiwame.market.history.models import Fact
from mikiwame.market.members.models import Standing
from mikiwame.market.reputation import observed, queries
from mikiwame.market.reputation.models import Observation, Tally, Usual

from . import listing


@operation
def take_in(fact: Fact, *, at: datetime) -> None:
    """Consume a fact: what it changes of the two sides' records is read anew, and listed."""
    parties = [party.pk for party in queries.parties_of(fact)]
    for subject in observed.things(fact):
        observe(subject, parties=parties)
    listing.vouch(parties, at=at)


@operation
def observe(subject: str, *, parties: Collection[UUID]) -> None:
    """Put what the facts about a thing show in place of what they showed before.

    ``parties`` are its two sides; while one's months are counted, nobody else counts them.
    """
    list(Standing.objects.select_for_update().filter(pk__in=parties).order_by("pk"))
    before = Observation.objects.filter(subject=subject)
    touched = set(before.values_list("party_id", "month"))
    before.delete()

    rows = Observation.objects.bulk_create(observed.rows(subject))
    for party, month in sorted(touched | {(row.party_id, row.month) for row in rows}):
        _tally(party, month)


@operation
def take_stock(*, at: datetime) -> int:
    """A chore: find out what is usual in this market; returns of how many measures that can be said."""
    usual = dict(queries.usual_now(at))
    Usual.objects.exclude(measure__in=usual).delete()
    Usual.objects.bulk_create(
        [Usual(measure=measure, value=value, made_at=at) for measure, value in sorted(usual.items())],
        update_conflicts=True,
        unique_fields=["measure"],
        update_fields=["value", "made_at"],
    )
    return len(usual)


def _tally(party: UUID, month: date) -> None:
    """Sum a party's observations of one month."""
    Tally.objects.filter(party=party, month=month).delete()
    kinds = ("party_id", "side", "measure", "format", "size", "month")
    sums = Observation.objects.filter(party=party, month=month).values(*kinds)
    counted = sums.annotate(total=Sum("amount"), whole=Sum("of")).order_by(*kinds)
    Tally.objects.bulk_create(
        Tally(amount=row.pop("total"), of=row.pop("whole"), **row) for row in map(dict, counted)
    )
