"""Looking for viruses in files, one after the other, where the instance has a scanner."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from mikiwame.core import live
from mikiwame.core.ids import id_of
from mikiwame.core.operation import operation
from mikiwame.market.history.operations import record
from mikiwame.market.messaging import events
from mikiwame.market.messaging.models import Attachment, Conversation, Message
from mikiwame.market.messaging.queries import Sides
from mikiwame.market.messaging.states import Scan

log = logging.getLogger(__name__)

AGAIN_AFTER = timedelta(hours=1)
"""When a file is looked at again with which the scanner could not do anything."""

Look = Callable[[Any], Scan]
"""Reads an open file; UNSCANNED when the scanner can't say. Raises OSError when it can't be reached."""

SidesOf = Callable[[str], Sides | None]
"""From the key of what carries a file to those who have it; None where its owner alone does."""


@operation
def scan_next(look: Look, *, sides_of: SidesOf, at: datetime) -> Attachment | None:
    """Have the scanner look at the file that has waited longest; None if none waits. Workers share them.

    What it finds stays for good: an infected file can't be opened any more, and both sides are told.
    """
    waiting = Attachment.objects.filter(scan_due__lte=at).order_by("scan_due", "pk")
    attachment = waiting.select_for_update(skip_locked=True, of=("self",)).first()
    if attachment is None:
        return None
    attachment.scan = _looked_at(attachment, look)

    unknown = attachment.scan == Scan.UNSCANNED
    attachment.scan_due, attachment.scanned_at = (at + AGAIN_AFTER, None) if unknown else (None, at)
    attachment.save(update_fields=["scan", "scan_due", "scanned_at"])
    conversation = _conversation_of(attachment)
    if attachment.scan == Scan.INFECTED:
        record(_found(attachment, sides_of(attachment.subject)), by=None, at=at)
    if conversation and not unknown:
        live.tell("thread", conversation.client_id, conversation.worker_id, conversation=conversation.key)
    return attachment


def _looked_at(attachment: Attachment, look: Look) -> Scan:
    """What the scanner says; UNSCANNED where the file itself can't be opened: others wait behind it."""
    try:
        content = attachment.file.open("rb")
    except OSError as error:
        about = {"attachment": str(attachment.pk), "error": type(error).__name__}
        log.warning("a stored file cannot be opened", extra=about)
        return Scan.UNSCANNED
    with content:
        return look(content)


def _found(attachment: Attachment, sides: Sides | None) -> events.VirusFound:
    return events.VirusFound(
        subject=attachment.key,
        party=attachment.owner.key,
        client=sides.client if sides else None,
        worker=sides.worker if sides else None,
        title=attachment.name,
        page=sides.page if sides else "desk",
    )


def _conversation_of(attachment: Attachment) -> Conversation | None:
    if not attachment.subject.startswith(f"{Message.KIND}:"):
        return None
    return Conversation.objects.filter(messages=id_of(attachment.subject)).first()
