"""Who works, and on what, for benchmarks of task work. To be imported after `private`."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from mikiwame.core.clock import day_in_tokyo
from mikiwame.market.members import operations as members
from mikiwame.market.members.models import Member, Party
from mikiwame.market.members.scopes import Scope
from mikiwame.market.taskwork.form import Question
from mikiwame.market.taskwork.models import Batch
from mikiwame.market.taskwork.operations import drafts, opening, work
from mikiwame.market.taskwork.states import FieldKind

FEELING = Question(
    "feeling",
    FieldKind.SINGLE,
    "「{{text}}」はどんな文ですか",
    choices=(("good", "うれしい"), ("bad", "かなしい")),
)
GOOD = {"feeling": "good"}


@dataclass(frozen=True)
class Worker:
    """Who answers: as a member, and with a token."""

    member: Member
    token: str


def member(name: str) -> Member:
    """Somebody who has joined."""
    joined = datetime.now(UTC)
    return members.join(email=f"{name}@example.jp", password=str(uuid4()), display_name=name, at=joined)


def parties(size: int) -> list[UUID]:
    """So many people of whom nothing is known but a name."""
    joined = datetime.now(UTC)
    made = [Party(display_name=f"名前{number}", created_at=joined) for number in range(size)]
    return [party.pk for party in Party.objects.bulk_create(made, batch_size=5_000)]


def worker(number: int) -> Worker:
    """A worker with a program of hers."""
    one = member(f"worker{number}")
    _, token = members.issue_token(one, name="bench", scopes=tuple(Scope), at=datetime.now(UTC))
    return Worker(one, token)


def texts(units: int) -> Iterable[dict[str, str]]:
    """What so many units say."""
    return ({"text": f"{number}番目の文"} for number in range(units))


def prepared(
    client: Member, rows: Iterable[dict[str, str]], questions: Sequence[Question], **values: Any
) -> Batch:
    """A batch of these units, which waits for its payment; ``values`` as a draft takes them."""
    at = datetime.now(UTC)
    usual: Mapping[str, Any] = {
        "title": "文の気持ち",
        "body": "読んで選んでください。",
        "category": "survey-questionnaire",
        "reward": 1,
        "closes_on": day_in_tokyo(at) + timedelta(days=30),
    }
    batch = drafts.draft(client.party, by=client, at=at, values=usual | values)
    drafts.write_form(batch, questions, by=client, at=at)
    drafts.add_units(batch, ((row, None) for row in rows), by=client, at=at)
    return opening.prepare(Batch.objects.get(pk=batch.pk), by=client, at=at)


def paid_in(batch: Batch, client: Member) -> Batch:
    """The same, open."""
    at = datetime.now(UTC)
    deposit = opening.begin_payment(batch, by=client, at=at)
    funded = opening.fund(deposit, receipt=str(uuid4()), at=at)
    assert funded is not None
    return funded


def join(batch: Batch, crowd: Iterable[Worker]) -> None:
    """All of them accept its terms."""
    for one in crowd:
        work.join(batch, by=one.member, at=datetime.now(UTC))
