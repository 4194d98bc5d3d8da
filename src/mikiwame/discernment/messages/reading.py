"""Reads a message before it is sent, and quotes what leads around the marketplace.

A long one is read in portions, where a first glance (``glance``) finds something worth weighing.

A sentence leads around if its features and the whole message's weigh so (``model``). What is quoted are the
shapes in it that give a contact, or else the clause that weighs most.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, chain, pairwise
from operator import attrgetter, itemgetter

from mikiwame.discernment.kinds import Contact
from mikiwame.discernment.reports import MessageReport, Reaching
from mikiwame.discernment.text import Quote, Span, Text

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
LONGEST_TOGETHER = 1_200
"""How many letters of portions are weighed at once."""
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
        return MessageReport(tuple(chain.from_iterable(_found(model, message, [message.whole]))))
    return MessageReport(tuple(_found_in_portions(model, message)))


def _found_in_portions(model: Model, message: Text) -> Iterator[Reaching]:
    """The same of a long message; neighbouring portions may both find what they share."""
    spans = [*_parted(message)]
    worth = worth_weighing(message, spans, model.glance)
    places = worth if 2 * len(worth) > len(spans) else _leading_nearly(model, message, spans, worth)
    read = many = 0
    for several in _several(portions(spans, places)):
        for found in _found(model, message, several):
            if many >= ENOUGH:
                return
            for one in found:
                if one.quote.start >= read:
                    yield one
                    read, many = one.quote.end, many + 1


def _parted(message: Text) -> Iterator[Span]:
    """The sentences of a long message; of one that is long itself what stands between its commas."""
    for span in statements(message, message.sentences()):
        long = span.end - span.start > PORTION
        yield from statements(message, message.clauses(span)) if long else (span,)


def _several(portions: Iterable[Span]) -> Iterator[list[Span]]:
    """Some portions at a time, which are weighed at once."""
    several: list[Span] = []
    letters = 0
    for one in portions:
        several.append(one)
        letters += one.end - one.start
        if letters >= LONGEST_TOGETHER:
            yield several
            several, letters = [], 0
    if several:
        yield several


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


def _found(model: Model, message: Text, portions: Sequence[Span]) -> Iterator[list[Reaching]]:
    """What leads around in the sentences of each of some portions, each weighed as one."""
    read: list[Sentence] = []
    wholes: list[range] = []
    for own, within in _read(message, portions):
        wholes += [range(len(read) + one.start, len(read) + one.stop) for one in within]
        read += own
    weighed = model.weigh(read, wholes) if read else ()
    for whole, (leading, contacts) in zip(wholes, weighed, strict=True):
        scored = zip(whole, leading, contacts, strict=True)
        reaching = (_reaching(model, message, read[place], way) for place, score, way in scored if score > 0)
        yield [*chain.from_iterable(reaching)]


def _read(message: Text, portions: Sequence[Span]) -> Iterator[tuple[list[Sentence], list[range]]]:
    """The sentences of portions, and which of them are in each; what neighbours share is read once."""
    begins = [
        place for place, one in enumerate(portions) if not place or one.start >= portions[place - 1].end
    ]
    for first, end in pairwise([*begins, len(portions)]):
        neighbours = portions[first:end]
        own = sentences(message, Span(neighbours[0].start, neighbours[-1].end))
        wholes = [*_wholes(own, neighbours)]
        if all(wholes):
            yield own, wholes
        elif end - first > 1:
            for one in neighbours:
                yield from _read(message, [one])


def _wholes(read: Sequence[Sentence], portions: Sequence[Span]) -> Iterator[range]:
    """The sentences of each portion; none where it parts one of them."""
    begins, ends = ([*map(edge, read)] for edge in (attrgetter("span.start"), attrgetter("span.end")))
    for one in portions:
        whole = range(bisect_right(ends, one.start), bisect_left(begins, one.end))
        parted = whole and (begins[whole[0]] < one.start or ends[whole[-1]] > one.end)
        yield range(0) if parted else whole


def _reaching(model: Model, message: Text, sentence: Sentence, contact: Contact) -> list[Reaching]:
    """What a sentence leads around by: its shapes of that kind and further contacts, or else its words."""
    shapes = [one for one in sentence.marks if one.ideas[0] in SHAPED[contact]]
    if not shapes:
        return [Reaching(contact, _heaviest(model, message, sentence))]
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


def _heaviest(model: Model, message: Text, sentence: Sentence) -> Quote:
    """The words of a short sentence; of a longer one those between commas that tell and weigh most."""
    if sentence.span.end - sentence.span.start <= LONGEST_WHOLE:
        return _trimmed(message, sentence.span)
    own = [*statements(message, message.clauses(sentence.span))]
    if len(own) < 2:
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
