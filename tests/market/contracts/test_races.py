"""Two at once: whatever comes first, each promise holds."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connection

from mikiwame.core.errors import Refused
from mikiwame.market.contracts import audit, queries
from mikiwame.market.contracts.models import Amendment, Contract, Dispute, Offer, StandbyFee
from mikiwame.market.contracts.operations import (
    amendments,
    disputes,
    endings,
    funding,
    offers,
    rulings,
    settlements,
    standby,
    topping_up,
    work,
)
from mikiwame.market.contracts.states import OfferState
from mikiwame.market.escrow import queries as escrow
from mikiwame.market.escrow.models import Carry, Hold, Refund, Release
from mikiwame.market.hiring.models import Place
from mikiwame.market.members import operations as members
from mikiwame.market.turns.models import Turn
from tests.cast import MORNING, Cast
from tests.market.contracts.stage import (
    AGAIN,
    DAY,
    HOUR,
    START,
    again,
    agreed,
    asked,
    delivered,
    finished,
    inspecting,
    offered,
    offered_directly,
    part,
    proposed,
    started,
)
from tests.market.hiring.stage import applied, published

pytestmark = pytest.mark.django_db(transaction=True)

NOW = START + 2 * HOUR


def at_once(*attempts: Callable[[], object]) -> list[str]:
    """Try everything at the same moment; returns the refusals' codes, sorted, one for each that failed."""
    ready = Barrier(len(attempts))

    def attempt(act: Callable[[], object]) -> str | None:
        try:
            ready.wait(timeout=20)
            act()
        except Refused as refusal:
            return refusal.code
        finally:
            connection.close()
        return None

    with ThreadPoolExecutor(len(attempts)) as threads:
        return sorted(code for code in threads.map(attempt, attempts) if code)


def test_two_clicks_on_one_offer_make_one_contract(cast: Cast) -> None:
    offer = offered(cast)
    refused = at_once(*[lambda: offers.accept_offer(offer, by=cast.yuki, at=MORNING)] * 3)
    assert refused == ["wrong_state"] * 2
    assert Contract.objects.count() == 1


def test_two_direct_offers_to_one_worker_leave_one(cast: Cast) -> None:
    contract = finished(cast)
    refused = at_once(*[lambda: offered_directly(cast, after=contract)] * 2)
    assert refused == ["direct_offer_standing"]
    assert Offer.objects.filter(after=contract.offer).count() == 1


def test_who_leaves_while_she_is_asked_again_has_no_offer_or_stays(cast: Cast) -> None:
    contract = finished(cast)
    refused = at_once(
        lambda: offered_directly(cast, after=contract),
        lambda: members.delete_account(
            cast.yuki,
            obligations=lambda party: queries.offers_of(party).filter(state=OfferState.MADE).count(),
            by=cast.yuki,
            at=AGAIN,
        ),
    )
    assert len(refused) == 1
    cast.yuki.party.refresh_from_db()
    assert Offer.objects.filter(after=contract.offer).exists() == (cast.yuki.party.left_at is None)


def test_two_offers_to_one_applicant_leave_one(cast: Cast) -> None:
    application = applied(cast.yuki, published(cast.sakurai, headcount=2))
    refused = at_once(*[lambda: offered(cast, application=application)] * 2)
    assert len(refused) == 1
    assert Offer.objects.count() == 1
    assert Place.objects.exclude(taken_by=None).count() == 1


def test_the_last_place_is_offered_once(cast: Cast) -> None:
    posting = published(cast.sakurai)
    first, second = applied(cast.yuki, posting), applied(cast.ken, posting)
    refused = at_once(lambda: offered(cast, application=first), lambda: offered(cast, application=second))
    assert refused == ["no_place"]
    assert Offer.objects.count() == 1


def test_an_offer_is_accepted_or_taken_back(cast: Cast) -> None:
    offer = offered(cast)
    refused = at_once(
        lambda: offers.accept_offer(offer, by=cast.yuki, at=MORNING),
        lambda: offers.withdraw_offer(offer, by=cast.sakurai, at=MORNING),
    )
    assert refused == ["wrong_state"]
    offer.refresh_from_db()
    assert Contract.objects.exists() == (offer.state == "accepted")


def test_at_its_limit_an_offer_lapses_whoever_clicks(cast: Cast) -> None:
    offer = offered(cast)
    refused = at_once(
        lambda: offers.accept_offer(offer, by=cast.yuki, at=offer.until),
        lambda: offers.lapse_offer(offer, at=offer.until),
    )
    assert len(refused) == 1
    offer.refresh_from_db()
    assert offer.state == "lapsed"
    assert not Contract.objects.exists()


def test_one_payment_told_by_two_is_held_once(cast: Cast) -> None:
    deposit = asked(agreed(cast))
    assert at_once(*[lambda: funding.fund(deposit, receipt="bank-1", at=MORNING)] * 3) == []
    assert Hold.objects.count() == 1
    assert escrow.audit() == []


def test_two_payments_for_one_part_hold_one_and_return_one(cast: Cast) -> None:
    deposit = asked(agreed(cast))
    refused = at_once(
        *(
            lambda number=number: funding.fund(deposit, receipt=f"bank-{number}", at=MORNING)
            for number in range(2)
        )
    )
    assert refused == []
    assert Hold.objects.count() == 1
    assert escrow.balances(cast.sakurai.party).refundable == 30_000
    assert escrow.audit() == []


def test_money_comes_while_the_client_cancels(cast: Cast) -> None:
    contract = agreed(cast)
    deposit = asked(contract)
    at_once(
        lambda: funding.fund(deposit, receipt="bank-1", at=MORNING),
        lambda: endings.cancel(contract, reason="中止", by=cast.sakurai, at=MORNING),
    )
    held = Hold.objects.filter(state="held").exists()
    assert again(contract).state == ("running" if held else "cancelled")
    assert escrow.audit() == []


def test_work_is_accepted_once(cast: Cast) -> None:
    contract = inspecting(cast)
    refused = at_once(*[lambda: work.accept(part(contract), by=cast.sakurai, at=NOW)] * 3)
    assert refused == ["wrong_state"] * 2
    assert Release.objects.count() == 1
    assert escrow.audit() == []


def test_work_is_accepted_or_sent_back(cast: Cast) -> None:
    contract = inspecting(cast)
    refused = at_once(
        lambda: work.accept(part(contract), by=cast.sakurai, at=NOW),
        lambda: work.request_changes(part(contract), term="scope", reason="直し", by=cast.sakurai, at=NOW),
        lambda: disputes.open_dispute(part(contract), statement="違う", by=cast.yuki, at=NOW),
    )
    assert len(refused) == 2 or part(contract).state == "disputed"
    assert Release.objects.exists() == (part(contract).state == "accepted")
    assert escrow.audit() == []


def test_at_the_limit_silence_accepts_whoever_clicks(cast: Cast) -> None:
    contract = inspecting(cast)
    limit = START + HOUR + 7 * DAY
    refused = at_once(
        lambda: work.accept_by_silence(part(contract), at=limit),
        lambda: work.accept(part(contract), by=cast.sakurai, at=limit),
        lambda: work.accept_by_silence(part(contract), at=limit),
    )
    assert len(refused) == 2
    assert Release.objects.count() == 1


def test_parting_and_handing_over_leave_one_truth(cast: Cast) -> None:
    contract = started(cast)
    proposal = endings.propose_cancellation(contract, reason="終了", by=cast.sakurai, at=NOW)
    at_once(
        lambda: endings.answer_cancellation(proposal, agree=True, by=cast.yuki, at=NOW),
        lambda: work.deliver(part(contract), note="納品", by=cast.yuki, at=NOW),
    )
    assert part(contract).state == "refunded"
    assert Refund.objects.count() == 1
    assert not Turn.objects.filter(state="open", page=contract.key).exists()
    assert escrow.audit() == []


def test_parting_and_accepting_leave_one_truth(cast: Cast) -> None:
    contract = inspecting(cast)
    proposal = endings.propose_cancellation(contract, reason="終了", by=cast.yuki, at=NOW)
    refused = at_once(
        lambda: endings.answer_cancellation(proposal, agree=True, by=cast.sakurai, at=NOW),
        lambda: work.accept(part(contract), by=cast.sakurai, at=NOW),
    )
    assert len(refused) == 1
    assert Refund.objects.filter(amount=30_000).count() + Release.objects.count() == 1
    assert escrow.audit() == []


def test_two_operators_settle_a_dispute_once(cast: Cast) -> None:
    cast.sora.party.is_operator = True
    cast.sora.party.save()
    dispute = disputes.open_dispute(part(inspecting(cast)), statement="違う", by=cast.sakurai, at=NOW)
    disputes.answer_dispute(dispute, text="条件どおりです。", by=cast.yuki, at=NOW)
    refused = at_once(
        lambda: rulings.decide(dispute, to_worker=30_000, ruling="全額", by=cast.oda, at=NOW),
        lambda: rulings.decide(dispute, to_worker=0, ruling="返金", by=cast.sora, at=NOW),
    )
    assert refused == ["wrong_state"]
    assert dispute.decisions.count() == 1


def decided(cast: Cast) -> Dispute:
    """An operator has decided that Yuki gets a third."""
    dispute = disputes.open_dispute(part(inspecting(cast)), statement="違う", by=cast.sakurai, at=NOW)
    disputes.answer_dispute(dispute, text="条件どおりです。", by=cast.yuki, at=NOW)
    return rulings.decide(dispute, to_worker=10_000, ruling="一部です。", by=cast.oda, at=NOW)


def test_of_appeal_and_agreement_at_once_one_happens(cast: Cast) -> None:
    dispute = decided(cast)
    proposal = settlements.propose_settlement(dispute, to_worker=20_000, by=cast.yuki, at=NOW)
    at_once(
        lambda: rulings.appeal_ruling(dispute, text="足りません。", by=cast.yuki, at=NOW),
        lambda: settlements.accept_settlement(proposal, by=cast.sakurai, at=NOW),
    )
    dispute.refresh_from_db()
    assert (dispute.state, dispute.to_worker) == ("settled", 20_000)  # an appealed one can be agreed upon too
    assert escrow.audit() == []


def test_two_sides_who_accept_each_others_proposals_at_once_settle_once(cast: Cast) -> None:
    dispute = decided(cast)
    hers = settlements.propose_settlement(dispute, to_worker=20_000, by=cast.yuki, at=NOW)
    theirs = settlements.propose_settlement(dispute, to_worker=15_000, by=cast.sakurai, at=NOW)
    refused = at_once(
        lambda: settlements.accept_settlement(hers, by=cast.sakurai, at=NOW),
        lambda: settlements.accept_settlement(theirs, by=cast.yuki, at=NOW),
    )
    assert refused == ["wrong_state"]
    assert Release.objects.count() == 1
    assert escrow.audit() == []


def test_of_a_decision_and_an_agreement_at_once_the_agreement_counts(cast: Cast) -> None:
    dispute = disputes.open_dispute(part(inspecting(cast)), statement="違う", by=cast.sakurai, at=NOW)
    disputes.answer_dispute(dispute, text="条件どおりです。", by=cast.yuki, at=NOW)
    proposal = settlements.propose_settlement(dispute, to_worker=20_000, by=cast.yuki, at=NOW)
    at_once(
        lambda: rulings.decide(dispute, to_worker=0, ruling="返金", by=cast.oda, at=NOW),
        lambda: settlements.accept_settlement(proposal, by=cast.sakurai, at=NOW),
    )
    dispute.refresh_from_db()
    assert (dispute.state, dispute.to_worker) == ("settled", 20_000)  # one that is decided can be agreed upon
    assert not Turn.objects.filter(subject__in=[dispute.key, proposal.key], state="open").exists()
    assert escrow.audit() == []


def test_of_a_proposal_s_end_and_its_acceptance_one_happens(cast: Cast) -> None:
    dispute = decided(cast)
    proposal = settlements.propose_settlement(dispute, to_worker=20_000, by=cast.yuki, at=NOW)
    refused = at_once(
        lambda: settlements.withdraw_settlement(proposal, by=cast.yuki, at=NOW),
        lambda: settlements.accept_settlement(proposal, by=cast.sakurai, at=NOW),
        lambda: settlements.refuse_settlement(proposal, by=cast.sakurai, at=NOW),
    )
    assert refused == ["wrong_state", "wrong_state"]
    proposal.refresh_from_db()
    assert (proposal.state == "accepted") == Release.objects.exists()
    assert escrow.audit() == []


def test_of_an_appeal_and_the_end_of_its_time_one_happens(cast: Cast) -> None:
    dispute = decided(cast)
    limit = NOW + 5 * DAY
    refused = at_once(
        lambda: rulings.appeal_ruling(dispute, text="足りません。", by=cast.yuki, at=limit - HOUR),
        lambda: rulings.let_ruling_stand(dispute, at=limit),
    )
    assert refused == ["wrong_state"]
    dispute.refresh_from_db()
    assert Release.objects.exists() == (dispute.state == "settled")
    assert escrow.audit() == []


def test_a_ruling_that_both_accept_at_once_counts_once(cast: Cast) -> None:
    dispute = decided(cast)
    refused = at_once(
        lambda: rulings.accept_ruling(dispute, by=cast.sakurai, at=NOW),
        lambda: rulings.accept_ruling(dispute, by=cast.yuki, at=NOW),
    )
    assert refused == []
    dispute.refresh_from_db()
    assert (dispute.state, dispute.to_worker) == ("settled", 10_000)
    assert escrow.audit() == []


def test_two_chores_light_a_lamp_once(cast: Cast) -> None:
    contract = started(cast)
    at_once(*[lambda: work.begin(contract, at=NOW)] * 2)
    assert Turn.objects.filter(kind="delivery", state="open").count() == 1


def test_a_proposal_is_accepted_or_taken_back(cast: Cast) -> None:
    contract = started(cast)
    proposal = proposed(contract, by=cast.sakurai, at=START, inspection_days=3)
    refused = at_once(
        lambda: amendments.accept_amendment(proposal, by=cast.yuki, at=NOW),
        lambda: amendments.withdraw_amendment(proposal, by=cast.sakurai, at=NOW),
    )
    assert refused == ["wrong_state"]
    proposal.refresh_from_db()
    holds = again(contract).sheet == proposal.sheet
    assert holds == (proposal.state == "accepted")
    assert contract.terms_notices.count() == 1 + holds


def test_two_clicks_accept_a_proposal_once(cast: Cast) -> None:
    contract = started(cast)
    proposal = proposed(contract, by=cast.sakurai, at=START, inspection_days=3)
    refused = at_once(*[lambda: amendments.accept_amendment(proposal, by=cast.yuki, at=NOW)] * 3)
    assert refused == ["wrong_state"] * 2
    assert contract.terms_notices.count() == 2


def test_both_sides_propose_and_one_proposal_is_open(cast: Cast) -> None:
    contract = started(cast)
    refused = at_once(
        lambda: proposed(contract, by=cast.sakurai, at=START, inspection_days=3),
        lambda: proposed(contract, by=cast.yuki, at=START, inspection_days=5),
    )
    assert refused == ["amendment_open"]
    assert Amendment.objects.count() == 1


def test_a_new_day_and_handing_over_leave_one_truth(cast: Cast) -> None:
    contract = started(cast)
    proposal = proposed(contract, by=cast.sakurai, at=START, deadline=date(2026, 12, 24))
    refused = at_once(
        lambda: amendments.accept_amendment(proposal, by=cast.yuki, at=NOW),
        lambda: work.deliver(part(contract), note="納品", by=cast.yuki, at=NOW),
    )
    proposal.refresh_from_db()
    assert refused == ([] if proposal.state == "accepted" else ["handed_over_day_stays"])
    assert part(contract).state == "delivered"
    open_kinds = {turn.kind for turn in Turn.objects.filter(state="open")}
    assert open_kinds == {"inspection"} if proposal.state == "accepted" else {"inspection", "amendment"}


def test_leaving_and_accepting_leave_one_truth(cast: Cast) -> None:
    contract = started(cast)
    proposal = proposed(contract, by=cast.sakurai, at=START, pace="毎日")
    refused = at_once(
        lambda: amendments.accept_amendment(proposal, by=cast.yuki, at=NOW),
        lambda: endings.leave(contract, by=cast.yuki, at=NOW),
    )
    assert len(refused) == 1
    proposal.refresh_from_db()
    assert (proposal.state == "accepted") == (again(contract).state == "running")
    assert escrow.audit() == []


@pytest.mark.parametrize("other", ["waive", "fall behind", "the same money again"])
def test_a_standby_fee_is_paid_or_let_off_but_never_both(other: str, cast: Cast) -> None:
    contract = agreed(cast, standby_fee=5_000)
    funding.lapse_funding(part(contract), at=MORNING + 3 * DAY)
    fee, limit = StandbyFee.objects.get(), MORNING + 10 * DAY
    deposit = standby.begin_payment(fee, by=cast.sakurai, at=limit)
    acts: dict[str, Callable[[], object]] = {
        "waive": lambda: standby.waive_standby_fee(fee, by=cast.yuki, at=limit),
        "fall behind": lambda: standby.fall_behind(fee, at=limit),
        "the same money again": lambda: standby.pay_standby_fee(deposit, receipt="r-2", at=limit),
    }
    at_once(lambda: standby.pay_standby_fee(deposit, receipt="r-1", at=limit), acts[other])

    fee.refresh_from_db()
    released = Release.objects.filter(purpose=fee.key).count()
    assert released == (fee.state == "paid")
    assert not Turn.objects.filter(subject=fee.key, state="open").exists()
    assert escrow.balances(cast.sakurai.party).held == 0
    assert escrow.audit() == audit.discrepancies() == []


@pytest.mark.parametrize("other", ["delivers", "lapses", "disputes", "parts", "pays again"])
def test_the_money_of_a_raise_is_held_or_goes_back_whatever_else_happens(other: str, cast: Cast) -> None:
    contract = started(cast)
    proposal = proposed(contract, by=cast.yuki, reward=32_000, at=NOW)
    amendments.accept_amendment(proposal, by=cast.sakurai, at=NOW)
    deposit = topping_up.begin_payment(proposal, by=cast.sakurai, at=NOW)
    if other == "disputes":
        delivered(contract, at=NOW)
    parting = endings.propose_cancellation(contract, reason="終了", by=cast.sakurai, at=NOW)
    limit = NOW + 3 * DAY
    acts: dict[str, Callable[[], object]] = {
        "delivers": lambda: work.deliver(part(contract), note="納品", by=cast.yuki, at=NOW),
        "lapses": lambda: topping_up.lapse_top_up(proposal, at=limit),
        "disputes": lambda: disputes.open_dispute(part(contract), statement="違う", by=cast.sakurai, at=NOW),
        "parts": lambda: endings.answer_cancellation(parting, agree=True, by=cast.yuki, at=NOW),
        "pays again": lambda: topping_up.fund(deposit, receipt="r-2", at=NOW),
    }
    paid_at = limit - HOUR if other == "lapses" else NOW
    refused = at_once(lambda: topping_up.fund(deposit, receipt="r-1", at=paid_at), acts[other])

    proposal.refresh_from_db()
    came = proposal.state == "accepted"
    assert refused == (["wrong_state"] if came and other == "lapses" else [])
    assert came or other in {"lapses", "disputes", "parts"}
    assert again(contract).sheet == (proposal.sheet if came else proposal.base)
    assert part(contract).amount == (32_000 if came else 30_000)
    assert Carry.objects.filter(amount=2_000).exists() == came
    assert not Turn.objects.filter(subject=proposal.key, state="open").exists()
    assert escrow.audit() == audit.discrepancies() == []
