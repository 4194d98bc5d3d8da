"""Rulings and refusals: the market says *no* with a code, the surfaces say it in the reader's language."""

import dataclasses
from typing import Any, TypeVar

Thing = TypeVar("Thing")


class Refused(Exception):
    """The market declines to do what was asked; nothing was changed.

    ``code`` names the sentence (see ``web.refusals``), ``field`` the input that it belongs to,
    ``context`` the values that the sentence quotes.
    """

    def __init__(self, code: str, *, field: str | None = None, **context: Any) -> None:
        super().__init__(code)
        self.code = code
        self.field = field
        self.context = context


class NotFound(Refused):
    """There is no such thing *for the asker*: what one may not see looks like what does not exist."""

    def __init__(self, code: str = "not_found", **context: Any) -> None:
        super().__init__(code, **context)


def existing(thing: Thing | None) -> Thing:
    """What was looked for; raises NotFound where there is none."""
    if thing is None:
        raise NotFound
    return thing


@dataclasses.dataclass(frozen=True)
class Ruling:
    """The answer of a rule: true when allowed, else it carries the refusal's code.

    Rulings chain with ``and``: the first *no* is the answer.

    >>> bool(ALLOWED and refuse("not_the_client"))
    False
    """

    code: str | None = None
    field: str | None = None
    context: dict[str, Any] = dataclasses.field(default_factory=dict)

    def __bool__(self) -> bool:
        return self.code is None


ALLOWED = Ruling()


def refuse(code: str, *, field: str | None = None, **context: Any) -> Ruling:
    """A *no* with its reason."""
    return Ruling(code, field, context)


def rule(holds: bool, otherwise: str, *, field: str | None = None, **context: Any) -> Ruling:
    """Allowed if it holds, otherwise refused with that code."""
    return ALLOWED if holds else Ruling(otherwise, field, context)


def require(ruling: Ruling) -> None:
    """Go on only if allowed; raises Refused with the ruling's code."""
    if ruling.code is not None:
        raise Refused(ruling.code, field=ruling.field, **ruling.context)
