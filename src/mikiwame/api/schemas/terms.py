"""The terms sheet, column by column: what is paid, from when, until when, and all the rest that is agreed."""

from datetime import date
from typing import Annotated, Any

from ninja import Schema
from pydantic import Field, PlainSerializer, StrictBool

from mikiwame.api.wire import Day, Sent, Yen, maybe_empty, text, whole
from mikiwame.core.schedules import OnHoliday, Repeat, Weekday
from mikiwame.core.terms import STANDBY_FEE_LEAST, STANDBY_FEE_MOST, RewardBasis
from mikiwame.market.terms import lines

Paragraph = Annotated[str, maybe_empty(5_000)]
Line = Annotated[str, maybe_empty(3_000)]


class TermsSent(Sent):
    """Lines of a terms sheet; what isn't sent stays as it is, null or an empty text takes a line out."""

    scope: Paragraph = ""
    deliverable: Line = ""
    reward_basis: RewardBasis | None = None
    reward: Yen | None = None
    reward_most: Yen | None = None
    quantity: Annotated[int, whole(1, 1_000_000)] | None = None
    deadline: Day | None = None
    start_date: Day | None = None
    start_condition: Line = ""
    start_latest: Day | None = None
    pace: Line = ""
    repeat: Repeat | None = None
    weekdays: Annotated[list[Weekday], Field(max_length=7), PlainSerializer(" ".join)] = []
    times_a_week: Annotated[int, whole(1, 21)] | None = None
    weekly_hours: Annotated[int, whole(1, 60)] | None = None
    month_day: Annotated[int, whole(1, 31)] | None = None
    on_holiday: OnHoliday = OnHoliday.KEPT
    duration: Line = ""
    duration_months: Annotated[int, whole(1, 60)] | None = None
    renews: StrictBool = False
    headcount: Annotated[int, whole(1, 1_000)] | None = None
    requirements: Line = ""
    environment: Line = ""
    communication: Line = ""
    inspection_days: Annotated[int, whole(1, 14)] | None = None
    change_rounds: Annotated[int, whole(0, 10)] = 2
    payment_days: Annotated[int, whole(1, 60)] | None = None
    standby_fee: Annotated[int, whole(STANDBY_FEE_LEAST, STANDBY_FEE_MOST)] | None = None
    selection: Line = ""
    rights: Line = ""
    confidentiality: Line = ""


TERMS = frozenset(TermsSent.model_fields)


class PartSent(Sent):
    """One part of the work with its own money and its own day."""

    title: Annotated[str, text(120)]
    amount: Yen
    due: Day


def parts_in(sent: list[PartSent]) -> list[lines.Part]:
    """The parts as the operations take them, numbered in the order in which they were sent."""
    return [lines.Part(number, **part.values()) for number, part in enumerate(sent, start=1)]


class Part(Schema):
    """One part of the work."""

    number: int
    title: str
    amount: int
    due: date | None


class Terms(Schema):
    """A terms sheet; amounts in yen, tax included, by the basis of the reward."""

    scope: str
    deliverable: str
    reward_basis: str
    reward: int | None
    reward_most: int | None
    quantity: int | None
    currency: str
    deadline: date | None
    start_date: date | None
    start_condition: str
    start_latest: date | None
    pace: str
    repeat: Annotated[str, Field(description="Empty unless the work goes on by a schedule.")]
    weekdays: list[Weekday]
    times_a_week: int | None
    weekly_hours: Annotated[int | None, Field(description="By the hour: so many hours a week at most.")]
    month_day: Annotated[int | None, Field(description="31 is the last of every month.")]
    on_holiday: OnHoliday
    duration: str
    duration_months: Annotated[int | None, Field(description="Open ended, unless there is a number.")]
    renews: bool
    headcount: int | None
    requirements: str
    environment: str
    communication: str
    inspection_days: int | None
    change_rounds: int
    payment_days: int | None
    standby_fee: Annotated[
        int | None,
        Field(description="Owed to the worker if the contract ends for want of its first money."),
    ]
    trial_hours: Annotated[
        int | None,
        Field(
            description="Of a trial: so many hours at most, and its rights pass only on hiring. Else null."
        ),
    ]
    selection: str
    rights: str
    confidentiality: str
    milestones: list[Part]

    @staticmethod
    def resolve_weekdays(sheet: Any) -> list[str]:
        return sheet.weekdays.split()  # type: ignore[no-any-return]
