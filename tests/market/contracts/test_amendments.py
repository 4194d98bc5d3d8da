"""Stories of amendments: nothing moves until both agree, and worse terms set the worker free."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest

from mikiwame import stops
from mikiwame.core.clock import day_in_tokyo
from mikiwame.core.errors import NotFound, Refused
from mikiwame.core.terms import Term
from mikiwame.market.contracts import limits, queries
from mikiwame.market.contracts.models import Amendment, Contract
from mikiwame.market.contracts.operations import amendments, disputes, endings, periods, work
from mikiwame.market.contracts.states import (
    AmendmentState,
    ContractState,
    Ending,
    MilestoneState,
    PeriodState,
)
from mikiwame.market.escrow import queries as escrow
from mikiwame.market.history import queries as history
from mikiwame.market.members.models import Member
from mikiwame.market.terms import contact as guard
from mikiwame.market.terms import queries as terms
from mikiwame.market.terms.lines import Part
from mikiwame.market.turns import queries as turns
from mikiwame.ops import sweep
from tests.cast import MORNING, Cast
from tests.market.contracts.stage import (
    DAY,
    HALVES,
    HOUR,
    START,
    again,
    agreed,
    asked,
    clocks,
    clocks_of,
    delivered,
    going_on,
    inspecting,
    mended,
    mending,
    paid,
    part,
    proposed,
    running,
    started,
    week,
)

LATER = START + DAY
HALF_A_MONTH_LATER: dict[str, Any] = {"start_date": date(2026, 12, 5)}
DAILY: dict[str, Any] = {"pace": "毎日1案"}
WHEN_NAMED: dict[str, Any] = {
    "start_date": None,
    "start_condition": "店名の決定後",
    "start_latest": date(2026, 11, 20),
}
TOO_LATE = START + 2 * DAY
"""Its latest day has passed, and nobody has declared it."""


def refusal(act: Any) -> tuple[str, str | None]:
    """The code and the field of a refusal."""
    with pytest.raises(Refused) as refused:
        act()
    return refused.value.code, refused.value.field


def test_until_the_other_side_agrees_the_old_terms_stand(cast: Cast) -> None:
    contract = agreed(cast)
    proposal = proposed(contract, by=cast.sakurai, **HALF_A_MONTH_LATER)

    assert again(contract).sheet == contract.sheet
    assert again(contract).starts_on == date(2026, 11, 20)
    assert clocks(proposal.key) == {"amendment"}
    assert proposal.until == MORNING + limits.AMENDMENT_DAYS * DAY
    assert proposal.worsens == ["start"]
    assert proposal.sheet.frozen_at == MORNING
    [change] = terms.difference(proposal.base, proposal.sheet)
    assert (change.term, change.worsens_for_worker) == (Term.START, True)


def test_what_both_agree_to_becomes_the_contract_with_a_notice_of_its_own(cast: Cast) -> None:
    contract = agreed(cast)
    proposal = proposed(contract, by=cast.yuki, at=MORNING, change_rounds=1, communication="このサイトで")
    amendments.accept_amendment(proposal, by=cast.sakurai, at=MORNING + HOUR)

    contract = again(contract)
    assert contract.sheet == proposal.sheet
    assert contract.offer.sheet == proposal.base
    assert [notice.number for notice in queries.notices_for(cast.yuki, contract.pk)] == [1, 2]
    assert "第2版" in queries.notice_for(cast.yuki, contract.pk).html
    assert "直しを頼めるのは1回まで" in queries.notice_for(cast.sakurai, contract.pk).html
    assert "直しを頼めるのは2回まで" in queries.notice_for(cast.sakurai, contract.pk, 1).html
    assert clocks(proposal.key) == set()
    kinds = [fact.kind.partition(".")[2] for fact in history.facts_about(contract.key)]
    assert kinds[-2:] == ["AmendmentProposed", "AmendmentAccepted"]


@pytest.mark.parametrize("end", ["refused", "withdrawn", "lapsed"])
def test_a_proposal_that_comes_to_nothing_changes_nothing(end: str, cast: Cast) -> None:
    contract = running(cast)
    proposal = proposed(contract, by=cast.sakurai, rights="納品のあと、クライアントに移ります。")
    match end:
        case "refused":
            amendments.refuse_amendment(proposal, by=cast.yuki, at=MORNING)
        case "withdrawn":
            amendments.withdraw_amendment(proposal, by=cast.sakurai, at=MORNING)
        case _:
            sweep.perform_due(proposal.until)
    proposal.refresh_from_db()
    assert proposal.state == end
    assert again(contract).sheet == contract.sheet
    assert clocks(proposal.key, contract.key) == set()
    assert proposed(contract, by=cast.yuki, scope="ロゴだけ", at=proposal.until).state == "proposed"


def test_one_proposal_at_a_time(cast: Cast) -> None:
    contract = agreed(cast)
    proposed(contract, by=cast.sakurai, scope="ロゴとチラシ")
    assert refusal(lambda: proposed(contract, by=cast.yuki, scope="ロゴだけ")) == ("amendment_open", None)


def test_only_the_other_side_answers_and_only_the_proposer_takes_it_back(cast: Cast) -> None:
    proposal = proposed(agreed(cast), by=cast.sakurai, scope="ロゴとチラシ")
    for who, code in ((cast.sakurai, "not_the_other_side"), (cast.sora, "not_the_other_side")):
        for answer in (amendments.accept_amendment, amendments.refuse_amendment):
            assert refusal(lambda a=answer, w=who: a(proposal, by=w, at=MORNING)) == (code, None)
    with pytest.raises(Refused):
        amendments.withdraw_amendment(proposal, by=cast.yuki, at=MORNING)
    with pytest.raises(Refused):
        proposed(again(proposal.contract), by=cast.sora, scope="別のこと")
    with pytest.raises(NotFound):
        queries.amendment_for(cast.sora, proposal.pk)


def test_after_its_limit_no_answer_counts_swept_or_not(cast: Cast) -> None:
    contract = running(cast)
    proposal = proposed(contract, by=cast.sakurai, **DAILY)
    late = proposal.until
    acts: tuple[Callable[[], object], ...] = (
        lambda: amendments.accept_amendment(proposal, by=cast.yuki, at=late),
        lambda: amendments.refuse_amendment(proposal, by=cast.yuki, at=late),
        lambda: amendments.withdraw_amendment(proposal, by=cast.sakurai, at=late),
    )
    for act in acts:
        assert refusal(act)[0] == "too_late"
    sweep.perform_due(late)
    for act in acts:
        assert refusal(act)[0] == "wrong_state"


@pytest.mark.parametrize(
    ("changes", "parts", "code", "field"),
    [
        ({}, None, "nothing_changes", None),
        ({"scope": ""}, None, "scope_missing", "scope"),
        ({"headcount": 3}, None, "term_stands", "headcount"),
        ({"reward_basis": "hourly"}, None, "term_stands", "reward_basis"),
        ({"deadline": date(2026, 11, 1)}, None, "date_past", "deadline"),
        ({"inspection_days": 15}, None, "number_out_of_range", "inspection_days"),
        ({"deadline": None, "pace": "毎日"}, None, "due_missing", "deadline"),
    ],
)
def test_nobody_is_asked_to_agree_to_what_cannot_be(
    changes: dict[str, Any], parts: Any, code: str, field: str | None, cast: Cast
) -> None:
    contract = agreed(cast)
    assert refusal(lambda: proposed(contract, by=cast.sakurai, parts=parts, **changes)) == (code, field)
    assert not Amendment.objects.exists()


def test_a_part_is_added_beside_those_that_are_paid_ahead(cast: Cast) -> None:
    contract = started(cast, parts=HALVES)
    longer = [*HALVES, Part(3, "色違い", 5_000, date(2026, 12, 25))]
    proposal = proposed(contract, by=cast.yuki, parts=longer, at=LATER)
    assert proposal.sheet.reward == 35_000
    amendments.accept_amendment(proposal, by=cast.sakurai, at=LATER)
    assert [(row.number, row.amount, row.state) for row in queries.standing(again(contract))] == [
        (1, 10_000, "funded"),
        (2, 20_000, "unfunded"),
        (3, 5_000, "unfunded"),
    ]
    assert escrow.audit() == []


def test_parts_without_money_change_go_and_come_back(cast: Cast) -> None:
    contract = started(cast, parts=HALVES)
    alone = [HALVES[0]]
    accept(proposed(contract, by=cast.yuki, parts=alone, at=LATER), by=cast.sakurai)
    assert [row.state for row in queries.milestones(again(contract))] == ["funded", "dropped"]

    changed = [HALVES[0], Part(2, "清書と印刷", 26_000, date(2026, 12, 20))]
    accept(proposed(contract, by=cast.sakurai, parts=changed, at=LATER), by=cast.yuki)
    standing = queries.standing(again(contract))
    assert [(row.title, row.amount, row.due) for row in standing] == [
        ("ラフ案", 10_000, date(2026, 12, 4)),
        ("清書と印刷", 26_000, date(2026, 12, 20)),
    ]

    delivered(contract, at=LATER)
    work.accept(standing[0], by=cast.sakurai, at=LATER)
    assert clocks(standing[1].key) == {"funding"}
    funding_until = turns.limit("funding", standing[1].key)
    assert funding_until == LATER + 3 * DAY


def test_a_payment_under_way_for_another_amount_is_called_off(cast: Cast) -> None:
    contract = agreed(cast)
    deposit = asked(contract)
    accept(proposed(contract, by=cast.sakurai, reward=33_000), by=cast.yuki, at=MORNING)
    deposit.refresh_from_db()
    assert deposit.state == "cancelled"
    assert asked(contract).amount == 33_000
    paid(contract)
    assert escrow.balances(cast.sakurai.party).held == 33_000
    assert escrow.audit() == []


def test_some_work_is_left_to_do(cast: Cast) -> None:
    contract = started(cast, parts=HALVES)
    delivered(contract, at=LATER)
    work.accept(part(contract), by=cast.sakurai, at=LATER)
    act = lambda: proposed(contract, by=cast.sakurai, parts=[HALVES[0]], at=LATER)  # noqa: E731
    assert refusal(act) == ("no_part_left", "milestones")


def test_what_is_paid_keeps_its_name(cast: Cast) -> None:
    contract = started(cast, parts=HALVES)
    delivered(contract, at=LATER)
    work.accept(part(contract), by=cast.sakurai, at=LATER)
    renamed = [Part(1, "別の仕事", 10_000, HALVES[0].due), HALVES[1]]
    act = partial(proposed, contract, by=cast.sakurai, parts=renamed, at=LATER)
    assert refusal(act) == ("finished_part_stays", "milestones")
    renamed = [HALVES[0], Part(2, "清書と入稿", 20_000, HALVES[1].due)]
    accept(proposed(contract, by=cast.sakurai, parts=renamed, at=LATER), by=cast.yuki)
    assert [row.title for row in queries.standing(again(contract))] == ["ラフ案", "清書と入稿"]


def test_a_later_day_moves_the_clock_of_the_work(cast: Cast) -> None:
    contract = started(cast)
    accept(proposed(contract, by=cast.yuki, deadline=date(2026, 12, 24), at=LATER), by=cast.sakurai)
    milestone = part(contract)
    assert milestone.due == date(2026, 12, 24)
    assert turns.limit("delivery", milestone.key) == limits.for_delivery(date(2026, 12, 24), LATER)


def test_overdue_work_gets_its_new_day_and_its_clock_back(cast: Cast) -> None:
    contract = started(cast)
    late = limits.for_delivery(date(2026, 12, 18), MORNING) + HOUR
    proposal = proposed(contract, by=cast.yuki, deadline=date(2026, 12, 24), at=late)
    assert clocks(part(contract).key) == {"overdue"}
    accept(proposal, by=cast.sakurai, at=late)
    assert clocks(part(contract).key) == {"delivery"}
    assert delivered(contract, at=late + HOUR).number == 1


def test_the_day_of_what_was_handed_over_stays(cast: Cast) -> None:
    contract = inspecting(cast)
    act = lambda: proposed(contract, by=cast.yuki, deadline=date(2026, 12, 24), at=LATER)  # noqa: E731
    assert refusal(act) == ("handed_over_day_stays", "milestones")


def test_a_start_that_was_moved_lights_the_lamp_on_its_new_day(cast: Cast) -> None:
    contract = running(cast)
    accept(proposed(contract, by=cast.sakurai, **HALF_A_MONTH_LATER), by=cast.yuki, at=MORNING)
    assert work.begin_due(at=START) == 0
    assert work.begin_due(at=START + 15 * DAY) == 1
    assert part(contract).postponed == 0
    act = lambda: proposed(contract, by=cast.sakurai, start_date=date(2026, 12, 10), at=START + 15 * DAY)  # noqa: E731
    assert refusal(act) == ("start_reached", "start_date")


def test_a_date_becomes_a_condition_and_a_condition_a_date(cast: Cast) -> None:
    contract = running(cast)
    condition: dict[str, Any] = {
        "start_date": None,
        "start_condition": "打ち合わせのあと",
        "start_latest": date(2026, 11, 30),
    }
    accept(proposed(contract, by=cast.sakurai, **condition), by=cast.yuki, at=MORNING)
    assert clocks_of(again(contract)) == {0: {"start"}, 1: set()}

    dated: dict[str, Any] = {"start_date": day_in_tokyo(MORNING), "start_condition": ""}
    accept(proposed(contract, by=cast.sakurai, **dated), by=cast.yuki, at=MORNING)
    assert clocks_of(again(contract)) == {0: set(), 1: {"delivery"}}
    assert again(contract).sheet.start_latest is None


def test_shorter_inspections_hold_for_what_is_handed_over_from_now_on(cast: Cast) -> None:
    contract = started(cast)
    accept(proposed(contract, by=cast.yuki, inspection_days=3, at=LATER), by=cast.sakurai)
    delivered(contract, at=LATER)
    assert turns.limit("inspection", part(contract).key) == LATER + 3 * DAY


def test_what_changed_meanwhile_cannot_be_agreed_to(cast: Cast) -> None:
    contract = started(cast, parts=HALVES)
    dearer = [Part(1, "ラフ案", 12_000, HALVES[0].due), HALVES[1]]
    proposal = proposed(contract, by=cast.yuki, parts=dearer, at=LATER)
    delivered(contract, at=LATER)
    assert refusal(lambda: accept(proposal, by=cast.sakurai)) == ("held_amount_stays", "milestones")


def test_the_end_of_the_contract_drops_the_proposal(cast: Cast) -> None:
    contract = inspecting(cast)
    proposal = proposed(contract, by=cast.sakurai, communication="このサイトで", at=LATER)
    work.accept(part(contract), by=cast.sakurai, at=LATER)
    proposal.refresh_from_db()
    assert proposal.state == AmendmentState.DROPPED
    assert clocks(proposal.key) == set()
    assert refusal(lambda: accept(proposal, by=cast.yuki)) == ("wrong_state", None)


def test_before_money_is_held_no_proposal_leads_around_the_marketplace(cast: Cast) -> None:
    contract = agreed(cast)
    outside = "LINEのIDは sakurai_design です。追加してください。"
    said: dict[str, Any] = {"changes": {"pace": "週1回"}, "parts": None, "reason": outside}
    propose = partial(amendments.propose_amendment, contract, by=cast.sakurai, at=MORNING, **said)
    assert refusal(propose) == ("leads_outside", "reason")
    assert refusal(lambda: proposed(contract, by=cast.sakurai, scope=outside)) == ("leads_outside", "scope")
    proposed(contract, by=cast.sakurai, **DAILY)
    leave = partial(endings.leave, contract, reason="090-1234-5678 へ。", by=cast.yuki, at=MORNING)
    assert refusal(leave) == ("leads_outside", "reason")
    endings.leave(contract, reason="毎日は無理です。", by=cast.yuki, at=MORNING)


def test_once_money_is_held_the_terms_may_name_how_the_two_talk(cast: Cast) -> None:
    contract = running(cast)
    said: dict[str, Any] = {"communication": "Slackとメール（sakurai@example.com）"}
    proposal = amendments.propose_amendment(
        contract,
        changes=said,
        parts=None,
        reason="メールは a.b@example.com です。",
        by=cast.sakurai,
        at=MORNING,
    )
    accept(proposal, by=cast.yuki, at=MORNING)
    assert again(contract).sheet.communication == said["communication"]


def test_a_line_that_stands_already_is_in_no_other_ones_way(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = "詳しくは sakurai@example.com に聞いてください。"
    with monkeypatch.context() as unguarded:
        unguarded.setattr(guard, "outside", lambda *_: iter(()))
        contract = agreed(cast, scope=old)
    assert proposed(contract, by=cast.sakurai, inspection_days=5).sheet.scope == old
    act = partial(proposed, contract, by=cast.sakurai, deliverable=f"PNG。{old}")
    assert refusal(act) == ("leads_outside", "deliverable")


# Worse terms


@pytest.mark.parametrize(
    "worse",
    [HALF_A_MONTH_LATER, DAILY, {"reward": 25_000}],
    ids=["the late start", "the daily demand", "less money"],
)
def test_over_worse_terms_she_leaves_without_fault(worse: dict[str, Any], cast: Cast) -> None:
    contract = agreed(cast)
    proposal = proposed(contract, by=cast.sakurai, **worse)
    endings.leave(again(contract), reason="約束と違います。", by=cast.yuki, at=MORNING)

    contract = again(contract)
    assert (contract.state, contract.ending) == (ContractState.ENDED, Ending.WORSENED)
    assert contract.ended_reason == "約束と違います。"
    proposal.refresh_from_db()
    assert proposal.state == AmendmentState.REFUSED
    assert clocks(proposal.key, contract.key, part(contract).key) == set()


def test_after_her_no_she_may_still_leave_for_a_while(cast: Cast) -> None:
    contract = running(cast)
    proposal = proposed(contract, by=cast.sakurai, **DAILY)
    amendments.refuse_amendment(proposal, by=cast.yuki, at=MORNING)
    assert clocks(contract.key) == {"departure"}
    last = MORNING + limits.DEPARTURE_DAYS * DAY
    assert refusal(lambda: endings.leave(again(contract), by=cast.yuki, at=last))[0] == "too_late"

    endings.leave(again(contract), by=cast.yuki, at=last - HOUR)
    assert again(contract).ending == Ending.WORSENED
    assert part(contract).state == MilestoneState.REFUNDED
    assert escrow.balances(cast.sakurai.party).held == 0
    assert escrow.audit() == []


@pytest.mark.parametrize("end", ["withdrawn", "lapsed", "lapsed, and no sweep came by"])
def test_worse_terms_that_were_taken_back_or_lapsed_were_proposed_all_the_same(end: str, cast: Cast) -> None:
    contract = running(cast)
    proposal = proposed(contract, by=cast.sakurai, **DAILY)
    over = MORNING + HOUR if end == "withdrawn" else proposal.until
    if end == "withdrawn":
        amendments.withdraw_amendment(proposal, by=cast.sakurai, at=over)
    elif end == "lapsed":
        sweep.perform_due(over + DAY)
        assert turns.limit("departure", contract.key) == over + limits.DEPARTURE_DAYS * DAY

    last = over + limits.DEPARTURE_DAYS * DAY
    assert refusal(lambda: endings.leave(again(contract), by=cast.yuki, at=last))[0] == "too_late"
    endings.leave(again(contract), by=cast.yuki, at=last - HOUR)
    assert again(contract).ending == Ending.WORSENED


def test_if_she_stays_the_contract_goes_on_as_it_was(cast: Cast) -> None:
    contract = running(cast)
    amendments.refuse_amendment(proposed(contract, by=cast.sakurai, **DAILY), by=cast.yuki, at=MORNING)
    sweep.perform_due(MORNING + limits.DEPARTURE_DAYS * DAY)
    assert clocks(contract.key) == set()
    assert again(contract).state == ContractState.RUNNING
    act = lambda: endings.leave(again(contract), by=cast.yuki, at=MORNING + 8 * DAY)  # noqa: E731
    assert refusal(act)[0] == "no_way_out"


def test_what_only_she_can_judge_she_says_herself(cast: Cast) -> None:
    contract = running(cast)
    proposal = proposed(contract, by=cast.sakurai, scope="ロゴと名刺とチラシ")
    assert proposal.worsens == []
    assert refusal(lambda: endings.leave(contract, by=cast.yuki, at=MORNING))[0] == "no_way_out"
    wrong = lambda: amendments.refuse_amendment(proposal, worse=["pace"], by=cast.yuki, at=MORNING)  # noqa: E731
    assert refusal(wrong) == ("choice_unknown", "worse")

    amendments.refuse_amendment(proposal, worse=["scope"], by=cast.yuki, at=MORNING)
    proposal.refresh_from_db()
    assert proposal.worsens == ["scope"]
    assert clocks(contract.key) == {"departure"}


def test_what_only_she_can_judge_is_not_undone_by_taking_it_back(cast: Cast) -> None:
    contract = running(cast)
    proposal = proposed(contract, by=cast.sakurai, scope="ロゴと名刺とチラシ")
    amendments.withdraw_amendment(proposal, by=cast.sakurai, at=MORNING + HOUR)
    assert clocks(contract.key) == {"departure"}
    leave = partial(endings.leave, by=cast.yuki, at=MORNING + DAY)
    assert refusal(lambda: leave(again(contract))) == ("worse_unsaid", "worse")
    assert refusal(lambda: leave(again(contract), worse=["pace"])) == ("choice_unknown", "worse")

    own = proposed(again(contract), by=cast.yuki, change_rounds=1)  # is in nobody's way
    leave(again(contract), worse=["scope"])
    own.refresh_from_db()
    proposal.refresh_from_db()
    assert (own.state, proposal.state) == (AmendmentState.DROPPED, AmendmentState.WITHDRAWN)
    assert proposal.worsens == ["scope"]
    assert again(contract).ending == Ending.WORSENED
    fact = history.facts_about(contract.key).get(kind="contracts.AmendmentCalledWorse")
    assert (fact.data["worse"], fact.data["proposed_by"]) == (["scope"], "client")
    assert escrow.audit() == []


def test_what_cannot_be_worse_for_her_is_taken_back_without_a_way_out(cast: Cast) -> None:
    contract = running(cast)
    kinder = proposed(contract, by=cast.sakurai, change_rounds=1)
    amendments.withdraw_amendment(kinder, by=cast.sakurai, at=MORNING)
    assert clocks(contract.key) == set()
    refused = proposed(contract, by=cast.sakurai, scope="ロゴと名刺")
    amendments.refuse_amendment(refused, by=cast.yuki, at=MORNING)  # and she didn't call it worse
    assert clocks(contract.key) == set()


def test_a_second_proposal_takes_no_way_out_away(cast: Cast) -> None:
    contract = running(cast)
    amendments.refuse_amendment(proposed(contract, by=cast.sakurai, **DAILY), by=cast.yuki, at=MORNING)
    until = turns.limit("departure", contract.key)
    vague = proposed(again(contract), by=cast.sakurai, at=MORNING + HOUR, scope="ロゴと名刺")
    amendments.withdraw_amendment(vague, by=cast.sakurai, at=MORNING + 2 * HOUR)
    assert turns.limit("departure", contract.key) == until


def test_what_she_proposes_herself_sets_nobody_free(cast: Cast) -> None:
    contract = running(cast)
    proposal = proposed(contract, by=cast.yuki, **HALF_A_MONTH_LATER)
    assert refusal(lambda: endings.leave(contract, by=cast.yuki, at=MORNING))[0] == "no_way_out"
    wrong = lambda: amendments.refuse_amendment(proposal, worse=["start"], by=cast.sakurai, at=MORNING)  # noqa: E731
    assert refusal(wrong) == ("choice_unknown", "worse")
    amendments.refuse_amendment(proposal, by=cast.sakurai, at=MORNING)
    assert clocks(contract.key) == set()


def test_the_client_never_leaves_by_that_door(cast: Cast) -> None:
    contract = running(cast)
    proposed(contract, by=cast.sakurai, **DAILY)
    for who in (cast.sakurai, cast.sora):
        assert refusal(lambda w=who: endings.leave(contract, by=w, at=MORNING))[0] == "not_the_worker"


def test_what_she_handed_over_is_inspected_and_paid_though_she_left(cast: Cast) -> None:
    contract = started(cast, parts=HALVES)
    paid(contract, 2, at=START)
    delivered(contract, at=LATER)
    proposed(contract, by=cast.sakurai, at=LATER, **DAILY)
    endings.leave(again(contract), by=cast.yuki, at=LATER)

    contract = again(contract)
    assert contract.state == ContractState.RUNNING
    assert [row.state for row in queries.milestones(contract)] == ["delivered", "refunded"]
    assert refusal(lambda: endings.leave(contract, by=cast.yuki, at=LATER))[0] == "left_already"
    assert refusal(lambda: proposed(contract, by=cast.sakurai, scope="ほか", at=LATER))[0] == "left_already"

    while sweep.perform_due(LATER + 7 * DAY):
        pass
    contract = again(contract)
    assert (contract.state, contract.ending) == (ContractState.ENDED, Ending.WORSENED)
    assert [row.state for row in queries.milestones(contract)] == ["accepted", "refunded"]
    assert escrow.balances(cast.sakurai.party).held == 0
    assert escrow.audit() == []


def test_of_whoever_left_no_changes_are_asked(cast: Cast) -> None:
    contract = inspecting(cast)
    proposed(contract, by=cast.sakurai, at=LATER, **DAILY)
    endings.leave(again(contract), by=cast.yuki, at=LATER)
    act = partial(mended, contract, at=LATER)
    assert refusal(act) == ("left_already", None)

    disputes.open_dispute(part(contract), statement="PNGがありません。", by=cast.sakurai, at=LATER)
    assert part(contract).state == MilestoneState.DISPUTED


@pytest.mark.parametrize("overdue", [False, True], ids=["in time", "overdue"])
def test_what_was_to_be_mended_is_inspected_as_it_is_when_she_leaves(overdue: bool, cast: Cast) -> None:
    contract = mending(cast)
    gone = LATER + 10 * DAY if overdue else LATER
    sweep.perform_due(gone)
    assert clocks(part(contract).key) == {"overdue" if overdue else "changes"}
    proposed(contract, by=cast.sakurai, at=gone, **DAILY)
    endings.leave(again(contract), by=cast.yuki, at=gone)
    assert part(contract).state == MilestoneState.DELIVERED
    assert turns.limit("inspection", part(contract).key) == gone + 7 * DAY

    while sweep.perform_due(gone + 30 * DAY):
        pass
    assert again(contract).ending == Ending.WORSENED
    assert part(contract).state == MilestoneState.ACCEPTED
    kinds = [fact.kind.partition(".")[2] for fact in history.facts_about(contract.key)]
    assert kinds[-3:] == ["WorkerLeft", "DeliveryAcceptedBySilence", "ContractEnded"]
    assert escrow.audit() == []


def test_columns_that_were_to_be_mended_are_inspected_too(cast: Cast) -> None:
    contract = going_on(cast)
    delivered(contract, at=START + HOUR)
    mended(contract, at=START + 2 * HOUR)
    proposed(contract, by=cast.sakurai, at=START + 3 * HOUR, reward=1_000)
    endings.leave(again(contract), by=cast.yuki, at=START + 3 * HOUR)
    assert part(contract).state == MilestoneState.DELIVERED

    while sweep.perform_due(START + 30 * DAY):
        pass
    assert (again(contract).ending, part(contract).state) == (Ending.WORSENED, MilestoneState.ACCEPTED)
    assert escrow.audit() == []


def test_what_was_not_proposed_nobody_calls_worse_though_the_start_is_late(cast: Cast) -> None:
    contract = running(cast, **WHEN_NAMED)
    for worse in (["reward"], ["何でも"]):
        act = partial(endings.leave, contract, worse=worse, by=cast.yuki, at=TOO_LATE)
        assert refusal(act) == ("choice_unknown", "worse")

    proposed(contract, by=cast.sakurai, at=TOO_LATE - HOUR, scope="ロゴと名刺とチラシ")
    act = partial(endings.leave, contract, worse=["scope", "何でも"], by=cast.yuki, at=TOO_LATE)
    assert refusal(act) == ("choice_unknown", "worse")
    endings.leave(again(contract), worse=["scope"], by=cast.yuki, at=TOO_LATE)
    assert again(contract).ending == Ending.START_TOO_LATE
    assert Amendment.objects.get().worsens == ["scope"]


def test_a_proposal_whose_time_is_over_holds_nobody_whose_start_is_late(cast: Cast) -> None:
    contract = running(cast, **WHEN_NAMED)
    proposal = proposed(contract, by=cast.sakurai, at=START - 4 * DAY, **DAILY)
    assert proposal.until < TOO_LATE, "and no sweep came by"
    endings.leave(again(contract), by=cast.yuki, at=TOO_LATE)
    proposal.refresh_from_db()
    assert (proposal.state, again(contract).ending) == (AmendmentState.LAPSED, Ending.START_TOO_LATE)


def test_after_its_limit_a_proposal_is_in_nobodys_way_swept_or_not(cast: Cast) -> None:
    contract = running(cast)
    lapsed = proposed(contract, by=cast.sakurai, scope="ロゴとチラシ")
    assert (
        proposed(contract, by=cast.yuki, scope="ロゴだけ", at=lapsed.until).state == AmendmentState.PROPOSED
    )
    lapsed.refresh_from_db()
    assert lapsed.state == AmendmentState.LAPSED


# Work that goes on


def test_a_contract_that_she_left_unpaid_gets_no_other_terms(cast: Cast) -> None:
    contract = going_on(cast, inspection_days=14, payment_days=60)
    for number in (1, 2):
        delivered(contract, number, at=START + HOUR)
    periods.ask_due(at=START + 2 * DAY)
    sweep.perform_due(START + 8 * DAY)
    waiting = proposed(again(contract), by=cast.sakurai, at=START + 11 * DAY, change_rounds=1)
    gone = START + 12 * DAY
    periods.leave_unpaid(week(contract, 2), by=cast.yuki, at=gone)

    contract = again(contract)
    assert contract.state == ContractState.RUNNING
    waiting.refresh_from_db()
    assert waiting.state == AmendmentState.DROPPED
    for who in (cast.sakurai, cast.yuki):
        act = partial(proposed, contract, by=who, at=gone, change_rounds=1)
        assert refusal(act) == ("left_already", None)
    assert not contract.periods.filter(state=PeriodState.UNFUNDED).exists()


def test_no_day_that_is_over_is_laid_out_anew(cast: Cast) -> None:
    contract = going_on(cast)
    sweep.perform_due(START + 7 * DAY)
    late = START + 9 * DAY
    assert week(contract, 2).first < day_in_tokyo(late)
    accept(proposed(contract, by=cast.sakurai, at=late, change_rounds=1), by=cast.yuki, at=late)
    fresh = queries.unfunded_period(contract)
    assert fresh is not None
    assert fresh.number == 2
    assert fresh.first == day_in_tokyo(late)
    assert all(part.due >= fresh.first for part in fresh.milestones.all())


def test_an_outage_gives_her_the_days_back(cast: Cast) -> None:
    contract = running(cast)
    proposal = proposed(contract, by=cast.sakurai, **DAILY)
    silent_for_two_days(MORNING + HOUR)
    proposal.refresh_from_db()
    assert proposal.until == MORNING + (limits.AMENDMENT_DAYS + 2) * DAY


def silent_for_two_days(at: Any) -> None:
    """The server was off."""
    stops.beat(at=at)
    stops.beat(at=at + timedelta(days=2))


def accept(proposal: Amendment, *, by: Member, at: Any = LATER) -> Contract:
    """The other side agrees."""
    return amendments.accept_amendment(proposal, by=by, at=at)
