"""Members and parties as programs see them: nothing private."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Schema
from pydantic import Field

from mikiwame.core import clock
from mikiwame.market.members import queries
from mikiwame.market.members.scopes import Scope

IsOperator = Annotated[bool, Field(description="Runs the house; a name alone never says so.")]


class PartyRef(Schema):
    """A party by name."""

    id: UUID
    display_name: str
    is_operator: IsOperator


class Me(Schema):
    """The member whose token this is."""

    party: PartyRef
    language: str
    is_operator: bool
    scopes: list[Scope]

    @staticmethod
    def resolve_party(caller: Any) -> object:
        return caller.member.party

    @staticmethod
    def resolve_language(caller: Any) -> str:
        return str(caller.member.language)

    @staticmethod
    def resolve_is_operator(caller: Any) -> bool:
        return bool(caller.member.is_operator)

    @staticmethod
    def resolve_scopes(caller: Any) -> list[str]:
        return sorted(caller.scopes)


class Standing(Schema):
    """What the record says of a party, counted from facts."""

    contracts_finished: Annotated[int, Field(description="As worker.")]
    commissions_finished: Annotated[int, Field(description="As client.")]
    postings_published: int
    hired: Annotated[int, Field(description="Offers accepted, as client.")]
    lapsed_unfunded: Annotated[int, Field(description="Contracts that this client never funded; no trials.")]
    review_count: int
    review_stars: Annotated[int, Field(description="Sum of the stars of all opened reviews.")]


class Profile(PartyRef):
    """What everybody may see of a party."""

    about: str
    is_business: bool
    is_newcomer: bool
    identity_confirmed_at: Annotated[
        datetime | None,
        Field(description="When an operator found the name of a paper of the state to be hers."),
    ]
    standing: Standing

    @staticmethod
    def resolve_identity_confirmed_at(profile: Any) -> datetime | None:
        found = queries.confirmed_identity(profile.party.pk, at=clock.now())
        return found.decided_at if found else None

    @staticmethod
    def resolve_id(profile: Any) -> UUID:
        return profile.party.pk  # type: ignore[no-any-return]

    @staticmethod
    def resolve_display_name(profile: Any) -> str:
        return str(profile.party.display_name)

    @staticmethod
    def resolve_is_operator(profile: Any) -> bool:
        return bool(profile.party.is_operator)

    @staticmethod
    def resolve_about(profile: Any) -> str:
        return str(profile.party.about)

    @staticmethod
    def resolve_is_business(profile: Any) -> bool:
        return bool(profile.party.is_business)
