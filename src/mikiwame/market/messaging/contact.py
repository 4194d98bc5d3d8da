"""The contact guard on what is sent: texts, the names of files, and the files that are plain text.

It reads a message, and the end of its writer's last few with it, for a contact may come in pieces.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import PurePosixPath

from mikiwame.core.errors import ALLOWED, Ruling
from mikiwame.discernment.messages.labels import read_file_name
from mikiwame.discernment.messages.reading import read_message
from mikiwame.discernment.reports import Reaching
from mikiwame.discernment.text import LONGEST, Quote
from mikiwame.market.members.contact import ruling_on, text_inside
from mikiwame.market.members.models import Party

from . import filetypes
from .filetypes import Upload
from .models import Conversation, Message
from .states import ContactPolicy

FIELD = filetypes.FIELD
PORTION, ACROSS = 10_000, 100
"""How many letters of a plain text file are read at once, and how many of them again with the next."""
LETTERS_READ = 100_000
"""How much is read of all plain text files that are sent together: some seconds' worth, shared by them alike.

Of a file with more than its share the beginning and the end are read.
"""
_STOPS = "。.!?！？"
_BEGUN = re.compile(f"[^{_STOPS}\\n]{{1,60}}")
"""The first sentence of a text, quoted whole where the contact in it has begun in an earlier text."""
LAST, ENDING = 3, 60
"""How many of the writer's last messages are read with a new one, and how many letters of each, and of it."""


def may_go(conversation: Conversation, author: Party, text: str, files: Iterable[Upload]) -> Ruling:
    """Money is held; or neither the text nor a file leads around the marketplace."""
    if conversation.contact_policy == ContactPolicy.OPEN:
        return ALLOWED
    return (
        text_inside("text", text)
        and ruling_on("text", [*_in_pieces(conversation, author, text)])
        and files_inside(files)
    )


def files_inside(uploads: Iterable[Upload]) -> Ruling:
    """No file leads around by its name or, where it is plain text, by its content.

    What is inside PDFs, office files, archives and pictures isn't read.
    """
    files = list(uploads)
    share = LETTERS_READ // max(len(files), 1)
    rulings = (_file_inside(file, share) for file in files)
    return next((ruling for ruling in rulings if not ruling), ALLOWED)


def _file_inside(upload: Upload, share: int) -> Ruling:
    name = upload.name or ""
    rulings = (text_inside(FIELD, portion) for portion in _portions(_text_of(name, upload), share))
    stem = read_file_name(PurePosixPath(name).stem[:LONGEST])
    return ruling_on(FIELD, stem.findings) and next((ruling for ruling in rulings if not ruling), ALLOWED)


def _text_of(name: str, upload: Upload) -> str:
    """What a plain text file says; nothing of any other."""
    upload.seek(0)
    return filetypes.text_of(name, upload.read(filetypes.SIZE_MOST + 1))


def _portions(text: str, share: int) -> Iterator[str]:
    """The text piece by piece, each with the end of the one before; of one too long both its ends."""
    ends = [text] if len(text) <= share else [text[: share // 2], text[-share // 2 :]]
    for part in ends:
        for start in range(0, len(part), PORTION):
            yield part[max(start - ACROSS, 0) : start + PORTION]


def _in_pieces(conversation: Conversation, author: Party, text: str) -> Iterator[Reaching]:
    """What a text leads around by with what came before it, and not without; quoted from it alone."""
    own = Message.objects.filter(conversation=conversation, author=author).order_by("-sent_at", "-id")
    last = [one[-ENDING:] for one in reversed(own.values_list("text", flat=True)[:LAST])]
    before = "".join(_up_to(following, one) for one, following in pairwise([*last, text]))
    found = read_message(before + text[:ENDING]).findings if before else ()
    if not found or read_message(before).stopped:
        return
    for one in found:
        start, end = one.quote.start - len(before), one.quote.end - len(before)
        if start < 0 < end and (begun := _BEGUN.match(text[:ENDING])):
            start, end = 0, max(end, begun.end())
        if end > 0:
            yield Reaching(one.kind, Quote("text", text[start:end], start, end))


def _up_to(following: str, text: str) -> str:
    """A text as it is read before the one that follows: what ends a sentence isn't read into the next."""
    ended = text.endswith(tuple(_STOPS)) and not (following[:1].islower() or following[:1].isdecimal())
    return f"{text}\n" if ended else text
