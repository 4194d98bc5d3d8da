"""A proposal to divide contested money waits for the other side's answer, and not for ever."""

from collections.abc import Callable
from datetime import datetime
from importlib import import_module

import pytest
from django.db import connection, transaction

from mikiwame.core.errors import Refused
from mikiwame.market.contracts.models import Dispute, Settlement
from mikiwame.market.contracts.operations import disputes, rulings, settlements
from mikiwame.market.contracts.states import SETTLEMENT, SettlementState
from mikiwame.market.escrow import queries as escrow
from mikiwame.market.history.queries import facts_about
from mikiwame.market.members.models import Member
from mikiwame.market.turns import operations as clocks
from mikiwame.market.turns import queries as turns
from mikiwame.market.turns.models import Turn
from mikiwame.market.turns.states import StopKind, TurnKind
from mikiwame.ops import sweep
from tests.cast import Cast
from tests.market.contracts.stage import DAY, HOUR, START, inspecting, part, ruled

NOW = START + DAY
LIMIT = NOW + 5 * DAY


def opened(cast: Cast) -> Dispute:
    """Sakurai contests a delivery of ¥30,000."""
    return disputes.open_dispute(part(inspecting(cast)), statement="違います。", by=cast.sakurai, at=NOW)


def proposed(cast: Cast, *, dispute: Dispute | None = None, at: datetime = NOW) -> Settlement:
    """Yuki would divide it in two."""
    dispute = dispute or opened(cast)
    return settlements.propose_settlement(dispute, to_worker=15_000, by=cast.yuki, at=at)


def told(proposal: Settlement) -> list[str]:
    """What the facts say about proposals, in their order."""
    facts = facts_about(proposal.dispute.milestone.contract.key)
    return [fact.kind.removeprefix("contracts.") for fact in facts if "Settlement" in fact.kind]


def test_it_is_the_other_side_s_turn_until_the_limit(cast: Cast) -> None:
    proposal = proposed(cast)
    [turn] = turns.mine(cast.sakurai.party).filter(kind=TurnKind.SETTLEMENT)
    assert (turn.subject, turn.page, turn.until) == (proposal.key, proposal.dispute.key, LIMIT)
    assert turn in turns.theirs(cast.yuki.party)
    clocks.remind(at=LIMIT - DAY)
    assert facts_about(turn.key)[0].kind == "turns.TurnReminded"


def test_unanswered_it_lapses_and_the_dispute_goes_on(cast: Cast) -> None:
    proposal = proposed(cast)
    too_late: tuple[Callable[[], object], ...] = (
        lambda: settlements.accept_settlement(proposal, by=cast.sakurai, at=LIMIT),
        lambda: settlements.refuse_settlement(proposal, by=cast.sakurai, at=LIMIT),
        lambda: settlements.withdraw_settlement(proposal, by=cast.yuki, at=LIMIT),
    )
    for act in too_late:
        with pytest.raises(Refused, match="too_late"):
            act()
    with pytest.raises(Refused, match="not_yet"):
        settlements.lapse_settlement(proposal, at=LIMIT - HOUR)
    while sweep.perform_due(LIMIT):
        pass
    proposal.refresh_from_db()
    assert proposal.state == SettlementState.LAPSED
    assert told(proposal) == ["SettlementProposed", "SettlementLapsed"]
    assert escrow.balances(cast.sakurai.party).held == 30_000
    proposed(cast, dispute=proposal.dispute, at=LIMIT)


def test_the_other_side_can_say_no(cast: Cast) -> None:
    proposal = proposed(cast)
    settlements.refuse_settlement(proposal, by=cast.sakurai, at=NOW)
    assert told(proposal) == ["SettlementProposed", "SettlementRefused"]
    assert not turns.current(proposal.key)
    assert turns.current(proposal.dispute.key), "the dispute's own clock runs on"


def test_another_proposal_takes_the_clock_along(cast: Cast) -> None:
    first = proposed(cast)
    second = proposed(cast, dispute=first.dispute, at=NOW + DAY)
    assert not turns.current(first.key)
    assert turns.limit(TurnKind.SETTLEMENT, second.key) == LIMIT + DAY


def test_whatever_divides_the_money_ends_the_clock(cast: Cast) -> None:
    proposal = proposed(cast)
    ruled(proposal.dispute, to_worker=1, by=cast.oda, at=NOW)
    proposal.refresh_from_db()
    assert proposal.state == SettlementState.DROPPED
    assert not turns.current(proposal.key)


def test_a_standing_proposal_does_not_hold_up_a_decision(cast: Cast) -> None:
    dispute = opened(cast)
    disputes.answer_dispute(dispute, text="条件どおりです。", by=cast.yuki, at=NOW)
    rulings.decide(dispute, to_worker=10_000, ruling="一部です。", by=cast.oda, at=NOW)
    proposal = proposed(cast, dispute=dispute, at=NOW + 4 * DAY)
    while sweep.perform_due(LIMIT):
        pass
    dispute.refresh_from_db()
    assert (dispute.state, dispute.to_worker) == ("settled", 10_000)
    with pytest.raises(Refused, match="wrong_state"):
        settlements.accept_settlement(proposal, by=cast.sakurai, at=LIMIT)


def test_an_outage_takes_nobody_s_time(cast: Cast) -> None:
    proposal = proposed(cast)
    back = NOW + 4 * DAY
    clocks.stop(StopKind.OUTAGE, since=back - 2 * DAY, until=back, reason="停電", by=None, at=back)
    settlements.accept_settlement(proposal, by=cast.sakurai, at=LIMIT + DAY)
    assert escrow.audit() == []


def test_both_sides_wait_for_the_operators(cast: Cast) -> None:
    dispute = opened(cast)
    disputes.answer_dispute(dispute, text="条件どおりです。", by=cast.yuki, at=NOW)
    for side in (cast.sakurai, cast.yuki):
        [turn] = turns.theirs(side.party)
        assert (turn.kind, turn.page, turn.until) == (TurnKind.DISPUTE, dispute.key, NOW + 7 * DAY)
    assert not turns.theirs(cast.ken.party)


ACTS: dict[str, tuple[str, Callable[[Settlement, Member], object]]] = {
    "accept_settlement": ("sakurai", lambda p, by: settlements.accept_settlement(p, by=by, at=NOW)),
    "refuse_settlement": ("sakurai", lambda p, by: settlements.refuse_settlement(p, by=by, at=NOW)),
    "withdraw_settlement": ("yuki", lambda p, by: settlements.withdraw_settlement(p, by=by, at=NOW)),
}

ENDS: dict[SettlementState, Callable[[Settlement, Cast], object]] = {
    SettlementState.PROPOSED: lambda _, __: None,
    SettlementState.ACCEPTED: lambda p, c: settlements.accept_settlement(p, by=c.sakurai, at=NOW),
    SettlementState.REFUSED: lambda p, c: settlements.refuse_settlement(p, by=c.sakurai, at=NOW),
    SettlementState.WITHDRAWN: lambda p, c: settlements.withdraw_settlement(p, by=c.yuki, at=NOW),
    SettlementState.LAPSED: lambda p, _: settlements.lapse_settlement(p, at=LIMIT),
    SettlementState.DROPPED: lambda p, c: ruled(p.dispute, to_worker=1, by=c.oda, at=NOW),
}


@pytest.mark.parametrize("state", SettlementState)
def test_every_operation_in_every_state_by_everybody(state: SettlementState, cast: Cast) -> None:
    proposal = proposed(cast)
    ENDS[state](proposal, cast)
    proposal.refresh_from_db()
    assert proposal.state == state
    elsewhere = {"conclude", "propose_settlement", "answer_dispute"}
    assert SETTLEMENT.operations() - elsewhere == {*ACTS, "lapse_settlement"}
    for operation, (whose, act) in ACTS.items():
        for name in ("sakurai", "yuki", "sora", "oda"):
            with transaction.atomic():
                if state in SETTLEMENT.sources(operation) and name == whose:
                    act(proposal, getattr(cast, name))
                else:
                    with pytest.raises(Refused):
                        act(proposal, getattr(cast, name))
                transaction.set_rollback(True)
            proposal.refresh_from_db()
    if state not in SETTLEMENT.sources("lapse_settlement"):
        with pytest.raises(Refused, match="wrong_state"):
            settlements.lapse_settlement(proposal, at=LIMIT)


def test_proposals_and_disputes_from_before_have_their_clocks(cast: Cast) -> None:
    """The migration opens and fills what the operations write."""
    proposal = proposed(cast)
    disputes.answer_dispute(proposal.dispute, text="条件どおりです。", by=cast.yuki, at=NOW)
    columns = ("kind", "subject", "whose", "waiting", "also_waiting", "title", "page", "running", "state")
    written = sorted(Turn.objects.filter(state="open").values_list(*columns), key=str)
    migration = import_module("mikiwame.market.contracts.migrations.0009_clocks_of_settlements")

    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM turns_turn WHERE kind = 'settlement'")
        cursor.execute(
            "UPDATE turns_turn SET waiting_id = NULL, also_waiting_id = NULL WHERE kind = 'dispute'"
        )
        cursor.execute(migration.WAIT)
        cursor.execute(migration.ASK)

    assert sorted(Turn.objects.filter(state="open").values_list(*columns), key=str) == written
