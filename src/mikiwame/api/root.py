"""The API as a whole: its rooms, how it reads and writes, and its OpenAPI document."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation

from . import openapi, problems
from .absences import router as absences
from .amendments import router as amendments
from .auth import READ
from .batches import router as batches
from .contests import router as contests
from .contracts import router as contracts
from .criteria import router as criteria
from .disputes import router as disputes
from .hiring import router as hiring
from .hours import router as hours
from .idempotency import once
from .imports import router as imports
from .judgements import router as judgements
from .me import router as me
from .media import json_only
from .messaging import router as messaging
from .milestones import router as milestones
from .moderation import router as moderation
from .money import router as money
from .notices import router as notices
from .offers import router as offers
from .periods import router as periods
from .readings import router as readings
from .reference import Reference
from .results import router as results
from .reviews import router as reviews
from .standby import router as standby
from .tasks import router as tasks
from .trials import router as trials
from .turns import router as turns
from .wire import Json, JsonReader

ROOT = "/api/v1/"


class MarketApi(NinjaAPI):
    """Names operations by their functions, and completes the document by what holds everywhere."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        return operation.view_func.__name__

    def on_exception(self, request: HttpRequest, exc: object) -> HttpResponse:
        return problems.answer(request, exc)

    def get_openapi_schema(self, **address: Any) -> OpenAPISchema:
        return openapi.complete(super().get_openapi_schema(**address))


api = MarketApi(
    title="Mikiwame",
    version="1",
    description=openapi.DESCRIPTION,
    urls_namespace="api",
    auth=READ,
    renderer=Json(),
    parser=JsonReader(),
    docs=Reference(),
)
api.add_decorator(json_only, mode="view")

ROOMS = (
    me, turns, absences, hiring, criteria, offers, contracts, amendments, milestones, periods, hours, standby,
    trials, disputes, tasks, judgements, batches, contests, imports, results, money, messaging, moderation,
    notices, reviews,
)  # fmt: skip
for room in ROOMS:
    room.add_decorator(once, mode="view")
    api.add_router("", room)
api.add_router("", readings)  # without keys: an answer that is kept would hold the text
