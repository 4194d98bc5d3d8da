"""What stories on pages begin with. Pages read the real clock, so what they show is of today."""

from datetime import timedelta

from mikiwame.core import clock
from mikiwame.market.hiring.models import Posting
from mikiwame.market.members.models import Member
from tests.market.hiring.stage import published


def published_today(client: Member) -> Posting:
    """A careful posting, published now."""
    at = clock.now()
    start, deadline = (at + timedelta(days=14)).date(), (at + timedelta(days=28)).date()
    return published(client, at=at, start_date=start, deadline=deadline)
