"""Attaching files to things, and taking them away."""

import hashlib
from collections.abc import Collection
from datetime import datetime, timedelta
from pathlib import PurePosixPath
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from mikiwame.core.errors import require
from mikiwame.core.fields import lock
from mikiwame.core.operation import operation
from mikiwame.market.members.models import Member, Party
from mikiwame.market.messaging import filetypes, rules
from mikiwame.market.messaging.filetypes import Upload
from mikiwame.market.messaging.models import FOLDER, Attachment


@operation
def attach(subject: str, upload: Upload, *, owner: Party, at: datetime, stem: str = "") -> Attachment:
    """Keep a file with a thing, called ``stem`` where that is given, with its own ending.

    Raises Refused with field ``files`` for one that isn't let in.
    """
    upload.seek(0)  # an operation that lost a race has read it before, and is tried again
    kept = filetypes.keep(upload.name or "", upload.read(filetypes.SIZE_MOST + 1))
    name = PurePosixPath(kept.name).with_stem(stem).name if stem else kept.name
    require(rules.few_enough(Attachment.objects.filter(subject=subject, owner=owner).count() + 1))

    attachment = Attachment(
        subject=subject,
        owner=owner,
        name=name,
        media_type=kept.media_type,
        size=len(kept.content),
        sha256=hashlib.sha256(kept.content).digest(),
        uploaded_at=at,
        scan_due=at,
    )
    attachment.file.save(name, ContentFile(kept.content), save=False)
    attachment.save()
    return attachment


@operation
def detach(attachment: Attachment, *, by: Member) -> None:
    """Take a file away again; its bytes go when that is certain."""
    attachment = lock(attachment)
    require(rules.owns(by, attachment))

    discard(attachment)


@operation
def discard(attachment: Attachment) -> None:
    """A file goes that its thing has no use for any more; its bytes go when that is certain."""
    stored = str(attachment.file.name)
    attachment.delete()
    transaction.on_commit(lambda: default_storage.delete(stored))


@operation
def hand_over(files: Collection[UUID], subject: str, *, by: Member) -> None:
    """These files of the member's own belong to another thing from now on."""
    Attachment.objects.filter(pk__in=list(files), owner=by.party).update(subject=subject)


@operation
def discard_strays(*, at: datetime) -> int:
    """Remove files that no attachment names: what uploads left that were undone after all; returns how many.

    A file younger than a day may belong to an upload that is still under way.
    """
    strays = [
        path
        for folder in _folders()
        for path in _unnamed(f"{FOLDER}/{folder}")
        if default_storage.get_modified_time(path) < at - timedelta(days=1)
    ]
    for path in strays:
        default_storage.delete(path)
    return len(strays)


def _folders() -> list[str]:
    return default_storage.listdir(FOLDER)[0] if default_storage.exists(FOLDER) else []


def _unnamed(folder: str) -> set[str]:
    stored = {f"{folder}/{name}" for name in default_storage.listdir(folder)[1]}
    return stored - set(Attachment.objects.filter(file__in=stored).values_list("file", flat=True))
