"""The ways through the product: what header, bottom bar and account menu offer to whom."""

from dataclasses import dataclass, replace
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest
from django.http.request import split_domain_port
from django.urls import reverse
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mikiwame.market.members import queries as members
from mikiwame.market.messaging import queries as messaging
from mikiwame.market.notifications import queries as notifications

from .acting import MemberRequest
from .waiting import own_turns


@dataclass(frozen=True)
class Way:
    """A link: its address's name, its words, its icon, and the addresses that count as inside of it."""

    name: str
    label: str | Promise
    icon: str
    inside: tuple[str, ...] = ()
    count: int = 0

    @property
    def address(self) -> str:
        """Its path."""
        return reverse(self.name)


OWN_TASKS = ("batch", "work", "own_answers", "answer", "contest_answer", "judgements", "judgement")

VISITORS = (
    Way("postings", _("募集をさがす"), "search", ("posting",)),
    Way("tasks", pgettext_lazy("page", "タスク"), "layers", ("batch",)),
    Way("check", _("見極めチェック"), "search-check", ("check_comment",)),
    Way("guide", _("ガイド"), "book-open"),
    Way("account_login", _("ログイン"), "log-in"),
    Way("account_signup", _("会員登録"), "user-plus"),
)

MEMBERS = (
    Way("desk", _("あなたの番"), "circle-dot"),
    Way("postings", pgettext_lazy("navigation", "さがす"), "search", ("posting",)),
    Way("tasks", pgettext_lazy("page", "タスク"), "layers", OWN_TASKS),
    Way("contracts", _("契約"), "file-text", ("contract", "offer")),
    Way("conversations", _("メッセージ"), "message-square", ("conversation",)),
    Way("notices", _("お知らせ"), "bell"),
)

ACCOUNT = (
    Way("applications", _("応募"), "send", ("application",)),
    Way("own_entries", _("コンペの応募"), "award", ("entry",)),
    Way("own_answers", _("回答の記録"), "list-checks", ("answer",)),
    Way("own_criteria", _("自分の条件"), "bookmark", ("new_criteria", "edit_criteria")),
    Way("own_postings", _("自分の募集"), "clipboard-list"),
    Way("past_workers", _("また頼む"), "handshake", ("direct_offer_new",)),
    Way("own_batches", _("自分のバッチ"), "layers", ("new_batch", "own_batch", "edit_batch", "batch_form")),
    Way("own_contests", _("自分のコンペ"), "award", ("new_contest", "own_contest", "edit_contest")),
    Way("money", _("お金"), "wallet"),
    Way("profile", _("プロフィール"), "user"),
    Way("preferences", _("設定"), "settings"),
)

FOOTER = (
    Way("check", _("見極めチェック"), ""),
    Way("guide", _("ガイド"), ""),
    Way("how", _("しくみと計算のしかた"), ""),
    Way("terms_of_use", _("利用規約"), ""),
    Way("privacy", _("プライバシー"), ""),
    Way("api:openapi-view", "API", ""),
)

OPERATORS = (Way("operations", _("運営"), "shield"),)


def counts_of(member: Any) -> dict[str, int]:
    """How many things wait for a member, by the name of the way to them; one statement."""
    return members.counted_for(
        member,
        desk=own_turns(member.party),
        conversations=messaging.unread(member.party),
        notices=notifications.unread(member),
    )


def own_ways(request: MemberRequest) -> list[Way]:
    """The member's ways, each with how many things wait there."""
    counts = counts_of(request.user)
    return [replace(way, count=counts.get(way.name, 0)) for way in MEMBERS]


def live_address(request: HttpRequest) -> str:
    """Where the page is told what is new: a proxy knows that path, without one it is another port of ours."""
    domain, _port = split_domain_port(request.get_host())
    return f"http://{domain}:{settings.LIVE_PORT}/live/" if domain in settings.LIVE_HOSTS else "/live/"


def frame(request: HttpRequest) -> dict[str, object]:
    """What base.html needs on every page: the ways that are open to the reader, and which one we are on."""
    user = getattr(request, "user", None)
    is_member = user is not None and user.is_authenticated
    here = request.resolver_match.view_name if request.resolver_match else ""
    is_operator = is_member and getattr(user, "is_operator", False)
    return {
        "reader": user if is_member else None,
        "ways": SimpleLazyObject(lambda: own_ways(cast(MemberRequest, request))) if is_member else VISITORS,
        "account_ways": (*ACCOUNT, *OPERATORS) if is_operator else ACCOUNT,
        "footer_ways": FOOTER,
        "here": here,
        "live": live_address(request) if is_member else "",
        "theme": request.COOKIES.get("theme", ""),
    }
