"""Who may review whom, and when."""

from datetime import datetime, timedelta

from django.conf import settings

from mikiwame.core.errors import Ruling, rule
from mikiwame.market.contracts.models import Contract
from mikiwame.market.members.models import Member
from mikiwame.market.taskwork.models import Batch, Participant

from . import queries
from .models import Review


def may_review(by: Member, contract: Contract, at: datetime) -> Ruling:
    """Either side may, from the acceptance of the offer on, whatever the ending, until the seal opens."""
    return is_a_side(by, contract) and in_time(contract, at) and not_written_yet(by, contract)


def may_review_tasks(by: Member, batch: Batch, mine: Participant | None, at: datetime) -> Ruling:
    """A worker may once all that she answered is decided, until some days after the batch is finished.

    ``mine`` is her part in it.
    """
    undecided = mine is not None and mine.answered > mine.approved + mine.rejected
    until = batch.finished_at and batch.finished_at + timedelta(days=settings.REVIEW_DAYS)
    return (
        rule(mine is not None and mine.answered > 0, "not_joined")
        and rule(not undecided, "answers_undecided")
        and rule(until is None or at < until, "too_late", until=until)
        and rule(queries.task_review_by(batch, by.party) is None, "already_reviewed")
    )


def may_reply(by: Member, review: Review) -> Ruling:
    """Whom an opened review is about may reply to it, once."""
    return is_about(by, review) and is_open(review) and not_replied_yet(review)


def is_a_side(by: Member, contract: Contract) -> Ruling:
    """The member speaks for the contract's client or worker."""
    return rule(by.acts_for(contract.client) or by.acts_for(contract.worker), "not_found")


def in_time(contract: Contract, at: datetime) -> Ruling:
    """The contract lives, or its seal hasn't opened by itself yet."""
    until = queries.opens_at(contract)
    return rule(until is None or at < until, "too_late", until=until)


def not_written_yet(by: Member, contract: Contract) -> Ruling:
    """The member's side has not reviewed this contract."""
    return rule(not contract.reviews.filter(author=by.party).exists(), "already_reviewed")


def is_about(by: Member, review: Review) -> Ruling:
    """The member speaks for the party that the review is about."""
    return rule(by.acts_for(review.about), "not_found")


def is_open(review: Review) -> Ruling:
    """The review is no longer sealed."""
    return rule(review.opened_at is not None, "review_sealed")


def not_replied_yet(review: Review) -> Ruling:
    """Nobody has replied to it."""
    return rule(review.replied_at is None, "already_replied")


def stars_within(stars: int | None) -> Ruling:
    """One to five stars."""
    return rule(stars is not None and 1 <= stars <= 5, "stars_outside", field="stars")
