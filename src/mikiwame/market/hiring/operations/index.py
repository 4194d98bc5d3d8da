"""What lists and search read, written in the transaction that changes a posting: a list is never behind."""

from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from mikiwame.core import search
from mikiwame.core.operation import operation
from mikiwame.discernment.kinds import Verdict
from mikiwame.market.hiring.models import Posting, PostingIndex
from mikiwame.market.hiring.states import ApplicationState
from mikiwame.market.members.models import Party

SUMMARY_MOST = 200


@dataclass(frozen=True)
class Known:
    """What is known of a client, in the names of ``PostingIndex``."""

    record_verdict: Verdict
    funding_verdict: Verdict
    reviews_verdict: Verdict
    reviews_odd: bool
    finished: int


_RECOUNT = """
UPDATE hiring_postingindex SET applicants =
    (SELECT count(*) FROM hiring_application WHERE posting_id = %(posting)s AND state <> %(withdrawn)s)
WHERE posting_id = %(posting)s
"""

_RENEW = """
UPDATE hiring_postingindex SET words = %s::tsvector, bigrams = %s::tsvector, dictionary = %s
WHERE posting_id = %s
"""


def enlist(posting: Posting) -> None:
    """Put a posting on the list, or back on it."""
    sheet, category = posting.sheet, posting.category
    # Publishing has asked for all of these.
    assert category is not None
    assert posting.published_at is not None
    assert posting.apply_until is not None
    assert sheet.reward is not None
    places = posting.task_places or sheet.headcount
    assert places is not None
    PostingIndex.objects.create(
        posting=posting,
        published_at=posting.published_at,
        category=category,
        parent_category_id=category.parent_id or category.pk,
        format=posting.format,
        reward_basis=sheet.reward_basis,
        reward=sheet.reward,
        reward_most=sheet.reward_most,
        places=places,
        newcomer_places=posting.newcomer_places,
        continuing=posting.continuing,
        apply_until=posting.apply_until,
        title=posting.title,
        summary=" ".join(posting.body.split())[:SUMMARY_MOST],
        client=posting.client,
        places_left=posting.places_left,
        seconds=posting.seconds,
        hourly=posting.hourly,
        **_cut(posting),
    )
    recount(posting)


def unlist(posting: Posting) -> None:
    """Take a posting off the list."""
    PostingIndex.objects.filter(posting=posting).delete()


def recount(posting: Posting) -> None:
    """Bring a listed posting's number of applicants up to date; its row is locked by the caller."""
    with connection.cursor() as cursor:
        cursor.execute(_RECOUNT, {"posting": posting.pk, "withdrawn": ApplicationState.WITHDRAWN})


def describe(posting: UUID, *, verdict: Verdict, missing: int) -> None:
    """Put down what was read in a posting's text, if it is listed; written from above."""
    _judge(PostingIndex.objects.filter(pk=posting), {"text_verdict": verdict, "missing": missing})


def vouch(client: Party, known: Known) -> None:
    """Put down what is known of a client beside each of her listed postings; written from above.

    The caller lets nobody else do so meanwhile: what was counted last is written last.
    """
    _judge(PostingIndex.objects.filter(client=client), asdict(known))


def _judge(rows: QuerySet[PostingIndex], columns: dict[str, Any]) -> None:
    """Write only what is new: a row that stays as it is needn't be marked anew."""
    rows.exclude(**columns).update(**columns)


@operation
def renew(*, limit: int = 200) -> int:
    """Cut rows anew that another version of the dictionary has cut; returns how many, 0 when all are fresh.

    A chore for after an upgrade: until it is done, old rows are found by the words of the old version.
    """
    stale = PostingIndex.objects.exclude(dictionary=search.DICTIONARY).select_related("posting__sheet")
    rows = list(stale.select_for_update(skip_locked=True, of=("self",))[:limit])
    with connection.cursor() as cursor:
        for row in rows:
            cut = _cut(row.posting)
            cursor.execute(_RENEW, [cut["words"], cut["bigrams"], cut["dictionary"], row.pk])
    return len(rows)


def _cut(posting: Posting) -> dict[str, str]:
    sheet, kind = posting.sheet, posting.category
    names = [kind.name_ja, kind.name_en, *((kind.parent and [kind.parent.name_ja]) or [])] if kind else []
    texts = (posting.title, *names, posting.body, sheet.scope, sheet.deliverable, sheet.requirements)
    vectors = search.vectors(*texts)
    return {"words": vectors.words, "bigrams": vectors.bigrams, "dictionary": search.DICTIONARY}
