"""Browsers that a member lets receive notices."""

import hashlib
from datetime import datetime
from functools import partial

from mikiwame.core.errors import require
from mikiwame.core.fields import lock_but_key
from mikiwame.core.operation import operation
from mikiwame.market.history.operations import record
from mikiwame.market.members.events import BrowserAdded, PreferencesChanged
from mikiwame.market.members.models import Member
from mikiwame.market.notifications import rules
from mikiwame.market.notifications.models import Device


@operation
def add_device(
    *, endpoint: str, key: str, secret: str, name: str, session: str, by: Member, at: datetime
) -> Device:
    """A browser shall receive the member's notices, until the session with that key is ended.

    Told again it is the same one, and it is one person's. She hears of each new one.
    """
    member = lock_but_key(by)
    require(rules.is_subscription(endpoint, key, secret))
    standing = Device.objects.filter(member=member, ended_at=None)
    is_new = not standing.filter(endpoint=endpoint).exists()
    Device.objects.filter(endpoint=endpoint).delete()  # also another's: whoever uses the browser now
    require(rules.may_have_another_device(member, standing.count()))

    digest = hashlib.sha256(session.encode()).hexdigest()
    keys = {"endpoint": endpoint, "key": key, "secret": secret}
    device = Device.objects.create(member=member, **keys, name=name, session=digest, added_at=at)
    happened = BrowserAdded if is_new else partial(PreferencesChanged, changed=["notice_devices"])
    record(happened(subject=member.key), by=by.key, at=at)
    return device


@operation
def end_devices(member: Member, *, at: datetime) -> None:
    """None of her browsers receives anything any more: her password is another one, as after a theft."""
    Device.objects.filter(member=member, ended_at=None).update(ended_at=at)


@operation
def remove_device(device: Device, *, by: Member, at: datetime) -> None:
    """A browser receives nothing any more."""
    require(rules.is_own_device(by, device))

    device.delete()
    record(PreferencesChanged(subject=by.key, changed=["notice_devices"]), by=by.key, at=at)
