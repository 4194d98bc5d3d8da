"""Members and parties as programs see them: nothing private."""

from typing import Any
from uuid import UUID

from ninja import Schema

from mikiwame.market.members.scopes import Scope


class PartyRef(Schema):
    """A party by name."""

    id: UUID
    display_name: str


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
