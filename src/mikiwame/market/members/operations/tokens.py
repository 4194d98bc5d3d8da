"""Keys for members' programs."""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Q

from mikiwame.core.errors import require
from mikiwame.core.fields import lock
from mikiwame.core.operation import operation
from mikiwame.core.texts import written
from mikiwame.market.history.operations import record
from mikiwame.market.members import events, private, queries, rules
from mikiwame.market.members.models import ApiToken, Member
from mikiwame.market.members.scopes import read as scopes_read
from mikiwame.market.members.scopes import written as scopes_written

TOKEN_PREFIX = "mk_"  # noqa: S105  # lets scanners of leaked secrets recognise ours
USE_NOTED_EVERY = timedelta(minutes=1)


@operation
def issue_token(member: Member, *, name: str, scopes: Iterable[str], at: datetime) -> tuple[ApiToken, str]:
    """Let a program act for a member; the key itself is returned here and never again."""
    lock(member)
    name, wanted = written(private.one_line(name), most=rules.TOKEN_NAME_MOST, field="name"), list(scopes)
    require(rules.may_have_another_token(member, live=queries.tokens_of(member).count()))
    require(rules.are_scopes(wanted))

    secret = TOKEN_PREFIX + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        member=member, name=name, digest=queries.digest(secret), scopes=scopes_written(wanted), created_at=at
    )

    fact = events.ApiTokenIssued(subject=member.key, token=token.key, scopes=token.scopes.split())
    record(fact, by=member.key, at=at)
    return token, secret


@operation
def revoke_token(token: ApiToken, *, by: Member, at: datetime) -> ApiToken:
    """A program may no longer act for the member."""
    token = lock(token)
    require(rules.may_revoke(by, token))

    token.revoked_at = at
    token.save(update_fields=["revoked_at"])

    record(events.ApiTokenRevoked(subject=by.key, token=token.key), by=by.key, at=at)
    return token


def use_token(secret: str, *, at: datetime) -> tuple[Member, frozenset[str]]:
    """Let a program in and note when it came, at most once a minute; raises NotFound as the query does."""
    token = queries.live_token(secret, at=at)
    if token.last_used_at is None or token.last_used_at <= at - USE_NOTED_EVERY:
        stale = Q(last_used_at=None) | Q(last_used_at__lte=at - USE_NOTED_EVERY)
        ApiToken.objects.filter(stale, pk=token.pk).update(last_used_at=at)
    return token.member, scopes_read(token.scopes)
