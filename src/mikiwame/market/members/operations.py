"""Joining, and what members say of themselves."""

from datetime import datetime

from mikiwame.core.operation import operation
from mikiwame.market.history.operations import record

from . import events
from .models import Member, Party, Standing


@operation
def join(
    *, email: str, display_name: str, at: datetime, password: str | None = None, language: str = "ja"
) -> Member:
    """A person joins; the party that contracts will name is made with her."""
    party = Party.objects.create(display_name=display_name, created_at=at)
    Standing.objects.create(party=party, updated_at=at)
    member = Member(email=email, party=party, language=language, joined_at=at)
    member.set_password(password)
    member.save()

    record(events.MemberJoined(subject=member.key), by=member.key, at=at)
    return member
