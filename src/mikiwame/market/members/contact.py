"""The contact guard: before money is held, nothing that leads around the marketplace is said on any surface.

The engine decides (``discernment.messages``). What it found goes back to the writer with the refusal, and
nowhere else: no table, no fact and no log keeps it.
"""

from collections.abc import Sequence

from mikiwame.core.errors import ALLOWED, Ruling, refuse
from mikiwame.discernment.messages.labels import read_label
from mikiwame.discernment.messages.reading import read_message
from mikiwame.discernment.reports import Reaching
from mikiwame.discernment.text import LONGEST

STOPPED = "leads_outside"
"""The guard's code of a refusal; the context holds ``findings`` and, for the sentence, their ``quotes``."""
QUOTED_MOST, QUOTE_MOST = 3, 40
"""How many quotes a sentence names, and how many letters of each."""


def text_inside(field: str, text: str) -> Ruling:
    """A text stays inside; its first 20,000 letters are read."""
    return ruling_on(field, read_message(text[:LONGEST]).findings)


def label_inside(field: str, label: str) -> Ruling:
    """The same of a name, a title, or a line that may be no sentence."""
    return ruling_on(field, read_label(label[:LONGEST]).findings)


def ruling_on(field: str, findings: Sequence[Reaching], *, code: str = STOPPED, **context: str) -> Ruling:
    """Allowed where nothing was found."""
    if not findings:
        return ALLOWED
    quotes = dict.fromkeys(_short(one.quote.text) for one in findings)
    named = " / ".join([*quotes][:QUOTED_MOST])
    return refuse(code, field=field, findings=tuple(findings), quotes=named, **context)


def _short(quote: str) -> str:
    line = " ".join(quote.split())
    return line if len(line) <= QUOTE_MOST else f"{line[: QUOTE_MOST - 1]}…"
