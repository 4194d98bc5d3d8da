"""Browsers that a member lets receive notices."""

from datetime import datetime

from mikiwame.core.errors import require
from mikiwame.core.fields import lock_but_key
from mikiwame.core.operation import operation
from mikiwame.market.history.operations import record
from mikiwame.market.members.events import PreferencesChanged
from mikiwame.market.members.models import Member
from mikiwame.market.notifications import rules
from mikiwame.market.notifications.models import Device


@operation
def add_device(*, endpoint: str, key: str, secret: str, name: str, by: Member, at: datetime) -> Device:
    """A browser shall receive the member's notices; told again it is the same one, and it is one person's."""
    member = lock_but_key(by)
    require(rules.is_subscription(endpoint, key, secret))
    Device.objects.filter(endpoint=endpoint).delete()  # also another's: whoever uses the browser now
    require(rules.may_have_another_device(member, Device.objects.filter(member=member).count()))

    device = Device.objects.create(
        member=member, endpoint=endpoint, key=key, secret=secret, name=name, added_at=at
    )
    record(PreferencesChanged(subject=member.key, changed=["notice_devices"]), by=by.key, at=at)
    return device


@operation
def remove_device(device: Device, *, by: Member, at: datetime) -> None:
    """A browser receives nothing any more."""
    require(rules.is_own_device(by, device))

    device.delete()
    record(PreferencesChanged(subject=by.key, changed=["notice_devices"]), by=by.key, at=at)
