"""Files of units as they travel."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Schema
from pydantic import Field

from mikiwame.api.paging import Page
from mikiwame.core.errors import Refused
from mikiwame.market.taskwork.states import ImportState
from mikiwame.refusals import sentence


class BadLine(Schema):
    """What is wrong with a line; lines are counted from 1, with the header."""

    line: int
    code: str
    detail: str

    @staticmethod
    def resolve_detail(wrong: dict[str, Any]) -> str:
        return sentence(Refused(wrong["code"], **wrong["context"]))


class Import(Schema):
    """A file from which a draft's units come: all of it is looked through before anything changes."""

    id: UUID
    state: ImportState
    name: str
    size: Annotated[int, Field(description="Bytes.")]
    read: Annotated[int, Field(description="Rows so far.")]
    bad: Annotated[int, Field(description="Lines that hold no unit; they are left out.")]
    bad_lines: Annotated[list[BadLine], Field(description="The first hundred of them.")]
    refused: Annotated[BadLine | None, Field(description="Why the file as a whole isn't taken.")]
    requested_at: datetime
    ended_at: datetime | None


Imports = Page[Import]
