"""Files of a posting: added and taken out while it is a draft; what is published stays as it was read."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from mikiwame.core.errors import Refused, require
from mikiwame.core.fields import lock
from mikiwame.core.operation import operation
from mikiwame.market.hiring import rules
from mikiwame.market.hiring.models import Posting
from mikiwame.market.members.models import Member
from mikiwame.market.messaging import operations as messaging
from mikiwame.market.messaging import queries
from mikiwame.market.messaging.contact import files_inside


@operation
def add(posting: Posting, uploads: Sequence[messaging.Upload], *, by: Member, at: datetime) -> Posting:
    """The client adds files to her draft: all, or none where one isn't let in (Refused, field ``files``)."""
    posting = lock(posting)
    require(rules.may_write(by, posting) and files_inside(uploads))

    for upload in uploads:
        messaging.attach(posting.key, upload, owner=posting.client, at=at)
    posting.saved_at = at
    posting.save(update_fields=["saved_at"])
    return posting


@operation
def remove(posting: Posting, file: UUID, *, by: Member, at: datetime) -> Posting:
    """The client takes a file out of her draft; raises Refused("file_gone") for one that isn't there."""
    posting = lock(posting)
    require(rules.may_write(by, posting))

    found = [attached for attached in queries.attachments(posting.key) if attached.pk == file]
    if not found:
        raise Refused("file_gone")
    messaging.detach(found[0], by=by)
    posting.saved_at = at
    posting.save(update_fields=["saved_at"])
    return posting
