"""What waits for an hour of a member's day, when that becomes another one."""

from datetime import datetime
from zoneinfo import ZoneInfo

from mikiwame.core.operation import operation
from mikiwame.market.members.models import Member
from mikiwame.market.notifications.choices import Hours
from mikiwame.market.notifications.models import Email, Notification, Push


@operation
def follow_hours(member: Member, hours: Hours, *, at: datetime) -> None:
    """What waited for her old hours waits for these, by the clock of her time zone.

    What quiet hours kept back is looked at anew, and kept back again where it is still quiet. What was
    refused before keeps its time.
    """
    due = hours.next_digest(at, ZoneInfo(member.time_zone))
    Notification.objects.filter(member=member, digest_due__gt=at).update(digest_due=due)
    kept = {"sent_at": None, "failed_at": None, "attempts": 0, "not_before__gt": at}
    Email.objects.filter(member=member, **kept).update(not_before=at)
    Push.objects.filter(notification__member=member, **kept).update(not_before=at)
