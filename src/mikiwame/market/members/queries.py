"""Questions about members and parties. What is private is not answered here: see ``operations.reveal``."""

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, LiteralString
from uuid import UUID

from django.db import connection
from django.db.models import Case, Q, QuerySet, When

from mikiwame.core.clock import day_in_tokyo
from mikiwame.core.database import Counted, loaded, one_row
from mikiwame.core.errors import NotFound, existing
from mikiwame.core.ids import id_of

from . import scopes
from .models import ApiToken, Member, Paper, Party, PrivateData, Standing, Verification
from .private import BankAccount, read_phone_number
from .sealing import keyring
from .states import VerificationState

_TOKEN = ("id", "scopes", "last_used_at")
_MEMBER = (
    "id", "email", "party_id", "language", "time_zone", "is_active", "joined_at",
)  # fmt: skip
_PARTY = (
    "id", "kind", "display_name", "about", "is_business", "withholds_tax", "is_operator", "created_at",
    "left_at",
)  # fmt: skip
_PROGRAM: LiteralString = """
SELECT token.id, token.scopes, token.last_used_at,
    member.id, email, party_id, language, time_zone, is_active, joined_at,
    party.id, kind, display_name, about, is_business, withholds_tax, is_operator, party.created_at, left_at
FROM members_apitoken AS token
JOIN members_member AS member ON member.id = token.member_id AND member.is_active
JOIN members_party AS party ON party.id = member.party_id
WHERE token.digest = %s AND (token.revoked_at IS NULL OR token.revoked_at > %s)
"""
"""Programs come with every request: one statement, with just these columns."""

NEWCOMER_BELOW = 3
"""Who has finished fewer contracts than this, as worker, is a newcomer."""


@dataclass(frozen=True)
class Profile:
    """What everybody may see of a party."""

    party: Party
    standing: Standing

    @property
    def is_newcomer(self) -> bool:
        """Fewer finished contracts than ``NEWCOMER_BELOW``."""
        return self.standing.contracts_finished < NEWCOMER_BELOW

    @property
    def is_client(self) -> bool:
        """Whether the party has ever looked for somebody."""
        return bool(self.standing.postings_published or self.standing.hired)

    @property
    def stars(self) -> Decimal | None:
        """The mean of the stars of opened reviews; None without any."""
        if not self.standing.review_count:
            return None
        return Decimal(self.standing.review_stars) / self.standing.review_count


def party(identifier: UUID) -> Party:
    """A party by its id, also one that has left; raises NotFound."""
    return existing(Party.objects.filter(pk=identifier).first())


def public_profile(party_id: UUID) -> Profile:
    """What everybody may see of a party that has not left; raises NotFound."""
    found = Standing.objects.select_related("party").filter(pk=party_id, party__left_at=None).first()
    if found is None:
        raise NotFound
    return Profile(party=found.party, standing=found)


def member(identifier: UUID) -> Member:
    """A member who can sign in, by her id; raises NotFound."""
    return existing(Member.objects.select_related("party").filter(pk=identifier, is_active=True).first())


def counted_for(member: Member, **asked: QuerySet[Any]) -> dict[str, int]:
    """How many rows each of several questions finds that concern a member; one statement."""
    counts = [Counted(rows) for rows in asked.values()]
    [found] = Member.objects.filter(pk=member.pk).values_list(*counts)
    return {name: count or 0 for name, count in zip(asked, found, strict=True)}


def names(keys: Iterable[str]) -> dict[str, str]:
    """What members are called, by their keys; those who have left are called nothing any more."""
    found = Member.objects.select_related("party").filter(pk__in=map(id_of, set(keys)), is_active=True)
    return {member.key: str(member) for member in found}


def members_of(party: Party) -> list[Member]:
    """Who acts for a party and can be told things; empty when nobody does any more."""
    return list(Member.objects.select_related("party").filter(party=party, is_active=True))


OPERATORS_LEAST = 2
"""One decides, another one about appeals against that."""


def operators() -> QuerySet[Member]:
    """Who runs the house, the longest-standing first."""
    return Member.objects.filter(party__is_operator=True, is_active=True).order_by("joined_at", "id")


def standing(party: Party) -> Standing:
    """What the record says of a party."""
    return Standing.objects.get(pk=party.pk)


def is_newcomer(party: Party) -> bool:
    """Whether a party has finished fewer contracts than ``NEWCOMER_BELOW`` as worker."""
    return Standing.objects.filter(pk=party.pk, contracts_finished__lt=NEWCOMER_BELOW).exists()


_NEWCOMERS = "SELECT party_id FROM members_standing WHERE party_id = ANY(%s) AND contracts_finished < %s"


def newcomers(parties: Collection[UUID]) -> set[UUID]:
    """Which of those parties have finished fewer contracts than ``NEWCOMER_BELOW`` as workers."""
    with connection.cursor() as cursor:
        cursor.execute(_NEWCOMERS, [[*parties], NEWCOMER_BELOW])
        return {party for (party,) in cursor.fetchall()}


def tokens_of(member: Member) -> QuerySet[ApiToken]:
    """The keys that a member's programs can use now, newest first."""
    return ApiToken.objects.filter(member=member, revoked_at=None).order_by("-created_at", "-id")


def token_for(member: Member, identifier: UUID) -> ApiToken:
    """One of the member's own keys; raises NotFound."""
    return existing(ApiToken.objects.select_related("member").filter(member=member, pk=identifier).first())


def member_of_token(secret: str, *, at: datetime) -> tuple[Member, frozenset[str]]:
    """Whose key it is and what it may do; raises NotFound for one that is unknown or revoked.

    Whoever lets a program in notes the use too: ``operations.use_token``.
    """
    token = live_token(secret, at=at)
    return token.member, scopes.read(token.scopes)


def live_token(secret: str, *, at: datetime) -> ApiToken:
    """The key itself; raises NotFound for one that is unknown or revoked."""
    row = one_row(_PROGRAM, digest(secret), at)
    if row is None:
        raise NotFound
    rest, party = row[: -len(_PARTY)], loaded(Party, _PARTY, row[-len(_PARTY) :])
    member = loaded(Member, _MEMBER, rest[len(_TOKEN) :])
    member.party = party
    token = loaded(ApiToken, _TOKEN, rest[: len(_TOKEN)])
    token.member = member
    return token


def digest(secret: str) -> bytes:
    """What is kept of a key. It has 256 random bits: a slow hash would protect nothing more."""
    return hashlib.sha256(secret.encode(errors="replace")).digest()


def members_with_phone(number: str) -> QuerySet[Member]:
    """Who wrote down that telephone number, found without opening any; raises ValueError for no number."""
    indexes = keyring().indexes(read_phone_number(number), column="phone")
    return Member.objects.filter(private_data__phone_index__in=indexes)


def has_bank_account(member: Member) -> bool:
    """Whether she wrote down where her money shall go; nothing is opened for the answer."""
    return PrivateData.objects.filter(member=member, bank_account_index__isnull=False).exists()


def has_legal_name(member: Member) -> bool:
    """Whether she wrote down her name; nothing is opened for the answer."""
    return PrivateData.objects.filter(member=member, legal_name__isnull=False).exists()


def declared(party: UUID) -> tuple[str, str]:
    """Prefecture and years of birth that a party wrote down, by code; for matching alone, shown to nobody."""
    row = PrivateData.objects.filter(member__party=party).first()
    return row.declared() if row else ("", "")


def identity(party: Party) -> Verification | None:
    """How a party stands: what waits, else what holds, else what was decided last."""
    order = [VerificationState.SUBMITTED, VerificationState.CONFIRMED]
    first = Case(*(When(state=state, then=place) for place, state in enumerate(order)), default=len(order))
    return Verification.objects.filter(party=party).order_by(first, "-submitted_at").first()


def confirmed_identity(party: UUID, *, at: datetime) -> Verification | None:
    """What an operator has found about who a party is, if that holds."""
    holds = Q(valid_until=None) | Q(valid_until__gte=day_in_tokyo(at))
    return Verification.objects.filter(holds, party=party, state=VerificationState.CONFIRMED).first()


def waiting_papers() -> QuerySet[Verification]:
    """What waits for an operator, the oldest first."""
    waiting = Verification.objects.filter(state=VerificationState.SUBMITTED)
    return waiting.select_related("party__person").order_by("submitted_at")


def papers_to_decide(identifier: UUID) -> Verification:
    """One of them; raises NotFound."""
    return existing(waiting_papers().filter(pk=identifier).first())


def own_waiting_papers(member: Member) -> Verification:
    """What a member handed in and nobody has decided; raises NotFound."""
    return existing(waiting_papers().filter(party=member.party).first())


def confirmed_until_before(at: datetime) -> QuerySet[Verification]:
    """What holds no more, because its last day is over."""
    confirmed = Verification.objects.filter(state=VerificationState.CONFIRMED)
    return confirmed.filter(valid_until__lt=day_in_tokyo(at)).select_related("party__person")


def members_with_bank_account(account: BankAccount) -> QuerySet[Member]:
    """Who wrote down that bank account, found without opening anybody's."""
    indexes = keyring().indexes(account.identity, column="bank_account")
    return Member.objects.filter(private_data__bank_account_index__in=indexes)


def sealed_with_old_keys() -> int:
    """How many members' private values and pictures wait to be sealed anew under the newest key."""
    old = (table.objects.exclude(sealed_with=keyring().newest.name) for table in (PrivateData, Paper))
    return sum(rows.count() for rows in old)
