"""What a member has begun to write in a conversation: hers alone, on every device, gone when it is sent."""

from datetime import datetime

from mikiwame.core.errors import Refused, require
from mikiwame.core.operation import operation
from mikiwame.core.texts import clean
from mikiwame.market.members.models import Member
from mikiwame.market.messaging import rules
from mikiwame.market.messaging.models import TEXT_MOST, Conversation, Draft


@operation
def keep(conversation: Conversation, *, text: str, revision: int, by: Member, at: datetime) -> Draft:
    """Keep what she has written so far; ``revision`` is the one from which she went on, 0 for none.

    Raises Refused("draft_changed") when it has become another one meanwhile, in another window: neither is
    overwritten, unless both say the same.
    """
    require(rules.takes_part(by, conversation))
    text = clean(text, most=TEXT_MOST, field="text")
    Draft.objects.get_or_create(
        conversation=conversation, member=by, defaults={"text": "", "revision": 0, "kept_at": at}
    )
    draft = Draft.objects.select_for_update().get(conversation=conversation, member=by)
    if draft.text == text:
        return draft
    if draft.revision != revision:
        raise Refused("draft_changed")

    draft.text, draft.revision, draft.kept_at = text, revision + 1, at
    draft.save(update_fields=["text", "revision", "kept_at"])
    return draft


def clear(conversation: Conversation, sent: str, revision: int | None, *, by: Member, at: datetime) -> None:
    """A piece of ``send``: what is sent is no draft any more, and what is saved late can't bring it back.

    ``revision`` is that of the draft from which she sent it: another text, half written elsewhere, stays.
    """
    Draft.objects.get_or_create(
        conversation=conversation, member=by, defaults={"text": "", "revision": 0, "kept_at": at}
    )
    draft = Draft.objects.select_for_update().get(conversation=conversation, member=by)
    if draft.text not in {"", sent} and draft.revision != revision:
        return
    draft.text, draft.revision, draft.kept_at = "", draft.revision + 1, at
    draft.save(update_fields=["text", "revision", "kept_at"])
