"""How a member is told things beyond the page; the links in mails that stop them, for who holds the mail."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from mikiwame.core import clock
from mikiwame.market.notifications import operations, push_keys, queries
from mikiwame.web.acting import MemberRequest, done, members_only, page, refusals_in
from mikiwame.web.browsers import name_of
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
    receiving = {"devices": queries.devices_of(request.user), "push_key": push_keys.public_key()}
    return page(request, "settings/notices.html", form=form, **receiving)


@members_only
@require_POST
def add_device(request: MemberRequest) -> HttpResponse:
    """This browser shall receive what she has chosen."""
    told = {name: request.POST.get(name, "") for name in ("endpoint", "key", "secret")}
    name = name_of(request.headers.get("User-Agent", ""))
    session = request.session.session_key or ""
    operations.add_device(**told, name=name, session=session, by=request.user, at=clock.now())
    return done(request, _("このブラウザーで、お知らせを受け取ります。"), "notice_settings")


@members_only
@require_POST
def remove_device(request: MemberRequest, id: UUID) -> HttpResponse:
    """A browser receives nothing any more."""
    device = queries.device_for(request.user, id)
    operations.remove_device(device, by=request.user, at=clock.now())
    return done(request, _("通知の登録を消しました。"), "notice_settings")


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
