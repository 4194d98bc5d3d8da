"""Pages by key: each says where the next begins, so that what is added meanwhile shifts nothing."""

from typing import Annotated, Any, Generic, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet
from ninja import Schema
from pydantic import BaseModel, Field

Item = TypeVar("Item")
Row = TypeVar("Row", bound=Model)


class Slice(BaseModel):
    """Which part of a list."""

    cursor: Annotated[UUID | None, Field(description="`next` of the page before.")] = None
    limit: Annotated[int, Field(ge=1, le=100, description="How many at most.")] = 20


class Page(Schema, Generic[Item]):
    """A part of a list, and where the rest begins; no rest: null."""

    items: list[Item]
    next: str | None


def page(rows: QuerySet[Row], part: Slice) -> dict[str, Any]:
    """The newest rows after the cursor: identifiers grow with time, so they are the keys of the list."""
    newest = rows.order_by("-pk")
    if part.cursor is not None:
        newest = newest.filter(pk__lt=part.cursor)
    found = list(newest[: part.limit + 1])
    items = found[: part.limit]
    return {"items": items, "next": str(items[-1].pk) if len(found) > part.limit else None}
