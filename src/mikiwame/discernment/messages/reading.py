"""Reads a message before it is sent, and quotes what leads around the marketplace.

A long one is read in portions, where a first glance (``glance``) finds something worth weighing.

A sentence leads around if its features and the whole message's weigh so (``model``). What is quoted are the
shapes in it that give a contact, or else the clause that weighs most.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from operator import attrgetter, itemgetter

from mikiwame.discernment.kinds import Contact
from mikiwame.discernment.reports import MessageReport, Reaching
from mikiwame.discernment.text import Quote, Span, Text, touching

from .features import LETTER_OF, Sentence, parts, sentences, statements
from .glance import PORTION, portions, worth_weighing
from .marks import PARTING, Mark
from .model import Model, shipped

SHAPED = {
    Contact.EMAIL: {"EMAIL", "SPELTEMAIL"},
    Contact.URL: {"LINK", "SPELTLINK"},
    Contact.PHONE: {"PHONE", "SPELTPHONE"},
    Contact.CHAT_ID: {"HANDLE", "TOKEN"},
    Contact.DISGUISED: {*LETTER_OF},
    Contact.TOOL_INVITATION: set[str](),
}
"""The shapes that a sentence is quoted for which leads around so."""
PLAINLY = {
    "EMAIL": Contact.EMAIL,
    "SPELTEMAIL": Contact.DISGUISED,
    "SPELTLINK": Contact.DISGUISED,
    "MOBILE": Contact.PHONE,
    "LANDLINE": Contact.PHONE,
    "SPELTPHONE": Contact.DISGUISED,
    "HANDLE": Contact.CHAT_ID,
}
"""Ideas of shapes that give a further contact beside the one that a sentence leads around by."""
NAMED_ID = frozenset({"TOOL", "IDENTIFIER"})
"""Ideas beside which a token is an ID."""
LONGEST_AT_ONCE = 400
"""A message of more letters is read in portions."""
NEARLY = -1.5
"""The score from which on a sentence of a long message is weighed with those around it."""
TOGETHER = 50
"""How many of them are weighed at once."""
ENOUGH = 30
"""A long message that leads around so often is read no farther."""
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
    if len(message.folded) <= LONGEST_AT_ONCE:
        return MessageReport(tuple(_found(model, message)))
    return MessageReport(tuple(_found_in_portions(model, message)))


def _found_in_portions(model: Model, message: Text) -> Iterator[Reaching]:
    """The same of a long message; neighbouring portions may both find what they share."""
    spans = [*_parted(message)]
    worth = worth_weighing(message, spans, model.glance)
    places = worth if 2 * len(worth) > len(spans) else _leading_nearly(model, message, spans, worth)
    read = many = 0
    for span in portions(spans, places):
        if many >= ENOUGH:
            return
        own = message.quote(*span)
        for kind, quote in map(attrgetter("kind", "quote"), _found(model, Text(own.text, part="text"))):
            start, end = own.start + quote.start, own.start + quote.end
            if start >= read:
                yield Reaching(kind, Quote("text", quote.text, start, end))
                read, many = end, many + 1


def _parted(message: Text) -> Iterator[Span]:
    """The sentences of a long message; of one that is long itself what stands between its commas."""
    clauses = [*statements(message, message.clauses())]
    for span in statements(message, message.sentences()):
        long = span.end - span.start > PORTION
        yield from touching(clauses, span) if long else (span,)


def _leading_nearly(
    model: Model, message: Text, spans: Sequence[Span], places: Sequence[int]
) -> Iterator[int]:
    """Those of some sentences of a message that nearly lead around by themselves, in order."""
    for start in range(0, len(places), TOGETHER):
        own = places[start : start + TOGETHER]
        lines = [message.quote(*spans[place]).text for place in own]
        begins = [*accumulate((len(line) + 1 for line in lines), initial=0)]
        alone = Text("\n".join(lines), part="text")
        if read := sentences(alone):
            scored = zip(read, model.alone(read), strict=True)
            quotes = [alone.quote(*one.span) for one, score in scored if score > NEARLY]
            lasting = [(bisect_right(begins, one.start) - 1, bisect_left(begins, one.end)) for one in quotes]
            yield from dict.fromkeys(place for first, end in lasting for place in own[first:end])


def _found(model: Model, message: Text) -> Iterator[Reaching]:
    """What leads around in the sentences of a message that is weighed as one."""
    read = sentences(message)
    if not read:
        return
    clauses = [*statements(message, message.clauses())]
    leading, contacts = model.weigh(read)
    for one, score, contact in zip(read, leading, contacts, strict=True):
        if score > 0:
            yield from _reaching(model, message, one, contact, clauses)


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
    """The words of a short sentence; of a longer one those between commas that tell and weigh most."""
    own = [*touching(clauses, sentence.span)]
    if len(own) < 2 or sentence.span.end - sentence.span.start <= LONGEST_WHOLE:
        return _trimmed(message, sentence.span)
    telling = [one for one in parts(message, own, sentence) if any(map(_tells, one.marks))]
    return _trimmed(message, telling[model.heaviest(telling)].span if telling else sentence.span)


def _tells(mark: Mark) -> bool:
    return mark.ideas[0] not in PARTING


def _trimmed(message: Text, span: Span) -> Quote:
    """The words without the punctuation around them."""
    words = message.folded[span.start : span.end]
    start = span.start + len(words) - len(words.lstrip(_EDGES))
    end = span.end - (len(words) - len(words.rstrip(_EDGES)))
    return message.quote(start, end) if start < end else message.quote(span.start, span.end)
