"""Stories of amendments that change money which is held already: what is less goes back at once."""

from collections.abc import Callable

import pytest
from django.db.models import Sum

from mikiwame.core.errors import Refused
from mikiwame.market.contracts import amounts, audit, queries
from mikiwame.market.contracts.models import Amendment, AmountChange, Contract
from mikiwame.market.contracts.operations import amendments, disputes, endings, periods, work
from mikiwame.market.escrow import queries as escrow
from mikiwame.market.escrow.models import Refund, Release
from mikiwame.market.history import queries as history
from mikiwame.market.members.models import Member
from mikiwame.market.terms.lines import Part
from tests.cast import Cast
from tests.market.contracts.stage import (
    DAY,
    HALVES,
    HOUR,
    START,
    again,
    by_the_hour,
    delivered,
    going_on,
    handed_in,
    paid,
    part,
    proposed,
    ruled,
    started,
    week,
    week_paid,
    wrote,
)

LATER = START + HOUR
CHEAPER = [Part(1, "ラフ案", 7_000, HALVES[0].due), HALVES[1]]


def agreed_to(proposal: Amendment, *, by: Member, at: object = LATER) -> Contract:
    """The other side accepts."""
    return amendments.accept_amendment(proposal, by=by, at=at)  # type: ignore[arg-type]


def adds_up() -> bool:
    """Every yen is where it should be."""
    return audit.discrepancies() == [] and escrow.audit() == []


def back() -> int:
    """What has come back to the client."""
    return int(Refund.objects.aggregate(all=Sum("amount"))["all"] or 0)


def paid_out() -> int:
    """What has gone to the worker, gross."""
    return int(Release.objects.aggregate(all=Sum("gross"))["all"] or 0)


def test_what_is_less_goes_back_when_both_agree_and_not_before(cast: Cast) -> None:
    contract = started(cast, parts=HALVES)
    proposal = proposed(contract, by=cast.sakurai, parts=CHEAPER, at=LATER)
    assert proposal.worsens == ["reward"]
    assert (part(contract).amount, back()) == (10_000, 0)

    agreed_to(proposal, by=cast.yuki)
    assert [(row.amount, row.state) for row in queries.standing(again(contract))] == [
        (7_000, "funded"),
        (20_000, "unfunded"),
    ]
    assert back() == 3_000
    assert escrow.balances(cast.sakurai.party).held == 7_000
    last = list(history.facts_about(contract.key))[-1]
    assert (last.kind, last.data["returned"]) == ("contracts.AmendmentAccepted", 3_000)
    assert adds_up()

    delivered(contract, at=LATER)
    work.accept(part(contract), by=cast.sakurai, at=LATER)
    assert paid_out() == 7_000
    assert adds_up()


def test_the_whole_of_one_part_is_lowered_twice_and_then_goes_back(cast: Cast) -> None:
    contract = started(cast)
    for reward in (20_000, 1):
        agreed_to(proposed(again(contract), by=cast.yuki, reward=reward, at=LATER), by=cast.sakurai)
    assert (part(contract).amount, back()) == (1, 29_999)
    assert AmountChange.objects.count() == 2

    proposal = endings.propose_cancellation(again(contract), reason="終了", by=cast.yuki, at=LATER)
    endings.answer_cancellation(proposal, agree=True, by=cast.sakurai, at=LATER)
    assert back() == 30_000
    assert adds_up()


def test_what_was_lowered_can_be_contested_and_divided(cast: Cast) -> None:
    contract = started(cast, parts=HALVES)
    agreed_to(proposed(contract, by=cast.yuki, parts=CHEAPER, at=LATER), by=cast.sakurai)
    delivered(contract, at=LATER)
    dispute = disputes.open_dispute(
        part(contract), statement="違う", contested=5_000, by=cast.sakurai, at=LATER
    )
    assert paid_out() == 2_000
    ruled(dispute, to_worker=1_500, by=cast.oda, at=LATER)
    assert paid_out() == 3_500
    assert back() == 3_000 + 3_500
    assert adds_up()


@pytest.mark.parametrize("state", ["delivered", "changes_requested", "disputed", "accepted"])
def test_the_amount_of_what_was_handed_over_stays(state: str, cast: Cast) -> None:
    contract = started(cast, parts=HALVES)
    paid(contract, 2, at=LATER)
    delivered(contract, at=LATER)
    acts: dict[str, Callable[[], object]] = {
        "delivered": lambda: None,
        "changes_requested": lambda: work.request_changes(
            part(contract), term="scope", reason="直し", by=cast.sakurai, at=LATER
        ),
        "disputed": lambda: disputes.open_dispute(
            part(contract), statement="違う", by=cast.sakurai, at=LATER
        ),
        "accepted": lambda: work.accept(part(contract), by=cast.sakurai, at=LATER),
    }
    acts[state]()
    assert part(contract).state == state
    with pytest.raises(Refused) as refused:
        proposed(again(contract), by=cast.yuki, parts=CHEAPER, at=LATER)
    assert refused.value.code == "held_amount_stays"


def test_who_hands_over_first_is_paid_what_was_agreed_before(cast: Cast) -> None:
    contract = started(cast, parts=HALVES)
    proposal = proposed(contract, by=cast.yuki, parts=CHEAPER, at=LATER)
    delivered(contract, at=LATER)
    with pytest.raises(Refused) as refused:
        agreed_to(proposal, by=cast.sakurai)
    assert refused.value.code == "held_amount_stays"
    assert (part(contract).amount, back()) == (10_000, 0)
    assert adds_up()


# Work that goes on


def test_deliveries_that_are_paid_ahead_and_to_come_are_worth_less(cast: Cast) -> None:
    contract = going_on(cast)
    delivered(contract, at=LATER)
    due = week(contract).milestones.count()
    agreed_to(proposed(again(contract), by=cast.sakurai, reward=1_500, at=LATER), by=cast.yuki)

    assert [row.amount for row in week(contract).milestones.all()] == [2_000, *[1_500] * (due - 1)]
    assert back() == 500 * (due - 1)
    assert week(contract).amount == 2_000 + 1_500 * (due - 1)
    unfunded = queries.unfunded_period(contract)
    assert unfunded is not None
    assert queries.unpaid_in(unfunded)[0].amount == 1_500
    assert adds_up()

    work.accept(part(contract), by=cast.sakurai, at=LATER)
    assert paid_out() == 2_000
    assert adds_up()


def test_where_other_days_are_agreed_what_is_paid_stays_what_it_was_paid_for(cast: Cast) -> None:
    contract = going_on(cast)
    proposal = proposed(contract, by=cast.yuki, reward=1_500, weekdays="tue", at=LATER)
    agreed_to(proposal, by=cast.sakurai)
    assert {row.amount for row in week(contract).milestones.all()} == {2_000}
    assert back() == 0
    assert adds_up()


def test_a_missed_delivery_gives_back_what_it_was_worth_then(cast: Cast) -> None:
    contract = going_on(cast)
    agreed_to(proposed(contract, by=cast.yuki, reward=1_500, at=LATER), by=cast.sakurai)
    before = back()
    periods.miss(part(contract), at=START + DAY)
    assert back() == before + 1_500
    assert adds_up()


# Work by the hour


def test_a_week_that_has_begun_keeps_its_rate_and_the_next_has_the_new_one(cast: Cast) -> None:
    contract = by_the_hour(cast)
    week_paid(contract, 2, at=LATER)
    proposal = proposed(again(contract), by=cast.yuki, reward=1_200, weekly_hours=8, at=LATER)
    agreed_to(proposal, by=cast.sakurai)

    sheets = [part(contract, number).timesheet for number in (1, 2)]
    assert [(sheet.rate, sheet.hours) for sheet in sheets] == [(1_500, 10), (1_200, 8)]
    assert [part(contract, number).amount for number in (1, 2)] == [15_000, 9_600]
    assert back() == 15_000 - 9_600
    assert adds_up()

    wrote(contract)
    handed_in(contract)
    assert part(contract).amount == 3 * 1_500
    assert adds_up()


def test_another_rate_for_as_much_money_moves_none(cast: Cast) -> None:
    contract = by_the_hour(cast)
    week_paid(contract, 2, at=LATER)
    proposal = proposed(again(contract), by=cast.yuki, reward=3_000, weekly_hours=5, at=LATER)
    agreed_to(proposal, by=cast.sakurai)
    sheet = part(contract, 2).timesheet
    assert (sheet.rate, sheet.hours, back()) == (3_000, 5, 0)
    assert not AmountChange.objects.exists()
    assert adds_up()


def test_a_rehearsal_says_what_would_go_back(cast: Cast) -> None:
    contract = started(cast, parts=HALVES)
    said = amendments.rehearse_amendment(contract, changes={}, parts=CHEAPER, by=cast.sakurai, at=LATER)
    assert (said.effect.returned, said.effect.lowered) == (3_000, 1)
    assert amounts.Effect().returned == 0
    assert back() == 0
