"""Joining and leaving, what members say of themselves and keep private, keys for their programs."""

import dataclasses
import secrets
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Q

from mikiwame.core.errors import require
from mikiwame.core.fields import lock
from mikiwame.core.operation import operation
from mikiwame.core.texts import clean, written
from mikiwame.market.history.operations import record

from . import events, private, queries, rules, sealing
from .models import ApiToken, Member, Party, PrivateData, Standing
from .private import BankAccount, PrivateValues
from .scopes import read as scopes_read
from .scopes import written as scopes_written
from .sealing import keyring

DEPARTED = "退会したメンバー"
"""What a party is called once the person behind it has left: a name like any other, seen by everybody."""

TOKEN_PREFIX = "mk_"  # noqa: S105  # lets scanners of leaked secrets recognise ours
USE_NOTED_EVERY = timedelta(minutes=1)


@operation
def join(
    *, email: str, display_name: str, at: datetime, password: str | None = None, language: str = "ja"
) -> Member:
    """A person joins; the party that contracts will name is made with her."""
    name = private.one_line(display_name)
    require(rules.is_display_name(name) and rules.is_language(language))

    party = Party.objects.create(display_name=name, created_at=at)
    Standing.objects.create(party=party, updated_at=at)
    member = Member(email=email.strip().lower(), party=party, language=language, joined_at=at)
    member.set_password(password)
    member.save()

    record(events.MemberJoined(subject=member.key), by=member.key, at=at)
    return member


@operation
def change_profile(
    member: Member,
    *,
    display_name: str,
    about: str,
    is_business: bool,
    withholds_tax: bool,
    by: Member,
    at: datetime,
) -> Party:
    """A member says who she is to others."""
    party = lock(member.party)
    name, text = private.one_line(display_name), clean(about, most=rules.ABOUT_MOST, field="about")
    require(rules.is_oneself(by, member) and rules.is_display_name(name))

    values = {"display_name": name, "about": text, "is_business": is_business, "withholds_tax": withholds_tax}
    changed = _changed(party, values)
    party.save(update_fields=changed)

    record(events.ProfileChanged(subject=party.key, changed=changed), by=by.key, at=at)
    return party


@operation
def choose_language(member: Member, *, language: str, time_zone: str, by: Member, at: datetime) -> Member:
    """A member says in which language and by which clock she reads."""
    member = lock(member)
    require(rules.is_oneself(by, member) and rules.is_language(language) and rules.is_time_zone(time_zone))

    changed = _changed(member, {"language": language, "time_zone": time_zone})
    member.save(update_fields=changed)

    record(events.PreferencesChanged(subject=member.key, changed=changed), by=by.key, at=at)
    return member


@operation
def choose_notices(member: Member, *, by_email: bool, by: Member, at: datetime) -> Member:
    """A member says whether notices come to her by e-mail too."""
    member = lock(member)
    require(rules.is_oneself(by, member))

    changed = _changed(member, {"notices_by_email": by_email})
    member.save(update_fields=changed)

    record(events.PreferencesChanged(subject=member.key, changed=changed), by=by.key, at=at)
    return member


@operation
def keep_private_data(
    member: Member,
    *,
    by: Member,
    at: datetime,
    legal_name: str | None = None,
    address: str | None = None,
    phone: str | None = None,
    bank_account: BankAccount | None = None,
    invoice_number: str | None = None,
) -> PrivateData:
    """A member writes down private values: None leaves a value as it is, an empty text removes it."""
    row = _locked_private_data(member, at=at)
    require(rules.is_oneself(by, member))
    given = private.given(
        legal_name=legal_name,
        address=address,
        phone=phone,
        bank_account=bank_account,
        invoice_number=invoice_number,
    )

    return _keep(row, dataclasses.replace(row.opened(), **given), by=by, at=at)


@operation
def remove_bank_account(member: Member, *, by: Member, at: datetime) -> PrivateData:
    """A member takes her bank account back; earnings then wait for another one."""
    row = _locked_private_data(member, at=at)
    require(rules.is_oneself(by, member))

    return _keep(row, dataclasses.replace(row.opened(), bank_account=None), by=by, at=at)


@operation
def reveal(member: Member, *, by: Member, at: datetime, reason: str = "") -> PrivateValues:
    """The private values, opened for one reader; a reading by anybody but the member is a fact."""
    require(rules.may_read_private_data(by, member, reason))
    row = PrivateData.objects.filter(member=member).first()
    values = row.opened() if row else PrivateValues()

    if by.pk != member.pk:
        fact = events.PrivateDataRead(subject=member.key, read=values.kept(), reason=reason.strip())
        record(fact, by=by.key, at=at)
    return values


def reseal(*, limit: int = 100) -> int:
    """Seal what older keys sealed anew under the newest one, row by row; returns how many rows are done."""
    done = _reseal_ways_in()
    while done < limit and _reseal_one():
        done += 1
    return done


@operation
def appoint_operator(member: Member, *, at: datetime) -> Member:
    """Whoever keeps the instance makes a member its operator; repeated, it changes nothing."""
    member = lock(member)
    if member.is_operator:
        return member

    member.is_operator = True
    member.save(update_fields=["is_operator"])

    record(events.OperatorAppointed(subject=member.key), by=None, at=at)
    return member


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


@operation
def delete_account(member: Member, *, obligations: Callable[[Party], int], by: Member, at: datetime) -> Party:
    """A member leaves: her private data and sign-ins go, the party stays without her name.

    ``obligations`` counts a party's live contracts, payments on the way and the like; refused above zero.
    It is asked once the party is locked, so that she begins nothing meanwhile.
    """
    member, party = lock(member), lock(member.party)
    require(rules.may_leave(by, member, obligations(party)))

    _forget(member)
    party.display_name, party.about, party.left_at = DEPARTED, "", at
    party.save(update_fields=["display_name", "about", "left_at"])
    member.email, member.is_active = f"{member.pk}@deleted.invalid", False
    member.set_unusable_password()  # which also ends every session
    member.save(update_fields=["email", "is_active", "password"])

    record(events.AccountDeleted(subject=party.key), by=member.key, at=at)
    return party


def _changed(row: Member | Party, values: dict[str, object]) -> list[str]:
    """Set the columns that differ, and name them."""
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, values[name])
    return changed


def _locked_private_data(member: Member, *, at: datetime) -> PrivateData:
    new = {"sealed_with": keyring().newest.name, "updated_at": at}
    PrivateData.objects.get_or_create(member=member, defaults=new)
    return PrivateData.objects.select_for_update().get(member=member)


def _keep(row: PrivateData, values: PrivateValues, *, by: Member, at: datetime) -> PrivateData:
    """Seal the values and record which came and which went."""
    before, after = set(row.opened().kept()), set(values.kept())
    row.seal(values)
    row.updated_at = at
    row.save()

    fact = events.PrivateDataKept(subject=by.key, kept=sorted(after), removed=sorted(before - after))
    record(fact, by=by.key, at=at)
    return row


@operation
def _reseal_one() -> bool:
    stale = PrivateData.objects.exclude(sealed_with=keyring().newest.name)
    row = stale.select_for_update(skip_locked=True).first()
    if row is None:
        return False
    row.seal(row.opened())
    row.save()
    return True


@operation
def _reseal_ways_in() -> int:
    """The secrets of authenticator apps and recovery codes, few enough for one go."""
    done = 0
    for way in Authenticator.objects.select_for_update().exclude(type=Authenticator.Type.WEBAUTHN):
        for name in {"secret", "seed"} & set(way.data):
            if not sealing.is_text_up_to_date(way.data[name]):
                secret = sealing.open_text(way.data[name], place=sealing.SIGN_IN)
                way.data[name] = sealing.seal_text(secret, place=sealing.SIGN_IN)
                way.save(update_fields=["data"])
                done += 1
    return done


def _forget(member: Member) -> None:
    """Remove what was the member's alone: private values, keys, addresses, ways to sign in, sessions."""
    visits = UserSession.objects.filter(user=member)
    Session.objects.filter(session_key__in=visits.values_list("session_key", flat=True)).delete()
    visits.delete()
    EmailAddress.objects.filter(user=member).delete()
    Authenticator.objects.filter(user=member).delete()
    ApiToken.objects.filter(member=member).delete()
    PrivateData.objects.filter(member=member).delete()
