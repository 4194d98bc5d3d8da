"""Who may do what with members and what is theirs, and what names and texts must be like."""

import re
import unicodedata
import zoneinfo
from collections.abc import Iterable
from datetime import date, datetime

from mikiwame.core.clock import day_in_tokyo
from mikiwame.core.errors import ALLOWED, Ruling, rule

from . import contact
from .house import is_called_like_the_house
from .models import ApiToken, Member, Party, Verification
from .scopes import Scope
from .states import VerificationState

NAME_LEAST, NAME_MOST = 2, 40
ABOUT_MOST = 2_000
TOKENS_MOST, TOKEN_NAME_MOST = 20, 60
PICTURES_MOST = 3
"""How many pictures of a paper may be handed in: both sides, and one more."""
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


def may_submit_papers(
    by: Member, member: Member, standing: Verification | None, named: bool, pictures: int
) -> Ruling:
    """A member shows who she is, under the name that she wrote down, unless that waits or holds for good."""
    waits = standing is not None and standing.state == VerificationState.SUBMITTED
    holds = standing is not None and standing.state == VerificationState.CONFIRMED
    return (
        is_oneself(by, member)
        and rule(not waits, "papers_waiting")
        and rule(not holds or standing.valid_until is not None, "identity_confirmed_already")  # type: ignore[union-attr]
        and rule(named, "legal_name_missing")
        and rule(1 <= pictures <= PICTURES_MOST, "pictures_miscounted", field="pictures", most=PICTURES_MOST)
    )


def may_withdraw_papers(by: Member, verification: Verification) -> Ruling:
    """The member takes back what nobody has decided."""
    return acts_for(by, verification.party) and papers_wait(verification)


def may_read_papers(by: Member, verification: Verification) -> Ruling:
    """An operator looks at somebody else's papers, while they wait."""
    own = by.acts_for(verification.party)
    return is_operator(by) and rule(not own, "moderates_own") and papers_wait(verification)


def may_decide_papers(by: Member, verification: Verification) -> Ruling:
    """An operator decides who has looked at them, or another one after her."""
    return may_read_papers(by, verification) and rule(verification.read_at is not None, "papers_unread")


def papers_wait(verification: Verification) -> Ruling:
    """Nobody has decided yet."""
    return rule(verification.state == VerificationState.SUBMITTED, "wrong_state")


def is_valid_day(day: date | None, at: datetime) -> Ruling:
    """The last day on which an identity holds is to come."""
    return rule(day is None or day >= day_in_tokyo(at), "date_past", field="valid_until")


def is_said(reason: str) -> Ruling:
    """Whoever is refused hears why."""
    return rule(bool(reason.strip()), "text_missing", field="reason")


def may_revoke(by: Member, token: ApiToken) -> Ruling:
    return rule(by.pk == token.member_id, "not_yours") and rule(token.revoked_at is None, "token_revoked")


def may_have_another_token(member: Member, live: int) -> Ruling:
    few = rule(live < TOKENS_MOST, "too_many_tokens", most=TOKENS_MOST)
    return rule(member.is_active, "not_yours") and few


def may_leave(by: Member, member: Member, obligations: int) -> Ruling:
    """Nobody leaves the other side of a contract alone, nor money behind."""
    return is_oneself(by, member) and rule(obligations == 0, "has_obligations", count=obligations)


def is_display_name(name: str, by: Member | None = None) -> Ruling:
    """A pseudonym that can be read aloud: 2 to 40 characters, no way around, nothing invisible, and nobody
    is called like the house but its operators. None: who is about to join.
    """
    fits = NAME_LEAST <= len(name) <= NAME_MOST
    speaks = _readable(name) and any(map(str.isalnum, name))
    return (
        rule(fits, "name_length", field="display_name", least=NAME_LEAST, most=NAME_MOST)
        and rule(not _ADDRESS_LIKE.search(name), "name_like_address", field="display_name")
        and rule(speaks, "name_unreadable", field="display_name")
        and rule(_may_be_called_so(name, by), "name_of_the_house", field="display_name")
        and contact.label_inside("display_name", name)
    )


def are_scopes(scopes: Iterable[str]) -> Ruling:
    named = set(scopes)
    known = rule(named <= set(Scope), "choice_unknown", field="scopes")
    return rule(bool(named), "scopes_missing", field="scopes") and known


def is_language(language: str) -> Ruling:
    return rule(language in LANGUAGES, "choice_unknown", field="language")


def is_time_zone(name: str) -> Ruling:
    return rule(name in zoneinfo.available_timezones(), "choice_unknown", field="time_zone")


def _may_be_called_so(name: str, by: Member | None) -> bool:
    return (by is not None and by.is_operator) or not is_called_like_the_house(name)


def _readable(text: str) -> bool:
    """No control characters, nothing that turns the direction of writing, no halves of characters."""
    return not any(unicodedata.category(sign) in _UNREADABLE or sign in _INVISIBLE for sign in text)
