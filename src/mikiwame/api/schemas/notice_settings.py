"""How a member is told things beyond the page, as it travels."""

from typing import Annotated, Any

from ninja import Schema
from pydantic import Field

from mikiwame.api.wire import Sent
from mikiwame.market.notifications.choices import Channels, Hours
from mikiwame.market.notifications.states import ByEmail, Group

Hour = Annotated[int, Field(ge=0, le=23, description="A full hour by the member's clock.")]


class GroupSent(Sent):
    """By which channels one group shall reach the member."""

    group: Group
    email: Annotated[ByEmail, Field(description="`account` is told at once, always.")]
    push: Annotated[bool, Field(strict=True, description="To the browsers that she lets receive them.")]


class NoticeSettingsSent(Sent):
    """What shall hold; groups that aren't named stay as they are."""

    groups: list[GroupSent]
    digest: Annotated[Hour, Field(description="When the daily e-mail comes, by the member's clock.")]
    quiet_from: Hour | None = None
    quiet_until: Hour | None = None

    def chosen(self) -> dict[str, Any]:
        """All of it, as the operation takes it."""
        channels = {Group(one.group): Channels(ByEmail(one.email), push=one.push) for one in self.groups}
        hours = Hours(self.digest, quiet_from=self.quiet_from, quiet_until=self.quiet_until)
        return {"channels": channels, "hours": hours}


class GroupSettings(Schema):
    """By which channels one group reaches the member, beyond the page."""

    group: Group
    email: ByEmail
    push: bool


class NoticeSettings(Schema):
    """What holds, also where the member has chosen nothing."""

    groups: list[GroupSettings]
    digest: Hour
    quiet_from: Hour | None
    quiet_until: Hour | None
