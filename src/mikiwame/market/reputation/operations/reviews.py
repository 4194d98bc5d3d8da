"""Reviews: written sealed, opened together, answered once. And the standing, counted anew from the tables."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from django.conf import settings

from mikiwame.core.errors import Refused, require
from mikiwame.core.fields import lock
from mikiwame.core.operation import operation
from mikiwame.core.texts import clean, written
from mikiwame.market.contracts.models import Contract
from mikiwame.market.history.models import Fact
from mikiwame.market.history.operations import record
from mikiwame.market.members.models import Member, Party, Standing
from mikiwame.market.reputation import events, queries, rules
from mikiwame.market.reputation.models import Review
from mikiwame.market.taskwork import queries as tasks
from mikiwame.market.taskwork.models import Batch
from mikiwame.market.turns import operations as turns
from mikiwame.market.turns.states import TurnKind

from . import listing

TASKS_COMMENT_MOST = 500


@dataclass(frozen=True)
class Verdict:
    """What one side answers: four facts (None: can't say), stars from 1 to 5 (of tasks none), and words."""

    stars: int | None = None
    terms_kept: bool | None = None
    on_time: bool | None = None
    clear: bool | None = None
    again: bool | None = None
    comment: str = ""


@operation
def review(contract: Contract, verdict: Verdict, *, by: Member, at: datetime) -> Review:
    """One side says how it went; sealed until the other is in, or until some days after the end.

    Raises Refused: not_found, too_late, already_reviewed, stars_outside, text_too_long, text_unreadable.
    """
    contract = lock(contract)
    require(rules.may_review(by, contract, at) and rules.stars_within(verdict.stars))
    values = asdict(verdict) | {"comment": clean(verdict.comment, most=2_000, field="comment")}

    about = contract.worker if by.acts_for(contract.client) else contract.client
    made = Review.objects.create(contract=contract, author=by.party, about=about, written_at=at, **values)
    turns.drop(_turn_of(contract, by.party), contract.key, at=at)

    fact = events.ReviewWritten(subject=contract.key, author=by.party.key, **contract.sides)
    record(fact, by=by.key, at=at)
    _open(contract, at=at, at_least=2)
    return made


@operation
def review_tasks(batch: Batch, verdict: Verdict, *, by: Member, at: datetime) -> Review:
    """A worker says how a batch was, once; nobody else reads it for as many days as reviews are sealed.

    By then nothing of hers can be refused for it. Raises Refused: not_joined, answers_undecided, too_late,
    already_reviewed, text_too_long, text_unreadable.
    """
    require(rules.may_review_tasks(by, batch, tasks.participation(batch, by.party), at))
    comment = clean(verdict.comment, most=TASKS_COMMENT_MOST, field="comment")
    values = asdict(verdict) | {"comment": comment, "stars": None}

    opens = at + timedelta(days=settings.REVIEW_DAYS)
    about = {"batch": batch, "about": batch.client, "author": by.party}
    made = Review.objects.create(**about, written_at=at, opened_at=opens, **values)

    sides = {"client": batch.client.key, "worker": by.party.key, "title": batch.title}
    record(events.TasksReviewed(subject=batch.key, author=by.party.key, **sides), by=by.key, at=at)
    return made


@operation
def invite(contract: Contract, *, at: datetime) -> None:
    """The contract is over: it is each side's turn to review, unless it has. Repeated, it changes nothing.

    Too late to ask, because this was not done for days, what is in opens.
    """
    contract = lock(contract)
    until = queries.opens_at(contract)
    if until is not None and until <= at:
        _open(contract, at=at, at_least=1)
    elif until is not None:
        _ask(contract, contract.client, until=until)
        _ask(contract, contract.worker, until=until)


@operation
def open_reviews(contract: Contract, *, at: datetime) -> None:
    """The days for reviews are over: what is in opens, what isn't never comes. Repeated, it changes nothing.

    Raises Refused("not_yet") before.
    """
    contract = lock(contract)
    until = queries.opens_at(contract)
    if until is None or at < until:
        raise Refused("not_yet")

    for kind in (TurnKind.CLIENT_REVIEW, TurnKind.WORKER_REVIEW):
        if queries.is_waited_for(contract, kind):
            turns.pass_by(kind, contract.key, at=at)
    _open(contract, at=at, at_least=1)


@operation
def reply(to: Review, *, text: str, by: Member, at: datetime) -> Review:
    """The one public answer of whom the review is about.

    Raises Refused: not_found, review_sealed, already_replied, text_missing, text_too_long, text_unreadable.
    """
    to = lock(to)
    require(rules.may_reply(by, to))

    to.reply, to.replied_at = written(text, most=1_000, field="text"), at
    to.save(update_fields=["reply", "replied_at"])

    assert to.contract is not None, "what is said of tasks isn't replied to"
    contract, author = to.contract, to.author.key
    fact = events.ReviewAnswered(subject=contract.key, author=author, **contract.sides)
    record(fact, by=by.key, at=at)
    return to


@operation
def take_in(fact: Fact, *, at: datetime) -> None:
    """Consume a fact about two sides: count their standing anew, ask for reviews when a contract is over."""
    parties = queries.parties_of(fact)
    for party in parties:
        recount(party, at=at)
    listing.vouch([party.pk for party in parties], at=at)
    contract = queries.ended_contract_of(fact)
    if contract is not None:
        invite(contract, at=at)


@operation
def recount(party: Party, *, at: datetime) -> Standing:
    """Write what the record says of a party; the count starts from nothing, so it can't drift."""
    standing, _ = Standing.objects.get_or_create(party=party, defaults={"updated_at": at})
    standing = Standing.objects.select_for_update().get(pk=standing.pk)

    for name, value in queries.counted(party).items():
        setattr(standing, name, value)
    standing.updated_at = at
    standing.save()
    return standing


def _ask(contract: Contract, side: Party, *, until: datetime) -> None:
    """It is one side's turn to review, unless it has reviewed or has been asked."""
    kind = _turn_of(contract, side)
    if queries.review_by(contract, side) or queries.is_waited_for(contract, kind):
        return
    assert contract.ended_at is not None, "reviews are asked for at the end"
    turns.open_turn(
        kind,
        contract.key,
        whose=side,
        waiting=contract.other(side),
        title=contract.title,
        page=contract.key,
        since=contract.ended_at,
        until=until,
    )


def _open(contract: Contract, *, at: datetime, at_least: int) -> None:
    """Unseal the contract's reviews once enough of them are in."""
    sealed = list(contract.reviews.select_for_update().filter(opened_at=None))
    if not sealed or contract.reviews.count() < at_least:
        return
    contract.reviews.filter(opened_at=None).update(opened_at=at)
    fact = events.ReviewsOpened(subject=contract.key, reviews=len(sealed), **contract.sides)
    record(fact, by=None, at=at)


def _turn_of(contract: Contract, side: Party) -> TurnKind:
    return TurnKind.CLIENT_REVIEW if side == contract.client else TurnKind.WORKER_REVIEW
