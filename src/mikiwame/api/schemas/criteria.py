"""Kept filters of the list as they travel."""

from dataclasses import asdict, fields
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Schema
from pydantic import Field, Strict, StrictBool

from mikiwame.api.wire import Sent, Yen, maybe_empty, text
from mikiwame.core.terms import Format, RewardBasis
from mikiwame.market.hiring.listing import TEXT_MOST, Care, Filters, Sort

from .hiring import CARE, HOURLY, UNPROVEN, Crowd, Finished, Hourly


class Wanted(Sent):
    """What is looked for, as the list of postings takes it; what isn't there doesn't matter."""

    text: Annotated[str, maybe_empty(TEXT_MOST)] = ""
    category: Annotated[str | None, Field(max_length=60, description="Of either level.")] = None
    format: Format | None = None
    reward_basis: RewardBasis | None = None
    reward_least: Yen | None = None
    hourly_least: Annotated[Annotated[Hourly, Strict()] | None, Field(description=HOURLY)] = None
    newcomers: StrictBool = False
    continuing: StrictBool = False
    crowd_most: Annotated[Annotated[Crowd, Strict()] | None, Field(description="Applicants a place.")] = None
    care: Annotated[Care | None, Field(description=CARE)] = None
    record: StrictBool = False
    finished_least: Annotated[
        Annotated[Finished, Strict()] | None, Field(description="Commissions seen through.")
    ] = None
    funded: StrictBool = False
    calm_reviews: StrictBool = False
    unproven: Annotated[StrictBool, Field(description=UNPROVEN)] = False
    sort: Sort = Sort.NEWEST


class CriteriaSent(Sent):
    """A name and what is looked for."""

    name: Annotated[str, text(40)]
    filters: Wanted

    @property
    def wanted(self) -> Filters:
        """What is looked for, as the market takes it."""
        return Filters(**self.filters.model_dump(exclude_none=True))


class Criteria(Schema):
    """Filters that a member keeps under a name."""

    id: UUID
    name: str
    is_default: Annotated[bool, Field(description="The member's page of postings begins with it.")]
    saved_at: datetime
    filters: Wanted

    @staticmethod
    def resolve_filters(criteria: Any) -> dict[str, Any]:
        return {
            name: None if value == "" and name != "text" else value
            for name, value in asdict(criteria.filters).items()
        }


PLACES = {field.name: f"filters.{field.name}" for field in fields(Filters)}
"""Where the fields of the operation stand in what was sent."""
