"""Reads what a client's message does: it hires, or it asks for work to be done or handed over.

By rules (``acts.toml``), a sentence at a time: one does so if it says so, and nothing in it takes that back,
such as a condition, a question, a denial, another person, or a thing that is chosen. What stands in quotation
marks is somebody else's.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from mikiwame.discernment.kinds import Act
from mikiwame.discernment.reports import Doing
from mikiwame.discernment.text import Span, Text

_PLACE = re.compile(r"<([a-z]{1,20}|[0-9]{1,2})>")
_QUOTED = re.compile(
    r"「[^「」\n]{0,200}」|『[^『』\n]{0,200}』|\"[^\"\n]{0,200}\"|\u201c[^\u201c\u201d\n]{0,200}\u201d"
)


@dataclass(frozen=True, slots=True)
class Rule:
    """What says that a sentence does something, and what takes it back."""

    says: re.Pattern[str]
    denies: re.Pattern[str]


@cache
def rules() -> Mapping[Act, Rule]:
    """The rules of each act."""
    read = tomllib.loads(files(__package__).joinpath("acts.toml").read_text(encoding="utf-8"))
    return {act: _rule(read[act], read["pieces"]) for act in Act}


def read_acts(text: str) -> tuple[Doing, ...]:
    """What a message does, each act with the first sentence that does so, in the order of the acts.

    >>> [(one.act, one.quote.text) for one in read_acts("採用です。採用された場合の報酬は同じです。")]
    [(<Act.HIRES: 'hires'>, '採用です。')]

    Raises:
        Unreadable: it has more than ``text.LONGEST`` characters.
    """
    message = Text(text, part="text")
    own = _QUOTED.sub(_emptied, message.folded)
    found = ((act, next(_doing(rule, own, message), None)) for act, rule in rules().items())
    return tuple(Doing(act, message.quote(span.start, span.end)) for act, span in found if span)


def _doing(rule: Rule, own: str, message: Text) -> Iterator[Span]:
    """The sentences that do it."""
    for span in message.sentences():
        words = own[span.start : span.end]
        if rule.says.search(words) and not rule.denies.search(words):
            yield span


def _emptied(quoted: re.Match[str]) -> str:
    """The quotation marks with nothing in between, as long as before."""
    words = quoted.group()
    return words[0] + " " * (len(words) - 2) + words[-1]


def _rule(written: Mapping[str, Sequence[str]], pieces: Mapping[str, str]) -> Rule:
    return Rule(*(_compiled(written[name], pieces) for name in ("says", "denies")))


def _compiled(expressions: Sequence[str], pieces: Mapping[str, str]) -> re.Pattern[str]:
    """One expression of several, their pieces filled in."""

    def filled(place: re.Match[str]) -> str:
        name = place.group(1)
        return f"[^。!?\\n]{{0,{name}}}" if name.isdecimal() else pieces[name]

    return re.compile("|".join(_PLACE.sub(filled, one) for one in expressions))
