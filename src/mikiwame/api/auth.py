"""Who asks: a member's program, by a bearer token with scopes. Sessions and cookies mean nothing here."""

from dataclasses import dataclass

from django.http import HttpRequest
from ninja.security import HttpBearer

from mikiwame.core import clock
from mikiwame.core.errors import NotFound, Refused
from mikiwame.market.members import operations as members
from mikiwame.market.members.models import Member
from mikiwame.market.members.scopes import Scope


@dataclass(frozen=True)
class Caller:
    """A member, and what her token may do in her name."""

    member: Member
    scopes: frozenset[str]


class Request(HttpRequest):
    """A request that came with a good token; its user is the token's member."""

    user: Member
    caller: Caller | None


class Scoped(HttpBearer):
    """Admits programs whose token has one scope."""

    scope: Scope
    openapi_description: str

    def authenticate(self, request: HttpRequest, token: str) -> Caller:
        """The caller; raises Refused for a token that is unknown, revoked or lacks the scope."""
        caller = caller_of(request)
        if caller is None:
            raise Refused("token_unknown")
        if self.scope not in caller.scopes:
            raise Refused("scope_not_granted", scope=str(self.scope))
        request.user = caller.member
        return caller


class Read(Scoped):
    """Whatever only reads."""

    scope = Scope.READ
    openapi_description = "A token with the scope `read`: see what its member sees."


class Post(Scoped):
    """The client's side: postings, applicants, offers, inspection."""

    scope = Scope.POST
    openapi_description = "A token with the scope `post`: post work, choose, offer, inspect."


class Apply(Scoped):
    """The worker's side before the contract."""

    scope = Scope.APPLY
    openapi_description = "A token with the scope `apply`: apply, answer offers."


class Work(Scoped):
    """Both sides within a contract."""

    scope = Scope.WORK
    openapi_description = "A token with the scope `work`: deliver, write messages, review, part, do tasks."


class Pay(Scoped):
    """Money in."""

    scope = Scope.PAY
    openapi_description = "A token with the scope `pay`: pay into escrow."


def caller_of(request: HttpRequest) -> Caller | None:
    """Who holds the request's token, looked up once a request; None without a good one."""
    if not hasattr(request, "caller"):
        request.caller = _holder(request)  # type: ignore[attr-defined]
    return request.caller  # type: ignore[attr-defined,no-any-return]


def _holder(request: HttpRequest) -> Caller | None:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        return None
    try:
        return Caller(*members.use_token(token.strip(), at=clock.now()))
    except NotFound:
        return None


READ, POST, APPLY, WORK, PAY = Read(), Post(), Apply(), Work(), Pay()
