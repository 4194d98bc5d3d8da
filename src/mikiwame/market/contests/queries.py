"""Questions about contests and entries, scoped to who asks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from pathlib import PurePosixPath
from uuid import UUID

from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, When

from mikiwame.core.errors import NotFound, Ruling, existing
from mikiwame.core.ids import id_of, key
from mikiwame.market.escrow import queries as money
from mikiwame.market.history import queries as history
from mikiwame.market.members.models import Member, Party
from mikiwame.market.messaging.models import Attachment
from mikiwame.market.messaging.queries import Sides

from . import rules
from .division import Standing
from .models import Award, Contest, Entrant, Entry, Exclusion, Notice, Prize
from .states import OVER, UNSETTLED, ContestState, EntryState

SEEN_BY_CLIENT = frozenset(EntryState) - {EntryState.DRAFT, EntryState.LAPSED, EntryState.WITHDRAWN}
COMPARED_MOST = 200
"""With so many others an operator compares an entry that shall be excluded."""

WITH_RESULT = (EntryState.WON, EntryState.SHARED, EntryState.PASSED_OVER)


def contest_for(member: Member, identifier: UUID) -> Contest:
    """One of the member's own contests; raises NotFound."""
    return existing(_contests().filter(pk=identifier, client=member.party_id).first())


def public_contest(member: Member | None, identifier: UUID) -> Contest:
    """A contest that anybody may see; one that was stopped, also after its end, its client, operators and who
    entered; raises NotFound."""
    found = _contests().filter(pk=identifier).exclude(state__in=["draft", "prepared"]).first()
    if found is None or (_is_stopped(found) and not (member and _takes_part(member, found))):
        raise NotFound
    return found


def contest_to_read(member: Member | None, identifier: UUID) -> Contest:
    """The same; its client finds her drafts too; raises NotFound."""
    own = member and _contests().filter(pk=identifier, client=member.party_id).first()
    return own or public_contest(member, identifier)


def contest_to_moderate(identifier: UUID) -> Contest:
    """For operators, who see all that was published; raises NotFound."""
    return existing(_contests().filter(pk=identifier, opened_at__isnull=False).first())


def contest_of_deposit(purpose: str) -> Contest | None:
    """The contest for which a deposit was asked; None when its draft is gone."""
    return _contests().filter(pk=id_of(purpose)).first()


def contests_of(client: Party) -> QuerySet[Contest]:
    """A client's contests, the last one she worked on first, with the number of ``standing`` entries."""
    standing = Count("entered", filter=~Q(entered__state__in=["draft", "lapsed", "withdrawn", "excluded"]))
    return _contests().filter(client=client).annotate(standing=standing).order_by("-saved_at", "-id")


def prizes(contest: Contest) -> list[int]:
    """What each prize is, in yen, the first one first."""
    return list(contest.prizes.values_list("amount", flat=True))


def prizes_of(contests: Iterable[Contest]) -> dict[UUID, list[int]]:
    """The same of several contests, by identifier."""
    found: dict[UUID, list[int]] = {contest.pk: [] for contest in contests}
    for prize in Prize.objects.filter(contest__in=list(found)).order_by("number"):
        found[prize.contest_id].append(prize.amount)
    return found


def missing(contest: Contest, at: datetime) -> list[Ruling]:
    """What keeps a draft from being paid for, the first first."""
    return list(rules.failings(contest, prizes(contest), at))


def price(contest: Contest) -> int:
    """What is to be paid in, in yen."""
    return rules.price_of(contest, prizes(contest))


def held(contest: Contest) -> int:
    """What is still in escrow, in yen."""
    return money.left(contest.hold) if contest.hold else 0


def standing(contest: Contest) -> int:
    """How many entries could win."""
    return contest.entered.filter(state=EntryState.SUBMITTED).count()


def entrants(contest: Contest) -> int:
    """How many workers have an entry that could win, or could until it was decided."""
    handed_in = contest.entered.filter(state__in=[EntryState.SUBMITTED, *WITH_RESULT])
    return handed_in.values("worker").distinct().count()


@dataclass(frozen=True)
class Figures:
    """How many entries a contest's client sees, how many of them could win, and of how many workers."""

    seen: int
    standing: int
    entrants: int


def figures(contest: Contest) -> Figures:
    """What a contest's client sees of it in numbers; one statement."""
    with_result = Q(state__in=[EntryState.SUBMITTED, *WITH_RESULT])
    found = contest.entered.aggregate(
        seen=Count("pk", filter=Q(state__in=SEEN_BY_CLIENT)),
        standing=Count("pk", filter=Q(state=EntryState.SUBMITTED)),
        entrants=Count("worker", filter=with_result, distinct=True),
    )
    return Figures(**found)


def entrants_of(contests: Iterable[Contest]) -> dict[UUID, int]:
    """The same of several contests, by identifier."""
    handed_in = Q(entered__state__in=[EntryState.SUBMITTED, *WITH_RESULT])
    makers = Count("entered__worker", filter=handed_in, distinct=True)
    listed = Contest.objects.filter(pk__in=[contest.pk for contest in contests])
    return dict(listed.annotate(makers=makers).values_list("pk", "makers"))


def held_in(contests: Iterable[Contest]) -> dict[UUID, int]:
    """What is still in escrow of each contest, in yen."""
    holds = {contest.pk: contest.hold_id for contest in contests}
    left = money.left_of(hold for hold in holds.values() if hold)
    return {contest: left.get(hold, 0) if hold else 0 for contest, hold in holds.items()}


def payable(contest: Contest) -> list[Standing]:
    """The entries that could win, in the order of their numbers."""
    entries = contest.entered.filter(state=EntryState.SUBMITTED).order_by("number")
    return [
        Standing(
            entry.pk, entry.worker_id, entry.submitted_at, entry.number, entry.finalist_since is not None
        )
        for entry in entries
        if entry.submitted_at and entry.number
    ]


def entries_for_client(contest: Contest) -> QuerySet[Entry]:
    """What was handed in to a contest of the asker's own, and not taken back, by number."""
    return contest.entered.filter(state__in=SEEN_BY_CLIENT).order_by("number")


def ranked(entries: QuerySet[Entry]) -> QuerySet[Entry]:
    """For whoever chooses: what was paid first, then finalists, then the others, each by number."""
    paid = Exists(Award.objects.filter(entry=OuterRef("pk")))
    finalists = Case(When(finalist_since=None, then=1), default=0)
    return entries.annotate(is_paid=paid).order_by("-is_paid", finalists, "number")


def place_of(entry: Entry) -> int:
    """How many entries are ranked before it, for its client."""
    keys = ranked(entries_for_client(entry.contest)).values_list("pk", flat=True)
    return list(keys).index(entry.pk)


def entries_beside(entry: Entry) -> list[Entry]:
    """What else was handed in to the contest and not taken back, by number, for operators to compare."""
    others = entry.contest.entered.filter(state__in=SEEN_BY_CLIENT).exclude(pk=entry.pk)
    return list(others.order_by("number")[:COMPARED_MOST])


def entries_to_see(member: Member | None, contest: Contest) -> QuerySet[Entry]:
    """What the asker may see of others' entries: those of an unhidden contest, and afterwards what its maker
    lets everybody see, winners first."""
    if contest.state in OVER:
        won = Case(*(When(state=state, then=rank) for rank, state in enumerate(WITH_RESULT)))
        known = contest.entered.filter(state__in=WITH_RESULT, shown=True)
        return known.select_related("worker").order_by(won, "number")
    if member is None or contest.hidden or contest.state not in {ContestState.OPEN, ContestState.DECIDING}:
        return Entry.objects.none()
    return contest.entered.filter(state=EntryState.SUBMITTED).order_by("number")


def own_entries(contest: Contest, party: Party) -> list[Entry]:
    """What a worker has written and handed in to a contest, the first one first."""
    return list(_entries().filter(contest=contest, worker=party).order_by("saved_at", "id"))


def entries_of(party: Party) -> QuerySet[Entry]:
    """All that a worker has entered anywhere, the latest first."""
    return _entries().filter(worker=party).order_by("-saved_at", "-id")


def handed_in(contest: Contest, party: Party) -> int:
    """How many entries a worker has handed in to a contest, those taken back or excluded too."""
    return contest.entered.filter(worker=party, submitted_at__isnull=False).count()


def waiting_entries(party: Party) -> int:
    """How many of a worker's entries can still win something."""
    return Entry.objects.filter(worker=party, state=EntryState.SUBMITTED).count()


def newest_for_client(contest: Contest) -> UUID | None:
    """What happened last in a contest, and with any of its entries."""
    return history.newest_about(contest.key, *_keys(contest.entered.all()))


def newest_for_worker(contest: Contest, party: Party) -> UUID | None:
    """What happened last in a contest, and with the worker's own entries."""
    return history.newest_about(contest.key, *_keys(contest.entered.filter(worker=party)))


def waits_for(party: Party) -> list[str]:
    """The contests whose clients choose now, and may choose an entry of that worker's, as keys."""
    entries = _being_chosen().filter(worker=party)
    return [key(Contest.KIND, contest) for contest in entries.values_list("contest", flat=True).distinct()]


def awaited(client: Party) -> dict[str, int]:
    """How many workers wait for the choice, by the key of each contest in which the client has to choose."""
    counted = _being_chosen().filter(contest__client=client).values_list("contest")
    makers = counted.annotate(Count("worker", distinct=True)).order_by()
    return {key(Contest.KIND, contest): count for contest, count in makers}


def own_entry(member: Member, identifier: UUID) -> Entry:
    """One of the member's own entries; raises NotFound."""
    return existing(_entries().filter(pk=identifier, worker=member.party_id).first())


def entry_for_client(member: Member, identifier: UUID) -> Entry:
    """An entry handed in to a contest of the member's own, and not taken back; raises NotFound."""
    seen = _entries().filter(state__in=SEEN_BY_CLIENT)
    return existing(seen.filter(pk=identifier, contest__client=member.party_id).first())


def entry_to_see(member: Member | None, identifier: UUID) -> Entry:
    """An entry that the asker may see, with its files; raises NotFound."""
    found = _entries().filter(pk=identifier).first()
    if found is None or not _may_see(member, found):
        raise NotFound
    return found


def entry_sides(identifier: UUID) -> Sides | None:
    """Who has an entry and its files: its client, who doesn't know whose it is, once it was handed in."""
    found = _entries().filter(pk=identifier, state__in=SEEN_BY_CLIENT).first()
    return Sides(found.contest.client.key, None, found.contest.key) if found else None


def file_of(entry: Entry, identifier: UUID) -> Attachment:
    """One of an entry's files; raises NotFound."""
    return existing(Attachment.objects.filter(subject=entry.key, pk=identifier).first())


def free_name(files: Iterable[Attachment]) -> str:
    """A number that none of an entry's files is called by."""
    taken = {PurePosixPath(file.name).stem for file in files}
    return next(name for name in map(str, count(1)) if name not in taken)


def copies(entries: Iterable[Entry]) -> dict[UUID, int]:
    """Entries of a contest with a file that an earlier one of another maker in it has too, and the number of
    that: a hint."""
    asked = {entry.pk: entry.contest_id for entry in entries}
    among = Entry.objects.filter(contest__in=set(asked.values()), state__in=SEEN_BY_CLIENT)
    listed = {entry.key: entry for entry in among.only("worker_id", "number")}
    files = Attachment.objects.filter(subject__in=listed).values_list("subject", "sha256")
    by_content: dict[bytes, list[Entry]] = {}
    for subject, sha256 in files:
        by_content.setdefault(bytes(sha256), []).append(listed[subject])
    found: dict[UUID, int] = {}
    for alike in by_content.values():
        first, *others = sorted(alike, key=lambda entry: entry.number or 0)
        for entry in others:
            if entry.pk in asked and entry.worker_id != first.worker_id and first.number:
                found[entry.pk] = first.number
    return found


def awards(contest: Contest) -> list[Award]:
    """What was paid, prizes first; without the documents, which are read one by one."""
    every = Award.objects.filter(entry__contest=contest).select_related("entry__worker", "prize")
    found = every.defer("html")
    return sorted(
        found, key=lambda award: (award.prize.number if award.prize else 99, award.entry.number or 0)
    )


def award_of(entry: Entry) -> Award | None:
    """What an entry was paid."""
    return entry.awards.select_related("prize").first()


def awards_of(entries: Iterable[Entry]) -> dict[UUID, Award]:
    """What entries were paid, of those that were, by identifier."""
    found = Award.objects.filter(entry__in=list(entries)).select_related("prize")
    return {award.entry_id: award for award in found}


def award_for(member: Member, identifier: UUID) -> Award:
    """An award for its maker and for the client; raises NotFound."""
    found = (
        Award.objects.select_related("entry__contest__client", "entry__worker").filter(pk=identifier).first()
    )
    if found is None or member.party_id not in {found.entry.worker_id, found.entry.contest.client_id}:
        raise NotFound
    return found


def notice_for(member: Member, contest: Contest) -> Notice:
    """The terms notice that a worker received, or the one that would be received now; raises NotFound."""
    agreed = Entrant.objects.filter(contest=contest, worker=member.party_id).select_related("notice").first()
    return existing(agreed.notice if agreed else latest_notice(contest))


def latest_notice(contest: Contest) -> Notice | None:
    """What whoever enters now receives."""
    return contest.terms_notices.order_by("-issued_at", "-id").first()


def agreement(contest: Contest, party: Party) -> Entrant | None:
    """When a worker agreed to a contest's terms."""
    return Entrant.objects.select_related("notice").filter(contest=contest, worker=party).first()


def exclusion_of(entry: Entry) -> Exclusion | None:
    """What was asked last about an entry, as far as its maker hears of it: from an operator's finding on."""
    return entry.exclusions.exclude(judge=None).order_by("-asked_at", "-id").first()


def findings_of(entries: Iterable[Entry]) -> dict[UUID, Exclusion]:
    """The same of several entries, of those that were found to break a rule or not, by identifier."""
    known = Exclusion.objects.filter(entry__in=list(entries)).exclude(judge=None)
    return {exclusion.entry_id: exclusion for exclusion in known.order_by("asked_at", "id")}


def unsettled(entries: Iterable[Entry]) -> dict[UUID, Exclusion]:
    """Entries of which it isn't known yet whether they are excluded, and what was asked about them."""
    asked = Exclusion.objects.filter(entry__in=list(entries), state__in=UNSETTLED)
    return {exclusion.entry_id: exclusion for exclusion in asked}


def own_exclusion(member: Member, entry: UUID) -> Exclusion:
    """What an operator found about an entry of the member's own; raises NotFound."""
    return existing(exclusion_of(own_entry(member, entry)))


def exclusion_to_judge(operator: Member, identifier: UUID) -> Exclusion:
    """For operators who have no part in the contest; raises NotFound."""
    every = Exclusion.objects.select_related(
        "entry__contest__posting", "entry__contest__client", "entry__worker"
    )
    others = every.exclude(entry__contest__client=operator.party_id)
    asked = existing(others.filter(pk=identifier).first())
    return existing(None if has_entered(operator.party_id, asked.entry.contest) else asked)


def has_entered(party: UUID, contest: Contest) -> bool:
    """Whether the party agreed to the contest's terms as a maker."""
    return Entrant.objects.filter(contest=contest, worker=party).exists()


def _keys(entries: QuerySet[Entry]) -> list[str]:
    return [key(Entry.KIND, entry) for entry in entries.values_list("pk", flat=True)]


def _being_chosen() -> QuerySet[Entry]:
    return Entry.objects.filter(state=EntryState.SUBMITTED, contest__state=ContestState.DECIDING)


def _may_see(member: Member | None, entry: Entry) -> bool:
    contest = entry.contest
    if _is_shown_with_result(entry):
        return True
    if member is None:
        return False
    if member.party_id == entry.worker_id:
        return True
    if member.party_id == contest.client_id:
        return entry.state in SEEN_BY_CLIENT
    if member.is_operator and _is_compared(entry) and not has_entered(member.party_id, contest):
        return True
    running = contest.state in {ContestState.OPEN, ContestState.DECIDING} and not _is_stopped(contest)
    return running and not contest.hidden and entry.state == EntryState.SUBMITTED


def _is_compared(entry: Entry) -> bool:
    """Operators were asked about it, or about another one that may be a copy of it."""
    asked = Exclusion.objects.filter(entry__contest=entry.contest_id)
    return asked.filter(entry=entry).exists() or (entry.state in SEEN_BY_CLIENT and asked.exists())


def _is_shown_with_result(entry: Entry) -> bool:
    ended = entry.contest.state in OVER and entry.state in WITH_RESULT
    return ended and entry.shown and not _is_stopped(entry.contest)


def _is_stopped(contest: Contest) -> bool:
    """Operators stopped it, and didn't let it go on before its last day was over."""
    return contest.posting.suspended_at is not None


def _takes_part(member: Member, contest: Contest) -> bool:
    if member.party_id == contest.client_id or member.is_operator:
        return True
    return has_entered(member.party_id, contest)


def _contests() -> QuerySet[Contest]:
    return Contest.objects.select_related("posting__category", "posting__sheet", "client", "hold__deposit")


def _entries() -> QuerySet[Entry]:
    return Entry.objects.select_related(
        "contest__posting__category", "contest__client", "contest__hold__deposit", "worker"
    )
