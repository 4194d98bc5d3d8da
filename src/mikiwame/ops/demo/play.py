"""What each act of the script is: one operation of a room, by whoever does it."""

from datetime import datetime, timedelta
from functools import singledispatchmethod

from mikiwame.core.clock import day_in_tokyo
from mikiwame.market.contracts import queries as contracts
from mikiwame.market.contracts import timesheets as sheets
from mikiwame.market.contracts.hours import Spell, minute_of
from mikiwame.market.contracts.models import Cancellation, Contract, Dispute, Milestone, Offer
from mikiwame.market.contracts.operations import (
    breaks,
    direct,
    disputes,
    endings,
    funding,
    letters,
    offers,
    periods,
    rulings,
    timesheets,
    trials,
    work,
)
from mikiwame.market.hiring.models import Application
from mikiwame.market.hiring.operations import applications
from mikiwame.market.members.models import Member
from mikiwame.market.reputation import queries as reviews
from mikiwame.market.reputation.operations import reviews as reputation
from mikiwame.market.terms.lines import Part

from . import script
from .script import Act, Deal
from .stage import Stage


class Scene:
    """One deal on the stage: who is who in it, and what has come of it so far."""

    application: Application
    offer: Offer
    contract: Contract
    proposal: Cancellation
    dispute: Dispute

    def __init__(self, stage: Stage, deal: Deal) -> None:
        self.stage, self.deal = stage, deal

    def who(self, name: str) -> Member:
        """A member by the name that the script uses."""
        return self.stage.members[name]

    @property
    def worker(self) -> Member:
        """Who does the work."""
        return self.who(self.deal.worker)

    @property
    def client(self) -> Member:
        """Who offers it."""
        client = self.stage.postings[self.deal.posting].client
        return next(member for member in self.stage.members.values() if member.party == client)

    @property
    def other(self) -> Member:
        """Whoever did not propose to part."""
        return self.client if self.proposal.proposed_by == self.worker.party else self.worker

    @property
    def part(self) -> Milestone:
        """The part at hand."""
        self.contract.refresh_from_db()
        part = contracts.at_hand(self.contract)
        assert part is not None, f"{self.deal.posting}: nothing is left to do"
        return part

    @singledispatchmethod
    def play(self, act: Act, at: datetime) -> None:
        """Let one side do something."""
        raise NotImplementedError(act)

    @play.register
    def _(self, act: script.Applies, at: datetime) -> None:
        posting = self.stage.postings[self.deal.posting]
        questions = posting.questions.values_list("pk", flat=True)
        self.application = applications.apply(
            posting,
            message=act.message,
            price=act.price,
            answers=dict(zip(questions, act.answers, strict=False)),
            met=list(posting.requirements.values_list("pk", flat=True)),
            by=self.worker,
            at=at,
        )

    @play.register
    def _(self, act: script.Withdraws, at: datetime) -> None:
        applications.withdraw(self.application, by=self.worker, at=at)

    @play.register
    def _(self, act: script.Declines, at: datetime) -> None:
        applications.decline(self.application, reason=act.reason, note=act.note, by=self.client, at=at)

    @play.register
    def _(self, act: script.Writes, at: datetime) -> None:
        letters.write(self.application.conversation, text=act.text, by=self.who(act.by), at=at)

    @play.register
    def _(self, act: script.Offers, at: datetime) -> None:
        today = day_in_tokyo(at)
        parts = [
            Part(number, title, amount, today + timedelta(days=days))
            for number, (title, amount, days) in enumerate(act.parts, start=1)
        ]
        changes = {"quantity": act.quantity} if act.quantity else {}
        self.offer = offers.offer(
            self.application, changes=changes, parts=parts, message=act.message, by=self.client, at=at
        )

    @play.register
    def _(self, act: script.Tries, at: datetime) -> None:
        today = day_in_tokyo(at)
        changes = {
            "scope": act.scope,
            "deliverable": act.deliverable,
            "trial_hours": act.hours,
            "reward": act.reward,
            "start_date": today + timedelta(days=1),
            "deadline": today + timedelta(days=act.due),
        }
        self.offer = trials.offer_trial(
            self.application,
            title=act.title,
            changes=changes,
            message=act.message,
            by=self.client,
            at=at,
        )

    @play.register
    def _(self, act: script.AsksAgain, at: datetime) -> None:
        today, before = day_in_tokyo(at), Contract.objects.get(pk=self.contract.pk)
        days = {"start_date": act.start, "deadline": act.due}
        self.offer = direct.offer_directly(
            before,
            about={"title": act.title},
            changes={name: today + timedelta(days=day) for name, day in days.items()},
            parts=(),
            message=act.message,
            by=self.client,
            at=at,
        )

    @play.register
    def _(self, act: script.TakesOfferBack, at: datetime) -> None:
        offers.withdraw_offer(self.offer, by=self.client, at=at)

    @play.register
    def _(self, act: script.DeclinesOffer, at: datetime) -> None:
        offers.decline_offer(self.offer, note=act.note, by=self.worker, at=at)

    @play.register
    def _(self, act: script.Agrees, at: datetime) -> None:
        self.contract = offers.accept_offer(self.offer, by=self.worker, at=at)

    @play.register
    def _(self, act: script.Pays, at: datetime) -> None:
        receipt = f"demo-{self.deal.posting}-{self.deal.worker}-{act.day}"
        if self.contract.is_continuing:
            period = contracts.unfunded_period(self.contract)
            assert period is not None, f"{self.deal.posting}: nothing waits for money"
            deposit = periods.begin_payment(period, by=self.client, at=at)
            periods.fund(deposit, receipt=receipt, at=at)
            return
        deposit = funding.begin_payment(self.part, by=self.client, at=at)
        funding.fund(deposit, receipt=receipt, at=at)

    @play.register
    def _(self, act: script.Delivers, at: datetime) -> None:
        work.deliver(self.part, note=act.note, by=self.worker, at=at)

    @play.register
    def _(self, act: script.WritesHours, at: datetime) -> None:
        spell = Spell(day_in_tokyo(at), minute_of(act.begins), minute_of(act.ends))
        weeks = sheets.weeks_to_write(self.worker, self.contract.pk)
        week = next(week for week in weeks if week.period and week.period.last >= spell.day)
        timesheets.write_hours(week, spell, note=act.note, by=self.worker, at=at)

    @play.register
    def _(self, act: script.HandsIn, at: datetime) -> None:
        week = sheets.weeks_to_write(self.worker, self.contract.pk)[0]
        timesheets.hand_in(week, by=self.worker, at=at)

    @play.register
    def _(self, act: script.AsksForChanges, at: datetime) -> None:
        work.request_changes(self.part, term=act.term, reason=act.reason, by=self.client, at=at)

    @play.register
    def _(self, act: script.Accepts, at: datetime) -> None:
        work.accept(self.part, by=self.client, at=at)

    @play.register
    def _(self, act: script.Disputes, at: datetime) -> None:
        self.dispute = disputes.open_dispute(
            self.part, statement=act.statement, contested=act.contested, by=self.who(act.by), at=at
        )

    @play.register
    def _(self, act: script.Answers, at: datetime) -> None:
        disputes.answer_dispute(self.dispute, text=act.text, by=self.who(act.by), at=at)

    @play.register
    def _(self, act: script.Rules, at: datetime) -> None:
        operator = self.who("operator")
        rulings.decide(self.dispute, to_worker=act.to_worker, ruling=act.ruling, by=operator, at=at)
        for side in (self.client, self.worker):
            rulings.accept_ruling(self.dispute, by=side, at=at)

    @play.register
    def _(self, act: script.ProposesToPart, at: datetime) -> None:
        by = self.who(act.by)
        self.proposal = endings.propose_cancellation(self.contract, reason=act.reason, by=by, at=at)

    @play.register
    def _(self, act: script.AgreesToPart, at: datetime) -> None:
        endings.answer_cancellation(self.proposal, agree=True, by=self.other, at=at)

    @play.register
    def _(self, act: script.Rests, at: datetime) -> None:
        day = day_in_tokyo(self.stage.moment(act.off, "12:00"))
        proposed = breaks.propose_break(
            self.contract, first=day, last=day, reason=act.reason, by=self.worker, at=at
        )
        breaks.answer_break(proposed, agree=True, by=self.client, at=at)

    @play.register
    def _(self, act: script.Cancels, at: datetime) -> None:
        endings.cancel(self.contract, reason=act.reason, by=self.who(act.by), at=at)

    @play.register
    def _(self, act: script.Reviews, at: datetime) -> None:
        verdict = reputation.Verdict(
            stars=act.stars,
            terms_kept=act.terms_kept,
            on_time=act.on_time,
            clear=act.clear,
            again=act.again,
            comment=act.comment,
        )
        reputation.review(self.contract, verdict, by=self.who(act.by), at=at)

    @play.register
    def _(self, act: script.Replies, at: datetime) -> None:
        by = self.who(act.by)
        about = self.worker if by == self.client else self.client
        review = reviews.review_by(self.contract, about.party)
        assert review is not None, f"{self.deal.posting}: there is nothing to reply to"
        reputation.reply(review, text=act.text, by=by, at=at)
