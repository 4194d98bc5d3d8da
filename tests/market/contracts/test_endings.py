"""Stories of endings: cancelled, parted, disputed and decided."""

import pytest

from mikiwame.core.errors import NotFound, Refused
from mikiwame.market.contracts import queries
from mikiwame.market.contracts.operations import disputes, endings, funding, work
from mikiwame.market.contracts.states import (
    CancellationState,
    ContractState,
    DisputeState,
    Ending,
    MilestoneState,
)
from mikiwame.market.escrow.models import Refund
from mikiwame.market.history.queries import facts_about
from mikiwame.market.messaging import operations as messaging
from mikiwame.market.turns import queries as turns
from mikiwame.sight import require_sight
from tests.cast import MORNING, Cast
from tests.market.contracts.stage import (
    DAY,
    HALVES,
    HOUR,
    START,
    again,
    agreed,
    clocks,
    clocks_of,
    inspecting,
    paid,
    part,
    running,
    started,
)

SETTLED = START + 5 * DAY


def test_before_any_money_either_side_ends_at_once_and_the_clients_record_keeps_it(cast: Cast) -> None:
    contract = agreed(cast)
    with pytest.raises(Refused, match="not_found"):
        endings.cancel(contract, reason="?", by=cast.sora, at=MORNING)
    with pytest.raises(Refused, match="text_missing"):
        endings.cancel(contract, reason="", by=cast.sakurai, at=MORNING)
    endings.cancel(contract, reason="企画が中止になりました。", by=cast.sakurai, at=MORNING)

    contract = again(contract)
    assert (contract.state, contract.ending) == (ContractState.CANCELLED, Ending.CANCELLED_BY_CLIENT)
    assert contract.ended_reason == "企画が中止になりました。"
    assert facts_about(contract.key).filter(kind="contracts.CancelledAfterHiring").count() == 1
    assert clocks_of(contract) == {0: set(), 1: set()}


def test_a_worker_who_cancels_before_any_money_is_nobodys_fault(cast: Cast) -> None:
    contract = agreed(cast)
    endings.cancel(contract, reason="体調をくずしました。", by=cast.yuki, at=MORNING)
    assert again(contract).ending == Ending.CANCELLED_BY_WORKER
    assert not facts_about(contract.key).filter(kind="contracts.CancelledAfterHiring").exists()


def test_with_money_held_nobody_ends_alone(cast: Cast) -> None:
    contract = running(cast)
    for by in (cast.sakurai, cast.yuki):
        with pytest.raises(Refused, match="money_is_held"):
            endings.cancel(contract, reason="終わり", by=by, at=MORNING)
    other = agreed(cast, worker=cast.ken)
    with pytest.raises(Refused, match="wrong_state"):
        endings.propose_cancellation(other, reason="終わり", by=cast.sakurai, at=MORNING)


def test_parting_by_agreement_gives_all_held_money_back(cast: Cast) -> None:
    contract = running(cast, parts=HALVES)
    paid(contract, 2)
    proposal = endings.propose_cancellation(
        contract, reason="方針が変わりました。", by=cast.sakurai, at=MORNING
    )
    assert clocks(proposal.key) == {"cancellation"}
    with pytest.raises(Refused, match="cancellation_open"):
        endings.propose_cancellation(contract, reason="私も", by=cast.yuki, at=MORNING)
    for by in (cast.sakurai, cast.sora):
        with pytest.raises(Refused, match="not_the_other_side"):
            endings.answer_cancellation(proposal, agree=True, by=by, at=MORNING)

    endings.answer_cancellation(proposal, agree=True, by=cast.yuki, at=MORNING + DAY)
    contract = again(contract)
    assert (contract.state, contract.ending) == (ContractState.ENDED, Ending.PARTED)
    assert sum(refund.amount for refund in Refund.objects.all()) == 30_000
    assert clocks(proposal.key) == set()


def test_who_refuses_to_part_goes_on(cast: Cast) -> None:
    contract = started(cast)
    proposal = endings.propose_cancellation(contract, reason="忙しくて", by=cast.yuki, at=START)
    proposal = endings.answer_cancellation(proposal, agree=False, by=cast.sakurai, at=START)
    assert proposal.state == CancellationState.REFUSED
    assert again(contract).state == ContractState.RUNNING
    assert clocks_of(contract) == {0: set(), 1: {"delivery"}}


def test_a_proposal_is_taken_back_or_lapses(cast: Cast) -> None:
    contract = running(cast)
    first = endings.propose_cancellation(contract, reason="迷っています", by=cast.yuki, at=MORNING)
    with pytest.raises(Refused, match="not_yours"):
        endings.withdraw_cancellation(first, by=cast.sakurai, at=MORNING)
    endings.withdraw_cancellation(first, by=cast.yuki, at=MORNING)

    second = endings.propose_cancellation(contract, reason="やはり", by=cast.yuki, at=MORNING)
    with pytest.raises(Refused, match="too_late"):
        endings.answer_cancellation(second, agree=True, by=cast.sakurai, at=MORNING + 7 * DAY)
    second = endings.lapse_cancellation(second, at=MORNING + 7 * DAY)
    assert second.state == CancellationState.LAPSED
    assert again(contract).state == ContractState.RUNNING


def test_work_that_is_accepted_meanwhile_ends_the_proposal(cast: Cast) -> None:
    contract = inspecting(cast)
    proposal = endings.propose_cancellation(contract, reason="遅い", by=cast.sakurai, at=START + DAY)
    work.accept(part(contract), by=cast.sakurai, at=START + DAY)
    proposal.refresh_from_db()
    assert proposal.state == CancellationState.DROPPED
    with pytest.raises(Refused, match="wrong_state"):
        endings.answer_cancellation(proposal, agree=True, by=cast.yuki, at=START + DAY)
    assert not Refund.objects.filter(amount=30_000).exists()


def test_between_paid_parts_the_contract_can_be_ended_at_once(cast: Cast) -> None:
    contract = inspecting(cast, parts=HALVES)
    work.accept(part(contract), by=cast.sakurai, at=START + DAY)
    endings.cancel(contract, reason="ラフまでで十分になりました。", by=cast.sakurai, at=START + DAY)
    assert [part.state for part in queries.milestones(again(contract))] == ["accepted", "dropped"]


def test_parting_ends_a_dispute(cast: Cast) -> None:
    contract = inspecting(cast)
    dispute = disputes.open_dispute(part(contract), statement="違う", by=cast.sakurai, at=START + DAY)
    proposal = endings.propose_cancellation(contract, reason="話し合いました", by=cast.yuki, at=START + DAY)
    endings.answer_cancellation(proposal, agree=True, by=cast.sakurai, at=START + DAY)
    dispute.refresh_from_db()
    assert dispute.state == DisputeState.DROPPED
    assert not list(turns.of_operators())
    assert part(contract).state == MilestoneState.REFUNDED


def test_an_outsider_finds_nothing(cast: Cast) -> None:
    contract = inspecting(cast)
    dispute = disputes.open_dispute(part(contract), statement="違う", by=cast.sakurai, at=START + DAY)
    proposal = endings.propose_cancellation(contract, reason="話し合いました", by=cast.yuki, at=START + DAY)
    for find, thing in (
        (queries.contract_for, contract),
        (queries.milestone_for, part(contract)),
        (queries.cancellation_for, proposal),
        (queries.dispute_for, dispute),
    ):
        assert find(cast.yuki, thing.pk) == find(cast.sakurai, thing.pk) == thing
        for outsider in (cast.sora, cast.ken, cast.oda):
            with pytest.raises(NotFound):
                find(outsider, thing.pk)


def test_after_the_limit_for_the_money_nobody_cancels_swept_or_not(cast: Cast) -> None:
    contract = agreed(cast)
    for by in (cast.sakurai, cast.yuki):
        with pytest.raises(Refused, match="too_late"):
            endings.cancel(contract, reason="やめます。", by=by, at=MORNING + 3 * DAY)
    funding.lapse_funding(part(contract), at=MORNING + 3 * DAY)
    assert again(contract).ending == Ending.FUNDING_LAPSED


def test_operators_open_what_was_attached_to_messages_once_there_is_a_dispute(cast: Cast) -> None:
    contract = inspecting(cast)
    message = messaging.send(contract.conversation, text="資料です。", by=cast.yuki, at=START + HOUR)
    for stranger in (cast.oda, cast.sora, None):
        with pytest.raises(NotFound):
            require_sight(stranger, message.key)
    disputes.open_dispute(part(contract), statement="納品が足りません。", by=cast.sakurai, at=START + DAY)

    for reader in (cast.oda, cast.yuki, cast.sakurai):
        require_sight(reader, message.key)
    with pytest.raises(NotFound):
        require_sight(cast.sora, message.key)


def test_nobody_parts_over_work_that_silence_has_accepted_swept_or_not(cast: Cast) -> None:
    contract, limit = inspecting(cast), START + HOUR + 7 * DAY
    proposal = endings.propose_cancellation(contract, reason="遅い", by=cast.sakurai, at=START + 2 * DAY)
    with pytest.raises(Refused, match="too_late"):
        endings.answer_cancellation(proposal, agree=True, by=cast.yuki, at=limit)

    work.accept_by_silence(part(contract), at=limit)
    assert again(contract).ending == Ending.FINISHED
    assert not Refund.objects.exists()
