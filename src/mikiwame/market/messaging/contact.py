"""The contact guard on what is sent: texts, the names of files, and the files that are plain text."""

from collections.abc import Iterable
from pathlib import PurePosixPath

from mikiwame.core.errors import ALLOWED, Ruling
from mikiwame.market.members.contact import label_inside, text_inside

from . import filetypes
from .filetypes import Upload

FIELD = filetypes.FIELD
LETTERS_READ = 10_000
"""How much of a plain text file is read."""


def files_inside(uploads: Iterable[Upload]) -> Ruling:
    """No file leads around by its name or, where it is plain text, by its content.

    What is inside PDFs, office files, archives and pictures isn't read.
    """
    return next((ruling for ruling in map(_file_inside, uploads) if not ruling), ALLOWED)


def _file_inside(upload: Upload) -> Ruling:
    name = upload.name or ""
    return label_inside(FIELD, PurePosixPath(name).stem) and text_inside(FIELD, _beginning(name, upload))


def _beginning(name: str, upload: Upload) -> str:
    """The first letters of a plain text file; of any other none."""
    upload.seek(0)
    content = upload.read(filetypes.SIZE_MOST + 1)
    return filetypes.text_of(name, content)[:LETTERS_READ]
