"""A member shows who she is by papers; an operator looks at them once, and only the fact stays."""

from collections.abc import Callable, Sequence
from datetime import date, datetime

from mikiwame.core.errors import require
from mikiwame.core.fields import lock
from mikiwame.core.operation import operation
from mikiwame.core.texts import clean
from mikiwame.market.history.events import Event
from mikiwame.market.history.operations import record
from mikiwame.market.members import events, papers, queries, rules
from mikiwame.market.members.models import Member, Paper, Party, Verification
from mikiwame.market.members.sealing import keyring
from mikiwame.market.members.states import PaperKind, VerificationState

REASON_MOST = 500


@operation
def submit(
    member: Member, *, kind: PaperKind, pictures: Sequence[bytes], by: Member, at: datetime
) -> Verification:
    """A member hands in pictures of an identity paper, which are sealed; an operator will look at them."""
    _may_submit(member, pictures, by=by)
    made_anew = [papers.picture(content) for content in pictures]  # costly: before anything is locked

    lock(member.party)
    _may_submit(member, pictures, by=by)

    verification = Verification.objects.create(party=member.party, kind=kind, state_since=at, submitted_at=at)
    for number, content in enumerate(made_anew, start=1):
        paper = Paper(verification=verification, number=number, sealed_with=keyring().newest.name)
        paper.content = papers.sealed(content, place=paper.key)
        paper.save()

    fact = events.PapersSubmitted(subject=member.key, verification=verification.key, paper=kind)
    record(fact, by=by.key, at=at)
    return verification


def _may_submit(member: Member, pictures: Sequence[bytes], *, by: Member) -> None:
    standing = queries.identity(member.party)
    require(rules.may_submit_papers(by, member, standing, queries.has_legal_name(member), len(pictures)))


@operation
def withdraw(verification: Verification, *, by: Member, at: datetime) -> Verification:
    """The member takes her papers back before anybody has decided."""
    verification = lock(verification)
    require(rules.may_withdraw_papers(by, verification))

    _leave(verification, VerificationState.WITHDRAWN, at=at)
    record(_fact(events.PapersWithdrawn, verification), by=by.key, at=at)
    return verification


@operation
def read_papers(verification: Verification, *, by: Member, at: datetime) -> list[bytes]:
    """An operator looks at the papers, as JPEG pictures; each reading is a fact."""
    verification = lock(verification)
    require(rules.may_read_papers(by, verification))

    verification.read_at = at
    verification.save(update_fields=["read_at"])
    record(_fact(events.PapersRead, verification), by=by.key, at=at)
    return [
        papers.opened(bytes(paper.content), place=paper.key)
        for paper in verification.papers.order_by("number")
    ]


@operation
def confirm(
    verification: Verification, *, by: Member, at: datetime, valid_until: date | None = None
) -> Verification:
    """The operator finds that the paper is hers and says what she says; the papers are gone after this.

    ``valid_until``: the last day on which it holds; None: until her name changes.
    """
    verification = lock(verification)
    require(rules.may_decide_papers(by, verification) and rules.is_valid_day(valid_until, at))

    for earlier in _confirmed(verification.party):
        earlier.become(VerificationState.ENDED, at=at)
    _leave(verification, VerificationState.CONFIRMED, at=at, decided_at=at, valid_until=valid_until)
    record(_fact(events.IdentityConfirmed, verification), by=by.key, at=at)
    return verification


@operation
def refuse(verification: Verification, *, reason: str, by: Member, at: datetime) -> Verification:
    """The operator can't tell from the papers, and says why; they are gone, and she may try again."""
    verification = lock(verification)
    said = clean(reason, most=REASON_MOST, field="reason")
    require(rules.may_decide_papers(by, verification) and rules.is_said(said))

    _leave(verification, VerificationState.REFUSED, at=at, decided_at=at, reason=said)
    record(_fact(events.IdentityRefused, verification), by=by.key, at=at)
    return verification


@operation
def end_due(*, at: datetime, limit: int = 100) -> int:
    """What was confirmed until a day that is over, holds no more; returns how many. A chore."""
    due = queries.confirmed_until_before(at).select_for_update(skip_locked=True, of=("self",))
    ended = [one.become(VerificationState.ENDED, at=at) for one in due[:limit]]
    for verification in ended:
        record(_fact(events.IdentityEnded, verification), by=None, at=at)
    return len(ended)


def end(member: Member, *, at: datetime) -> None:
    """Her name is another one: what was confirmed was the old one. A piece of keeping private data."""
    for waiting in Verification.objects.filter(party=member.party, state=VerificationState.SUBMITTED):
        withdraw(waiting, by=member, at=at)
    for verification in _confirmed(member.party):
        verification.become(VerificationState.ENDED, at=at)
        record(_fact(events.IdentityEnded, verification), by=member.key, at=at)


def forget(member: Member) -> None:
    """All papers and what was found in them go with the member. A piece of leaving."""
    Verification.objects.filter(party=member.party).delete()


def _confirmed(party: Party) -> list[Verification]:
    return list(
        Verification.objects.select_for_update().filter(party=party, state=VerificationState.CONFIRMED)
    )


def _leave(verification: Verification, state: VerificationState, *, at: datetime, **changes: object) -> None:
    """It waits no more: the papers are gone, whatever was found."""
    verification.papers.all().delete()
    verification.become(state, at=at, **changes)


def _member(verification: Verification) -> str:
    return verification.party.person.key


def _fact(kind: Callable[..., Event], verification: Verification) -> Event:
    return kind(subject=_member(verification), verification=verification.key)
