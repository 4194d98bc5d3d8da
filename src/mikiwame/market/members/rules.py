"""Who may do what with members and what is theirs, and what names and texts must be like."""

import re
import unicodedata
import zoneinfo
from collections.abc import Iterable

from mikiwame.core.errors import ALLOWED, Ruling, rule

from .models import ApiToken, Member, Party
from .scopes import Scope

NAME_LEAST, NAME_MOST = 2, 40
ABOUT_MOST = 2_000
TOKENS_MOST, TOKEN_NAME_MOST = 20, 60
LANGUAGES = frozenset({"ja", "en"})

_ADDRESS_LIKE = re.compile(
    r"@|https?:|www\.|[a-z0-9]\.(?:com|net|org|jp|info|biz|io|me|co|site|online|shop|xyz)(?![a-z0-9])",
    re.IGNORECASE,
)
_UNREADABLE = frozenset({"Cc", "Cs", "Co"})
"""Categories of Unicode: control characters, halves of characters, characters of private use."""
_INVISIBLE = frozenset("\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff")
"""Signs with which one name can be made to look like another; joiners, as in emoji, are not among them."""


def is_operator(by: Member) -> Ruling:
    return rule(by.is_operator and by.is_active, "operators_only")


def acts_for(by: Member, party: Party) -> Ruling:
    return rule(by.is_active and by.acts_for(party), "not_yours")


def is_oneself(by: Member, member: Member) -> Ruling:
    return rule(by.is_active and by.pk == member.pk, "not_yours")


def may_read_private_data(by: Member, member: Member, reason: str) -> Ruling:
    """Oneself, or an operator who says why."""
    if is_oneself(by, member):
        return ALLOWED
    return is_operator(by) and rule(bool(reason.strip()), "reason_missing", field="reason")


def may_revoke(by: Member, token: ApiToken) -> Ruling:
    return rule(by.pk == token.member_id, "not_yours") and rule(token.revoked_at is None, "token_revoked")


def may_have_another_token(member: Member, live: int) -> Ruling:
    few = rule(live < TOKENS_MOST, "too_many_tokens", most=TOKENS_MOST)
    return rule(member.is_active, "not_yours") and few


def may_leave(by: Member, member: Member, obligations: int) -> Ruling:
    """Nobody leaves the other side of a contract alone, nor money behind."""
    return is_oneself(by, member) and rule(obligations == 0, "has_obligations", count=obligations)


def is_display_name(name: str) -> Ruling:
    """A pseudonym that can be read aloud: 2 to 40 characters, not an address, nothing invisible."""
    fits = NAME_LEAST <= len(name) <= NAME_MOST
    speaks = _readable(name) and any(map(str.isalnum, name))
    return (
        rule(fits, "name_length", field="display_name", least=NAME_LEAST, most=NAME_MOST)
        and rule(not _ADDRESS_LIKE.search(name), "name_like_address", field="display_name")
        and rule(speaks, "name_unreadable", field="display_name")
    )


def are_scopes(scopes: Iterable[str]) -> Ruling:
    named = set(scopes)
    known = rule(named <= set(Scope), "choice_unknown", field="scopes")
    return rule(bool(named), "scopes_missing", field="scopes") and known


def is_language(language: str) -> Ruling:
    return rule(language in LANGUAGES, "choice_unknown", field="language")


def is_time_zone(name: str) -> Ruling:
    return rule(name in zoneinfo.available_timezones(), "choice_unknown", field="time_zone")


def _readable(text: str) -> bool:
    """No control characters, nothing that turns the direction of writing, no halves of characters."""
    return not any(unicodedata.category(sign) in _UNREADABLE or sign in _INVISIBLE for sign in text)
