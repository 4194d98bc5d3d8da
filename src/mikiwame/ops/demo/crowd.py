"""How the demo's batches are asked, answered and judged: by the operations that pages and programs use."""

from collections import defaultdict
from datetime import datetime, timedelta
from uuid import UUID

from mikiwame.core.clock import day_in_tokyo
from mikiwame.market.members.models import Member
from mikiwame.market.taskwork.models import Answer, Batch
from mikiwame.market.taskwork.operations import drafts, judging, opening, work

from .script import Asked, Given
from .stage import Stage

OPEN_FOR = timedelta(days=30)
BETWEEN = timedelta(seconds=5)
"""What passes between an answer and the next one."""


class Crowd:
    """One batch on the stage, and the answers that came of each line of its script."""

    id: UUID

    def __init__(self, stage: Stage, asked: Asked) -> None:
        self.stage, self.asked = stage, asked
        self.given: dict[Given, list[UUID]] = defaultdict(list)

    @property
    def batch(self) -> Batch:
        """It, as it is by now."""
        return Batch.objects.select_related("posting", "client").get(pk=self.id)

    @property
    def client(self) -> Member:
        """Who asks."""
        return self.stage.members[self.asked.client]

    def ask(self, at: datetime) -> None:
        """The client writes the batch and, where it has a reward, pays it in."""
        asked, client = self.asked, self.client
        values = {
            "title": asked.title,
            "body": asked.body,
            "category": asked.category,
            "reward": asked.reward,
            "answers_per_unit": asked.answers_per_unit,
            "closes_on": day_in_tokyo(at) + OPEN_FOR,
        }
        if asked.seconds:
            values["expected_seconds"] = asked.seconds
        batch = drafts.draft(client.party, by=client, at=at, values=values)
        drafts.write_form(batch, asked.form, by=client, at=at)
        if asked.units:
            rows = [
                ({"text": text}, {"feeling": right} if known else None) for text, right, known in asked.units
            ]
            drafts.add_units(batch, rows, by=client, at=at)
        else:
            drafts.ask_all_the_same(batch, by=client, at=at)
        if asked.reward:
            opening.prepare(batch, by=client, at=at)
            deposit = opening.begin_payment(batch, by=client, at=at)
            opening.fund(deposit, receipt=f"demo-{asked.name}", at=at)
        self.id = batch.pk

    def answer(self, given: Given, at: datetime) -> None:
        """A worker answers some units, one after the other, as they come."""
        worker = self.stage.members[given.worker]
        work.join(self.batch, by=worker, at=at)
        for _ in range(given.count):
            claim = work.claim(self.id, by=worker, at=at)
            at += timedelta(seconds=given.seconds)
            right = self.asked.units[claim.unit - 1][1] if self.asked.units else ""
            content = given.content or {"feeling": right}
            version = claim.form_version
            answer = work.submit(self.id, claim.place, content, form_version=version, by=worker, at=at)
            self.given[given].append(answer)
            at += BETWEEN

    def judge(self, given: Given, at: datetime) -> None:
        """The client takes those answers, or returns them with what shows that they are wrong."""
        answers = self.given[given]
        if given.outcome == "approved":
            judging.approve(self.batch, answers, by=self.client, at=at)
            return
        for answer in Answer.objects.filter(pk__in=answers):
            judging.turn_back(answer, reason=given.outcome, evidence=given.evidence, by=self.client, at=at)
