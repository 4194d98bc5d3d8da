"""Work by the hour, as it travels: spells of work, a week's sheet, and statements."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Schema
from pydantic import AfterValidator, Field

from mikiwame.api.wire import Day, Sent, text
from mikiwame.market.contracts import timesheets
from mikiwame.market.contracts.hours import NOTE_MOST, Spell, clock_time, minute_of, pay


def _known(value: str) -> str:
    """Let only times of the day pass, in five characters."""
    if clock_time(minute_of(value)) != value:
        raise ValueError(f"not a time of the day: {value!r}")
    return value


ClockTime = Annotated[
    str,
    Field(
        description="In Japan; 24:00 is the day's end.",
        json_schema_extra={"format": "clock-time", "pattern": r"^([01]\d|2[0-3]):[0-5]\d$|^24:00$"},
    ),
    AfterValidator(_known),
]


class TimeEntrySent(Sent):
    """When she worked, and what she did."""

    day: Day
    begins: ClockTime
    ends: ClockTime
    note: Annotated[str, text(NOTE_MOST)]

    @property
    def spell(self) -> Spell:
        """When it was."""
        return Spell(self.day, minute_of(self.begins), minute_of(self.ends))


class TimeEntry(Schema):
    """A spell of work."""

    id: UUID
    day: date
    begins: str
    ends: str
    minutes: int
    note: str
    written_at: datetime

    @staticmethod
    def resolve_begins(entry: Any) -> str:
        return clock_time(entry.begins)

    @staticmethod
    def resolve_ends(entry: Any) -> str:
        return clock_time(entry.ends)


class StatementLine(TimeEntry):
    """A spell of work as it was handed in."""

    doubted: Annotated[bool, Field(description="The client named it where she asked for changes.")]
    contested: Annotated[bool, Field(description="It is, or was, in dispute.")]

    @staticmethod
    def resolve_doubted(line: Any) -> bool:
        return line.change_request_id is not None

    @staticmethod
    def resolve_contested(line: Any) -> bool:
        return line.dispute_id is not None


class Statement(Schema):
    """What was handed in for a week, for good."""

    delivery: UUID
    number: int
    delivered_at: datetime
    minutes: int
    amount: Annotated[int, Field(description="Gross, in yen: minutes x rate / 60, rounded up once.")]
    lines: list[StatementLine]


class Timesheet(Schema):
    """A week by the hour; amounts gross, in yen."""

    milestone: UUID
    rate: Annotated[int, Field(description="Yen an hour.")]
    hours: Annotated[int, Field(description="So many at most.")]
    minutes_most: Annotated[int, Field(description="For so many minutes there is money.")]
    minutes: Annotated[int, Field(description="Worked, as far as the reader may know.")]
    pay: Annotated[int, Field(description="What they come to.")]
    held: int
    paid: Annotated[int, Field(description="To the worker so far.")]
    entries: Annotated[list[TimeEntry], Field(description="The worker's own; empty for the client.")]
    statements: Annotated[list[Statement], Field(description="The latest first.")]


def sheet(reader: Any, week: Any) -> dict[str, Any]:
    """A week as its reader sees it."""
    entries = timesheets.entries(reader, week)
    statements = [_statement(delivery, week.timesheet.rate) for delivery in timesheets.statements(week)]
    tally = timesheets.tally(week, entries or (statements[0]["lines"] if statements else ()))
    return {
        "milestone": week.pk,
        "rate": week.timesheet.rate,
        "hours": week.timesheet.hours,
        "minutes_most": tally.most,
        "minutes": tally.minutes,
        "pay": tally.pay,
        "held": tally.held,
        "paid": tally.paid,
        "entries": entries,
        "statements": statements,
    }


def _statement(delivery: Any, rate: int) -> dict[str, Any]:
    lines = list(delivery.lines.all())
    minutes = sum(line.minutes for line in lines)
    return {
        "delivery": delivery.pk,
        "number": delivery.number,
        "delivered_at": delivery.delivered_at,
        "minutes": minutes,
        "amount": pay(minutes, rate),
        "lines": lines,
    }
