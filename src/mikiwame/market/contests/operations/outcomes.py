"""What comes of entries: paid, passed over, or of no use any more. Pieces of operations."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from uuid import UUID

from mikiwame.core.tax import withholding
from mikiwame.market.contests import division, events, notice, queries
from mikiwame.market.contests.models import Award, Contest, Entrant, Entry, Exclusion, Prize
from mikiwame.market.contests.states import UNSETTLED, AwardKind, EntryState, ExclusionState
from mikiwame.market.escrow import operations as escrow
from mikiwame.market.escrow import queries as money
from mikiwame.market.escrow.drawing import Draw
from mikiwame.market.escrow.models import Release
from mikiwame.market.history.events import Event
from mikiwame.market.history.operations import record
from mikiwame.market.members.states import PartyKind
from mikiwame.market.turns import operations as turns


def award(
    entry: Entry, kind: AwardKind, amount: int, *, at: datetime, words: str = "", prize: Prize | None = None
) -> Award:
    """What an entry is to be paid, with its document; unsaved."""
    made = Award(entry=entry, kind=kind, amount=amount, prize=prize, words=words, awarded_at=at)
    agreed = Entrant.objects.get(contest=entry.contest_id, worker=entry.worker_id)
    return notice.complete(made, number=entry.number or 0, agreed_at=agreed.agreed_at, at=at)


def thanks(contest: Contest, awards: Sequence[Award], *, at: datetime) -> list[Award]:
    """What is paid for taking part, to the first who get nothing else; unsaved."""
    if not contest.participation:
        return []
    paid = [award.entry.worker_id for award in awards]
    few = division.thanked(queries.payable(contest), paid, most=contest.participants_most)
    entries = Entry.objects.select_related("worker").in_bulk([one.entry for one in few])
    found = [entries[one.entry] for one in few]
    for entry in found:
        entry.contest = contest
    return [award(entry, AwardKind.PARTICIPATION, contest.participation, at=at) for entry in found]


def pay(contest: Contest, awards: Sequence[Award], *, by: str | None, at: datetime) -> int:
    """Everybody is paid at once, the rest goes back to the client; returns the rest, in yen."""
    assert contest.hold is not None
    for one in awards:
        one.save(force_insert=True)
    draws = list(_draws(contest, awards))
    releases = escrow.draw(contest.hold, draws, at=at, agreed_at=contest.opened_at)
    rest = give_back(contest, "rest", at=at)
    by_purpose = {release.purpose: release for release in releases}
    record(*(_fact(one, by_purpose[one.key]) for one in awards), by=by, at=at)
    return rest


def give_back(contest: Contest, why: str, *, at: datetime) -> int:
    """What is left of the money goes back to the client; returns how much, in yen."""
    assert contest.hold is not None
    left = money.left(contest.hold)
    if left:
        escrow.give_back(contest.hold, left, purpose=f"{contest.key}:{why}", at=at)
    return left


def end_entries(
    contest: Contest, paid: Iterable[Award], state: EntryState, *, by: str | None, at: datetime
) -> None:
    """What got a prize or a share becomes so, all else is passed over; nothing stays to be decided."""
    won = {one.entry_id for one in paid if one.kind != AwardKind.PARTICIPATION}
    thanked = {one.entry_id for one in paid if one.kind == AwardKind.PARTICIPATION}
    entries = list(contest.entered.filter(state=EntryState.SUBMITTED).order_by("number"))
    make_moot(contest, entries, at=at)
    for entry in entries:
        entry.contest = contest
        entry.become(state if entry.pk in won else EntryState.PASSED_OVER, at=at)
    others = [entry for entry in entries if entry.pk not in won | thanked]
    record(*(events.EntryPassedOver(subject=entry.key, **entry.about) for entry in others), by=by, at=at)


def lapse_drafts(contest: Contest, *, at: datetime) -> None:
    """What was never handed in can't be any more."""
    contest.entered.filter(state=EntryState.DRAFT).update(state=EntryState.LAPSED, state_since=at)


def make_moot(contest: Contest, entries: Sequence[Entry], *, at: datetime) -> None:
    """Operators needn't decide about these entries any more."""
    open_ones = Exclusion.objects.filter(entry__in=entries, entry__contest=contest, state__in=UNSETTLED)
    for exclusion in open_ones.select_for_update(of=("self",)):
        exclusion.become(ExclusionState.MOOT, at=at)
        turns.drop_all(exclusion.key, at=at)


def _draws(contest: Contest, awards: Iterable[Award]) -> Iterator[Draw]:
    """What each award pays and keeps back of it: tax from people, not from organisations.

    What one of them gets at once is one payment, which the higher rate looks at as a whole.
    """
    paid: dict[UUID, int] = defaultdict(int)
    for one in awards:
        worker, before = one.entry.worker, paid[one.entry.worker_id]
        paid[worker.pk] = before + one.amount
        taxed = contest.withholds_tax and worker.kind == PartyKind.PERSON
        withheld = withholding(paid[worker.pk]) - withholding(before) if taxed else 0
        yield Draw(one.key, worker, one.amount, withheld)


def _fact(paid: Award, release: Release) -> Event:
    parts = {"net": release.net, "fee": release.fee, "withheld": release.withheld, "amount": paid.amount}
    about = {"subject": paid.entry.key, **paid.entry.about, **parts}
    if paid.kind == AwardKind.PRIZE:
        assert paid.prize is not None
        return events.PrizeWon(**about, rank=paid.prize.number)
    shared = paid.kind == AwardKind.SHARE
    return events.PrizeShared(**about) if shared else events.ParticipationPaid(**about)
