"""Reads a message before it is sent, and quotes what leads around the marketplace.

A sentence leads around if its features and the whole message's weigh so (``model``). What is quoted are the
shapes in it that give a contact, or else the clause that weighs most.
"""

from collections.abc import Sequence

from mikiwame.discernment.kinds import Contact
from mikiwame.discernment.reports import MessageReport, Reaching
from mikiwame.discernment.text import Quote, Span, Text, touching

from .features import LETTER_OF, Sentence, parts, sentences
from .marks import Mark
from .model import Model, shipped

SHAPED = {
    Contact.EMAIL: {"EMAIL", "SPELTEMAIL"},
    Contact.URL: {"LINK"},
    Contact.PHONE: {"PHONE", "SPELTPHONE"},
    Contact.CHAT_ID: {"HANDLE", "TOKEN"},
    Contact.DISGUISED: {*LETTER_OF},
    Contact.TOOL_INVITATION: set[str](),
}
"""The shapes that a sentence is quoted for which leads around so."""
LONGEST_WHOLE = 40
"""A sentence of so many letters is quoted whole."""
_EDGES = " 、,。.!?…・「」『』()[]:;~ー-"


def read_message(text: str) -> MessageReport:
    """What of a message, an application or a profile leads around the marketplace.

    Raises:
        Unreadable: it has more than ``text.LONGEST`` characters.
    """
    return read_by(shipped(), text)


def read_by(model: Model, text: str) -> MessageReport:
    """The same by a given model."""
    message = Text(text, part="text")
    read = sentences(message)
    if not read:
        return MessageReport(())
    clauses = [*message.clauses()]
    leading, contacts = model.weigh(read)
    return MessageReport(
        tuple(
            Reaching(contact, quote)
            for one, score, contact in zip(read, leading, contacts, strict=True)
            if score > 0
            for quote in _quotes(model, message, one, contact, clauses)
        )
    )


def _quotes(
    model: Model, message: Text, sentence: Sentence, contact: Contact, clauses: Sequence[Span]
) -> list[Quote]:
    """What a sentence that leads around is quoted for: its shapes of that kind, or else its words."""
    shapes = [one for one in sentence.marks if one.ideas[0] in SHAPED[contact]]
    if shapes:
        return [message.quote(one.start, one.end) for one in _merged(shapes)]
    return [_heaviest(model, message, sentence, clauses)]


def _merged(shapes: Sequence[Mark]) -> list[Span]:
    """Where shapes stand; those that touch are quoted as one."""
    merged: list[Span] = []
    for one in shapes:
        if merged and one.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, one.end))
        else:
            merged.append(Span(one.start, one.end))
    return merged


def _heaviest(model: Model, message: Text, sentence: Sentence, clauses: Sequence[Span]) -> Quote:
    """The words of a short sentence; of a longer one those between commas that weigh most."""
    own = [*touching(clauses, sentence.span)]
    if len(own) < 2 or sentence.span.end - sentence.span.start <= LONGEST_WHOLE:
        return _trimmed(message, sentence.span)
    return _trimmed(message, own[model.heaviest(parts(message, own, sentence))])


def _trimmed(message: Text, span: Span) -> Quote:
    """The words without the punctuation around them."""
    words = message.folded[span.start : span.end]
    start = span.start + len(words) - len(words.lstrip(_EDGES))
    end = span.end - (len(words) - len(words.rstrip(_EDGES)))
    return message.quote(start, end) if start < end else message.quote(span.start, span.end)
