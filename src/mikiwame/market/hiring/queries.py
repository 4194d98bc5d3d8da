"""What is offered, who applied, and how good the chances are; scoped to who asks."""

from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Cast, Coalesce, Concat

from mikiwame.core import search
from mikiwame.core.clock import day_in_tokyo
from mikiwame.core.errors import NotFound, Ruling, existing
from mikiwame.core.ids import key
from mikiwame.core.terms import Format
from mikiwame.market.members.models import Member, Party
from mikiwame.market.members.queries import NEWCOMER_BELOW
from mikiwame.market.members.states import PartyKind
from mikiwame.market.messaging.queries import Sides

from . import listing, rules
from .listing import Cursor, Filters, LeftOut, Look, Page
from .models import Answer, Application, Category, Criteria, MetRequirement, Posting, Requirement
from .states import APPLICATION, ApplicationState, PostingState


def listed(filters: Filters, after: str | None = None, *, at: datetime) -> Page:
    """One page of the postings that take applications, in one statement.

    Words are looked up first; only where they find nothing a second statement looks for their letters.
    ``after`` is a page's ``next`` or ``previous``; raises Refused("cursor_broken").
    """
    cursor = Cursor.opened(after, filters.sort) if after else None
    asked = search.query(filters.text)
    look: Look = cursor.look if cursor else "words" if asked.words or not asked.bigrams else "bigrams"
    page = _page(filters, cursor, asked, look=look, at=at)
    if page.count == 0 and look == "words" and asked.bigrams:
        return _page(filters, cursor, asked, look="bigrams", at=at)
    return page


def left_out(filters: Filters, page: Page, *, at: datetime) -> LeftOut | None:
    """What the list leaves out because its clients are unproven; None where that is nothing."""
    if filters.unproven or not filters.ask_of_clients:
        return None
    every = listed(replace(filters, unproven=True), at=at)
    more = every.count - page.count
    return LeftOut(more, every.is_counted) if more > 0 else None


def _page(filters: Filters, cursor: Cursor | None, asked: search.Query, *, look: Look, at: datetime) -> Page:
    text = asked.words if look == "words" else asked.bigrams
    if filters.text.strip() and not text:
        return Page.nothing()  # marks alone say nothing that could be found
    sql = listing.statement(filters, cursor, look=look)
    values = listing.values(filters, cursor, text=text, today=day_in_tokyo(at))
    with connection.cursor() as answer:
        answer.execute(sql, values)
        return listing.page_of(answer.fetchall(), filters, cursor, look=look)


@dataclass(frozen=True)
class Field:
    """A top category and its kinds."""

    category: Category
    kinds: list[Category]


def categories() -> list[Field]:
    """Both levels of categories, in the operators' order."""
    every = list(Category.objects.all())
    return [
        Field(top, [kind for kind in every if kind.parent_id == top.pk]) for top in every if not top.parent_id
    ]


def posting_for(member: Member | None, identifier: UUID) -> Posting:
    """A posting with client, category and terms, for a reader or a visitor; raises NotFound.

    Drafts are their client's; what operators suspended is seen by its client, its applicants and them.
    """
    found = _whole().filter(pk=identifier).first()
    if found is None or not _may_see(member, found):
        raise NotFound
    return found


def own_posting(member: Member, identifier: UUID) -> Posting:
    """A posting of the member's own, in whatever state; raises NotFound."""
    return existing(_whole().filter(pk=identifier, client=member.party).first())


def postings_of(party: Party) -> QuerySet[Posting]:
    """What a client has written and published, latest first, with numbers of applicants.

    ``waiting``: applicants to whom an answer is due; ``applied``: all who didn't withdraw; ``hired``.
    """
    counted = {
        "waiting": Q(applications__state=ApplicationState.SUBMITTED),
        "applied": Q(applications__isnull=False) & ~Q(applications__state=ApplicationState.WITHDRAWN),
        "hired": Q(applications__state=ApplicationState.ACCEPTED),
    }
    counts = {name: Count("applications", filter=condition) for name, condition in counted.items()}
    return _postings().filter(client=party).annotate(**counts).order_by("-saved_at", "-id")


def awaited(party: Party) -> dict[str, int]:
    """How many applicants wait for an answer, by the key of each posting of the client to which any do."""
    counted = _waiting(party).values_list("posting").annotate(Count("pk")).order_by()
    return {key(Posting.KIND, posting): count for posting, count in counted}


def awaited_keys(party: Party) -> QuerySet[Any]:
    """The keys of those postings, as a part of another question's statement."""
    named = Concat(Value(f"{Posting.KIND}:"), Cast("posting", TextField()), output_field=TextField())
    return _waiting(party).values_list(named)


def waits_for(party: Party) -> dict[str, str]:
    """The postings whose clients owe a worker an answer, each with her application, as keys.

    No more than ``OPEN_APPLICATIONS_MOST`` of them.
    """
    waits = Application.objects.filter(worker=party, state=ApplicationState.SUBMITTED)
    found = waits.values_list("posting", "pk")
    return {key(Posting.KIND, posting): key(Application.KIND, own) for posting, own in found}


def _waiting(party: Party) -> QuerySet[Application]:
    return Application.objects.filter(posting__client=party, state=ApplicationState.SUBMITTED)


def published() -> QuerySet[Posting]:
    """What takes applications now, the newest first; for operators, who look through it."""
    return _postings().filter(state=PostingState.OPEN).order_by("-published_at", "-id")


def suspended() -> QuerySet[Posting]:
    """What operators have stopped, the latest first; for operators."""
    return _postings().filter(state=PostingState.SUSPENDED).order_by("-state_since", "-id")


def missing(posting: Posting, *, at: datetime) -> list[Ruling]:
    """What keeps a draft from being published, the first first."""
    is_project = posting.format == Format.PROJECT
    return list(rules.failings(posting, at) if is_project else rules.owned_failings(posting))


def application_for(member: Member, identifier: UUID) -> Application:
    """An application for its worker or its client; raises NotFound to anybody else."""
    sides = Q(worker=member.party) | Q(posting__client=member.party)
    return existing(_applications().filter(sides, pk=identifier).first())


def application_sides(identifier: UUID) -> Sides:
    """Who has an application and its files; raises NotFound."""
    found = existing(_applications().filter(pk=identifier).first())
    return Sides(found.posting.client.key, found.worker.key, found.key)


def applicant_for(member: Member, identifier: UUID) -> Application:
    """An application to a posting of the member's own; raises NotFound to anybody else, the worker too."""
    return existing(_applications().filter(posting__client=member.party, pk=identifier).first())


def application_to(posting: Posting, party: Party) -> Application | None:
    """The party's own application to a posting, unless she withdrew it."""
    own = _applications().filter(posting=posting, worker=party)
    return own.exclude(state=ApplicationState.WITHDRAWN).first()


def applications_of(party: Party, *, over: bool | None = None) -> QuerySet[Application]:
    """What a worker has applied for, latest first: all, or those that are over, or those that aren't."""
    own = _applications().filter(worker=party).order_by("-submitted_at", "-id")
    if over is None:
        return own
    return own.filter(state__in=sorted(APPLICATION.final if over else APPLICATION.open))


def open_applications(party: Party) -> int:
    """How many of a worker's applications still wait for an outcome."""
    return Application.objects.filter(worker=party, state__in=sorted(APPLICATION.open)).count()


def withholds_tax(client: Party, category: Category | None, worker: Party) -> bool:
    """Whether the client keeps back income tax from this worker's reward for work of that kind."""
    taxed = category is not None and category.withholding
    return taxed and client.withholds_tax and worker.kind == PartyKind.PERSON


def answers_of(application: Application) -> list[Answer]:
    """What the applicant answered, in the order of the questions."""
    return list(application.answers.select_related("question").order_by("question__number"))


def requirements_met(application: Application) -> list[tuple[Requirement, bool]]:
    """Every requirement of the posting, and whether the applicant says she meets it."""
    met = set(application.met.values_list("requirement_id", flat=True))
    return [(line, line.pk in met) for line in application.posting.requirements.all()]


def free_places(posting: Posting) -> tuple[int, int]:
    """How many places nobody has, and how many of these are kept for newcomers."""
    free = posting.places.filter(taken_by=None)
    counted = free.aggregate(all=Count("pk"), new=Count("pk", filter=Q(for_newcomer=True)))
    return counted["all"], counted["new"]


def is_filled(posting: Posting) -> bool:
    """Whether every place of a posting has been agreed to, be it still on the list or over."""
    settled = posting.places.filter(taken_by__state=ApplicationState.ACCEPTED)
    return not posting.places.exclude(pk__in=settled).exists()


ORDERS = {"price": ("price",), "met": ("-met_count",)}
"""How a client can sort applicants; otherwise first come, first seen."""


def with_answers(applications: QuerySet[Application]) -> QuerySet[Application]:
    """Each with its answers and met requirements, in the order of the posting; two statements."""
    return applications.prefetch_related(
        Prefetch("answers", Answer.objects.select_related("question").order_by("question__number")),
        Prefetch("met", MetRequirement.objects.select_related("requirement").order_by("requirement__number")),
    )


def applicants(posting: Posting, *, order: str = "") -> list[Application]:
    """Who applied and didn't withdraw, with answers, met requirements and standing; see ``ORDERS``.

    ``met_count``: how many of the posting's requirements she says she meets.
    """
    return list(
        with_answers(_applications())
        .filter(posting=posting)
        .exclude(state=ApplicationState.WITHDRAWN)
        .annotate(met_count=Count("met"))
        .order_by(*ORDERS.get(order, ()), "submitted_at", "id")
    )


@dataclass(frozen=True)
class Odds:
    """How good one reader's chances are, if all applicants were equal.

    ``applicants`` n and ``newcomers`` m among them count the reader in; ``places`` g for everybody and
    ``newcomer_places`` r are those still free. ``met`` of ``essential`` requirements; met is None before
    she applied.
    """

    applicants: int
    newcomers: int
    places: int
    newcomer_places: int
    is_newcomer: bool
    met: int | None
    essential: int

    @property
    def chance(self) -> Fraction:
        """The share of equal applicants in her position who get a place.

        Newcomers are drawn for the reserved places first: each of m gets one of r with p = min(1, r/m).
        The n − min(r, m) who are left are drawn for the others: q = min(1, g/(n − min(r, m))). A newcomer's
        chance is p + (1 − p)q; anybody else's is q. It says nothing about what a client likes, and changes
        with everybody who still applies.

        >>> Odds(10, 4, 2, 1, is_newcomer=True, met=None, essential=0).chance
        Fraction(5, 12)
        >>> Odds(10, 4, 2, 1, is_newcomer=False, met=None, essential=0).chance
        Fraction(2, 9)
        """
        kept = min(self.newcomer_places, self.newcomers)
        left = self.applicants - kept
        q = min(Fraction(1), Fraction(self.places, left)) if left else Fraction(0)
        if not self.is_newcomer:
            return q
        p = Fraction(kept, self.newcomers) if self.newcomers else Fraction(0)
        return p + (1 - p) * q

    @property
    def percent(self) -> int:
        """The chance in whole percent."""
        return round(self.chance * 100)

    @property
    def lacks(self) -> int:
        """How many essential requirements she doesn't meet by her own word."""
        return 0 if self.met is None else self.essential - self.met


_ODDS = """
WITH others AS (
    SELECT s.contracts_finished < %(newcomer_below)s AS is_new
    FROM hiring_application a JOIN members_standing s ON s.party_id = a.worker_id
    WHERE a.posting_id = %(posting)s AND a.worker_id <> %(party)s
        AND a.state IN ('submitted', 'in_trial', 'offered')
), unsettled AS (
    SELECT p.for_newcomer
    FROM hiring_place p LEFT JOIN hiring_application a ON a.id = p.taken_by_id
    WHERE p.posting_id = %(posting)s AND (a.id IS NULL OR a.state = 'offered')
), own AS (
    SELECT id FROM hiring_application
    WHERE posting_id = %(posting)s AND worker_id = %(party)s AND state <> 'withdrawn'
), essential AS (
    SELECT id FROM hiring_requirement WHERE posting_id = %(posting)s AND essential
), reader AS (
    SELECT contracts_finished < %(newcomer_below)s AS is_new FROM members_standing WHERE party_id = %(party)s
)
SELECT (SELECT count(*) FROM others) + 1,
    (SELECT count(*) FROM others WHERE is_new) + reader.is_new::int,
    (SELECT count(*) FROM unsettled WHERE NOT for_newcomer),
    (SELECT count(*) FROM unsettled WHERE for_newcomer),
    reader.is_new,
    CASE WHEN EXISTS (SELECT FROM own) THEN
        (SELECT count(*) FROM hiring_metrequirement m JOIN own ON own.id = m.application_id
         JOIN essential ON essential.id = m.requirement_id)
    END,
    (SELECT count(*) FROM essential)
FROM reader
"""


def odds(posting: Posting, party: Party) -> Odds:
    """The odds of one reader, whether she has applied or thinks of it, in one statement.

    An offer or a trial that stands counts as one who waits, and the place of the offer as free: it may still
    come to nothing.
    """
    with connection.cursor() as cursor:
        cursor.execute(_ODDS, {"posting": posting.pk, "party": party.pk, "newcomer_below": NEWCOMER_BELOW})
        return Odds(*cursor.fetchone())


def _postings() -> QuerySet[Posting]:
    return Posting.objects.select_related("client__standing", "category__parent", "sheet")


def _whole() -> QuerySet[Posting]:
    """With the lines that its pages show, and ``applied``: how many applied and didn't withdraw."""
    standing = Application.objects.filter(posting=OuterRef("pk")).exclude(state=ApplicationState.WITHDRAWN)
    counted = standing.order_by().values("posting").values(count=Count("pk"))
    lines = ("requirements", "questions", "sheet__milestones")
    return _postings().prefetch_related(*lines).annotate(applied=Coalesce(Subquery(counted), 0))


def _applications() -> QuerySet[Application]:
    posting = ("posting__client", "posting__category", "posting__sheet")
    related = (*posting, "worker__standing", "conversation")
    return Application.objects.select_related(*related)


def _may_see(member: Member | None, posting: Posting) -> bool:
    is_draft, is_suspended = posting.state == PostingState.DRAFT, posting.suspended_at is not None
    if not (is_draft or is_suspended):
        return True
    if member is None:
        return False
    if member.acts_for(posting.client):
        return True
    applied = posting.applications.filter(worker=member.party)
    return is_suspended and (member.is_operator or applied.exists())


def criteria_of(member: Member) -> list[Criteria]:
    """A member's own criteria, in the order in which she keeps them."""
    return list(Criteria.objects.filter(member=member).order_by("number"))


def own_criteria(member: Member, identifier: UUID) -> Criteria:
    """Criteria of the member's own; raises NotFound."""
    return existing(Criteria.objects.filter(member=member, pk=identifier).first())
