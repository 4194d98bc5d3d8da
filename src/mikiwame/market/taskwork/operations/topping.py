"""The reward is raised while a batch runs, for all answers that aren't approved yet; never lowered."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef

from mikiwame.core.errors import require
from mikiwame.core.fields import lock
from mikiwame.core.ids import key
from mikiwame.core.operation import operation
from mikiwame.market.escrow import operations as escrow
from mikiwame.market.hiring.operations import tasks as postings
from mikiwame.market.history.operations import record
from mikiwame.market.members.models import Member, Party
from mikiwame.market.taskwork import events, notice, queries, rules
from mikiwame.market.taskwork.models import Answer, Batch, Funding, Notice, Participant, Place
from mikiwame.market.taskwork.states import AnswerState

from . import outcomes, raising


@operation
def top_up(batch: Batch, reward: int, *, by: Member, at: datetime) -> Funding:
    """The client offers more for each answer that isn't approved yet; it counts once the difference is paid.

    What she had asked for before and hasn't paid is given up for it. Raises Refused with the field:
    number_out_of_range, amount_out_of_range.
    """
    batch = lock(batch)
    places = queries.unapproved(batch)
    require(rules.may_top_up(by, batch, reward, places, at))

    raising.give_up(batch, at=at)
    last = batch.fundings.order_by("-number")[0]
    return Funding.objects.create(
        batch=batch, number=last.number + 1, places=places, reward=reward, before=batch.reward
    )


def apply(batch: Batch, funding: Funding, *, at: datetime) -> Batch:
    """The difference has come: it joins the money of every place that holds no approved answer.

    No approval is under way meanwhile, for each holds the batch. What was approved since the client asked was
    paid as it was shown; the difference for that goes back to her.
    """
    assert funding.hold is not None
    assert funding.before is not None
    workers = outcomes.hold_participants(Participant.objects.filter(batch=batch))
    asked, moved = funding.places, sum(_moved(batch, funding, at=at))
    if asked > moved:
        left = (asked - moved) * (funding.reward - funding.before)
        escrow.give_back(funding.hold, left, purpose=f"{funding.key}:surplus", at=at)
    funding.places = moved
    funding.save(update_fields=["places"])
    if not moved:
        return batch

    batch.reward = funding.reward
    batch.save(update_fields=["reward"])
    batch.posting = postings.top_up(batch.posting, funding.reward, at=at)
    _tell(batch, notice.issue(batch, before=funding.before, at=at), funding, workers, at=at)
    return batch


def _moved(batch: Batch, funding: Funding, *, at: datetime) -> Iterator[int]:
    """How many places of each earlier payment are paid out of this one from now on; their money comes."""
    assert funding.hold is not None
    approved = Answer.objects.filter(
        batch=OuterRef("batch"), place=OuterRef("number"), state=AnswerState.APPROVED
    )
    for earlier in batch.fundings.exclude(hold=None).exclude(pk=funding.pk).select_related("hold__deposit"):
        assert earlier.hold is not None
        there = Place.objects.filter(batch=batch, funding=earlier.number)
        places = there.filter(~Exists(approved)).update(funding=funding.number)
        if places:
            amount, purpose = places * earlier.reward, f"{funding.key}:{earlier.number}"
            escrow.carry_over(earlier.hold, amount, to=funding.hold, purpose=purpose, at=at)
            Funding.objects.filter(pk=earlier.pk).update(places=earlier.places - places)
        yield places


def _tell(batch: Batch, issued: Notice, funding: Funding, workers: Sequence[UUID], *, at: datetime) -> None:
    """All who have joined have the new notice: the change is in their favour, so nobody is asked."""
    reward, before = funding.reward, funding.before
    assert before is not None
    Participant.objects.filter(batch=batch).update(notice=issued)
    fact = events.BatchToppedUp(
        subject=batch.key,
        reward=reward,
        before=before,
        places=funding.places,
        amount=funding.amount,
        **batch.about,
    )
    told = (
        events.RewardRaised(
            subject=batch.key,
            batch=batch.key,
            worker=key(Party.KIND, worker),
            reward=reward,
            before=before,
            notice=issued.key,
            **batch.about,
        )
        for worker in workers
    )
    record(fact, *told, by=None, at=at)
