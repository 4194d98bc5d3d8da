"""Questions about reviews, standing and records."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum

from mikiwame.core.clock import day_in_tokyo
from mikiwame.core.errors import existing
from mikiwame.core.ids import id_of
from mikiwame.discernment.kinds import Verdict
from mikiwame.discernment.record import ENOUGH, MEASURES, Measure, Observed, RecordReport, Size, read_record
from mikiwame.discernment.reports import PostingReport
from mikiwame.discernment.version import version
from mikiwame.market.contracts.models import Contract, Offer
from mikiwame.market.contracts.states import ContractState, OfferKind
from mikiwame.market.hiring.models import Posting, PostingIndex
from mikiwame.market.hiring.operations.index import Known
from mikiwame.market.hiring.states import PostingState
from mikiwame.market.history.models import Fact
from mikiwame.market.members.models import Member, Party
from mikiwame.market.taskwork.models import Batch
from mikiwame.market.turns import queries as turns
from mikiwame.market.turns.states import TurnKind

from . import gathering, reading
from .models import Description, Observation, Regard, Review, Tally, Usual
from .reading import OpinionReport
from .states import Side

UNITS = {Measure.DAYS_TO_DECIDE: 1440, Measure.DAYS_TO_FUND: 1440, Measure.DAYS_TO_INSPECT: 1440} | {
    Measure.HOURS_TO_REPLY: 60,
    Measure.HOURS_TO_APPROVE: 60,
    Measure.HOURS_FOR_1000_YEN: 600,
}
"""How many minutes the unit of a timed measure has; those of pay are for ¥10,000, lest they be too coarse."""

MOSTLY = 0.9
"""From what share on a client mostly funds in time."""

USUAL_FACTS, USUAL_PEOPLE = 200, 20
"""From so many facts about so many parties on, the market's own mean is what is usual."""

LATELY = timedelta(days=365)
RAREST = 0.01
"""Nothing is so rare, or so sure, that it could not happen otherwise."""

TASK_FACTS = ("terms_kept", "on_time", "clear", "again")
"""What a worker says of a batch."""

WORDS_SHOWN = 5

HALF_A_MONTH = timedelta(days=15)


def reviews_about(party: Party) -> QuerySet[Review]:
    """What others said of a party after contracts, newest first; sealed reviews are nobody's business yet."""
    opened = Review.objects.filter(about=party, contract__isnull=False, opened_at__isnull=False)
    return opened.select_related("author", "about", "contract").order_by("-opened_at", "-id")


def reviews_read(party: Party) -> QuerySet[Review]:
    """The same with what the engine asks: ``reward`` of the whole work, ``returned`` stars, if open too."""
    back = Review.objects.filter(contract=OuterRef("contract"), author=OuterRef("about"))
    returned = back.filter(opened_at__isnull=False).values("stars")[:1]
    whole = reviews_about(party).select_related("author__standing", "contract")
    return whole.annotate(reward=Sum("contract__milestones__amount"), returned=Subquery(returned))


@dataclass(frozen=True)
class ReviewsOf:
    """What one side may read of a contract's reviews: its own, those that are open, and when they open."""

    own: Review | None
    opened: list[Review]
    opens_at: datetime | None


def reviews_of(contract: Contract, *, reader: Party) -> ReviewsOf:
    """A contract's reviews as one of its sides sees them."""
    written = list(contract.reviews.select_related("author", "about").order_by("written_at"))
    return ReviewsOf(
        own=next((review for review in written if review.author_id == reader.pk), None),
        opened=[review for review in written if review.opened_at is not None],
        opens_at=opens_at(contract),
    )


def opens_at(contract: Contract) -> datetime | None:
    """When what is still sealed opens, and nothing more is taken; None while the contract lives."""
    if contract.ended_at is None:
        return None
    written = (TurnKind.CLIENT_REVIEW, TurnKind.WORKER_REVIEW)
    clocks = [turn.until for turn in turns.current(contract.key) if turn.kind in written]
    return max(clocks, default=contract.ended_at + timedelta(days=settings.REVIEW_DAYS))


def review_by(contract: Contract, party: Party) -> Review | None:
    """The review that one side wrote of a contract, sealed or not: for its author's eyes."""
    return contract.reviews.filter(author=party).first()


def review_about(member: Member, review_id: UUID) -> Review:
    """An opened review about the member, for her to answer; raises NotFound."""
    return existing(reviews_about(member.party).filter(pk=review_id).first())


@dataclass(frozen=True)
class TaskReviews:
    """What workers say of a client's batches: how many do, how many said yes of how many, the latest words.

    Of each worker the latest counts, so that nobody counts often who answers often.
    """

    people: int
    said: Mapping[str, tuple[int, int]]
    latest: list[Review]


def task_reviews_about(party: Party, *, at: datetime) -> TaskReviews:
    """What workers said of a client's batches, as far as it is open; apart from what contracts brought."""
    opened = Review.objects.filter(about=party, batch__isnull=False, opened_at__lte=at)
    latest = opened.order_by("author", "-written_at", "-id").distinct("author")
    each = Review.objects.filter(pk__in=latest.values("pk"))
    counts = {
        f"{fact}_{answer}": Count("pk", filter=Q(**{fact: answer == "yes"}))
        for fact in TASK_FACTS
        for answer in ("yes", "no")
    }
    sums = each.aggregate(people=Count("pk"), **counts)
    said = {fact: (sums[f"{fact}_yes"], sums[f"{fact}_yes"] + sums[f"{fact}_no"]) for fact in TASK_FACTS}
    words = opened.exclude(comment="").select_related("author").order_by("-opened_at", "-id")
    return TaskReviews(sums["people"], said, list(words[:WORDS_SHOWN]) if sums["people"] else [])


def task_review_by(batch: Batch, author: Party) -> Review | None:
    """What a worker said of a batch, sealed or not: for her own eyes."""
    return Review.objects.filter(batch=batch, author=author).first()


def parties_of(fact: Fact) -> list[Party]:
    """The two sides that a fact concerns, always in the same order, so that recounts can't deadlock."""
    ids = _ids(fact.data.get(side) for side in ("client", "worker"))
    return list(Party.objects.filter(pk__in=ids).order_by("pk"))


def ended_contract_of(fact: Fact) -> Contract | None:
    """The contract that a fact is about, once it is over; None for every other fact."""
    if not fact.subject.startswith("contract:"):
        return None
    return Contract.objects.filter(pk=id_of(fact.subject), ended_at__isnull=False).first()


def is_waited_for(contract: Contract, kind: str) -> bool:
    """Whether a side's turn to review is still open."""
    return turns.limit(kind, contract.key) is not None


def counted(party: Party) -> dict[str, int]:
    """The columns of Standing, from the tables as they are now; a trial is no job, and nobody's hiring."""
    published = Posting.objects.filter(client=party).exclude(state=PostingState.DRAFT).count()
    jobs = Q(offer__purpose=OfferKind.HIRE)
    commissions = party.commissions.filter(jobs).aggregate(
        commissions_finished=Count("pk", filter=Q(state=ContractState.FINISHED)),
        hired=Count("pk"),
        lapsed_unfunded=Count("pk", filter=Q(state=ContractState.LAPSED)),
    )
    finished = party.contracts.filter(jobs, state=ContractState.FINISHED).count()
    reviews = reviews_about(party).order_by().aggregate(review_count=Count("pk"), review_stars=Sum("stars"))
    return {
        "postings_published": published,
        "contracts_finished": finished,
        **commissions,
        "review_count": reviews["review_count"],
        "review_stars": reviews["review_stars"] or 0,
    }


def records_of(party: Party, *, at: datetime) -> dict[Side, RecordReport]:
    """What a party's facts let one say of her as client and as worker, in one statement.

    Facts are counted by month; those of a month count as old as its middle.
    """
    seen: dict[Side, list[Observed]] = {side: [] for side in Side}
    market: dict[Measure, float] = {}
    here = Usual.objects.filter(measure=OuterRef("measure")).values("value")
    for tally in Tally.objects.filter(party=party).annotate(usual=Subquery(here)):
        seen[Side(tally.side)].append(_observed(tally, day_in_tokyo(at)))
        if tally.usual is not None:
            market[Measure(tally.measure)] = tally.usual
    return {side: read_record(observed, market=market) for side, observed in seen.items()}


def usual() -> dict[Measure, float]:
    """What is usual in this market; of other measures there are too few facts: the engine's value counts."""
    return {Measure(measure): value for measure, value in Usual.objects.values_list("measure", "value")}


def usual_now(at: datetime) -> Iterator[tuple[Measure, float]]:
    """The mean of each measure over the last year, where enough happened to enough people."""
    lately = Tally.objects.filter(month__gte=day_in_tokyo(at) - LATELY).order_by().values("measure")
    counted = lately.annotate(total=Sum("amount"), whole=Sum("of"), people=Count("party", distinct=True))
    for row in counted.filter(whole__gte=USUAL_FACTS, people__gte=USUAL_PEOPLE):
        measure = Measure(row["measure"])
        mean = row["total"] / row["whole"] / UNITS.get(measure, 1)
        most = mean if MEASURES[measure].timed else 1 - RAREST
        yield measure, max(min(mean, most), RAREST)


def unsaid(side: Side, report: RecordReport) -> list[Measure]:
    """The measures of a side of which there are too few facts to say anything."""
    proven = {one.measure for one in report.estimates if one.is_proven}
    return [measure for measure in gathering.MEASURED[side] if measure not in proven]


def facts_behind(party: Party) -> QuerySet[Observation]:
    """What a record rests on, the latest first: what each thing showed, not between whom it was."""
    return Observation.objects.filter(party=party).order_by("-at", "-id")


def posting_of(fact: Fact) -> Posting | None:
    """The posting that a fact is about, as its text is read."""
    whole = Posting.objects.select_related("sheet", "category__parent")
    return whole.filter(pk=id_of(fact.subject)).first()


def _described(posting: Posting, kept: Description | None) -> PostingReport:
    """What the engine reads in a posting's text.

    It is read here and now, and not kept, where that wasn't done yet, or another engine did it: a draft, a
    posting of this second, an upgrade of today.
    """
    if kept and kept.engine == version() and bytes(kept.text) == reading.text_of(posting):
        return reading.POSTINGS.validate_python(kept.found)
    return reading.describe(posting)


def unread(*, at: datetime, most: int) -> list[Posting]:
    """The newest postings that another engine has read before a moment, or that the list shows unread.

    Two statements find them, each by an index of its own; one for both had to look at every posting.
    """
    newest = [rows.order_by("-pk").values_list("pk", flat=True)[:most] for rows in (unshown(), outdated(at))]
    whole = Posting.objects.select_related("sheet", "category__parent")
    return list(whole.filter(pk__in={pk for rows in newest for pk in rows}).order_by("-pk")[:most])


def unshown() -> QuerySet[PostingIndex]:
    """The rows of the list that say nothing of their posting's text yet."""
    return PostingIndex.objects.filter(text_verdict="")


def outdated(at: datetime) -> QuerySet[Description]:
    """What another engine read before a moment. Less or greater, for no index finds what is unequal."""
    other = Q(engine__lt=version()) | Q(engine__gt=version())
    return Description.objects.filter(other, made_at__lt=at)


def unheard(*, at: datetime, most: int) -> list[Party]:
    """The next parties whose opened reviews another engine has read before a moment, or none has."""
    heard = Q(opinion__engine=version()) | Q(opinion__made_at__gte=at)
    rated = Party.objects.filter(reviews__opened_at__isnull=False).exclude(heard)
    return list(rated.distinct().order_by("pk")[:most])


@dataclass(frozen=True)
class Esteem:
    """What others say of a party: the report on their reviews, None without any; the rating graph's verdict.

    ``goodness`` runs from -1 to 1, 0 is unproven.
    """

    report: OpinionReport | None
    goodness: float

    @property
    def verdict(self) -> Verdict:
        """The report's; and a caution where people who rate fairly, and are no friends, rate a party low."""
        if self.report is None:
            return Verdict.INCOMPLETE
        low = self.goodness <= reading.LOW and self.report.read >= ENOUGH
        return Verdict.CAUTION if low else self.report.verdict


def esteem_of(party: Party) -> Esteem:
    """What is kept of the reviews about a party, in one statement."""
    return _esteem(Party.objects.select_related("opinion", "regard").get(pk=party.pk))


def _esteem(party: Party) -> Esteem:
    opinion, regard = getattr(party, "opinion", None), getattr(party, "regard", None)
    return Esteem(
        report=reading.opinion(opinion.found) if opinion else None,
        goodness=regard.goodness if regard else reading.UNPROVEN_GOODNESS,
    )


@dataclass(frozen=True)
class SideRecord:
    """One side's record: the report, and what can't be said yet."""

    side: Side
    report: RecordReport

    @property
    def is_unproven(self) -> bool:
        """Nothing is held against her, but what a side owes above all isn't proven yet either."""
        calm = self.report.verdict in {Verdict.OK, Verdict.INCOMPLETE}
        return calm and gathering.CORE[self.side] in self.unsaid

    @property
    def verdict(self) -> Verdict:
        """The record's verdict; a short record is no good one yet."""
        return Verdict.INCOMPLETE if self.is_unproven else self.report.verdict

    @property
    def unsaid(self) -> list[Measure]:
        """The measures of which there are too few facts to say anything."""
        return unsaid(self.side, self.report)


@dataclass(frozen=True)
class PartyReport:
    """What is known of a party, chapter by chapter; ``description`` beside a posting of hers only."""

    description: PostingReport | None
    records: list[SideRecord]
    esteem: Esteem

    @property
    def verdict(self) -> Verdict:
        """The worst of the chapters; a text that warns of something is never calm."""
        text = [reading.heard_in(self.description)] if self.description else []
        return reading.worst([*text, *(one.verdict for one in self.records), self.esteem.verdict])


def report_on(posting: Posting, *, at: datetime) -> PartyReport:
    """The report on a posting: its text, its client's record as client, and the reviews about her.

    Two statements, however much is known.
    """
    kept = ("description", "client__opinion", "client__regard")
    known = Posting.objects.select_related(*kept).only("id", *kept).get(pk=posting.pk)
    description = _described(posting, getattr(known, "description", None))
    record = SideRecord(Side.CLIENT, records_of(posting.client, at=at)[Side.CLIENT])
    return PartyReport(description, [record], _esteem(known.client))


def report_on_offer(offer: Offer, *, at: datetime) -> PartyReport:
    """The same of a direct offer. It is read when somebody asks: it isn't on any list, so nothing is kept."""
    record = SideRecord(Side.CLIENT, records_of(offer.client, at=at)[Side.CLIENT])
    return PartyReport(reading.describe_offer(offer), [record], esteem_of(offer.client))


def report_about(party: Party, *, at: datetime) -> PartyReport:
    """The report on a party: her record on each side on which she has one, as worker if on none."""
    read = records_of(party, at=at)
    sides = [side for side in Side if read[side].estimates] or [Side.WORKER]
    return PartyReport(None, [SideRecord(side, read[side]) for side in sides], esteem_of(party))


def listed_clients(parties: Iterable[UUID]) -> list[UUID]:
    """Those of the parties who have a posting on the list, always in the same order."""
    listed = PostingIndex.objects.filter(client__in=list(parties))
    return list(listed.order_by("client").values_list("client", flat=True).distinct())


def listing_clients(after: UUID | None, *, most: int) -> list[UUID]:
    """The next who have a posting on the list, after one of them if given."""
    listed = PostingIndex.objects.filter(client__gt=after) if after else PostingIndex.objects.all()
    return list(listed.order_by("client").values_list("client", flat=True).distinct()[:most])


def known_of(client: Party, *, at: datetime) -> Known:
    """What the list shows of a client: her record, how she funds, her reviews."""
    esteem, record = esteem_of(client), SideRecord(Side.CLIENT, records_of(client, at=at)[Side.CLIENT])
    return Known(
        record_verdict=record.verdict,
        funding_verdict=_funding(client),
        reviews_verdict=esteem.verdict,
        reviews_odd=esteem.report is not None and esteem.report.suspicious,
        finished=Contract.objects.filter(client=client, state=ContractState.FINISHED).count(),
    )


def _funding(client: Party) -> Verdict:
    """Whether she mostly funds in time what she has agreed to, by all that is counted of it."""
    counted = Tally.objects.filter(party=client, side=Side.CLIENT, measure=Measure.FUNDED)
    sums = counted.aggregate(funded=Sum("amount"), agreed=Sum("of"))
    funded, agreed = sums["funded"] or 0, sums["agreed"] or 0
    if agreed < ENOUGH:
        return Verdict.INCOMPLETE
    return Verdict.OK if funded >= MOSTLY * agreed else Verdict.CAUTION


def rated_low() -> set[UUID]:
    """Whom people who rate fairly rate low."""
    return set(Regard.objects.filter(goodness__lte=reading.LOW).values_list("party", flat=True))


def _observed(tally: Tally, today: date) -> Observed:
    measure = Measure(tally.measure)
    return Observed(
        measure,
        tally.amount / UNITS.get(measure, 1),
        tally.of,
        format=tally.format,
        size=Size(tally.size),
        age_days=max((today - tally.month - HALF_A_MONTH).days, 0),
    )


def _ids(keys: Iterable[str | None]) -> list[UUID]:
    return [id_of(key) for key in keys if key]
