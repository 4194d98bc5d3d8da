"""What pages show of work that goes on: what is due in this week or month and the next, and what was paid."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings

from mikiwame.core.clock import day_in_tokyo
from mikiwame.core.ids import id_of
from mikiwame.core.money import Split
from mikiwame.market.contracts import limits, queries, rules
from mikiwame.market.contracts.states import MILESTONE, Ending, MilestoneState, PeriodState
from mikiwame.market.escrow import queries as escrow
from mikiwame.market.paperwork import queries as paperwork
from mikiwame.market.reputation import rules as reputation
from mikiwame.market.terms import queries as terms
from mikiwame.market.turns import queries as turns
from mikiwame.market.turns.states import TurnKind
from mikiwame.wording.timeline import entries

from . import versions
from .acting import MemberRequest
from .freshness import last_seen
from .overviews import (
    ICONS,
    TONES,
    about,
    coming,
    deliveries_shown,
    open_disputes,
    paid_out,
    proposal_of,
    standby_shown,
)

Shown = dict[str, Any]

UNFOLDED, AHEAD = 10, 7
"""So many deliveries of a week or a month stand there at once; of more, so many of those to come."""

TO_COME = (MilestoneState.FUNDED, MilestoneState.UNFUNDED)

LATELY = 15
"""So many facts of work that goes on are on the page of its contract; all of them are the API's."""


def going_on_overview(request: MemberRequest, contract: Any, *, at: datetime) -> Shown:
    """The page of a contract whose work goes on: what is due, what waits for money, what is inspected."""
    clocks, stated = turns.on_page(contract.key, reader=request.user.party), terms.stated(contract.sheet)
    facts = queries.lately(contract, LATELY)
    rewording = versions.waiting(request, contract, stated, clocks, at=at)
    return (
        about(request, contract, at=at)
        | proposal_of(request, contract, clocks)
        | rewording
        | _at_hand(contract, clocks)
        | _proposals(contract, clocks)
        | {
            "stated": stated,
            "disputes": open_disputes(request, contract),
            "standby": standby_shown(contract, clocks),
            "notice_pdf": paperwork.fingerprint_of(contract.notice),
            "timeline": entries(facts, contract.course),
            "coming": coming(rewording["top_up_clock"]),
            "seen": last_seen(facts, contract.offer.key, contract.key),
            "away": queries.other_away(contract, day_in_tokyo(at)),
            "may_review": bool(reputation.may_review(request.user, contract, at)),
        }
    )


def _proposals(contract: Any, clocks: list[Any]) -> Shown:
    """Days off that wait for an answer, and a notice that the work ends."""
    kinds = {clock.kind: clock for clock in clocks}
    day_off = queries.open_break(contract) if TurnKind.BREAK in kinds else None
    noticed = contract.leaving in {Ending.NOTICE_BY_CLIENT, Ending.NOTICE_BY_WORKER}
    return {
        "day_off": day_off,
        "day_off_clock": kinds.get(TurnKind.BREAK),
        "notice": contract.ending_notice if noticed else None,
        "reason_clock": kinds.get(TurnKind.REASON),
    }


def _at_hand(contract: Any, clocks: list[Any]) -> Shown:
    periods = queries.periods_at_hand(contract)
    rows = {
        period: [_row(part) | {"turn": _clock(clocks, part)} for part in parts]
        for period, parts in periods.items()
    }
    every = [row for of_period in rows.values() for row in of_period]
    parts = [row["part"] for row in every]
    unpaid = next((period for period in periods if period.state == PeriodState.UNFUNDED), None)
    to_inspect = [row for row in every if row["part"].state == MilestoneState.DELIVERED]
    _tell_what_arrives(contract, to_inspect)
    handed_over = deliveries_shown(queries.deliveries_within([part.pk for part in parts]))
    told = {row["delivery"].milestone_id: row for row in reversed(handed_over)}
    for row in every:
        row["handed_over"] = told.get(row["part"].pk)
    return {
        "periods": [{"period": period, **_folded(of_period)} for period, of_period in rows.items()],
        "unpaid": unpaid,
        "unpaid_clock": _clock(clocks, unpaid) if unpaid else None,
        "to_inspect": to_inspect,
        "to_mend": [row for row in every if row["part"].state == MilestoneState.CHANGES_REQUESTED],
        "to_write": [row for row in every if row["part"].state == MilestoneState.FUNDED],
        "next_due": next((row for row in every if row["part"].state == MilestoneState.FUNDED), None),
        "missed": queries.missed_in_a_row(contract) if rules.works_on(contract) else 0,
        "missed_most": limits.MISSED_IN_A_ROW,
        "deliveries": handed_over,
    }


def _folded(rows: list[Shown]) -> Shown:
    """What is due in a week; of a month what is open and a week more, the rest by itself."""
    if len(rows) <= UNFOLDED:
        return {"earlier": [], "rows": rows, "later": []}
    states = [row["part"].state for row in rows]
    first = next((n for n, state in enumerate(states) if state in MILESTONE.open), len(rows) - AHEAD)
    to_come = next((n for n, state in enumerate(states) if state in TO_COME), len(rows))
    last = max(first, to_come) + AHEAD
    return {"earlier": rows[:first], "rows": rows[first:last], "later": rows[last:]}


def _tell_what_arrives(contract: Any, rows: list[Shown]) -> None:
    """Of each delivery that waits for inspection, how its own money would be divided."""
    if not rows:
        return
    amounts = [row["part"].amount for row in rows]
    taxed, agreed_at = contract.withholds_tax, contract.agreed_at
    splits = escrow.preview_each(*amounts, worker=contract.worker, withholds_tax=taxed, at=agreed_at)
    for row, split in zip(rows, splits, strict=True):
        row["split"] = split


def periods_overview(request: MemberRequest, id: UUID) -> Shown:  # noqa: A002
    """All weeks or months of a contract, the latest first."""
    contract = queries.contract_for(request.user, id)
    return {"contract": contract, "is_client": request.user.acts_for(contract.client)}


def period_overview(request: MemberRequest, id: UUID, *, at: datetime) -> Shown:  # noqa: A002
    """A week or a month: each delivery with its day and its money, and their sums."""
    period = queries.period_for(request.user, id)
    parts = queries.deliveries_of(period)
    paid = paid_out(parts)
    return {
        "period": period,
        "contract": period.contract,
        "is_client": request.user.acts_for(period.contract.client),
        "rows": [_row(part) | {"split": paid.get(part.key)} for part in parts],
        "sum": _sum(paid.values()),
        "deliveries": deliveries_shown(queries.deliveries_within([part.pk for part in parts])),
        "at": at,
    }


def period_deposit_overview(request: MemberRequest, deposit: Any) -> Shown:
    """A payment for a week or a month: what will become of it, and until when it is waited for."""
    period = queries.period_for(request.user, id_of(deposit.purpose))
    contract, clock = period.contract, next(iter(turns.current(period.key)), None)
    left_out = (MilestoneState.SKIPPED, MilestoneState.DROPPED)
    amounts = [part.amount for part in queries.deliveries_of(period) if part.state not in left_out]
    taxed, agreed_at = contract.withholds_tax, contract.agreed_at
    return {
        "deposit": deposit,
        "contract": contract,
        "split": escrow.preview(*amounts, worker=contract.worker, withholds_tax=taxed, at=agreed_at),
        "until": clock.until if clock else None,
        "awaits": clock.kind if clock else None,
        "sandbox": settings.GATEWAY == "sandbox",
    }


def _sum(splits: Any) -> Split:
    every = list(splits)
    return Split(
        net=sum(split.net for split in every),
        fee=sum(split.fee for split in every),
        withheld=sum(split.withheld for split in every),
    )


def _row(part: Any) -> Shown:
    state = MilestoneState(part.state)
    return {"part": part, "icon": ICONS[state], "tone": TONES.get(state, "")}


def _clock(clocks: list[Any], thing: Any) -> Any:
    about = (clock for clock in clocks if clock.subject == thing.key and clock.kind != TurnKind.CANCELLATION)
    return next(about, None)
