"""All lists of the API, read by whoever has the longest, and what is asked of the database row by row."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from operator import attrgetter
from typing import Any

from django.db import connection
from django.db.models import Count, Model
from django.test.utils import CaptureQueriesContext

from mikiwame.market.contests.models import Contest
from mikiwame.market.contracts.models import Contract, Dispute
from mikiwame.market.hiring.models import Posting
from mikiwame.market.members.models import Member, Party
from mikiwame.market.messaging.models import Conversation
from mikiwame.market.taskwork.models import Batch
from tests.api.programs import Program, program_of
from tests.api.samples import DOCUMENT, Route, routes

QUESTIONS = {"find_messages": {"q": "です"}}
"""What has to be asked for."""

SAMPLES = 3
"""How many things of a kind are looked at, those with the most rows."""


@dataclass(frozen=True)
class Owned:
    """What a list belongs to: its table, the way to whom it concerns, and its rows."""

    model: type[Model]
    side: str
    rows: tuple[str, ...]


OWNED = {
    "batch": Owned(Batch, "client", ("imports", "answers")),
    "contest": Owned(Contest, "client", ("entered",)),
    "contract": Owned(Contract, "worker", ("periods", "amendments", "milestones__deliveries", "pk")),
    "conversation": Owned(Conversation, "worker", ("messages", "summaries", "kept_letters")),
    "dispute": Owned(Dispute, "milestone.contract.worker", ("settlements",)),
    "party": Owned(Party, "pk", ("reviews",)),
    "posting": Owned(Posting, "client", ("applications",)),
}
"""By its name in addresses."""


@dataclass(frozen=True)
class Look:
    """One list as one reader got it: how many rows, and what was asked most often, how many times."""

    name: str
    rows: int
    asked: str
    times: int


def lists() -> list[Route]:
    """Every address that answers with rows."""
    return [route for route in routes() if route.method == "GET" and _is_list(route)]


def looks() -> Iterator[Look]:
    """Everybody reads all of her lists, and those of the things with the most rows."""
    programs = {member.party_id: program_of(member) for member in Member.objects.select_related("party")}
    for route in lists():
        name = route.operation["operationId"]
        for program, address in _readings(route, programs):
            yield _look(program, name, address)


def _readings(route: Route, programs: dict[Any, Program]) -> Iterator[tuple[Program, str]]:
    if not route.parameters:
        yield from ((program, route.path) for program in programs.values())
        return
    [parameter] = route.parameters
    owned = OWNED[parameter]
    for rows in owned.rows:
        for thing in owned.model._default_manager.annotate(much=Count(rows)).order_by("-much", "pk")[
            :SAMPLES
        ]:
            side = attrgetter(owned.side)(thing)
            yield programs[getattr(side, "pk", side)], route.path.format(**{parameter: thing.pk})


def _look(program: Program, name: str, address: str) -> Look:
    asked: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        asked.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        query = QUESTIONS.get(name, {})
        answer = program.client.get(address, query, headers=program.headers())
    found = answer.json() if answer.status_code == HTTPStatus.OK else []
    rows = found["items"] if isinstance(found, dict) else found
    most, times = max(Counter(asked).items(), key=lambda one: one[1])
    return Look(name, len(rows), most, times)


def _is_list(route: Route) -> bool:
    answer = route.operation["responses"].get("200", {}).get("content", {})
    schema = answer.get("application/json", {}).get("schema", {})
    named = schema.get("$ref", "").rpartition("/")[2]
    said = DOCUMENT["components"]["schemas"][named] if named else schema
    return said.get("type") == "array" or "items" in said.get("properties", {})


def statements(program: Program, path: str, **query: int) -> int:
    """How often the database is asked for what lies there."""
    program.get(path, **query)  # the first time a token also notes that it was used
    with CaptureQueriesContext(connection) as asked:
        program.get(path, **query)
    return len(asked)
