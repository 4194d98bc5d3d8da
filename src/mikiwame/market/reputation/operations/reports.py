"""The engine's reports, made when a text comes in and kept, and the rating graph, weighed now and then.

Whoever writes of a party locks her first, as ``listing`` does: her postings' rows come after her.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from mikiwame.core.operation import operation
from mikiwame.discernment.version import version
from mikiwame.market.hiring.models import Posting
from mikiwame.market.hiring.operations import index
from mikiwame.market.hiring.states import PostingState
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
    _held([posting.client_id])
    """Read a posting's text, keep what was found in it, and show it on the list."""
    report = reading.describe(posting)
    values = {"text": reading.text_of(posting), "found": reading.POSTINGS.dump_python(report, mode="json")}
    values |= {"verdict": report.verdict, "engine": version(), "made_at": at}
    kept, _ = Description.objects.update_or_create(posting=posting, defaults=values)
    index.describe(posting.pk, verdict=reading.heard_in(report), missing=len(report.missing))
    return kept


@operation
def hear(party: Party, *, at: datetime) -> Opinion:
    _held([party.pk])
    """Read the latest of the opened reviews about a party, and keep what was found in them."""
    report = reading.hear(queries.reviews_read(party)[: reading.REVIEWS_MOST], party)
    values = {"reviews": report.read, "found": reading.OPINIONS.dump_python(report, mode="json")}
    values |= {"verdict": report.verdict, "engine": version(), "made_at": at}
    kept, _ = Opinion.objects.update_or_create(party=party, defaults=values)
    return kept


@operation
def renew(*, at: datetime, limit: int = 50) -> int:
    """A chore after an upgrade: read anew what another engine, or none, has read, or the list doesn't show.

    Returns how much that was, 0 when all is fresh.
    """
    ours = version()
    unread = ~Q(description__engine=ours) | Q(index__text_verdict="")
    postings = Posting.objects.exclude(state=PostingState.DRAFT).filter(unread)
    parties = Party.objects.filter(reviews__opened_at__isnull=False).exclude(opinion__engine=ours).distinct()
    stale = list(postings.select_related("sheet", "category__parent").order_by("-pk")[:limit])
    unheard = list(parties.order_by("pk")[:limit])
    for posting in stale:
        describe(posting, at=at)
    for party in unheard:
        hear(party, at=at)
    concerned = [posting.client_id for posting in stale] + [party.pk for party in unheard]
    listing.vouch(concerned, at=at)
    return len(stale) + len(unheard)


@operation
def weigh_raters(*, at: datetime) -> int:
    """A chore: judge all who rated or were rated by one another's opened reviews; returns how many they are.

    Who rates only among friends earns nothing by it: see ``discernment.graph``.
    """
    opened = Review.objects.filter(opened_at__isnull=False).order_by("pk")
    rows = list(opened.values_list("author_id", "about_id", "stars", "written_at"))
    weighed, before = reading.weigh(rows) if rows else [], queries.rated_low()
    Regard.objects.bulk_create(
        [Regard(**one, made_at=at) for one in weighed],
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
