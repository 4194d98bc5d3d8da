"""Pages that stay true while they are open, and what is told to whoever acted on what was no longer so."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.http import HttpRequest
from django.urls import Resolver404, resolve

from mikiwame.core.errors import NotFound
from mikiwame.market.contracts import queries
from mikiwame.wording.timeline import Entry, entries

from .acting import came_from, reader_of

LATELY = 3
"""So many facts tell what happened meanwhile."""


def is_seen(request: HttpRequest, newest: Callable[[], UUID | None]) -> bool:
    """Whether an open page asks again and shows the newest fact already."""
    seen = request.GET.get("seen")
    return seen is not None and seen == str(newest())


def last_seen(facts: list[Any], *subjects: str) -> UUID | None:
    """The last of the facts, in the order of time, that are about these things."""
    return next((fact.pk for fact in reversed(facts) if fact.subject in subjects), None)


def meanwhile(request: HttpRequest) -> list[Entry]:
    """What happened last in the contract, or with the offer, from whose page the reader comes."""
    try:
        match = resolve(urlsplit(came_from(request)).path)
    except Resolver404:
        return []
    ask = {"contracts": _in_contract, "offers": _with_offer}.get(match.route.partition("/")[0])
    reader, identifier = reader_of(request), match.kwargs.get("id")
    if ask is None or reader is None or identifier is None:
        return []
    try:
        return ask(reader, identifier)
    except NotFound:
        return []


def _in_contract(reader: Any, identifier: UUID) -> list[Entry]:
    contract = queries.contract_for(reader, identifier)
    return entries(queries.lately(contract, LATELY), contract.course)


def _with_offer(reader: Any, identifier: UUID) -> list[Entry]:
    return entries(queries.lately_with(queries.offer_for(reader, identifier), LATELY))
