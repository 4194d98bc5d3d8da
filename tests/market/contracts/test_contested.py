"""What is contested stays contested, whatever becomes of the contract, and nobody sees more than that."""

from typing import Any

import pytest

from mikiwame.core.errors import NotFound, Refused
from mikiwame.market.contracts import audit, evidence, queries
from mikiwame.market.contracts.models import Contract, Dispute
from mikiwame.market.contracts.operations import disputes, endings, rulings, settlements, work
from mikiwame.market.contracts.states import ContractState, MilestoneState
from mikiwame.market.escrow import queries as escrow
from mikiwame.market.escrow.models import Refund, Release
from mikiwame.market.messaging import operations as messaging
from mikiwame.market.messaging.operations import drafts
from mikiwame.ops import sweep
from tests.cast import MORNING, Cast
from tests.market.contracts.stage import (
    DAY,
    HALVES,
    HOUR,
    START,
    again,
    agreed,
    delivered,
    going_on,
    inspecting,
    paid,
    part,
    proposed,
    ruled,
    week,
)

NOW = START + DAY


def contested(cast: Cast, contract: Contract, amount: int | None = None, *, at: Any = NOW) -> Dispute:
    """Sakurai contests the first part, or so much of it."""
    first = part(contract)
    return disputes.open_dispute(first, statement="違います。", contested=amount, by=cast.sakurai, at=at)


def money() -> tuple[int, int]:
    """What went to workers, gross, and what went back."""
    return sum(one.gross for one in Release.objects.all()), sum(one.amount for one in Refund.objects.all())


def test_a_worker_who_leaves_leaves_what_is_contested_to_the_operators(cast: Cast) -> None:
    contract = inspecting(cast, parts=HALVES)
    paid(contract, 2, at=NOW)
    dispute = contested(cast, again(contract), 6_000)
    delivered(contract, 2, at=NOW)
    proposed(again(contract), by=cast.sakurai, pace="毎日", at=NOW)
    endings.leave(again(contract), by=cast.yuki, at=NOW)
    assert money() == (4_000, 0)
    assert [one.state for one in queries.milestones(contract)] == ["disputed", "delivered"]

    work.accept(part(contract, 2), by=cast.sakurai, at=NOW)
    ruled(dispute, to_worker=1_000, by=cast.oda, at=NOW)
    assert money() == (4_000 + 20_000 + 1_000, 5_000)
    assert again(contract).state == ContractState.ENDED
    assert escrow.audit() == []


def test_who_left_is_free_once_the_last_dispute_gives_her_all(cast: Cast) -> None:
    contract = inspecting(cast, parts=HALVES)
    paid(contract, 2, at=NOW)
    dispute = contested(cast, again(contract))
    delivered(contract, 2, at=NOW)
    proposed(again(contract), by=cast.sakurai, pace="毎日", at=NOW)
    endings.leave(again(contract), by=cast.yuki, at=NOW)
    work.accept(part(contract, 2), by=cast.sakurai, at=NOW)
    assert again(contract).state == ContractState.RUNNING, "what is contested is still held"
    ruled(dispute, to_worker=10_000, by=cast.oda, at=NOW)
    assert (again(contract).state, again(contract).ending) == ("ended", "worsened")
    assert money() == (30_000, 0)


@pytest.mark.parametrize("to_worker", [0, 1, 700, 1_500])
def test_the_money_of_a_week_is_right_at_every_step_of_a_dispute(cast: Cast, to_worker: int) -> None:
    contract = going_on(cast)
    delivered(contract, 1)
    dispute = contested(cast, contract, 1_500)
    assert (audit.discrepancies(), escrow.audit()) == ([], [])
    disputes.answer_dispute(dispute, text="条件どおりです。", by=cast.yuki, at=NOW)
    rulings.decide(dispute, to_worker=to_worker, ruling="一部です。", by=cast.oda, at=NOW)
    dispute = rulings.appeal_ruling(dispute, text="足りません。", by=cast.yuki, at=NOW)
    assert (audit.discrepancies(), escrow.audit()) == ([], [])
    proposal = settlements.propose_settlement(dispute, to_worker=to_worker, by=cast.yuki, at=NOW)
    settlements.accept_settlement(proposal, by=cast.sakurai, at=NOW)
    assert (audit.discrepancies(), escrow.audit()) == ([], [])
    assert money() == (500 + to_worker, 1_500 - to_worker)
    assert queries.paid_in(week(contract)) == 500 + to_worker


def test_all_of_a_week_s_delivery_can_go_back(cast: Cast) -> None:
    contract = going_on(cast)
    delivered(contract, 1)
    ruled(contested(cast, contract), to_worker=0, by=cast.oda, at=NOW)
    assert part(contract).state == MilestoneState.REFUNDED
    assert (audit.discrepancies(), escrow.audit()) == ([], [])


def test_parting_leaves_a_week_s_dispute_to_be_decided(cast: Cast) -> None:
    contract = going_on(cast)
    delivered(contract, 1)
    dispute = contested(cast, contract, 1_500)
    proposal = endings.propose_cancellation(again(contract), reason="都合", by=cast.yuki, at=NOW)
    endings.answer_cancellation(proposal, agree=True, by=cast.sakurai, at=NOW)
    assert part(contract).state == MilestoneState.DISPUTED
    assert (audit.discrepancies(), escrow.audit()) == ([], [])
    ruled(dispute, to_worker=1_500, by=cast.oda, at=NOW)
    assert again(contract).state == ContractState.ENDED
    assert (audit.discrepancies(), escrow.audit()) == ([], [])


def test_a_decision_whose_time_to_appeal_is_over_can_not_be_parted_from(cast: Cast) -> None:
    """Swept or not: what the operators gave the worker is hers."""
    contract = inspecting(cast)
    dispute = contested(cast, contract)
    disputes.answer_dispute(dispute, text="条件どおりです。", by=cast.yuki, at=NOW)
    rulings.decide(dispute, to_worker=30_000, ruling="すべてです。", by=cast.oda, at=NOW)
    late = NOW + 5 * DAY
    proposal = endings.propose_cancellation(again(contract), reason="都合", by=cast.yuki, at=late - DAY)
    with pytest.raises(Refused, match="too_late"):
        endings.answer_cancellation(proposal, agree=True, by=cast.sakurai, at=late)
    sweep.perform_due(late)
    assert money() == (30_000, 0)


# Who decides, and who reads


def test_an_operator_decides_for_nobody_she_deals_with(cast: Cast) -> None:
    dispute = contested(cast, inspecting(cast))
    disputes.answer_dispute(dispute, text="条件どおりです。", by=cast.yuki, at=NOW)
    cast.ken.party.is_operator = True
    cast.ken.party.save()
    agreed(cast, worker=cast.ken)
    with pytest.raises(Refused, match="dispute_of_partner"):
        rulings.decide(dispute, to_worker=0, ruling="返金", by=cast.ken, at=NOW)
    rulings.decide(dispute, to_worker=0, ruling="返金", by=cast.oda, at=NOW)


def test_what_comes_after_a_dispute_is_no_evidence(cast: Cast) -> None:
    contract = going_on(cast)
    delivered(contract, 1)
    dispute = contested(cast, contract)
    before = messaging.send(contract.conversation, text="その前です。", by=cast.yuki, at=NOW)
    dispute = ruled(dispute, to_worker=0, by=cast.oda, at=NOW + HOUR)
    after = messaging.send(contract.conversation, text="そのあとです。", by=cast.yuki, at=NOW + 2 * HOUR)
    later = delivered(contract, 2, at=START + 4 * DAY)

    said = {exhibit.text for exhibit in evidence.page(dispute).exhibits}
    assert "その前です。" in said
    assert "そのあとです。" not in said
    assert sum(evidence.count(dispute).values()) == len(evidence.newest(dispute, 1_000, 100_000))
    course = evidence.page(dispute, kind=evidence.Kind.COURSE).exhibits
    assert course[-1].title == "contracts.DisputeSettled"
    assert queries.message_for(cast.oda, before.pk) == before
    for nobody_s in (
        lambda: queries.message_for(cast.oda, after.pk),
        lambda: queries.delivery_for(cast.oda, later.pk),
    ):
        with pytest.raises(NotFound):
            nobody_s()
    assert queries.message_for(cast.sakurai, after.pk) == after


def test_what_was_kept_or_not_sent_is_no_evidence(cast: Cast) -> None:
    contract = agreed(cast)
    messaging.keep(contract.conversation, text="LINEで話せますか。", by=cast.yuki, at=MORNING)
    paid(contract)
    work.begin_due(at=START)
    delivered(contract)
    dispute = contested(cast, again(contract))
    drafts.keep(contract.conversation, text="まだ迷っています。", revision=1, by=cast.yuki, at=NOW)
    said = " ".join(exhibit.text for exhibit in evidence.page(dispute).exhibits)
    assert "迷って" not in said
    assert "LINE" not in said
