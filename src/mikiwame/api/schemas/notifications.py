"""What a member is told."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Schema
from pydantic import Field

from mikiwame.market.notifications.states import Group


class Notice(Schema):
    """One thing that the member is told, in the language of the request."""

    id: UUID
    kind: Annotated[str, Field(description="The kind of the fact: `contracts.OfferMade`.")]
    group: Annotated[Group, Field(description="What a person chooses channels for.")]
    page: Annotated[str, Field(description="The thing to look at, as a key.")]
    headline: str
    body: str
    at: datetime
    read_at: datetime | None

    @staticmethod
    def resolve_headline(notice: Any) -> str:
        return str(notice.words.headline)

    @staticmethod
    def resolve_body(notice: Any) -> str:
        return str(notice.words.body)


class Notices(Schema):
    """The newest notices; ``earlier`` is the ``after`` of those before them."""

    items: list[Notice]
    earlier: UUID | None
    unread: int
