"""How a group's notifications reach a member beyond the page, and at which hours."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from mikiwame.market.notifications.states import ByEmail, Group


@dataclass(frozen=True)
class Channels:
    """The channels of one group; the page has everything anyway."""

    email: ByEmail
    push: bool


DEFAULTS: dict[Group, Channels] = {
    Group.MESSAGES: Channels(ByEmail.AT_ONCE, push=True),
    Group.TURNS: Channels(ByEmail.AT_ONCE, push=True),
    Group.HIRING: Channels(ByEmail.AT_ONCE, push=True),
    Group.CONTRACTS: Channels(ByEmail.AT_ONCE, push=True),
    Group.TASKS: Channels(ByEmail.DAILY, push=False),
    Group.REVIEWS: Channels(ByEmail.DAILY, push=False),
    Group.ACCOUNT: Channels(ByEmail.AT_ONCE, push=True),
}
"""What holds until a member chooses. Pushes go nowhere before she lets a browser receive them."""

SAFETY = frozenset({Group.ACCOUNT})
"""What concerns safety: an e-mail always tells it, at once and also in quiet hours."""


@dataclass(frozen=True)
class Hours:
    """Full hours by the member's clock: when the daily e-mail comes, and between which hours all is quiet."""

    digest: int = 8
    quiet_from: int | None = None
    quiet_until: int | None = None

    def next_digest(self, at: datetime, zone: ZoneInfo) -> datetime:
        """The first moment after ``at`` at which the daily e-mail is due."""
        return _next(at, self.digest, zone)

    def quiet_end(self, at: datetime, zone: ZoneInfo) -> datetime | None:
        """When it is quiet no more; None where it isn't quiet at that moment."""
        if self.quiet_from is None or self.quiet_until is None:
            return None
        hour, begins, ends = at.astimezone(zone).hour, self.quiet_from, self.quiet_until
        quiet = begins <= hour < ends if begins < ends else hour >= begins or hour < ends
        return _next(at, ends, zone) if quiet else None


def _next(at: datetime, hour: int, zone: ZoneInfo) -> datetime:
    """The next time that a clock there strikes that hour; on a day without it, when it would have been."""
    today = at.astimezone(zone).date()
    for days in range(3):
        strike = datetime.combine(today + timedelta(days=days), time(hour), zone).astimezone(UTC)
        if strike > at:
            return strike
    raise AssertionError("a day has come within three")
