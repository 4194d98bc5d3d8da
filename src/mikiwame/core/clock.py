"""The only clock. Surfaces read it once and pass the time in; rooms never ask for it."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

TOKYO = ZoneInfo("Asia/Tokyo")


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)


def day_in_tokyo(at: datetime) -> date:
    """The calendar day in Japan at that moment; terms name days, and their days are Japan's."""
    return at.astimezone(TOKYO).date()
