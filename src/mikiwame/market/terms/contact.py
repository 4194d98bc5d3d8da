"""The contact guard on terms sheets, which are read before any money is held.

How the two will talk once it is held is a term: ``communication`` may name a tool, but hold no address in it.
"""

from collections.abc import Iterator

from mikiwame.core.errors import Ruling
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


def outside(sheet: Sheet) -> Iterator[Ruling]:
    """What of a sheet leads around the marketplace, each with the field where it is mended."""
    lines = [(name, getattr(sheet, name)) for name in WRITTEN]
    lines += [("milestones", part.title) for part in sheet.milestones.all()]
    rulings = (_ruling(field, words) for field, words in lines if words)
    yield from (ruling for ruling in rulings if not ruling)


def _ruling(field: str, words: str) -> Ruling:
    found = read_label(words).findings
    if field == COMMUNICATION:
        found = tuple(one for one in found if one.kind == Contact.CHAT_ID or not names_only(one.quote.text))
    return ruling_on(field, found)
