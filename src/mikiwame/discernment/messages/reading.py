"""Reads a message before it is sent, and quotes what leads around the marketplace.

A sentence leads around if its features and the whole message's weigh so (``model``). What is quoted are the
shapes in it that give a contact, or else the clause that weighs most.
"""

from collections.abc import Iterator, Sequence
from operator import itemgetter

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
PLAINLY = {
    "EMAIL": Contact.EMAIL,
    "SPELTEMAIL": Contact.DISGUISED,
    "MOBILE": Contact.PHONE,
    "LANDLINE": Contact.PHONE,
    "SPELTPHONE": Contact.DISGUISED,
    "HANDLE": Contact.CHAT_ID,
}
"""Ideas of shapes that give a further contact beside the one that a sentence leads around by."""
NAMED_ID = frozenset({"TOOL", "IDENTIFIER"})
"""Ideas beside which a token is an ID."""
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
            found
            for one, score, contact in zip(read, leading, contacts, strict=True)
            if score > 0
            for found in _reaching(model, message, one, contact, clauses)
        )
    )


def _reaching(
    model: Model, message: Text, sentence: Sentence, contact: Contact, clauses: Sequence[Span]
) -> list[Reaching]:
    """What a sentence leads around by: its shapes of that kind and further contacts, or else its words."""
    shapes = [one for one in sentence.marks if one.ideas[0] in SHAPED[contact]]
    if not shapes:
        return [Reaching(contact, _heaviest(model, message, sentence, clauses))]
    found = [(span, contact) for span in _merged(shapes)]
    found += [(Span(one.start, one.end), other) for one, other in _further(sentence, shapes)]
    return [Reaching(kind, message.quote(*span)) for span, kind in sorted(found, key=itemgetter(0))]


def _further(sentence: Sentence, shapes: Sequence[Mark]) -> Iterator[tuple[Mark, Contact]]:
    """The contacts that a sentence gives beside some shapes of it."""
    told = {idea for mark in sentence.marks for idea in mark.ideas}
    for mark in sentence.marks:
        if mark in shapes or mark.ideas[0] not in LETTER_OF:
            continue
        plain = next((PLAINLY[idea] for idea in mark.ideas if idea in PLAINLY), None)
        named = Contact.CHAT_ID if mark.ideas[0] == "TOKEN" and told & NAMED_ID else None
        if other := plain or named:
            yield mark, other


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
