"""How a member wants to be told things beyond the page."""

from collections.abc import Mapping
from datetime import datetime

from mikiwame.core.errors import require
from mikiwame.core.fields import lock_but_key
from mikiwame.core.operation import operation
from mikiwame.market.history.operations import record
from mikiwame.market.members.events import PreferencesChanged
from mikiwame.market.members.models import Member
from mikiwame.market.members.rules import is_oneself
from mikiwame.market.notifications import queries, rules
from mikiwame.market.notifications.choices import Channels, Hours
from mikiwame.market.notifications.models import Choice
from mikiwame.market.notifications.models import Hours as HoursRow
from mikiwame.market.notifications.queries import member_told
from mikiwame.market.notifications.states import ByEmail, Group
from mikiwame.market.notifications.unsubscribing import read_undo_token, undo_token

from .waiting import follow_hours


@operation
def choose(
    member: Member, *, channels: Mapping[Group, Channels], hours: Hours, by: Member, at: datetime
) -> Member:
    """A member says by which channels groups reach her, and at which hours; the others stay as they were."""
    member = lock_but_key(member)
    require(is_oneself(by, member) and rules.are_told(channels) and rules.are_hours(hours))

    changed = _put(member, channels)
    if hours != queries.hours_of(member):
        values = {"digest": hours.digest, "quiet_from": hours.quiet_from, "quiet_until": hours.quiet_until}
        HoursRow.objects.update_or_create(member=member, defaults=values)
        follow_hours(member, hours, at=at)
        changed.append("notice_hours")

    if changed:
        record(PreferencesChanged(subject=member.key, changed=changed), by=by.key, at=at)
    return member


@operation
def unsubscribe(member: Member, what: str, *, at: datetime) -> str:
    """Stop the e-mails of one group, or the daily one, for whoever holds a letter of hers; nothing else.

    Returns the token that undoes it; an empty one where they had been stopped before.
    """
    standing = queries.choices_of(member)
    coming = {
        group: channels.email for group, channels in standing.items() if channels.email != ByEmail.NEVER
    }
    stopped = [group for group, email in coming.items() if what in {group, email}]
    if not stopped:
        return ""
    _set_email(member, dict.fromkeys(stopped, ByEmail.NEVER), at=at)
    return undo_token(member.pk, {group: coming[group] for group in stopped})


@operation
def undo_unsubscribe(token: str, *, at: datetime) -> Member:
    """E-mails come again as they came before; returns whose. Raises NotFound."""
    identifier, before = read_undo_token(token)
    return _set_email(member_told(identifier), before, at=at)


def _set_email(member: Member, groups: Mapping[Group, ByEmail], *, at: datetime) -> Member:
    member = lock_but_key(member)
    standing = queries.choices_of(member)
    channels = {group: Channels(email, push=standing[group].push) for group, email in groups.items()}
    require(rules.are_told(channels))

    if changed := _put(member, channels):
        record(PreferencesChanged(subject=member.key, changed=changed), by=member.key, at=at)
    return member


def _put(member: Member, channels: Mapping[Group, Channels]) -> list[str]:
    """Keep what differs from what holds; returns the names of what has changed."""
    standing = queries.choices_of(member)
    changed = {group: chosen for group, chosen in channels.items() if chosen != standing[group]}
    for group, chosen in changed.items():
        values = {"email": chosen.email, "push": chosen.push}
        Choice.objects.update_or_create(member=member, group=group, defaults=values)
    return [f"notices_of_{group}" for group in changed]
