"""What happens to people so that they are told of it."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from mikiwame.core.ids import key, new_id
from mikiwame.market.contracts import events as contracts
from mikiwame.market.history.operations import consume, record
from mikiwame.market.members.events import PrivateDataRead
from mikiwame.market.members.models import Member
from mikiwame.market.notifications import operations, queries
from mikiwame.market.notifications.choices import SAFETY, Channels, Hours
from mikiwame.market.notifications.states import ByEmail, Group
from tests.cast import MORNING, Cast

CONTRACT = key("contract", new_id())
LAPSED = "「商品説明文の作成」の契約は失効しました"


def happened(
    cast: Cast, *, by: Member | None, kind: type[Any] = contracts.FundingLapsed, at: datetime = MORNING
) -> None:
    """Something happened between Sakurai and Yuki."""
    fact = kind(
        subject=CONTRACT,
        client=cast.sakurai.party.key,
        worker=cast.yuki.party.key,
        title="商品説明文の作成",
        number=1,
        amount=30_000,
    )
    record(fact, by=by.key if by else None, at=at)


def read_by_operator(cast: Cast, *, at: datetime = MORNING, reason: str = "問い合わせ") -> None:
    """The operator read Yuki's private data: that concerns her safety."""
    fact = PrivateDataRead(subject=cast.yuki.key, read=["legal_name"], reason=reason)
    record(fact, by=cast.oda.key, at=at)


def take_in(at: datetime = MORNING) -> int:
    """All that has happened is told."""
    return consume("notifications", operations.take_in, at=at)


def choose_email(
    member: Member, email: ByEmail, *, groups: Collection[Group] = tuple(Group), at: datetime = MORNING
) -> None:
    """By e-mail she hears of those groups in that way."""
    standing = queries.choices_of(member)
    channels = {group: Channels(email, push=standing[group].push) for group in set(groups) - SAFETY}
    operations.choose(member, channels=channels, hours=hours_of(member), by=member, at=at)


def choose_hours(member: Member, hours: Hours, *, at: datetime = MORNING) -> None:
    """At those hours she is told."""
    operations.choose(member, channels={}, hours=hours, by=member, at=at)


def hours_of(member: Member) -> Hours:
    """Read anew."""
    return queries.hours_of(Member.objects.get(pk=member.pk))
