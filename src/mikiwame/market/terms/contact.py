"""The contact guard on terms sheets, which are read before any money is held.

How the two will talk once it is held is a term: ``communication`` may name a tool, but hold no address in it.
"""

from collections.abc import Iterator

from mikiwame.core.errors import ALLOWED, Ruling
from mikiwame.discernment.kinds import Contact
from mikiwame.discernment.messages.labels import names_only, read_label
from mikiwame.market.members.contact import ruling_on

from .models import Sheet

COMMUNICATION = "communication"
WRITTEN = (
    "scope", "deliverable", "start_condition", "pace", "duration", "requirements", "environment",
    COMMUNICATION, "selection", "rights", "confidentiality",
)  # fmt: skip
"""The lines of a sheet in words."""


def outside(sheet: Sheet, standing: Sheet | None = None) -> Iterator[Ruling]:
    """What of a sheet leads around the marketplace, each with the field where it is mended.

    Nobody mends a line that stands so in another version already: it is not looked at.
    """
    stood = set(_lines(standing)) if standing else set()
    rulings = (_ruling(field, words) for field, words in _lines(sheet) if (field, words) not in stood)
    yield from (ruling for ruling in rulings if not ruling)


def stays_inside(sheet: Sheet, standing: Sheet | None = None) -> Ruling:
    """What the sheet words otherwise than a version that stands already, if any, leads nowhere outside."""
    return next(outside(sheet, standing), ALLOWED)


def _lines(sheet: Sheet) -> list[tuple[str, str]]:
    """All that a sheet says in words, each with its field."""
    lines = [(name, getattr(sheet, name)) for name in WRITTEN]
    lines += [("milestones", part.title) for part in sheet.milestones.all()]
    return [(field, words) for field, words in lines if words]


def _ruling(field: str, words: str) -> Ruling:
    found = read_label(words).findings
    if field == COMMUNICATION:
        found = tuple(one for one in found if one.kind == Contact.CHAT_ID or not names_only(one.quote.text))
    return ruling_on(field, found)
