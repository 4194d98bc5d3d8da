"""The contact guard on terms sheets, which are read before any money is held."""

from collections.abc import Iterator

from mikiwame.core.errors import Ruling
from mikiwame.discernment.kinds import Contact
from mikiwame.market.members.contact import label_inside

from .models import Sheet

WRITTEN = (
    "scope", "deliverable", "start_condition", "pace", "duration", "requirements", "environment",
    "communication", "selection", "rights", "confidentiality",
)  # fmt: skip
"""The lines of a sheet in words."""

WELCOME = {"communication": (Contact.TOOL_INVITATION,)}
"""A tool may be named there, to be used once money is held; an address in it may not."""


def outside(sheet: Sheet) -> Iterator[Ruling]:
    """What of a sheet leads around the marketplace, each with the field where it is mended."""
    for name in WRITTEN:
        ruling = label_inside(name, getattr(sheet, name), welcome=WELCOME.get(name, ()))
        if not ruling:
            yield ruling
    for part in sheet.milestones.all():
        ruling = label_inside("milestones", part.title)
        if not ruling:
            yield ruling
