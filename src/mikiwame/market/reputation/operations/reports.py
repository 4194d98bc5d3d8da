"""The engine's reports, made when a text comes in and kept, and the rating graph, weighed now and then.

Whoever writes of a party locks her first, as ``listing`` does: her postings' rows come after her.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from mikiwame.core.operation import operation
from mikiwame.discernment.version import version
from mikiwame.market.hiring.models import Posting
from mikiwame.market.hiring.operations import index
from mikiwame.market.history.models import Fact
from mikiwame.market.members.models import Party
from mikiwame.market.reputation import queries, reading
from mikiwame.market.reputation.events import ReviewsOpened
from mikiwame.market.reputation.models import Description, Opinion, Regard, Review

from . import listing


@operation
def take_in(fact: Fact, *, at: datetime) -> None:
    """Consume a fact: a posting that came onto the list is read, and so are reviews that were opened."""
    if fact.kind == ReviewsOpened.kind:
        parties = queries.parties_of(fact)
        for party in parties:
            hear(party, at=at)
        listing.vouch([party.pk for party in parties], at=at)
        return
    posting = queries.posting_of(fact)
    if posting is not None:
        describe(posting, at=at)
        listing.vouch([posting.client_id], at=at)


@operation
def describe(posting: Posting, *, at: datetime) -> Description:
    """Read a posting's text, keep what was found in it, and show it on the list."""
    _held([posting.client_id])
    report = reading.describe(posting)
    values = {"text": reading.text_of(posting), "found": reading.POSTINGS.dump_python(report, mode="json")}
    values |= {"verdict": report.verdict, "engine": version(), "made_at": at}
    kept, _ = Description.objects.update_or_create(posting=posting, defaults=values)
    index.describe(posting.pk, verdict=reading.heard_in(report), missing=len(report.missing))
    return kept


@operation
def hear(party: Party, *, at: datetime) -> Opinion:
    """Read the latest of the opened reviews about a party, and keep what was found in them."""
    _held([party.pk])
    report = reading.hear(queries.reviews_read(party)[: reading.REVIEWS_MOST], party)
    values = {"reviews": report.read, "found": reading.OPINIONS.dump_python(report, mode="json")}
    values |= {"verdict": report.verdict, "engine": version(), "made_at": at}
    kept, _ = Opinion.objects.update_or_create(party=party, defaults=values)
    return kept


@operation
def renew(*, at: datetime, limit: int = 50) -> int:
    """A chore after an upgrade: read anew what another engine, or none, has read, or the list doesn't show.

    What was read since ``at``, when the chore began, stays: of two engines at work each would read anew what
    the other has read. So does what is of somebody of whom another writes. Returns how much was read.
    """
    unread, unheard = queries.unread(at=at, most=limit), queries.unheard(at=at, most=limit)
    concerned = [posting.client_id for posting in unread] + [party.pk for party in unheard]
    held = _held(concerned, skip_locked=True)
    stale = [posting for posting in unread if posting.client_id in held]
    told = [party for party in unheard if party.pk in held]
    for posting in stale:
        describe(posting, at=at)
    for party in told:
        hear(party, at=at)
    listing.vouch(held, at=at)
    return len(stale) + len(told)


@operation
def weigh_raters(*, at: datetime) -> int:
    """A chore: judge all who rated or were rated by one another's opened reviews; returns how many they are.

    Who rates only among friends earns nothing by it: see ``discernment.graph``. A judgement that stays as it
    is isn't written anew.
    """
    opened = Review.objects.filter(contract__isnull=False, opened_at__isnull=False).order_by("pk")
    given = opened.values_list("author_id", "about_id", "stars", "written_at")
    rows = [(author, about, stars, at) for author, about, stars, at in given if stars is not None]
    weighed, before = reading.weigh(rows) if rows else [], queries.rated_low()
    columns = ("party_id", "fairness", "goodness")
    kept = set(Regard.objects.values_list(*columns))
    new = [one for one in weighed if tuple(one[name] for name in columns) not in kept]
    Regard.objects.bulk_create(
        [Regard(**one, made_at=at) for one in new],
        batch_size=5_000,
        update_conflicts=True,
        unique_fields=["party"],
        update_fields=["fairness", "goodness", "made_at"],
    )
    listing.vouch(before ^ queries.rated_low(), at=at)
    return len(weighed)


def _held(parties: Iterable[UUID], *, skip_locked: bool = False) -> set[UUID]:
    """Lock parties until the transaction ends, always in the same order; returns whom."""
    rows = Party.objects.select_for_update(no_key=True, skip_locked=skip_locked).filter(pk__in=list(parties))
    return set(rows.order_by("pk").values_list("pk", flat=True))
