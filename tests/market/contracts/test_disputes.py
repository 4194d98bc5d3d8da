"""Stories of disputes: what is contested, both cases, a decision, an appeal, an agreement; the money."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mikiwame.core.clock import day_in_tokyo
from mikiwame.core.errors import NotFound, Refused
from mikiwame.core.tax import withholding
from mikiwame.market.contracts import queries
from mikiwame.market.contracts.models import Contract, Decision, Dispute
from mikiwame.market.contracts.operations import disputes, endings, rulings, settlements, work
from mikiwame.market.contracts.rules import disputes as rules
from mikiwame.market.contracts.states import (
    DISPUTE,
    ContractState,
    DisputeState,
    Ending,
    MilestoneState,
    SettlementState,
)
from mikiwame.market.escrow import queries as escrow
from mikiwame.market.escrow.models import Refund, Release
from mikiwame.market.history.queries import facts_about
from mikiwame.market.members.models import Member, Party
from mikiwame.market.messaging.rules import FILES_MOST
from mikiwame.market.messaging.states import ContactPolicy
from mikiwame.market.turns import operations as clocks
from mikiwame.market.turns import queries as turns
from mikiwame.ops import sweep
from tests.cast import Cast, assemble, joined
from tests.market.contracts.stage import (
    DAY,
    HALVES,
    HOUR,
    START,
    again,
    agreed,
    clocks_of,
    delivered,
    inspecting,
    mending,
    paid,
    part,
    ruled,
    started,
)
from tests.market.hiring.stage import applied, published

NOW = START + DAY


def opened(cast: Cast, *, by: Member | None = None, at: datetime = NOW, **values: Any) -> Dispute:
    """One side (Sakurai) contests a delivery of ¥30,000."""
    contested = values.pop("contested", None)
    target = part(inspecting(cast, **values))
    by = by or cast.sakurai
    return disputes.open_dispute(target, statement="違います。", contested=contested, by=by, at=at)


def answered(cast: Cast, **values: Any) -> Dispute:
    """Yuki has answered."""
    return disputes.answer_dispute(opened(cast, **values), text="条件どおりです。", by=cast.yuki, at=NOW)


def decided(cast: Cast, *, to_worker: int = 10_000, at: datetime = NOW, **values: Any) -> Dispute:
    """An operator has decided."""
    dispute = answered(cast, **values)
    return rulings.decide(dispute, to_worker=to_worker, ruling="一部です。", by=cast.oda, at=at)


def appealed(cast: Cast, **values: Any) -> Dispute:
    """Yuki has appealed."""
    return rulings.appeal_ruling(decided(cast, **values), text="足りません。", by=cast.yuki, at=NOW)


def second_operator() -> Member:
    member = joined("mori", "森さん", NOW)
    member.party.is_operator = True
    member.party.save()
    return member


def swept(at: datetime) -> None:
    while sweep.perform_due(at):
        pass


def money() -> tuple[int, int]:
    """What went to workers, gross, and what went back."""
    return sum(one.gross for one in Release.objects.all()), sum(one.amount for one in Refund.objects.all())


# What is contested


def test_what_the_client_does_not_contest_is_paid_at_once(cast: Cast) -> None:
    dispute = opened(cast, contested=12_000)
    [paid_now] = Release.objects.all()
    assert (paid_now.gross, paid_now.purpose) == (18_000, dispute.key)
    assert paid_now.withheld == withholding(18_000)
    assert escrow.balances(cast.sakurai.party).held == escrow.balances(cast.yuki.party).expected == 12_000
    assert escrow.audit() == []
    assert dispute.milestone.state == MilestoneState.DISPUTED


def test_the_client_says_it_when_she_answers_too(cast: Cast) -> None:
    dispute = opened(cast, by=cast.yuki)
    assert not Release.objects.exists()
    with pytest.raises(Refused, match="number_out_of_range"):
        disputes.answer_dispute(dispute, text="いいえ", contested=30_001, by=cast.sakurai, at=NOW)
    dispute = disputes.answer_dispute(dispute, text="PNGだけです", contested=5_000, by=cast.sakurai, at=NOW)
    assert Release.objects.get().gross == 25_000
    assert (dispute.contested, dispute.state) == (5_000, DisputeState.OPEN)


def test_a_worker_cannot_say_what_the_client_contests(cast: Cast) -> None:
    with pytest.raises(Refused, match="not_the_client"):
        opened(cast, by=cast.yuki, contested=1)
    dispute = opened(cast, worker=cast.ken)
    with pytest.raises(Refused, match="not_the_client"):
        disputes.answer_dispute(dispute, text="いいえ", contested=1, by=cast.ken, at=NOW)


@pytest.mark.parametrize("contested", [0, -1, 30_001])
def test_something_and_no_more_than_all_is_contested(cast: Cast, contested: int) -> None:
    with pytest.raises(Refused, match="number_out_of_range"):
        opened(cast, contested=contested)


# Both cases, and their clocks


def test_the_other_side_answers_in_time_and_an_operator_decides(cast: Cast) -> None:
    dispute = disputes.open_dispute(
        part(mending(cast)), statement="約束にない直しです。", by=cast.yuki, at=NOW
    )
    contract = dispute.milestone.contract
    assert clocks_of(contract) == {0: set(), 1: set()}
    assert turns.limit("dispute_answer", dispute.key) == NOW + 5 * DAY
    assert not list(turns.of_operators())
    with pytest.raises(Refused, match="lamp_dispute"):
        delivered(contract, at=NOW)
    with pytest.raises(Refused, match="not_the_other_side"):
        disputes.answer_dispute(dispute, text="もう一度", by=cast.yuki, at=NOW)
    with pytest.raises(Refused, match="wrong_state"):
        rulings.decide(dispute, to_worker=1, ruling="早すぎます", by=cast.oda, at=NOW)
    with pytest.raises(Refused, match="too_late"):
        disputes.answer_dispute(dispute, text="PNG", by=cast.sakurai, at=NOW + 5 * DAY)
    disputes.answer_dispute(dispute, text="PNGは条件にあります。", by=cast.sakurai, at=NOW)
    assert [turn.subject for turn in turns.of_operators()] == [dispute.key]
    with pytest.raises(Refused, match="dispute_answered"):
        disputes.answer_dispute(dispute, text="また", by=cast.sakurai, at=NOW)


def test_without_an_answer_the_operators_decide_on_what_is_there(cast: Cast) -> None:
    dispute = opened(cast)
    swept(NOW + 5 * DAY)
    dispute.refresh_from_db()
    assert (dispute.state, dispute.answer) == (DisputeState.OPEN, "")
    assert [turn.subject for turn in turns.of_operators()] == [dispute.key]
    assert facts_about(dispute.milestone.contract.key).filter(kind="contracts.DisputeUnanswered").count() == 1
    with pytest.raises(Refused, match="wrong_state"):
        disputes.answer_dispute(dispute, text="遅れました", by=cast.yuki, at=NOW + 5 * DAY)


def test_operators_who_are_late_are_asked_again(cast: Cast) -> None:
    dispute = answered(cast)
    swept(NOW + 7 * DAY)
    assert turns.limit("dispute", dispute.key) == NOW + 14 * DAY
    rulings.decide(dispute, to_worker=0, ruling="返金です。", by=cast.oda, at=NOW + 20 * DAY)


def test_that_they_are_late_is_told_once_for_each_decision(cast: Cast) -> None:
    def told() -> int:
        return facts_about(dispute.milestone.contract.key).filter(kind="contracts.DisputeLate").count()

    dispute, _mori = opened(cast), second_operator()
    for days in range(5, 60):  # nobody answers, and for two months nobody decides
        swept(NOW + days * DAY)
        swept(NOW + days * DAY)
        assert told() == int(days >= 12)
    dispute = rulings.decide(dispute, to_worker=0, ruling="返金です。", by=cast.oda, at=NOW + 60 * DAY)
    dispute = rulings.appeal_ruling(dispute, text="足りません。", by=cast.yuki, at=NOW + 60 * DAY)
    for days in range(60, 120):
        swept(NOW + days * DAY)
        assert told() == 1 + int(days >= 67)


@pytest.mark.parametrize("to_worker", [0, 10_000, 30_000])
def test_where_nobody_else_can_decide_the_first_decision_counts_and_against_nobody(
    cast: Cast, to_worker: int
) -> None:
    dispute = appealed(cast, to_worker=to_worker)
    contract = dispute.milestone.contract
    for days in range(1, 14):
        swept(NOW + days * DAY)
        dispute.refresh_from_db()
        assert dispute.state == DisputeState.APPEALED, "asked again once, so that somebody is appointed"
    assert money() == (0, 0)
    swept(NOW + 14 * DAY)

    dispute.refresh_from_db()
    assert (dispute.state, dispute.to_worker) == (DisputeState.SETTLED, to_worker)
    assert money() == (to_worker, 30_000 - to_worker)
    assert escrow.audit() == []
    assert not turns.current(dispute.key)
    kinds = [fact.kind for fact in facts_about(contract.key)]
    assert kinds.count("contracts.DisputeUnreviewed") == 1
    assert "contracts.DisputeSettled" not in kinds


@pytest.mark.parametrize("how", ["decided", "is a side", "deals with a side", "apart"])
def test_an_appeal_is_unheard_while_no_operator_may_decide_it(cast: Cast, how: str) -> None:
    dispute = appealed(cast)
    match how:
        case "is a side":
            Party.objects.filter(pk=cast.sakurai.party_id).update(is_operator=True)
        case "deals with a side":
            agreed(cast, application=applied(cast.ken, published(cast.sakurai)))
            Party.objects.filter(pk=cast.ken.party_id).update(is_operator=True)
        case "apart":
            second_operator()
    assert [one.key for one in queries.unheard_appeals()] == ([] if how == "apart" else [dispute.key])
    assert bool(rules.has_decider(dispute)) == (how == "apart")


def test_an_operator_who_is_appointed_in_time_decides_the_appeal(cast: Cast) -> None:
    dispute = appealed(cast)
    swept(NOW + 7 * DAY)
    mori = second_operator()
    for days in range(8, 60):
        swept(NOW + days * DAY)
    dispute = rulings.decide(dispute, to_worker=30_000, ruling="すべて。", by=mori, at=NOW + 60 * DAY)
    assert (dispute.state, dispute.to_worker) == (DisputeState.SETTLED, 30_000)


def test_a_first_decision_waits_for_an_operator_however_few_there_are(cast: Cast) -> None:
    Party.objects.update(is_operator=False)
    dispute = answered(cast)
    for days in range(1, 60):
        swept(NOW + days * DAY)
    dispute.refresh_from_db()
    assert dispute.state == DisputeState.OPEN


def test_after_a_long_outage_they_are_asked_once(cast: Cast) -> None:
    dispute, late = answered(cast), NOW + 400 * DAY
    assert sweep.perform_due(late) == 1
    assert sweep.perform_due(late) == 0
    assert turns.limit("dispute", dispute.key) == late + 7 * DAY


def test_after_the_inspection_there_is_nothing_to_dispute(cast: Cast) -> None:
    with pytest.raises(Refused, match="too_late"):
        opened(cast, at=START + HOUR + 7 * DAY)


# The decision


def test_nobody_but_an_operator_of_neither_side_decides(cast: Cast) -> None:
    dispute = answered(cast)
    for by in (cast.sakurai, cast.yuki, cast.sora):
        with pytest.raises(Refused, match="operators_only"):
            rulings.decide(dispute, to_worker=1, ruling="…", by=by, at=NOW)
    for side in (cast.sakurai, cast.yuki):
        side.party.is_operator = True
        side.party.save()
        with pytest.raises(Refused, match="own_dispute"):
            rulings.decide(dispute, to_worker=1, ruling="…", by=side, at=NOW)
    with pytest.raises(Refused, match="number_out_of_range"):
        rulings.decide(dispute, to_worker=30_001, ruling="…", by=cast.oda, at=NOW)


def test_a_decision_moves_nothing_until_the_time_to_appeal_is_over(cast: Cast) -> None:
    dispute = decided(cast, to_worker=20_000)
    assert money() == (0, 0)
    assert escrow.balances(cast.sakurai.party).held == 30_000
    swept(NOW + 5 * DAY)
    dispute.refresh_from_db()
    assert (dispute.state, dispute.to_worker, dispute.settled_by) == ("settled", 20_000, "ruling")
    assert money() == (20_000, 10_000)
    contract = again(dispute.milestone.contract)
    assert (contract.state, contract.ending) == (ContractState.ENDED, Ending.SETTLED)
    assert escrow.audit() == []
    assert not turns.current(dispute.key)


def test_a_decision_counts_as_soon_as_both_accept_it(cast: Cast) -> None:
    dispute = decided(cast, to_worker=30_000)
    rulings.accept_ruling(dispute, by=cast.yuki, at=NOW)
    assert money() == (0, 0)
    with pytest.raises(Refused, match="ruling_accepted"):
        rulings.appeal_ruling(dispute, text="やはり", by=cast.yuki, at=NOW)
    rulings.accept_ruling(dispute, by=cast.sakurai, at=NOW)
    assert money() == (30_000, 0)
    assert again(dispute.milestone.contract).state == ContractState.FINISHED


def test_nothing_to_the_worker_is_a_refund(cast: Cast) -> None:
    dispute = ruled(opened(cast), to_worker=0, by=cast.oda, at=NOW)
    assert part(dispute.milestone.contract).state == MilestoneState.REFUNDED
    assert money() == (0, 30_000)


# The appeal


def test_another_operator_decides_an_appeal_for_good(cast: Cast) -> None:
    dispute, mori = appealed(cast), second_operator()
    assert [turn.subject for turn in turns.of_operators()] == [dispute.key]
    with pytest.raises(Refused, match="decided_before"):
        rulings.decide(dispute, to_worker=30_000, ruling="やはり", by=cast.oda, at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.create(
            dispute=dispute, number=2, by=cast.oda, to_worker=1, ruling="…", decided_at=NOW
        )
    rulings.decide(dispute, to_worker=25_000, ruling="PNGもあります。", by=mori, at=NOW)
    dispute.refresh_from_db()
    assert (dispute.state, dispute.to_worker) == (DisputeState.SETTLED, 25_000)
    assert money() == (25_000, 5_000)
    for side in (cast.sakurai, cast.yuki):
        with pytest.raises(Refused, match="wrong_state"):
            rulings.appeal_ruling(dispute, text="もう一度", by=side, at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.create(
            dispute=dispute, number=3, by=cast.sora, to_worker=1, ruling="…", decided_at=NOW
        )


def test_an_appeal_comes_in_time_swept_or_not(cast: Cast) -> None:
    dispute = decided(cast)
    for act in (
        lambda: rulings.appeal_ruling(dispute, text="遅れて", by=cast.yuki, at=NOW + 5 * DAY),
        lambda: rulings.accept_ruling(dispute, by=cast.yuki, at=NOW + 5 * DAY),
        lambda: settlements.propose_settlement(dispute, to_worker=1, by=cast.yuki, at=NOW + 5 * DAY),
    ):
        with pytest.raises(Refused, match="too_late"):
            act()


def test_an_announced_absence_makes_the_time_to_appeal_longer(cast: Cast) -> None:
    away = day_in_tokyo(NOW + 2 * DAY)
    clocks.announce_absence(first=away, last=away, by=cast.yuki, at=NOW - DAY)
    dispute = decided(cast)
    swept(NOW + 5 * DAY)
    dispute.refresh_from_db()
    assert (dispute.state, money()) == (DisputeState.DECIDED, (0, 0))
    with pytest.raises(Refused, match="ruling_accepted"):
        rulings.appeal_ruling(dispute, text="遅れて", by=cast.sakurai, at=NOW + 5 * DAY)
    late = NOW + 6 * DAY
    with transaction.atomic():
        rulings.appeal_ruling(dispute, text="足りません。", by=cast.yuki, at=late - HOUR)
        transaction.set_rollback(True)
    swept(late)
    assert money() == (10_000, 20_000)


# Agreement


def test_both_sides_settle_it_between_themselves_at_any_time(cast: Cast) -> None:
    for stage in (opened, answered, decided, appealed):
        with transaction.atomic():
            dispute = stage(cast, contested=24_000)
            first = settlements.propose_settlement(dispute, to_worker=1_000, by=cast.sakurai, at=NOW)
            with pytest.raises(Refused, match="not_the_other_side"):
                settlements.accept_settlement(first, by=cast.sakurai, at=NOW)
            better = settlements.propose_settlement(dispute, to_worker=9_000, by=cast.sakurai, at=NOW)
            with pytest.raises(Refused, match="wrong_state"):
                settlements.accept_settlement(first, by=cast.yuki, at=NOW)
            hers = settlements.propose_settlement(dispute, to_worker=24_000, by=cast.yuki, at=NOW)
            settlements.accept_settlement(better, by=cast.yuki, at=NOW)
            dispute.refresh_from_db()
            hers.refresh_from_db()
            assert (dispute.state, dispute.to_worker, dispute.settled_by) == ("settled", 9_000, "agreement")
            assert hers.state == SettlementState.DROPPED
            assert money() == (6_000 + 9_000, 15_000)
            assert escrow.audit() == []
            assert not turns.current(dispute.key)
            transaction.set_rollback(True)


def test_a_proposal_that_was_taken_back_cannot_be_accepted(cast: Cast) -> None:
    proposal = settlements.propose_settlement(opened(cast), to_worker=1, by=cast.yuki, at=NOW)
    with pytest.raises(Refused, match="not_yours"):
        settlements.withdraw_settlement(proposal, by=cast.sora, at=NOW)
    settlements.withdraw_settlement(proposal, by=cast.yuki, at=NOW)
    with pytest.raises(Refused, match="wrong_state"):
        settlements.accept_settlement(proposal, by=cast.sakurai, at=NOW)


def test_a_proposal_about_the_whole_falls_away_once_less_of_it_is_contested(cast: Cast) -> None:
    dispute = opened(cast, by=cast.yuki)
    hers = settlements.propose_settlement(dispute, to_worker=4_000, by=cast.yuki, at=NOW)
    theirs = settlements.propose_settlement(dispute, to_worker=25_000, by=cast.sakurai, at=NOW)
    disputes.answer_dispute(dispute, text="PNGだけです", contested=5_000, by=cast.sakurai, at=NOW)
    for proposal, by in ((hers, cast.sakurai), (theirs, cast.yuki)):
        with pytest.raises(Refused, match="wrong_state"):
            settlements.accept_settlement(proposal, by=by, at=NOW)
    assert money() == (25_000, 0)


def test_a_proposal_stands_when_the_whole_is_still_contested(cast: Cast) -> None:
    dispute = opened(cast, by=cast.yuki)
    proposal = settlements.propose_settlement(dispute, to_worker=4_000, by=cast.yuki, at=NOW)
    disputes.answer_dispute(dispute, text="全部です", contested=30_000, by=cast.sakurai, at=NOW)
    settlements.accept_settlement(proposal, by=cast.sakurai, at=NOW)
    assert money() == (4_000, 26_000)


def test_parting_ends_a_dispute_and_gives_back_what_is_contested(cast: Cast) -> None:
    dispute = opened(cast, contested=10_000)
    contract = dispute.milestone.contract
    proposal = endings.propose_cancellation(contract, reason="話し合いました", by=cast.yuki, at=NOW)
    endings.answer_cancellation(proposal, agree=True, by=cast.sakurai, at=NOW)
    dispute.refresh_from_db()
    assert dispute.state == DisputeState.DROPPED
    assert money() == (20_000, 10_000)
    assert part(contract).state == MilestoneState.ACCEPTED
    assert escrow.audit() == []


# The other parts


def with_two_parts_paid(cast: Cast) -> Contract:
    contract = inspecting(cast, parts=HALVES)
    paid(contract, 2, at=NOW)
    return again(contract)


def test_a_part_whose_money_is_held_goes_on_beside_a_dispute(cast: Cast) -> None:
    contract = with_two_parts_paid(cast)
    dispute = disputes.open_dispute(part(contract), statement="違う", by=cast.sakurai, at=NOW)
    assert clocks_of(contract) == {0: set(), 1: set(), 2: {"delivery"}}
    delivered(contract, 2, at=NOW)
    work.accept(part(contract, 2), by=cast.sakurai, at=NOW)
    assert again(contract).state == ContractState.RUNNING
    ruled(dispute, to_worker=4_000, by=cast.oda, at=NOW)
    assert money() == (24_000, 6_000)
    assert escrow.audit() == []


def test_operators_see_what_was_handed_over_for_the_other_parts_too(cast: Cast) -> None:
    contract = with_two_parts_paid(cast)
    dispute = disputes.open_dispute(part(contract), statement="違う", by=cast.sakurai, at=NOW)
    beside = delivered(contract, 2, at=NOW)
    assert queries.delivery_for(cast.oda, beside.pk) == beside
    with pytest.raises(NotFound):
        queries.delivery_for(cast.sora, beside.pk)
    elsewhere = delivered(started(cast, worker=cast.ken))
    with pytest.raises(NotFound):
        queries.delivery_for(cast.oda, elsewhere.pk)
    assert dispute.milestone.contract == contract


def test_neither_side_uses_up_the_files_of_the_other(cast: Cast) -> None:
    dispute = opened(cast)
    many = [SimpleUploadedFile(f"{nth}.txt", b"x") for nth in range(FILES_MOST)]
    disputes.add_evidence(dispute, many, by=cast.sakurai, at=NOW)
    with pytest.raises(Refused, match="too_many_files"):
        disputes.add_evidence(dispute, [SimpleUploadedFile("1.txt", b"x")], by=cast.sakurai, at=NOW)
    disputes.add_evidence(dispute, [SimpleUploadedFile("2.txt", b"x")], by=cast.yuki, at=NOW)


def test_a_partial_decision_leaves_work_that_goes_on_alone(cast: Cast) -> None:
    contract = with_two_parts_paid(cast)
    dispute = disputes.open_dispute(part(contract), statement="違う", by=cast.sakurai, at=NOW)
    ruled(dispute, to_worker=4_000, by=cast.oda, at=NOW)
    assert again(contract).state == ContractState.RUNNING
    assert clocks_of(contract)[2] == {"delivery"}
    delivered(contract, 2, at=NOW)
    work.accept(part(contract, 2), by=cast.sakurai, at=NOW)
    assert again(contract).state == ContractState.FINISHED


def test_the_end_of_a_contract_leaves_its_dispute_to_be_decided(cast: Cast) -> None:
    contract = with_two_parts_paid(cast)
    dispute = disputes.open_dispute(part(contract), statement="違う", by=cast.sakurai, at=NOW)
    swept(NOW + 60 * DAY)
    swept(NOW + 70 * DAY)
    contract = again(contract)
    assert (contract.state, contract.ending) == (ContractState.ENDED, Ending.WORKER_SILENT)
    assert part(contract).state == MilestoneState.DISPUTED
    assert escrow.balances(cast.sakurai.party).held == 10_000
    dispute.refresh_from_db()
    rulings.decide(dispute, to_worker=10_000, ruling="条件どおり。", by=cast.oda, at=NOW + 71 * DAY)
    swept(NOW + 80 * DAY)
    assert part(contract).state == MilestoneState.ACCEPTED
    assert money() == (10_000, 20_000)
    assert escrow.audit() == []
    assert again(contract).conversation.contact_policy == ContactPolicy.CLOSED, "no money is held any more"


def test_all_to_the_worker_is_an_acceptance_and_the_contract_goes_on(cast: Cast) -> None:
    contract = inspecting(cast, parts=HALVES)
    dispute = disputes.open_dispute(part(contract), statement="違う", by=cast.sakurai, at=NOW)
    ruled(dispute, to_worker=10_000, by=cast.oda, at=NOW)
    assert part(contract).state == MilestoneState.ACCEPTED
    assert clocks_of(contract) == {0: set(), 1: set(), 2: {"funding"}}


# Every operation in every state, by everybody

STAGES: dict[DisputeState, Callable[[Cast], Dispute]] = {
    DisputeState.ANSWERING: opened,
    DisputeState.OPEN: answered,
    DisputeState.DECIDED: decided,
    DisputeState.APPEALED: appealed,
    DisputeState.SETTLED: lambda cast: ruled(opened(cast), to_worker=1, by=cast.oda, at=NOW),
    DisputeState.DROPPED: lambda cast: dropped(opened(cast), cast),
}


def dropped(dispute: Dispute, cast: Cast) -> Dispute:
    contract = dispute.milestone.contract
    proposal = endings.propose_cancellation(contract, reason="終了", by=cast.yuki, at=NOW)
    endings.answer_cancellation(proposal, agree=True, by=cast.sakurai, at=NOW)
    dispute.refresh_from_db()
    return dispute


def proposed_and_accepted(dispute: Dispute, by: Member, cast: Cast) -> None:
    proposal = settlements.propose_settlement(dispute, to_worker=1, by=cast.yuki, at=NOW)
    settlements.accept_settlement(proposal, by=by, at=NOW)


ACTS: dict[str, tuple[set[str], Callable[[Dispute, Member, Cast], object]]] = {
    "answer_dispute": ({"yuki"}, lambda d, by, _: disputes.answer_dispute(d, text="いいえ", by=by, at=NOW)),
    "decide": ({"mori"}, lambda d, by, _: rulings.decide(d, to_worker=1, ruling="…", by=by, at=NOW)),
    "appeal_ruling": (
        {"sakurai", "yuki"}, lambda d, by, _: rulings.appeal_ruling(d, text="不服", by=by, at=NOW)
    ),
    "accept_ruling": ({"sakurai", "yuki"}, lambda d, by, _: rulings.accept_ruling(d, by=by, at=NOW)),
    "accept_settlement": ({"sakurai"}, proposed_and_accepted),
}  # fmt: skip


@pytest.mark.parametrize("state", DisputeState)
@pytest.mark.parametrize("operation", ACTS)
def test_every_operation_in_every_state_by_everybody(state: DisputeState, operation: str, cast: Cast) -> None:
    dispute, mori = STAGES[state](cast), second_operator()
    assert dispute.state == state
    whose, act = ACTS[operation]
    everybody = {"sakurai": cast.sakurai, "yuki": cast.yuki, "sora": cast.sora, "mori": mori}
    for name, by in everybody.items():
        allowed = state in DISPUTE.sources(operation) and name in whose
        with transaction.atomic():
            if allowed:
                act(dispute, by, cast)
            else:
                with pytest.raises(Refused):
                    act(dispute, by, cast)
            transaction.set_rollback(True)
        dispute.refresh_from_db()


def test_clocks_move_only_what_they_are_about(cast: Cast) -> None:
    assert {move.operation for move in DISPUTE.moves} - {*ACTS, "conclude"} == {
        "go_unanswered",
        "let_ruling_stand",
        "prolong_dispute",
    }
    dispute = opened(cast)
    for too_early in (disputes.go_unanswered, rulings.let_ruling_stand, rulings.prolong_dispute):
        with pytest.raises(Refused):
            too_early(dispute, at=NOW)


# Money


@pytest.mark.django_db
@settings(max_examples=12, derandomize=True, suppress_health_check=list(HealthCheck))
@given(
    amount=st.integers(1_000, 3_000_000),
    contested=st.floats(0, 1),
    share=st.floats(0, 1),
    agreed_on=st.booleans(),
)
def test_every_yen_of_a_dispute_is_somewhere(
    amount: int, contested: float, share: float, agreed_on: bool
) -> None:
    with transaction.atomic():
        cast = assemble()
        held = max(1, round(amount * contested))
        to_worker = round(held * share)
        dispute = opened(cast, contested=held, reward=amount)
        if agreed_on:
            proposal = settlements.propose_settlement(dispute, to_worker=to_worker, by=cast.sakurai, at=NOW)
            settlements.accept_settlement(proposal, by=cast.yuki, at=NOW)
        else:
            ruled(dispute, to_worker=to_worker, by=cast.oda, at=NOW)

        releases = list(Release.objects.all())
        assert money() == (amount - held + to_worker, held - to_worker)
        assert [one.withheld for one in releases] == [withholding(one.gross) for one in releases]
        hers, theirs = escrow.balances(cast.yuki.party), escrow.balances(cast.sakurai.party)
        assert hers.earned == sum(one.gross - one.fee - one.withheld for one in releases)
        assert theirs.refundable == held - to_worker + sum(one.withheld for one in releases)
        assert theirs.held == hers.expected == 0
        assert queries.milestones(again(dispute.milestone.contract))[0].state == (
            MilestoneState.ACCEPTED if releases else MilestoneState.REFUNDED
        )
        assert escrow.audit() == []
        transaction.set_rollback(True)
