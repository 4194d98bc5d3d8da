"""Whose turn it is, and until when."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from ninja import Schema
from pydantic import Field

from mikiwame.market.turns.states import TurnKind

from .members import PartyRef


class Turn(Schema):
    """Something open: who has to act, who waits, and when time is up."""

    id: UUID
    kind: TurnKind
    subject: Annotated[str, Field(description="What is open, as a key: `offer:…`, `milestone:…`.")]
    page: Annotated[str, Field(description="The thing to look at, as a key.")]
    title: str
    whose: Annotated[PartyRef | None, Field(description="null: the operators.")]
    waiting: PartyRef | None
    since: datetime
    until: datetime
