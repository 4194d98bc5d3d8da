"""What travels: JSON as bytes, and the types of texts, amounts, days and numbers in every schema."""

from datetime import date
from typing import Annotated, Any, cast

import orjson
from django.http import HttpRequest
from ninja.parser import Parser
from ninja.renderers import BaseRenderer
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic.fields import FieldInfo
from pydantic_core import PydanticKnownError

from mikiwame.core.money import MOST

NO_NUL = r"^[^\x00]*$"
SAYS_SOMETHING = r"^[^\x00]*[^\x00\s][^\x00]*$"


class Json(BaseRenderer):
    """Moments as RFC 3339 in UTC with a Z; Japanese as Japanese."""

    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:
        return written(data)


class JsonReader(Parser):
    """Strict JSON: no NaN, no lone surrogates, no depth without end."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        return cast("dict[str, Any]", orjson.loads(request.body))


def written(data: object) -> bytes:
    """The value as JSON in UTF-8."""
    return orjson.dumps(data, option=orjson.OPT_UTC_Z | orjson.OPT_NON_STR_KEYS)


class Sent(BaseModel):
    """What a program sends; a misspelt field is refused, not ignored."""

    model_config = ConfigDict(extra="forbid")

    def values(self) -> dict[str, Any]:
        """What was sent, by the names of the operation that takes it."""
        return self.model_dump()


def text(most: int) -> StringConstraints:
    """A text that says something, in at most so many characters, none of them NUL."""
    return StringConstraints(max_length=most, pattern=SAYS_SOMETHING)


def maybe_empty(most: int) -> StringConstraints:
    """A text that may be empty."""
    return StringConstraints(max_length=most, pattern=NO_NUL)


def whole(least: int, most: int) -> FieldInfo:
    """A JSON integer between two bounds, both included; nothing that merely looks like one."""
    return cast("FieldInfo", Field(strict=True, ge=least, le=most))


def one_of(values: tuple[int, ...]) -> tuple[AfterValidator, FieldInfo]:
    """One of a few numbers, for ``Annotated[int, *one_of(…)]``."""

    def known(value: int) -> int:
        if value not in values:
            raise PydanticKnownError("literal_error", {"expected": ", ".join(map(str, values))})
        return value

    return AfterValidator(known), cast("FieldInfo", Field(json_schema_extra={"enum": [*values]}))


def written_day(value: object) -> object:
    """Let only calendar days pass, as ``2026-11-02``: neither numbers nor moments."""
    if isinstance(value, date) or (isinstance(value, str) and len(value) == len("2026-11-02")):
        return value
    raise ValueError("not a day")


Yen = Annotated[int, Field(strict=True, ge=1, le=MOST, description="Whole yen.")]
Count = Annotated[int, Field(strict=True, ge=1, le=100_000)]
Day = Annotated[date, BeforeValidator(written_day)]
