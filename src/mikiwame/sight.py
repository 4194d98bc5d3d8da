"""Who may open a file, and who has it: whoever may see the thing that carries it, and its two sides."""

from collections.abc import Callable, Mapping
from uuid import UUID

from mikiwame.core.errors import NotFound
from mikiwame.core.ids import id_of
from mikiwame.market.contests import queries as contests
from mikiwame.market.contracts import queries as contracts
from mikiwame.market.hiring import queries as hiring
from mikiwame.market.members.models import Member
from mikiwame.market.messaging import queries as messaging
from mikiwame.market.messaging.queries import Sides
from mikiwame.market.taskwork import workers
from mikiwame.market.taskwork.claims import Waiting

VIEWERS: Mapping[str, Callable[..., object]] = {
    "message": contracts.message_for,
    "kept_letter": messaging.kept_letter_for,
    "posting": hiring.posting_for,
    "application": hiring.application_for,
    "delivery": contracts.delivery_for,
    "dispute": contracts.dispute_to_read,
    "answer": workers.answer_to_see,
    "entry": contests.entry_to_see,
}
"""Kind of thing -> its room's own question, which raises NotFound for those who may not see it."""

PROGRAMS: Mapping[str, Callable[..., object]] = {**VIEWERS, "answer": workers.answer_delivered_to}
"""The same for programs: what a client hasn't approved is read on the page where she judges it, alone."""

PUBLIC = frozenset({"posting", "entry"})
"""What visitors may see too."""

SIDES: Mapping[str, Callable[[UUID], Sides | None]] = {
    "message": messaging.message_sides,
    "application": hiring.application_sides,
    "delivery": contracts.delivery_sides,
    "dispute": contracts.dispute_sides,
    "answer": workers.answer_sides,
    "entry": contests.entry_sides,
}
"""Kind of thing -> who has it. What is kept, or read by everybody, is its owner's alone."""


def sides_of(subject: str) -> Sides | None:
    """Who has the thing with that key, and its files; None where that is its owner alone."""
    kind = subject.partition(":")[0]
    return SIDES[kind](id_of(subject)) if kind in SIDES else None


def require_sight(
    reader: Member | None, subject: str, *, viewers: Mapping[str, Callable[..., object]] = VIEWERS
) -> None:
    """Raises NotFound for a reader (None: a visitor) who may not see what carries the file."""
    kind = subject.partition(":")[0]
    if reader and kind == "claim" and Waiting.of(subject).worker == reader.party_id:
        return
    if kind not in viewers or (reader is None and kind not in PUBLIC):
        raise NotFound
    viewers[kind](reader, id_of(subject))
