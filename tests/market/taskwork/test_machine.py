"""A batch, its answers and its money, driven at random: whatever comes, all of it adds up after every step.

Two units with two answers each, three workers, two judges, a client who may refuse twice before others look
first. What the lifecycles don't have is refused; what is final stays; no yen and no place is lost.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from mikiwame.market.escrow import queries as escrow
from mikiwame.market.escrow.models import Refund, Release
from mikiwame.market.members.models import Member
from mikiwame.market.taskwork import audit
from mikiwame.market.taskwork.models import Answer, Place
from mikiwame.market.taskwork.operations import contests, endings, judging, opening, topping, work
from mikiwame.market.taskwork.states import (
    ANSWER,
    BATCH,
    AnswerState,
    BatchState,
    Finding,
    PlaceState,
    Reason,
)
from mikiwame.ops import sweep
from tests.cast import MORNING, assemble
from tests.machine import MarketMachine, driven
from tests.market.taskwork.stage import again, experienced, joined, opened

REWARD, PLACES = 37, 4
NUMBER = st.integers(0, PLACES - 1)


class BatchMachine(MarketMachine):
    """All sides and time act at random."""

    @initialize()
    def begin(self) -> None:
        self.open_market()
        self.now: datetime = MORNING
        self.cast = assemble()
        self.judges = experienced(self.cast, 2)
        self.earlier = Release.objects.count()
        self.earlier_gross = sum(Release.objects.values_list("gross", flat=True))
        self.batch = opened(self.cast, units=2, answers_per_unit=2, reward=REWARD)
        self.workers = [self.cast.yuki, self.cast.ken, self.cast.sora]
        joined(self.batch, *self.workers)

    def on_answer(self, number: int, operation: str, act: Callable[[Answer], object]) -> None:
        """Do something to one of the answers, in its lifecycle or not."""
        answers = list(Answer.objects.filter(batch=self.batch).order_by("submitted_at", "id"))
        if answers:
            answer = answers[number % len(answers)]
            self.act(answer.state in ANSWER.sources(operation), partial(act, answer))

    def worker_of(self, answer: Answer) -> Member:
        return next(worker for worker in self.workers if worker.party_id == answer.worker_id)

    @rule(number=st.integers(0, 2), answers=st.booleans())
    def work(self, number: int, answers: bool) -> None:
        by = self.workers[number]

        def take() -> None:
            claim = work.claim(self.batch.pk, by=by, at=self.now)
            if answers:
                given = {"feeling": "good"}
                work.submit(self.batch.pk, claim.place, given, form_version=1, by=by, at=self.now)

        mine = Place.objects.filter(batch=self.batch, worker=by.party, state=PlaceState.CLAIMED)
        self.act(again(self.batch).state == BatchState.OPEN or mine.exists(), take)

    @rule(number=NUMBER)
    def approve(self, number: int) -> None:
        answers = Answer.objects.filter(batch=self.batch).values_list("pk", flat=True)[number : number + 1]
        judging_allowed = again(self.batch).state not in {BatchState.FINISHED}
        self.act(
            judging_allowed,
            lambda: judging.approve(again(self.batch), list(answers), by=self.cast.sakurai, at=self.now),
        )

    @rule(number=NUMBER)
    def turn_back(self, number: int) -> None:
        sakurai, why = self.cast.sakurai, "違う気持ち"
        turn_back = partial(judging.turn_back, reason=Reason.WRONG, evidence=why, by=sakurai)
        self.on_answer(number, "turn_back", lambda answer: turn_back(answer, at=self.now))

    @rule(number=NUMBER)
    def relent(self, number: int) -> None:
        self.on_answer(
            number, "relent", lambda answer: judging.relent(answer, by=self.cast.sakurai, at=self.now)
        )

    @rule(number=NUMBER)
    def fix(self, number: int) -> None:
        mended = {"feeling": "bad"}
        self.on_answer(
            number,
            "fix",
            lambda answer: judging.fix(answer, mended, by=self.worker_of(answer), at=self.now),
        )

    @rule(number=NUMBER)
    def let_stand(self, number: int) -> None:
        self.on_answer(
            number,
            "let_stand",
            lambda answer: judging.let_stand(answer, by=self.worker_of(answer), at=self.now),
        )

    @rule(number=NUMBER)
    def contest(self, number: int) -> None:
        self.on_answer(
            number,
            "contest",
            lambda answer: contests.contest(
                answer, words="正しいです", by=self.worker_of(answer), at=self.now
            ),
        )

    @rule(number=NUMBER, judges=st.integers(1, 2), finding=st.sampled_from(Finding))
    def judge(self, number: int, judges: int, finding: Finding) -> None:
        for judge in self.judges[:judges]:
            found = partial(contests.judge, finding=finding, by=judge, at=self.now)
            self.on_answer(number, "judge", found)

    @rule(number=NUMBER)
    def appeal(self, number: int) -> None:
        self.on_answer(
            number,
            "appeal",
            lambda answer: contests.appeal(answer, by=self.worker_of(answer), at=self.now),
        )

    @rule(number=NUMBER, finding=st.sampled_from(Finding))
    def decide(self, number: int, finding: Finding) -> None:
        decide = partial(contests.decide, finding=finding, ruling="判断", by=self.cast.oda)
        self.on_answer(number, "decide", lambda answer: decide(answer, at=self.now))

    @rule(operation=st.sampled_from(["pause", "resume", "close"]))
    def steer(self, operation: str) -> None:
        acts = {"pause": opening.pause, "resume": opening.resume, "close": endings.close}
        batch = again(self.batch)
        possible = batch.state in BATCH.sources(operation)
        self.act(possible, lambda: acts[operation](batch, by=self.cast.sakurai, at=self.now))

    @rule(more=st.integers(1, 50))
    def top_up(self, more: int) -> None:
        batch = again(self.batch)
        assert batch.reward is not None

        def pay(reward: int) -> None:
            topping.top_up(batch, reward, by=self.cast.sakurai, at=self.now)
            deposit = opening.begin_payment(batch, by=self.cast.sakurai, at=self.now)
            opening.fund(deposit, receipt=deposit.key, at=self.now)

        self.act(batch.state in BATCH.sources("close"), partial(pay, batch.reward + more))

    @rule(hours=st.sampled_from([0, 1, 30, 80, 130, 700]))
    def pass_time(self, hours: int) -> None:
        self.now += timedelta(hours=hours)
        at = self.now
        while any(
            chore(at=at)
            for chore in (work.release_expired, judging.approve_due, contests.refer, endings.advance)
        ):
            pass
        while sweep.perform_due(at):
            pass

    @invariant()
    def all_of_it_agrees(self) -> None:
        assert audit.discrepancies() == []
        assert escrow.audit() == []

    @invariant()
    def every_yen_of_the_batch_is_somewhere(self) -> None:
        approved = Answer.objects.filter(batch=self.batch, state=AnswerState.APPROVED).count()
        paid = Release.objects.count() - self.earlier
        assert paid == approved
        gross = sum(Release.objects.values_list("gross", flat=True))
        came = sum(self.batch.fundings.exclude(hold=None).values_list("hold__deposit__amount", flat=True))
        back = sum(Refund.objects.filter(purpose__startswith="task_funding").values_list("amount", flat=True))
        held = escrow.balances(self.cast.sakurai.party).held
        assert held + back + gross - self.earlier_gross == came
        if again(self.batch).state == BatchState.FINISHED:
            assert held == 0

    @invariant()
    def what_is_final_stays(self) -> None:
        for pk, state in Answer.objects.filter(batch=self.batch).values_list("pk", "state"):
            assert self.final.get(pk, state) == state
            if AnswerState(state) in ANSWER.final:
                self.final[pk] = state


@pytest.mark.django_db
def test_batches_answers_and_money_add_up_whatever_comes() -> None:
    driven(BatchMachine, 5, 20)


@pytest.mark.soak
@pytest.mark.django_db
def test_batches_answers_and_money_add_up_whatever_comes_for_long() -> None:
    driven(BatchMachine, 200, 40)
