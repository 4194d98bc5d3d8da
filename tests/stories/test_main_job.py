"""The main job, told whole: from a posting to a payout, and what each says of the other afterwards."""

from datetime import date, timedelta

import pytest

from mikiwame.core.errors import NotFound, Refused
from mikiwame.market.contracts import queries as contracts
from mikiwame.market.contracts.operations import disputes, funding, offers, rulings, work
from mikiwame.market.contracts.states import ContractState, Lamp
from mikiwame.market.escrow import operations as escrow
from mikiwame.market.escrow import queries as money
from mikiwame.market.hiring import queries as hiring
from mikiwame.market.hiring.listing import Filters
from mikiwame.market.hiring.operations import applications
from mikiwame.market.hiring.states import PostingState
from mikiwame.market.history.operations import consume
from mikiwame.market.members.queries import standing
from mikiwame.market.messaging import operations as messaging
from mikiwame.market.reputation import queries as reviews
from mikiwame.market.reputation.operations import reviews as reputation
from mikiwame.market.reputation.operations.reviews import Verdict
from mikiwame.market.terms import queries as terms
from mikiwame.market.turns import queries as turns
from mikiwame.ops import sweep
from tests.cast import MORNING, Cast
from tests.market.contracts.stage import DAY, HOUR, START, again, part
from tests.market.hiring.stage import LOGO, published


def test_from_a_posting_to_a_payout(cast: Cast) -> None:
    # Monday morning: Sakurai looks for somebody who draws a logo.
    posting = published(cast.sakurai)
    assert [row.title for row in hiring.listed(Filters(), at=MORNING).listings] == [LOGO["title"]]

    # Yuki, a beginner, applies, and asks something.
    application = applications.apply(
        posting, message="焼き菓子が好きです。", price=28_000, answers={}, met=[], by=cast.yuki, at=MORNING
    )
    messaging.send(
        application.conversation, text="色数の決まりはありますか。", by=cast.yuki, at=MORNING + HOUR
    )

    # On Tuesday she is offered the work: one round of changes less than posted, at her price.
    tuesday = MORNING + DAY
    offer = offers.offer(
        application, changes={"change_rounds": 1}, parts=[], message="ぜひ。", by=cast.sakurai, at=tuesday
    )
    changed = {
        change.term: change.worsens_for_worker for change in terms.difference(posting.sheet, offer.sheet)
    }
    assert changed == {"reward": True, "inspection": False}
    assert [turn.kind for turn in turns.mine(cast.yuki.party)] == ["offer"]

    # She accepts: both have the terms notice, and the lamp is red.
    contract = offers.accept_offer(offer, by=cast.yuki, at=tuesday + HOUR)
    hers, theirs = (contracts.notice_for(member, contract.pk) for member in (cast.yuki, cast.sakurai))
    assert hers.html == theirs.html
    posting.refresh_from_db()
    assert posting.state == PostingState.FILLED
    assert contracts.light(contract, tuesday.date()).lamp == Lamp.RED

    # Sakurai pays in on Wednesday: amber until the twentieth, then green.
    wednesday = MORNING + 2 * DAY
    deposit = funding.begin_payment(part(contract), by=cast.sakurai, at=wednesday)
    funding.fund(deposit, receipt="bank-20261104-1", at=wednesday + HOUR)
    assert contracts.light(again(contract), wednesday.date()).lamp == Lamp.AMBER
    with pytest.raises(Refused, match="lamp_before_start"):
        work.deliver(part(contract), note="もうできました", by=cast.yuki, at=wednesday + HOUR)
    work.begin_due(at=START)
    assert contracts.light(again(contract), date(2026, 11, 20)).lamp == Lamp.GREEN

    # She delivers, mends what was asked for, and on the first of December it is accepted.
    work.deliver(part(contract), note="AI形式です。", by=cast.yuki, at=START + 5 * DAY)
    work.request_changes(
        part(contract), term="deliverable", reason="PNGもお願いします。", by=cast.sakurai, at=START + 6 * DAY
    )
    work.deliver(part(contract), note="PNGを足しました。", by=cast.yuki, at=START + 8 * DAY)
    accepted = START + 11 * DAY
    work.accept(part(contract), by=cast.sakurai, at=accepted)
    assert again(contract).state == ContractState.FINISHED

    # 18,000 at 10 %, a beginner's first 10,000 free of the fee; Sakurai gets the tax back and remits it.
    earned = money.balances(cast.yuki.party)
    assert earned.earned == 28_000 - 1_800 - 2_858
    assert money.balances(cast.sakurai.party).refundable == 2_858
    assert escrow.make_payouts(at=accepted + HOUR) == 2
    assert money.balances(cast.yuki.party).earned_paid == 23_342
    assert money.audit() == []

    # Both are asked to review; what they say opens when both have said it, and their record counts it.
    consume("reputation", lambda fact: reputation.take_in(fact, at=accepted), at=accepted)
    assert [turn.kind for turn in turns.mine(cast.yuki.party)] == ["worker_review"]
    reputation.review(contract, Verdict(stars=5, on_time=True), by=cast.yuki, at=accepted + DAY)
    assert not reviews.reviews_about(cast.sakurai.party)
    reputation.review(
        contract, Verdict(stars=4, comment="丁寧でした。"), by=cast.sakurai, at=accepted + 2 * DAY
    )
    assert [review.stars for review in reviews.reviews_about(cast.yuki.party)] == [4]
    consume("reputation", lambda fact: reputation.take_in(fact, at=accepted), at=accepted + 2 * DAY)
    assert standing(cast.yuki.party).contracts_finished == 1
    assert standing(cast.sakurai.party).commissions_finished == 1
    assert not list(turns.mine(cast.yuki.party))

    # And Sora, whom all this does not concern, has seen nothing of it.
    with pytest.raises(NotFound):
        contracts.contract_for(cast.sora, contract.pk)


def test_everybody_is_silent_and_nobody_is_left_hanging(cast: Cast) -> None:
    """Every clock runs out, one after the other, and each thing comes to its end by itself."""
    posting = published(cast.sakurai, headcount=3)
    made = [
        offers.offer(
            applications.apply(
                posting, message="ぜひ", price=30_000, answers={}, met=[], by=worker, at=MORNING
            ),
            changes={},
            parts=[],
            message="",
            by=cast.sakurai,
            at=MORNING,
        )
        for worker in (cast.yuki, cast.ken, cast.sora)
    ]

    # Yuki never answers; Ken accepts and is never paid; Sora is paid, delivers, and is never answered.
    unpaid = offers.accept_offer(made[1], by=cast.ken, at=MORNING)
    unanswered = offers.accept_offer(made[2], by=cast.sora, at=MORNING)
    deposit = funding.begin_payment(part(unanswered), by=cast.sakurai, at=MORNING)
    funding.fund(deposit, receipt="bank-1", at=MORNING)
    work.deliver(part(unanswered), note="納品します。", by=cast.sora, at=START)

    at = MORNING
    while at < MORNING + 60 * DAY:
        at += timedelta(hours=12)
        work.begin_due(at=at)
        while sweep.perform_due(at):
            pass

    made[0].refresh_from_db()
    assert made[0].state == "lapsed"
    assert again(unpaid).state == ContractState.LAPSED
    assert again(unanswered).state == ContractState.FINISHED
    assert money.balances(cast.sora.party).earned == 30_000 - 2_000 - 3_063
    for member in (cast.yuki, cast.ken, cast.sora, cast.sakurai):
        assert not [turn for turn in turns.mine(member.party) if turn.kind != "decision"]
    assert money.audit() == []


def test_they_disagree_and_an_operator_decides(cast: Cast) -> None:
    posting = published(cast.sakurai)
    application = applications.apply(
        posting, message="ぜひ", price=30_000, answers={}, met=[], by=cast.ken, at=MORNING
    )
    offer = offers.offer(application, changes={}, parts=[], message="", by=cast.sakurai, at=MORNING)
    contract = offers.accept_offer(offer, by=cast.ken, at=MORNING)
    deposit = funding.begin_payment(part(contract), by=cast.sakurai, at=MORNING)
    funding.fund(deposit, receipt="bank-1", at=MORNING)
    work.deliver(part(contract), note="3案です。", by=cast.ken, at=START)

    dispute = disputes.open_dispute(
        part(contract), statement="1案しかありません。", by=cast.sakurai, at=START + DAY
    )
    disputes.answer_dispute(dispute, text="3案あります。", by=cast.ken, at=START + DAY)
    assert [turn.kind for turn in turns.of_operators()] == ["dispute"]
    kinds = [fact.kind.rpartition(".")[2] for fact in contracts.timeline(again(contract))]
    assert kinds[:3] == ["OfferMade", "ContractAgreed", "MilestoneFunded"]
    assert kinds[-3:] == ["WorkDelivered", "DisputeOpened", "DisputeAnswered"]

    rulings.decide(dispute, to_worker=15_000, ruling="2案が届いています。", by=cast.oda, at=START + 2 * DAY)
    assert money.balances(cast.ken.party).earned == 0  # either side may appeal
    while sweep.perform_due(START + 8 * DAY):
        pass
    assert money.balances(cast.ken.party).earned == 15_000 - 500 - 1_531
    assert money.balances(cast.sakurai.party).refundable == 15_000 + 1_531
    assert money.audit() == []
