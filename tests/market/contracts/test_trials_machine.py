"""Trials, driven at random by both sides and time: two applicants to one posting with one place.

Whatever is offered, done, refused or slept through: who is on trial has somebody whose turn it is, nobody is
tried twice, the rights pass only to whoever hired, and what is over stays over.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from mikiwame.core.clock import day_in_tokyo
from mikiwame.market.contracts import audit, queries
from mikiwame.market.contracts.models import Contract, Offer, Trial
from mikiwame.market.contracts.operations import endings, offers, trials, work
from mikiwame.market.contracts.states import TRIAL, OfferState, Side, TrialState
from mikiwame.market.hiring.models import Application, Place
from mikiwame.market.hiring.states import APPLICATION, ApplicationState
from mikiwame.market.turns.models import Turn
from mikiwame.ops import sweep
from tests.cast import MORNING, assemble
from tests.machine import MarketMachine, driven
from tests.market.contracts.stage import again, delivered, paid, part
from tests.market.contracts.trial_stage import TITLE
from tests.market.hiring.stage import applied, published

who = st.sampled_from([0, 1])


class TrialMachine(MarketMachine):
    """What is refused changes nothing; what is done leaves every promise standing."""

    @initialize()
    def begin(self) -> None:
        self.open_market()
        self.cast, self.now = assemble(), MORNING
        posting = published(self.cast.sakurai)
        self.workers = [self.cast.yuki, self.cast.ken]
        self.applications = [applied(worker, posting) for worker in self.workers]

    def tried(self, n: int, act: Callable[[Any], object]) -> None:
        """Something is tried with the latest offer of one of the two; what isn't possible is refused."""
        made = Offer.objects.filter(application=self.applications[n]).order_by("made_at", "id").last()
        if made is not None:
            self.act(True, lambda: act(made))

    def with_trial(self, n: int, act: Callable[[Any], object]) -> None:
        found = Trial.objects.filter(application=self.applications[n]).first()
        if found is not None:
            self.act(True, lambda: act(queries.trial_for(self.workers[n], found.pk)))

    def fresh(self, n: int) -> Application:
        return Application.objects.select_related("posting__client").get(pk=self.applications[n].pk)

    @rule(n=who)
    def offers_a_trial(self, n: int) -> None:
        today = day_in_tokyo(self.now)
        changes = {"reward": 6_000, "trial_hours": 3, "deadline": today + timedelta(days=4)}
        sakurai, at = self.cast.sakurai, self.now
        possible = not Trial.objects.filter(application=self.applications[n]).exists()
        application = self.fresh(n)
        self.act(
            possible,
            lambda: trials.offer_trial(
                application, title=TITLE, changes=changes, message="", by=sakurai, at=at
            ),
        )

    @rule(n=who)
    def hires(self, n: int) -> None:
        today, at = day_in_tokyo(self.now), self.now
        days = {"start_date": today, "deadline": today + timedelta(days=20)}
        application, by = self.fresh(n), self.cast.sakurai
        self.act(True, lambda: offers.offer(application, changes=days, parts=None, message="", by=by, at=at))

    @rule(n=who)
    def accepts(self, n: int) -> None:
        self.tried(n, lambda made: offers.accept_offer(made, by=self.workers[n], at=self.now))

    @rule(n=who)
    def declines(self, n: int) -> None:
        self.tried(n, lambda made: offers.decline_offer(made, by=self.workers[n], at=self.now))

    @rule(n=who)
    def takes_back(self, n: int) -> None:
        self.tried(n, lambda made: offers.withdraw_offer(made, by=self.cast.sakurai, at=self.now))

    @rule(n=who, step=st.sampled_from(["work", "work", "work", "cancel"]))
    def goes_on(self, n: int, step: str) -> None:
        contract = Contract.objects.filter(offer__application=self.applications[n], offer__purpose="trial")
        found = contract.filter(ended_at=None).first()
        if found is None:
            return
        if step == "cancel":
            self.act(True, lambda: endings.cancel(found, reason="都合", by=self.workers[n], at=self.now))
            return
        state = part(found).state
        steps: dict[str, Callable[[], object]] = {
            "unfunded": lambda: paid(found, at=self.now),
            "funded": lambda: delivered(again(found), at=self.now),
            "delivered": lambda: work.accept(part(found), by=self.cast.sakurai, at=self.now),
        }
        self.act(True, steps[state])

    @rule(n=who)
    def says_no(self, n: int) -> None:
        by = self.cast.sakurai
        self.with_trial(n, lambda one: trials.decline_trial(one, reason="other", by=by, at=self.now))

    @rule(n=who)
    def does_not_wait(self, n: int) -> None:
        self.with_trial(n, lambda one: trials.withdraw_trial(one, by=self.workers[n], at=self.now))

    @rule(hours=st.sampled_from([6, 30, 24 * 4, 24 * 8]))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)
        while sweep.perform_due(self.now):
            pass
        work.begin_due(at=self.now)

    @invariant()
    def the_audit_finds_nothing(self) -> None:
        if hasattr(self, "now"):
            assert audit.discrepancies() == []

    @invariant()
    def who_is_on_trial_waits_for_somebody(self) -> None:
        if not hasattr(self, "now"):
            return
        for application in Application.objects.filter(state=ApplicationState.IN_TRIAL):
            keys = [application.key]
            for offer in application.offers.filter(purpose="trial"):
                keys += [offer.key, *self.keys_of(offer)]
            assert Turn.objects.filter(subject__in=keys, state="open", until__gt=self.now).exists()

    def keys_of(self, offer: Offer) -> list[str]:
        """Everything about the contract of an offer on which somebody may be waited for."""
        contract = Contract.objects.filter(offer=offer).first()
        if contract is None:
            return []
        parts = [one.key for one in contract.milestones.all()]
        return [contract.key, *parts, contract.trial.key]

    @invariant()
    def each_is_tried_once_and_only_who_is_hired_gave_the_rights(self) -> None:
        if not hasattr(self, "now"):
            return
        for n, application in enumerate(self.applications):
            tried = Offer.objects.filter(worker=self.workers[n].party, purpose="trial")
            assert tried.filter(state__in=[OfferState.MADE, OfferState.ACCEPTED]).count() <= 1
            for trial in Trial.objects.filter(application=application):
                hired = self.fresh(n).state == ApplicationState.ACCEPTED
                assert (queries.rights_of(trial) == Side.CLIENT) == hired == (trial.state == TrialState.HIRED)
        assert Place.objects.filter(taken_by__state=ApplicationState.IN_TRIAL).count() == 0

    @invariant()
    def what_is_over_stays_over(self) -> None:
        if not hasattr(self, "now"):
            return
        over: dict[object, str] = {}
        for model, final in ((Trial, TRIAL.final), (Application, APPLICATION.final)):
            over |= dict(model.objects.filter(state__in=final).values_list("pk", "state"))
        assert {name: over.get(name) for name in self.final} == self.final
        self.final = over


@pytest.mark.django_db
def test_whatever_happens_with_trials() -> None:
    driven(TrialMachine, examples=8, steps=30)
