"""Answers are judged: paid once, returned with a reason, mended once, rejected for good; money to the yen."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import pytest

from mikiwame.market.escrow import audit
from mikiwame.market.escrow import operations as escrow
from mikiwame.market.escrow.drawing import Draw
from mikiwame.market.escrow.models import Hold, Release
from mikiwame.market.members.models import Member
from mikiwame.market.taskwork import workers
from mikiwame.market.taskwork.models import Answer, Batch, Participant, Place, Revision
from mikiwame.market.taskwork.operations import endings, judging, work
from mikiwame.market.taskwork.states import AnswerState, BatchState, PlaceState, Reason
from mikiwame.market.turns import queries as turns
from mikiwame.ops import sweep
from tests.cast import MORNING, Cast
from tests.market.taskwork.stage import DAY, MINUTE, again, experienced, joined, opened
from tests.races import code_of

LATER = MORNING + MINUTE


def answered(batch: Batch, worker: Member, **content: str) -> UUID:
    """She joins, claims and answers the next one."""
    joined(batch, worker)
    claim = work.claim(batch.pk, by=worker, at=LATER)
    given = {"feeling": "good"} | content
    return work.submit(batch.pk, claim.place, given, form_version=1, by=worker, at=LATER)


def turned_back(batch: Batch, answer: UUID, by: Member) -> Answer:
    return judging.turn_back(
        Answer.objects.get(pk=answer), reason=Reason.WRONG, evidence="「かなしい」の文です", by=by, at=LATER
    )


def test_approved_answers_are_paid_once(cast: Cast) -> None:
    batch = opened(cast, units=3)
    answers = [answered(batch, cast.yuki), answered(batch, cast.yuki), answered(batch, cast.ken)]

    assert judging.approve(batch, answers, by=cast.sakurai, at=LATER) == 3
    assert judging.approve(batch, answers, by=cast.sakurai, at=LATER) == 0

    paid = Release.objects.filter(worker=cast.yuki.party)
    assert [release.gross for release in paid] == [20, 20]
    assert {release.purpose for release in paid} == {f"answer:{answer}" for answer in answers[:2]}
    assert Participant.objects.get(worker=cast.yuki.party).approved == 2
    assert audit.discrepancies() == []


def test_silence_approves(cast: Cast) -> None:
    batch = opened(cast)
    answer = answered(batch, cast.yuki)

    assert judging.approve_due(at=LATER + 5 * DAY - MINUTE) == 0
    assert judging.approve_due(at=LATER + 5 * DAY) == 1
    assert Answer.objects.get(pk=answer).state == AnswerState.APPROVED


def test_only_the_client_judges(cast: Cast) -> None:
    batch = opened(cast)
    answer = answered(batch, cast.yuki)
    for other in (cast.yuki, cast.kuroda, cast.oda):
        assert code_of(lambda: judging.approve(batch, [answer], by=other, at=LATER)) == "not_yours"  # noqa: B023
        assert code_of(lambda: turned_back(batch, answer, by=other)) == "not_yours"  # noqa: B023


def test_a_returned_answer_is_mended_once_and_paid(cast: Cast) -> None:
    batch = opened(cast)
    answer = turned_back(batch, answered(batch, cast.yuki), cast.sakurai)

    judging.fix(answer, {"feeling": "bad"}, by=cast.yuki, at=LATER)
    again_returned = turned_back(batch, answer.pk, cast.sakurai)
    mend = lambda: judging.fix(again_returned, {"feeling": "none"}, by=cast.yuki, at=LATER)  # noqa: E731

    assert code_of(mend) == "fixed_already"
    assert Revision.objects.get().content == {"feeling": "good"}
    judging.relent(again_returned, by=cast.sakurai, at=LATER)
    assert Release.objects.get().worker == cast.yuki.party


def test_a_rejection_that_stands_frees_the_place_for_another(cast: Cast) -> None:
    batch = opened(cast, units=1)
    answer = turned_back(batch, answered(batch, cast.yuki), cast.sakurai)
    assert Place.objects.get().state == PlaceState.ANSWERED

    judging.let_stand(answer, by=cast.yuki, at=LATER)

    assert code_of(lambda: work.claim(batch.pk, by=cast.yuki, at=LATER)) == "nothing_to_claim"
    assert judging.approve(batch, [answered(batch, cast.ken)], by=cast.sakurai, at=LATER) == 1
    assert list(Release.objects.values_list("worker", flat=True)) == [cast.ken.party.pk]


def test_silence_lets_a_rejection_stand(cast: Cast) -> None:
    batch = opened(cast)
    answer = turned_back(batch, answered(batch, cast.yuki), cast.sakurai)

    assert sweep.perform_due(LATER + 3 * DAY - MINUTE) == 0
    assert sweep.perform_due(LATER + 3 * DAY) == 1
    answer.refresh_from_db()
    assert answer.state == AnswerState.REJECTED
    assert not turns.mine(cast.yuki.party).exists()


def test_a_returned_answer_is_her_turn_until_something_comes_of_it(cast: Cast) -> None:
    experienced(cast)  # of a client who has approved much, no refusal is doubted
    batch = opened(cast, units=3)
    fixed, left, taken = (turned_back(batch, answered(batch, cast.yuki), cast.sakurai) for _ in range(3))
    assert [turn.page for turn in turns.mine(cast.yuki.party)] == [fixed.key, left.key, taken.key]
    assert not turns.theirs(cast.sakurai.party).exists()

    judging.fix(fixed, {"feeling": "bad"}, by=cast.yuki, at=LATER)
    judging.let_stand(left, by=cast.yuki, at=LATER)
    judging.relent(taken, by=cast.sakurai, at=LATER)

    assert not turns.mine(cast.yuki.party).exists()


def test_stopped_early_it_is_refunded_to_the_yen(cast: Cast) -> None:
    batch = opened(cast, units=10, reward=37)
    first, second = answered(batch, cast.yuki), answered(batch, cast.yuki)
    joined(batch, cast.ken)
    claim = work.claim(batch.pk, by=cast.ken, at=LATER)

    batch = endings.close(batch, by=cast.sakurai, at=LATER)
    assert refundable(cast) == 7 * 37
    assert code_of(lambda: endings.finish(batch, at=LATER)) == "answers_under_way"

    last = work.submit(batch.pk, claim.place, {"feeling": "good"}, form_version=1, by=cast.ken, at=LATER)
    judging.approve(batch, [first, last], by=cast.sakurai, at=LATER)
    judging.let_stand(turned_back(batch, second, cast.sakurai), by=cast.yuki, at=LATER)
    assert endings.advance(at=LATER) == 1

    assert again(batch).state == BatchState.FINISHED
    assert refundable(cast) == 8 * 37
    assert audit.discrepancies() == []


def test_what_was_mended_after_the_client_looked_is_not_approved_unseen(cast: Cast) -> None:
    batch = opened(cast)
    answer = turned_back(batch, answered(batch, cast.yuki), cast.sakurai)
    judging.fix(answer, {"feeling": "bad"}, by=cast.yuki, at=LATER + 2 * MINUTE)

    seen = LATER + MINUTE
    assert judging.approve_all(batch, until=seen, by=cast.sakurai, at=LATER + 3 * MINUTE) == 0


def test_one_batch_that_cannot_be_paid_keeps_no_other_waiting(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = opened(cast), opened(cast)
    answered(first, cast.yuki)
    paid_for = answered(second, cast.yuki)
    draw = escrow.draw

    def fails(hold: Hold, draws: Sequence[Draw], **when: Any) -> list[Release]:
        if hold == first.fundings.get().hold:
            raise RuntimeError("as if the books were wrong")
        return list(draw(hold, draws, **when))

    monkeypatch.setattr(escrow, "draw", fails)
    assert judging.approve_due(at=LATER + 5 * DAY) == 1
    assert Answer.objects.get(pk=paid_for).state == AnswerState.APPROVED


def test_an_answer_on_its_way_keeps_a_batch_from_finishing(cast: Cast) -> None:
    batch = opened(cast, units=1)
    joined(batch, cast.yuki)
    claim = work.claim(batch.pk, by=cast.yuki, at=LATER)
    batch = endings.close(batch, by=cast.sakurai, at=LATER)

    assert endings.advance(at=claim.until) == 0
    given = {"feeling": "good"}
    in_time = claim.until - MINUTE
    answer = work.submit(batch.pk, claim.place, given, form_version=1, by=cast.yuki, at=in_time)
    judging.approve(batch, [answer], by=cast.sakurai, at=claim.until)

    assert endings.advance(at=claim.until + MINUTE) == 1
    assert audit.discrepancies() == []


def test_a_claim_that_came_to_nothing_lets_a_closed_batch_finish(cast: Cast) -> None:
    batch = opened(cast, units=1)
    joined(batch, cast.yuki)
    claim = work.claim(batch.pk, by=cast.yuki, at=LATER)
    endings.close(batch, by=cast.sakurai, at=LATER)

    assert endings.advance(at=claim.until + MINUTE) == 1
    assert refundable(cast) == 20


def test_a_complete_batch_ends_by_itself(cast: Cast) -> None:
    batch = opened(cast, units=2)
    answers = [answered(batch, cast.yuki), answered(batch, cast.yuki)]
    assert endings.advance(at=LATER) == 0
    judging.approve(batch, answers, by=cast.sakurai, at=LATER)

    assert endings.advance(at=LATER) == 1
    assert endings.advance(at=LATER) == 1
    assert again(batch).state == BatchState.FINISHED
    assert audit.discrepancies() == []


def refundable(cast: Cast) -> int:
    """What comes back to the client, in yen."""
    account = cast.sakurai.party.book.refundable
    account.refresh_from_db()
    return int(account.credits - account.debits)


def test_of_today_what_is_decided_waits_no_more(cast: Cast) -> None:
    batch = opened(cast)
    decided, _undecided = (answered(batch, cast.yuki) for _ in range(2))
    judging.approve(batch, [decided], by=cast.sakurai, at=MORNING + 2 * MINUTE)

    today = workers.progress(batch.pk, cast.yuki.party, at=MORNING + 3 * MINUTE)

    assert (today.answers, today.waiting) == (2, 1)
