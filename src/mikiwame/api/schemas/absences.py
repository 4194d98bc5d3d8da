"""Times in which clocks stand still, as they travel."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from ninja import Schema
from pydantic import Field

from mikiwame.api.wire import Sent
from mikiwame.market.turns.states import StopKind


class AbsenceSent(Sent):
    """From which day to which the member is away, in Japan."""

    first: date
    last: Annotated[
        date,
        Field(description="At most five business days in any thirty days; withdrawn ones count."),
    ]


class Absence(Schema):
    """When a member is away."""

    id: UUID
    first: date
    last: date
    announced_at: datetime
    withdrawn_at: datetime | None


class Stop(Schema):
    """From when to when all clocks stand still."""

    id: UUID
    kind: StopKind
    since: datetime
    until: datetime
    reason: str
