"""Conversations: the list, one thread, what came since, and files."""

from typing import Any
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mikiwame.core import clock, search
from mikiwame.core.errors import Refused, require
from mikiwame.market.contracts.operations.letters import send_kept
from mikiwame.market.contracts.queries import talks_of_trials
from mikiwame.market.messaging import finding, operations, queries, rules
from mikiwame.market.messaging.operations import drafts, questions
from mikiwame.refusals import sentence
from mikiwame.sight import require_sight
from mikiwame.web import letters, threads
from mikiwame.web.acting import MemberRequest, done, members_only, page, refusals_in, see
from mikiwame.web.forms.messages import DraftForm, MessageForm
from mikiwame.web.pages import address_of
from mikiwame.web.stops import stops_in


@members_only
@require_safe
def conversations(request: MemberRequest) -> HttpResponse:
    """The member's conversations, the liveliest first; or the messages that say what she looks for."""
    if request.GET.get("q", "").strip():
        return found(request)
    listed = queries.conversations_of(request.user.party)[: threads.LISTED]
    trials = talks_of_trials(one.pk for one in listed)
    return page(request, "messages/conversations.html", conversations=listed, trials=trials, at=clock.now())


def found(request: MemberRequest) -> HttpResponse:
    """The messages of the member's own conversations that say what she looks for."""
    asked = request.GET["q"].strip()[: search.QUERY_MOST]
    mark = threads.identifier_in(request.GET.get("after"))
    last = queries.message_for(request.user, mark) if mark else None
    results = finding.find(request.user, asked, after=last)
    here = reverse("conversations", query={"q": asked})
    following = f"{here}&after={results.next.pk}" if results.next else ""
    shown: dict[str, Any] = {
        "asked": asked,
        "found": results,
        "next": following,
        "first": here if last else "",
    }
    trials = talks_of_trials(one.message.conversation_id for one in results.items)
    return page(request, "messages/found.html", trials=trials, **shown)


@members_only
def conversation(request: MemberRequest, id: UUID) -> HttpResponse:
    """One thread, and the form that adds to it."""
    at = clock.now()
    form = MessageForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form), stops_in(form):
            return letters.act(request, id, form, at=at)
    thread = threads.opened(request, id, before=threads.identifier_in(request.GET.get("before")), at=at)
    form.go_on_from(thread.draft, keeps=reverse("draft", kwargs={"id": id}))
    return page(request, "messages/conversation.html", form=form, thread=thread, at=at)


@members_only
@require_safe
def news(request: MemberRequest, id: UUID) -> HttpResponse:
    """What came since the reader's last message, and how far the other side has read; else 204."""
    after = threads.identifier_in(request.GET.get("after"))
    at = clock.now()
    thread = threads.news(request, id, after=after, at=at)
    if not thread.entries and thread.seen == request.GET.get("seen"):
        return HttpResponse(status=204)
    return page(request, "messages/news.html", thread=thread, at=at)


@members_only
@require_POST
def draft(request: MemberRequest, id: UUID) -> HttpResponse:
    """Keep what the member has written so far; 409, with what is kept, when another window changed it."""
    found = queries.conversation_for(request.user, id)
    form = DraftForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=422)
    try:
        drafts.keep(found, **form.cleaned_data, by=request.user, at=clock.now())
    except Refused as refusal:
        return JsonResponse(threads.kept(request, found, why=sentence(refusal)), status=409)
    return JsonResponse(threads.kept(request, found, why=""))


@members_only
@require_POST
def settle(request: MemberRequest, id: UUID) -> HttpResponse:
    """The asker needs no answer any more."""
    question = questions.settle(queries.question_for(request.user, id), by=request.user, at=clock.now())
    return done(request, _("解決したことにしました。"), address_of(question.conversation.key))


@members_only
@require_POST
def kept_sending(request: MemberRequest, id: UUID) -> HttpResponse:
    """A kept letter goes out, now that money is held."""
    letter = queries.kept_letter_for(request.user, id)
    send_kept(letter, by=request.user, at=clock.now())
    return see(letters.newest(letter.conversation.key))


@members_only
@require_POST
def kept_removal(request: MemberRequest, id: UUID) -> HttpResponse:
    """A kept letter is thrown away."""
    letter = queries.kept_letter_for(request.user, id)
    operations.throw_away(letter, by=request.user)
    return done(request, _("捨てました。"), letters.newest(letter.conversation.key))


@require_safe
def attachment(request: HttpRequest, id: UUID) -> HttpResponseBase:
    """A file, always as a download: nothing that members sent is shown under our address."""
    found = queries.attachment(id)
    reader = request.user if request.user.is_authenticated else None
    require_sight(reader, found.subject)
    require(rules.is_safe(found))
    response = FileResponse(
        found.file.open(), as_attachment=True, filename=found.name, content_type=found.media_type
    )
    response["Cache-Control"], response["Content-Security-Policy"] = "private, no-store", "sandbox"
    return response
