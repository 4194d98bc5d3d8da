"""What the form of a conversation does: send a message, keep it until money is held, or contest a stop."""

from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from mikiwame.market.contracts.operations import letters as writing
from mikiwame.market.messaging import queries
from mikiwame.market.moderation.operations import reports as moderation

from . import threads
from .acting import MemberRequest, done, see
from .forms.messages import MessageForm
from .pages import address_of

KEEP, WRONG = "keep", "wrong"


def act(request: MemberRequest, id: UUID, form: MessageForm, *, at: datetime) -> HttpResponse:  # noqa: A002
    """Do what the pressed button says; raises NotFound for outsiders, and Refused."""
    conversation, written = queries.conversation_for(request.user, id), dict(form.cleaned_data)
    if request.POST.get("act") == KEEP:
        letter = {name: written[name] for name in ("text", "files", "draft")}
        writing.keep(conversation, **letter, by=request.user, at=at)
        said = _("とっておきました。送れるようになったらお知らせします。")
        return done(request, said, newest(conversation.key))
    if request.POST.get("act") == WRONG:
        moderation.report_stop(conversation, text=written["text"], by=request.user, at=at)
        return done(request, _("運営に知らせました。メッセージは送っていません。"), "own_reports")
    threads.write(request, id, **written, at=at)
    return see(newest(conversation.key))


def newest(conversation: str) -> str:
    """The end of the conversation with that key."""
    return f"{address_of(conversation)}#newest"
