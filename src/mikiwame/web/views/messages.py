"""Conversations: the list, one thread, what came since, and files."""

from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe

from mikiwame.core import clock
from mikiwame.market.messaging import operations, queries
from mikiwame.sight import require_sight
from mikiwame.web import threads
from mikiwame.web.acting import MemberRequest, members_only, page, refusals_in, see
from mikiwame.web.forms.messages import MessageForm
from mikiwame.web.pages import address_of


@members_only
@require_safe
def conversations(request: MemberRequest) -> HttpResponse:
    """The member's conversations, the liveliest first."""
    listed = queries.conversations_of(request.user.party)[: threads.LISTED]
    return page(request, "messages/conversations.html", conversations=listed, at=clock.now())


@members_only
def conversation(request: MemberRequest, id: UUID) -> HttpResponse:
    """One thread, and the form that adds to it."""
    at = clock.now()
    form = MessageForm(request.POST or None, request.FILES or None, draft=f"{request.user.key}:{id}")
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            found = queries.conversation_for(request.user, id)
            operations.send(found, **form.cleaned_data, by=request.user, at=at)
            return see(f"{address_of(found.key)}#newest")
    thread = threads.opened(request, id, before=threads.identifier_in(request.GET.get("before")), at=at)
    return page(request, "messages/conversation.html", form=form, thread=thread, at=at)


@members_only
@require_safe
def news(request: MemberRequest, id: UUID) -> HttpResponse:
    """What came since the reader's last message, and how far the other side has read; else 204."""
    after = threads.identifier_in(request.GET.get("after"))
    thread = threads.news(request, id, after=after, at=clock.now())
    if not thread.entries and thread.seen == request.GET.get("seen"):
        return HttpResponse(status=204)
    return page(request, "messages/news.html", thread=thread)


@require_safe
def attachment(request: HttpRequest, id: UUID) -> HttpResponseBase:
    """A file, always as a download: nothing that members sent is shown under our address."""
    found = queries.attachment(id)
    reader = request.user if request.user.is_authenticated else None
    require_sight(reader, found.subject)
    response = FileResponse(
        found.file.open(), as_attachment=True, filename=found.name, content_type=found.media_type
    )
    response["Cache-Control"], response["Content-Security-Policy"] = "private, no-store", "sandbox"
    return response
