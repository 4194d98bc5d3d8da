"""Joining and leaving, and what members say of themselves."""

from collections.abc import Callable
from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session

from mikiwame.core.errors import ALLOWED, require
from mikiwame.core.fields import lock
from mikiwame.core.operation import operation
from mikiwame.core.texts import clean
from mikiwame.market.history.operations import record
from mikiwame.market.members import contact, events, private, rules
from mikiwame.market.members.models import ApiToken, Member, Party, PrivateData, Standing

from . import identity

DEPARTED = "退会したメンバー"
"""What a party is called once the person behind it has left: a name like any other, seen by everybody."""


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
    named = ALLOWED if name == party.display_name else rules.is_display_name(name, by)
    require(rules.is_oneself(by, member) and named)
    require(contact.text_inside("about", text))

    values = {"display_name": name, "about": text, "is_business": is_business, "withholds_tax": withholds_tax}
    changed = _changed(party, values)
    party.save(update_fields=changed)

    if changed:
        record(events.ProfileChanged(subject=party.key, changed=changed), by=by.key, at=at)
    return party


@operation
def choose_language(member: Member, *, language: str, time_zone: str, by: Member, at: datetime) -> Member:
    """A member says in which language and by which clock she reads."""
    member = lock(member)
    require(rules.is_oneself(by, member) and rules.is_language(language) and rules.is_time_zone(time_zone))

    changed = _changed(member, {"language": language, "time_zone": time_zone})
    member.save(update_fields=changed)

    if changed:
        record(events.PreferencesChanged(subject=member.key, changed=changed), by=by.key, at=at)
    return member


@operation
def appoint_operator(member: Member, *, at: datetime) -> Member:
    """Whoever keeps the instance makes a member its operator; repeated, it changes nothing."""
    member = lock(member)
    member.party = lock(member.party)
    if member.is_operator:
        return member

    member.party.is_operator = True
    member.party.save(update_fields=["is_operator"])

    record(events.OperatorAppointed(subject=member.key), by=None, at=at)
    return member


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


def _forget(member: Member) -> None:
    """Remove what was the member's alone: private values, keys, addresses, ways to sign in, sessions."""
    visits = UserSession.objects.filter(user=member)
    Session.objects.filter(session_key__in=visits.values_list("session_key", flat=True)).delete()
    visits.delete()
    EmailAddress.objects.filter(user=member).delete()
    Authenticator.objects.filter(user=member).delete()
    ApiToken.objects.filter(member=member).delete()
    identity.forget(member)
    PrivateData.objects.filter(member=member).delete()
