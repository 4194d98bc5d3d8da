"""What the page of a week by the hour shows: what was worked, what is left, what was handed in."""

from datetime import datetime
from typing import Any
from uuid import UUID

from mikiwame.market.contracts import queries, timesheets
from mikiwame.market.contracts.hours import pay
from mikiwame.market.contracts.rules import hours as rules
from mikiwame.market.contracts.states import MilestoneState
from mikiwame.market.turns import queries as turns
from mikiwame.market.turns.states import TurnKind

from .acting import MemberRequest
from .overviews import about, expected

Shown = dict[str, Any]


def week_overview(request: MemberRequest, id: UUID, *, at: datetime) -> Shown:  # noqa: A002
    """A week with its figures, its entries and statements, and what the reader can do."""
    week = timesheets.week_for(request.user, id)
    week.contract = contract = queries.contract_for(request.user, week.contract_id)
    statements = [_stated(delivery, week.timesheet.rate) for delivery in timesheets.statements(week)]
    may_write, is_client = (
        bool(rules.may_write(request.user, week, at)),
        request.user.acts_for(contract.client),
    )
    entries = timesheets.entries(request.user, week) if may_write else []
    return (
        about(request, contract, at=at)
        | {"week": week, "entries": entries, "statements": statements, "may_write": may_write, "at": at}
        | _inspecting(week, statements, is_client)
        | {
            "tally": timesheets.tally(week, entries or (statements[0]["lines"] if statements else ())),
            "may_hand_in": bool(rules.may_hand_in(request.user, week, at)),
            "turn": _clock(week),
        }
    )


def _inspecting(week: Any, statements: list[Shown], is_client: bool) -> Shown:
    """What the client inspects, and what the worker was asked to change."""
    asked = [row["delivery"].change_request for row in statements if row["asked"]]
    mending = week.state == MilestoneState.CHANGES_REQUESTED
    may_inspect = is_client and week.state == MilestoneState.DELIVERED
    return {
        "may_inspect": may_inspect,
        "split": expected(week.contract, week) if may_inspect else None,
        "rounds_left": week.contract.sheet.change_rounds - len(asked),
        "asked": asked[0] if mending and asked else None,
    }


def _stated(delivery: Any, rate: int) -> Shown:
    lines = list(delivery.lines.all())
    minutes = sum(line.minutes for line in lines)
    asked = hasattr(delivery, "change_request")
    return {
        "delivery": delivery,
        "lines": lines,
        "minutes": minutes,
        "pay": pay(minutes, rate),
        "asked": asked,
    }


def _clock(week: Any) -> Any:
    kinds = (TurnKind.TIMESHEET, TurnKind.INSPECTION)
    return next((turn for turn in turns.current(week.key) if turn.kind in kinds), None)
