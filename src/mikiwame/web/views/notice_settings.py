"""How a member is told things beyond the page; the links in mails that stop them, for who holds the mail."""

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from mikiwame.core import clock
from mikiwame.market.notifications import operations, queries
from mikiwame.web.acting import MemberRequest, done, members_only, page, refusals_in
from mikiwame.web.forms.notices import NoticesForm


@members_only
def notices(request: MemberRequest) -> HttpResponse:
    """Which groups come by which channels, and when."""
    channels, hours = queries.choices_of(request.user), queries.hours_of(request.user)
    form = NoticesForm(request.POST or None, channels=channels, hours=hours)
    if form.is_valid():
        with refusals_in(form):
            operations.choose(request.user, **form.cleaned_data, by=request.user, at=clock.now())
            return done(request, _("お知らせの受け取り方を保存しました。"), "notice_settings")
    return page(request, "settings/notices.html", form=form)


@csrf_exempt  # a mail program posts it by itself (RFC 8058); the token allows nothing else
@never_cache
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Stop what a mail belongs to: reading it only asks, since programs that look at mails follow links."""
    member, what = queries.unsubscribing(token)
    with translation.override(member.language):
        if request.method != "POST":
            return page(request, "notices/unsubscribe.html", what=what, token=token)
        undo = operations.unsubscribe(member, what, at=clock.now())
        return page(request, "notices/unsubscribed.html", what=what, undo=undo)


@require_POST
@never_cache
def undo_unsubscribe(request: HttpRequest) -> HttpResponse:
    """Put that back."""
    member = operations.undo_unsubscribe(request.POST.get("undo", ""), at=clock.now())
    with translation.override(member.language):
        return page(request, "notices/resubscribed.html")
