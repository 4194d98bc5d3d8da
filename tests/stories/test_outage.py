"""The server is off for two days, and nobody loses by it."""

import threading
from datetime import datetime, timedelta

from mikiwame import stops
from mikiwame.market.contracts.operations import endings, offers, work
from mikiwame.market.contracts.states import ContractState, MilestoneState, OfferState
from mikiwame.market.history.models import Fact
from mikiwame.market.members.models import Member
from mikiwame.market.reputation import queries as reputation
from mikiwame.market.reputation.operations import reviews
from mikiwame.market.reputation.operations.reviews import Verdict
from mikiwame.market.taskwork.approving import Rule
from mikiwame.market.taskwork.models import Answer, Place
from mikiwame.market.taskwork.operations import approving, judging
from mikiwame.market.taskwork.operations import work as tasks
from mikiwame.market.taskwork.states import ApprovedBy
from mikiwame.market.turns import queries as turns
from mikiwame.ops import sweep, worker
from tests.cast import MORNING, Cast
from tests.market.contracts.stage import DAY, HOUR, offered, part, running, started
from tests.market.taskwork import stage

OFF, ON = MORNING + 4 * DAY, MORNING + 6 * DAY


def off_for_two_days() -> None:
    """The pages answered until the one moment, and again from the other on."""
    stops.beat(at=OFF)
    assert not turns.pages_answer(at=ON - HOUR), "and so no worker performs what is due"
    stop = stops.beat(at=ON)
    assert stop is not None
    assert (stop.since, stop.until) == (OFF, ON)


def test_an_offer_can_still_be_accepted(cast: Cast) -> None:
    offer = offered(cast)
    late = offer.until + HOUR

    off_for_two_days()
    sweep.perform_due(late)

    offer.refresh_from_db()
    assert offer.state == OfferState.MADE
    assert offer.until == MORNING + 7 * DAY, "what pages show is what holds"
    assert offers.accept_offer(offer, by=cast.yuki, at=late).state == ContractState.AGREED


def test_without_an_outage_it_lapses(cast: Cast) -> None:
    offer = offered(cast)
    stops.beat(at=offer.until)

    sweep.perform_due(offer.until + HOUR)

    offer.refresh_from_db()
    assert offer.state == OfferState.LAPSED


def test_every_clock_of_a_contract_waits(cast: Cast) -> None:
    contract = running(cast)
    proposal = endings.propose_cancellation(contract, reason="事情", by=cast.yuki, at=MORNING)
    before = {turn.kind: turn.until for turn in turns.current(contract.key, part(contract).key, proposal.key)}

    off_for_two_days()

    after = {turn.kind: turn.until for turn in turns.current(contract.key, part(contract).key, proposal.key)}
    assert before
    assert after == {kind: until + 2 * DAY for kind, until in before.items()}
    proposal.refresh_from_db()
    assert proposal.until == after["cancellation"]


def test_a_delivery_in_the_days_that_were_lost_is_in_time(cast: Cast) -> None:
    contract = started(cast)
    [turn] = [one for one in turns.current(part(contract).key) if one.kind == "delivery"]
    silent, back = turn.until - DAY, turn.until + DAY
    stops.beat(at=silent)
    stops.beat(at=back)

    sweep.perform_due(back)
    work.deliver(part(contract), note="納品します。", by=cast.yuki, at=back + HOUR)

    assert part(contract).state == MilestoneState.DELIVERED
    assert not Fact.objects.filter(kind="contracts.DeliveryOverdue").exists()


def claimed(cast: Cast, worker: Member, at: datetime) -> Place:
    batch = stage.opened(cast)
    stage.joined(batch, worker)
    claim = tasks.claim(batch.pk, by=worker, at=at)
    return Place.objects.get(batch=batch, number=claim.place)


def test_reviews_wait_as_long_as_their_turns(cast: Cast) -> None:
    contract = running(cast)
    ended = endings.answer_cancellation(
        endings.propose_cancellation(contract, reason="事情", by=cast.yuki, at=MORNING),
        agree=True,
        by=cast.sakurai,
        at=MORNING,
    ).contract
    reviews.invite(ended, at=MORNING)
    usual = reputation.opens_at(ended)
    assert usual is not None

    off_for_two_days()

    assert reputation.opens_at(ended) == usual + 2 * DAY
    reviews.review(ended, Verdict(stars=4), by=cast.yuki, at=usual + DAY)
    sweep.perform_due(usual + 2 * DAY)
    written = reputation.review_by(ended, cast.yuki.party)
    assert written is not None
    assert written.opened_at == usual + 2 * DAY


def test_a_claim_of_a_task_outlives_the_outage(cast: Cast) -> None:
    place = claimed(cast, cast.yuki, OFF - timedelta(minutes=4))

    off_for_two_days()
    tasks.release_expired(at=ON + timedelta(minutes=1))
    tasks.submit(
        place.batch_id,
        place.number,
        {"feeling": "good"},
        form_version=1,
        by=cast.yuki,
        at=ON + timedelta(minutes=5),
    )

    assert Answer.objects.filter(worker=cast.yuki.party).exists()


def test_silence_approves_later_by_what_was_lost(cast: Cast) -> None:
    answer = stage.answered(stage.opened(cast), cast.yuki)
    limit = answer.limit_at
    assert limit is not None

    off_for_two_days()

    judging.approve_due(at=limit + HOUR)
    answer.refresh_from_db()
    assert (answer.state, answer.limit_at) == ("submitted", limit + 2 * DAY)
    judging.approve_due(at=limit + 2 * DAY)
    answer.refresh_from_db()
    assert answer.state == "approved"


def test_a_returned_answer_can_be_mended_as_long_as_promised(cast: Cast) -> None:
    late = OFF - DAY
    answer = stage.returned(stage.answered(stage.opened(cast), cast.yuki, at=late), cast, at=late)
    limit = answer.limit_at
    assert limit is not None

    off_for_two_days()

    answer.refresh_from_db()
    assert answer.limit_at == limit + 2 * DAY == turns.limit("fix", answer.key)


def test_a_batch_takes_answers_longer(cast: Cast) -> None:
    batch = stage.opened(cast)
    closes_at = batch.closes_at
    assert closes_at is not None

    off_for_two_days()

    assert stage.again(batch).closes_at == closes_at + 2 * DAY


def test_a_rule_of_hours_waits_as_silence_does(cast: Cast) -> None:
    batch = approving.set_rules(
        stage.opened(cast), [Rule(ApprovedBy.HOURS, 108)], by=cast.sakurai, at=MORNING
    )
    answer = stage.answered(batch, cast.yuki)
    due = answer.submitted_at + 108 * HOUR
    assert OFF < due < ON - HOUR
    [beat] = [beat for beat in worker.rhythms(threading.Event()) if beat.name == "rules"]

    stops.beat(at=OFF)
    beat.perform(ON - HOUR)
    answer.refresh_from_db()
    assert answer.state == "submitted", "its client can't look at it"

    stops.beat(at=ON)
    assert approving.approve_ruled(at=due + 2 * DAY - timedelta(seconds=1)) == 0
    assert approving.approve_ruled(at=due + 2 * DAY) == 1
