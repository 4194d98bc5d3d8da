"""A contest and its money, driven at random: whatever comes, all of it adds up after every step."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from mikiwame.market.contests import audit, queries
from mikiwame.market.contests.models import Entry, Exclusion
from mikiwame.market.contests.operations import choosing, endings, entries, exclusions, moderation
from mikiwame.market.contests.operations.choosing import Winner
from mikiwame.market.contests.states import CONTEST, ENTRY, EXCLUSION, Breach, ContestState, EntryState
from mikiwame.market.escrow import queries as escrow
from mikiwame.market.escrow.models import Refund, Release
from mikiwame.market.members.models import Member
from mikiwame.ops import sweep
from tests.cast import MORNING, assemble
from tests.machine import MarketMachine, driven
from tests.market.contests.stage import again, opened, second_operator

WHO, NUMBER = st.integers(0, 2), st.integers(0, 5)


class ContestMachine(MarketMachine):
    """All sides and time act at random."""

    @initialize(
        prizes=st.sampled_from([[1_000], [10_007], [5_000, 3_001, 3_000]]),
        participation=st.sampled_from([0, 100]),
        hidden=st.booleans(),
    )
    def begin(self, prizes: list[int], participation: int, hidden: bool) -> None:
        self.open_market()
        self.now: datetime = MORNING
        self.cast = assemble()
        most = 2 if participation else 0
        paid = {"participation": participation, "participants_most": most, "prizes": prizes}
        own: dict[str, Any] = paid | {"hidden": hidden, "entries_each": 2}
        self.contest = opened(self.cast, **own)
        self.price = queries.price(self.contest)
        self.workers = [self.cast.yuki, self.cast.ken, self.cast.kuroda]
        self.mori = second_operator()

    def on_entry(self, number: int, operation: str, act: Callable[[Entry], object]) -> None:
        """Do something to one of the entries, in its lifecycle or not."""
        found = Entry.objects.select_related("worker", "contest__posting", "contest__client")
        listed = list(found.filter(contest=self.contest).order_by("saved_at", "id"))
        if listed:
            entry = listed[number % len(listed)]
            self.act(entry.state in ENTRY.sources(operation), partial(act, entry))

    def on_exclusion(self, number: int, operation: str, act: Callable[[Exclusion], object]) -> None:
        """Do something about one of the requests."""
        found = Exclusion.objects.select_related("entry__worker", "entry__contest__client")
        listed = list(found.filter(entry__contest=self.contest).order_by("asked_at", "id"))
        if listed:
            exclusion = listed[number % len(listed)]
            self.act(exclusion.state in EXCLUSION.sources(operation), partial(act, exclusion))

    def maker(self, entry: Entry) -> Member:
        """Who made it."""
        return next(one for one in self.workers if one.party_id == entry.worker_id)

    @rule(number=WHO)
    def enter(self, number: int) -> None:
        by = self.workers[number]

        def take() -> None:
            entry = entries.begin(again(self.contest), by=by, at=self.now)
            entries.write(entry, {"text": "むぎのこ"}, by=by, at=self.now)
            entries.hand_in(entry, by=by, at=self.now)

        self.act(again(self.contest).state == ContestState.OPEN, take)

    @rule(number=NUMBER)
    def withdraw(self, number: int) -> None:
        self.on_entry(
            number, "withdraw", lambda entry: entries.withdraw(entry, by=self.maker(entry), at=self.now)
        )

    @rule(number=NUMBER)
    def shortlist(self, number: int) -> None:
        by = self.cast.sakurai
        self.on_entry(number, "exclude", lambda entry: choosing.shortlist(entry, by=by, at=self.now))

    @rule(number=NUMBER, breach=st.sampled_from(Breach))
    def ask_exclusion(self, number: int, breach: str) -> None:
        said = {"breach": breach, "evidence": "写しです"}
        by = self.cast.sakurai
        self.on_entry(number, "exclude", lambda entry: exclusions.ask(entry, **said, by=by, at=self.now))

    @rule(number=NUMBER, decide=st.sampled_from([exclusions.exclude, exclusions.keep]), first=st.booleans())
    def decide_exclusion(self, number: int, decide: Callable[..., object], first: bool) -> None:
        by = self.cast.oda if first else self.mori

        def act(exclusion: Exclusion) -> None:
            decide(exclusion, ruling="判断", by=by, at=self.now)
            assert exclusion.judge_id != by.pk, "who has decided before decides no more"

        self.on_exclusion(number, "keep", act)

    @rule(number=NUMBER)
    def appeal(self, number: int) -> None:
        def act(exclusion: Exclusion) -> None:
            exclusions.appeal(exclusion, text="違います", by=self.maker(exclusion.entry), at=self.now)

        self.on_exclusion(number, "appeal", act)

    @rule(number=NUMBER)
    def choose(self, number: int) -> None:
        contest = again(self.contest)
        standing = list(contest.entered.filter(state=EntryState.SUBMITTED).order_by("number"))
        due = min(len(standing), contest.prizes.count())
        turned = standing[number:] + standing[:number]
        winners = [Winner(entry) for entry in turned[:due]]
        possible = contest.state == ContestState.DECIDING and due > 0
        self.act(possible, lambda: choosing.choose(contest, winners, by=self.cast.sakurai, at=self.now))

    @rule()
    def cancel(self) -> None:
        contest = again(self.contest)
        possible = contest.state in CONTEST.sources("cancel") and queries.standing(contest) == 0
        self.act(possible, lambda: endings.cancel(contest, by=self.cast.sakurai, at=self.now))

    @rule(operation=st.sampled_from(["suspend", "reinstate"]))
    def moderate(self, operation: str) -> None:
        contest, act = again(self.contest), getattr(moderation, operation)
        possible = contest.state in CONTEST.sources(operation)
        self.act(possible, lambda: act(contest, reason="確認", by=self.cast.oda, at=self.now))

    @rule(days=st.sampled_from([0, 1, 5, 15]))
    def pass_time(self, days: int) -> None:
        self.now += timedelta(days=days)
        while sweep.perform_due(self.now):
            pass

    @invariant()
    def all_of_it_agrees(self) -> None:
        assert audit.discrepancies() == []
        assert escrow.audit() == []

    @invariant()
    def every_yen_is_somewhere(self) -> None:
        contest = again(self.contest)
        paid = sum(Release.objects.values_list("gross", flat=True))
        back = sum(Refund.objects.values_list("amount", flat=True))
        assert paid + back + queries.held(contest) == self.price
        if contest.state in CONTEST.final:
            assert queries.held(contest) == 0
        else:
            assert paid == back == 0

    @invariant()
    def what_is_final_stays(self) -> None:
        for pk, state in Entry.objects.filter(contest=self.contest).values_list("pk", "state"):
            assert self.final.get(pk, state) == state
            if EntryState(state) in ENTRY.final:
                self.final[pk] = state


@pytest.mark.django_db
def test_contests_entries_and_money_add_up_whatever_comes() -> None:
    driven(ContestMachine, 8, 20)


@pytest.mark.soak
@pytest.mark.django_db
def test_contests_entries_and_money_add_up_whatever_comes_for_long() -> None:
    driven(ContestMachine, 200, 40)
