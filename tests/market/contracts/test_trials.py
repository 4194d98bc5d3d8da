"""Stories of trials: paid, funded, once for a client and a worker, decided over in time."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from mikiwame import stops
from mikiwame.core.errors import NotFound, Refused
from mikiwame.core.terms import Term
from mikiwame.market.contracts import audit, queries
from mikiwame.market.contracts.models import Contract, Offer, StandbyFee, Trial
from mikiwame.market.contracts.operations import (
    direct,
    disputes,
    endings,
    funding,
    letters,
    offers,
    trials,
    work,
)
from mikiwame.market.contracts.states import ContractState, OfferState, Side, TrialState
from mikiwame.market.escrow import queries as escrow
from mikiwame.market.hiring import queries as hiring
from mikiwame.market.hiring.models import Application
from mikiwame.market.hiring.operations import applications, postings
from mikiwame.market.hiring.states import ApplicationState, PostingState
from mikiwame.market.history import queries as history
from mikiwame.market.reputation import observed
from mikiwame.market.reputation.queries import counted
from mikiwame.market.terms import queries as terms
from mikiwame.market.terms.lines import RightsIfHired, TrialHours
from tests.cast import MORNING, Cast
from tests.market.contracts.stage import (
    DAY,
    HOUR,
    NEXT_DAYS,
    START,
    agreed,
    asked,
    clocks,
    delivered,
    offered,
    offered_directly,
    paid,
    part,
    ruled,
)
from tests.market.contracts.trial_stage import (
    ACCEPTED,
    SMALL,
    TITLE,
    hire_offered,
    hired,
    trial_agreed,
    trial_delivered,
    trial_in,
    trial_offered,
    trial_over,
    trial_running,
)
from tests.market.hiring.stage import PROMISED, applied, published


def state_of(application: Application) -> str:
    application.refresh_from_db()
    return application.state


def facts_of(contract: Contract) -> list[str]:
    return [fact.kind.split(".")[1] for fact in history.facts_about(contract.key)]


def test_it_is_a_small_piece_of_the_posting_with_a_reward_of_its_own(cast: Cast) -> None:
    offer = trial_offered(cast)
    said = terms.stated(offer.sheet)

    assert offer.is_trial
    assert (offer.state, offer.until) == (OfferState.MADE, MORNING + 5 * DAY)
    assert said[Term.DURATION] == TrialHours(3)
    assert said[Term.RIGHTS] == RightsIfHired("")
    assert terms.total(offer.sheet) == 6_000
    assert offer.sheet.deliverable == offer.base.deliverable
    assert {change.worsens_for_worker for change in queries.changes_of(offer)} == {None}
    assert offer.application is not None
    assert state_of(offer.application) == ApplicationState.IN_TRIAL
    assert hiring.free_places(offer.application.posting) == (1, 0), "a trial fills no place"
    assert offer.conversation != offer.application.conversation


def test_from_a_posting_of_work_that_goes_on_it_is_still_one_piece(cast: Cast) -> None:
    weekly: dict[str, Any] = {
        "reward_basis": "per_piece",
        "reward": 3_000,
        "repeat": "weekdays",
        "weekdays": "mon",
    }
    open_ended: dict[str, Any] = {"start_date": date(2026, 11, 20), "deadline": None, "pace": "毎週月曜"}
    posting = published(cast.sakurai, **weekly, **open_ended)
    offer = trial_offered(cast, application=applied(cast.yuki, posting, price=3_000))
    assert not terms.is_continuing(offer.sheet)
    assert [part.amount for part in terms.parts(offer.sheet)] == [6_000]


def test_the_whole_story_ends_with_a_hire_and_the_rights_pass(cast: Cast) -> None:
    trial = trial_over(cast)
    first = trial.contract
    assert (first.state, trial.state) == (ContractState.FINISHED, TrialState.DECIDING)
    assert queries.rights_of(trial) == Side.WORKER
    assert clocks(trial.key) == {"trial_decision"}
    assert trial.until == ACCEPTED + 7 * DAY

    contract = hired(trial)
    trial = trial_in(first)
    assert (trial.state, queries.rights_of(trial)) == (TrialState.HIRED, Side.CLIENT)
    assert state_of(trial.application) == ApplicationState.ACCEPTED
    trial.application.posting.refresh_from_db()
    assert trial.application.posting.state == PostingState.FILLED
    assert contract.conversation == trial.application.conversation != first.conversation
    assert not contract.is_trial
    assert terms.stated(contract.sheet)[Term.REWARD] == terms.stated(contract.offer.base)[Term.REWARD]
    assert clocks(trial.key) == set()
    assert facts_of(first)[-3:] == ["TrialEnded", "ContractFinished", "TrialHired"]
    assert [fact.data["rights"] for fact in history.facts_about(first.key) if "rights" in fact.data] == [
        "worker",
        "client",
    ]
    assert audit.discrepancies() == []


def test_who_is_not_hired_is_paid_and_keeps_the_rights(cast: Cast) -> None:
    trial = trial_over(cast)
    with pytest.raises(Refused, match="choice_unknown"):
        trials.decline_trial(trial, reason="filled", by=cast.sakurai, at=ACCEPTED)
    trials.decline_trial(
        trial, reason="experience", note="線が合いませんでした。", by=cast.sakurai, at=ACCEPTED
    )
    trial = trial_in(trial.contract)
    application = trial.application
    assert (trial.state, queries.rights_of(trial)) == (TrialState.DECLINED, Side.WORKER)
    assert (application.state, application.decline_reason) == (ApplicationState.DECLINED, "experience")
    assert application.decline_note == "線が合いませんでした。"
    assert escrow.balances(cast.yuki.party).earned > 0
    last = history.facts_about(trial.contract.key).last()
    assert last is not None
    assert (last.data["reason"], last.data["rights"]) == ("experience", "worker")


def test_a_reason_leads_nowhere_outside(cast: Cast) -> None:
    trial = trial_over(cast)
    with pytest.raises(Refused, match="leads_outside"):
        trials.decline_trial(
            trial, reason="other", note="続きはLINEで ID: sakurai_logo", by=cast.sakurai, at=ACCEPTED
        )


def test_silence_ends_it_and_is_written_down(cast: Cast) -> None:
    trial = trial_over(cast)
    assert trial.until is not None
    with pytest.raises(Refused, match="not_yet"):
        trials.lapse_trial(trial, at=trial.until - HOUR)
    with pytest.raises(Refused, match="too_late"):
        hire_offered(trial, at=trial.until)
    with pytest.raises(Refused, match="too_late"):
        trials.decline_trial(trial, reason="other", by=cast.sakurai, at=trial.until)
    trials.lapse_trial(trial, at=trial.until)
    trial = trial_in(trial.contract)
    assert (trial.state, state_of(trial.application)) == (TrialState.UNDECIDED, ApplicationState.EXPIRED)
    assert queries.rights_of(trial) == Side.WORKER
    assert facts_of(trial.contract)[-1] == "TrialUndecided"


@pytest.mark.parametrize(("decides", "decided"), [(True, 1), (False, 0)])
def test_the_client_s_record_knows_whether_she_decided(cast: Cast, decides: bool, decided: int) -> None:
    trial = trial_over(cast)
    assert not any(row.measure == "decided" for row in observed.rows(trial.contract.key))
    if decides:
        hired(trial)
    else:
        trials.lapse_trial(trial, at=ACCEPTED + 7 * DAY)
    rows = {row.measure: (row.amount, row.of) for row in observed.rows(trial.contract.key)}
    assert rows["decided"] == (decided, 1)
    assert rows["hired_after_trial"] == (decided, 1)


def test_a_no_in_time_is_a_decision_and_no_hiring(cast: Cast) -> None:
    trial = trial_over(cast)
    trials.decline_trial(trial, reason="other", by=cast.sakurai, at=ACCEPTED)
    rows = {row.measure: (row.amount, row.of) for row in observed.rows(trial.contract.key)}
    assert (rows["decided"], rows["hired_after_trial"]) == ((1, 1), (0, 1))


def test_a_trial_is_no_job_in_anybody_s_standing(cast: Cast) -> None:
    trial = trial_over(cast)
    assert trial.contract.state == ContractState.FINISHED
    client, worker = (counted(member.party) for member in (cast.sakurai, cast.yuki))
    assert (client["hired"], client["commissions_finished"], worker["contracts_finished"]) == (0, 0, 0)
    hired(trial)
    assert counted(cast.sakurai.party)["hired"] == 1


def test_a_trial_is_no_earlier_hire(cast: Cast) -> None:
    contract = hired(trial_over(cast))
    rows = {row.measure: row.amount for row in observed.rows(contract.key)}
    assert rows["rehired"] == 0


def test_the_posting_s_end_does_not_end_it(cast: Cast) -> None:
    contract = trial_running(cast)
    application = contract.offer.application
    assert application is not None
    postings.expire(application.posting, at=PROMISED)
    assert state_of(application) == ApplicationState.IN_TRIAL
    ended = history.facts_about(application.posting.key).last()
    assert ended is not None
    assert (ended.kind, ended.data["undecided"]) == ("hiring.PostingExpired", 0)

    delivered(contract)
    work.accept(part(contract), by=cast.sakurai, at=ACCEPTED)
    hired(trial_in(contract))
    assert state_of(application) == ApplicationState.ACCEPTED


def test_once_for_ever(cast: Cast) -> None:
    trial = trial_over(cast)
    trials.decline_trial(trial, reason="other", by=cast.sakurai, at=ACCEPTED)
    later = published(cast.sakurai, at=ACCEPTED)
    application = applied(cast.yuki, later, at=ACCEPTED)
    with pytest.raises(Refused, match="tried_before"):
        trials.offer_trial(
            application,
            title=TITLE,
            changes={**SMALL, **NEXT_DAYS, "deadline": date(2026, 12, 4)},
            message="",
            by=cast.sakurai,
            at=ACCEPTED,
        )
    assert state_of(application) == ApplicationState.SUBMITTED


def test_a_small_piece_has_a_name_of_its_own_on_everything(cast: Cast) -> None:
    contract = trial_agreed(cast)
    deposit = asked(contract)
    told = {contract.title, contract.offer.title, part(contract).title, deposit.title}
    assert told == {TITLE}
    assert TITLE in contract.notice.html


@pytest.mark.parametrize(
    ("title", "code"),
    [
        (" ", "title_missing"),
        (" 焼き菓子店のロゴ制作 ", "trial_named_as_whole"),
        ("LINEで話しましょう", "leads_outside"),
    ],
)
def test_its_name_is_neither_empty_nor_that_of_the_whole_nor_a_way_out(
    cast: Cast, title: str, code: str
) -> None:
    application = applied(cast.yuki, published(cast.sakurai))
    said: dict[str, Any] = {"title": title, "changes": SMALL, "by": cast.sakurai, "at": MORNING}
    for attempt in (
        lambda: trials.rehearse_trial(application, **said),
        lambda: trials.offer_trial(application, message="", **said),
    ):
        with pytest.raises(Refused, match=code) as refused:
            attempt()
        assert refused.value.field == "title"


def test_the_database_keeps_it_once(cast: Cast) -> None:
    contract = trial_agreed(cast)
    other = offered(cast)
    with pytest.raises(IntegrityError, match="contracts_offer_one_trial"), transaction.atomic():
        Offer.objects.filter(pk=other.pk).update(purpose="trial")
    with pytest.raises(IntegrityError, match="contracts_offer_trial_of_applicant"), transaction.atomic():
        Offer.objects.filter(pk=contract.offer_id).update(application=None, after=contract.offer)


@pytest.mark.parametrize("answer", ["decline", "withdraw", "lapse"])
def test_what_came_to_nothing_leaves_her_as_she_was(cast: Cast, answer: str) -> None:
    offer = trial_offered(cast)
    application = offer.application
    assert application is not None
    if answer == "decline":
        offers.decline_offer(offer, by=cast.yuki, at=MORNING)
    elif answer == "withdraw":
        offers.withdraw_offer(offer, by=cast.sakurai, at=MORNING)
    else:
        offers.lapse_offer(offer, at=offer.until)
    assert state_of(application) == ApplicationState.SUBMITTED
    assert not Trial.objects.exists()
    assert trial_offered(cast, application=application).state == OfferState.MADE


def test_what_came_to_nothing_after_the_posting_is_over_is_declined(cast: Cast) -> None:
    application = applied(cast.yuki, published(cast.sakurai))
    offer = trial_offered(cast, application=application, at=PROMISED - HOUR)
    postings.expire(application.posting, at=PROMISED)
    offers.lapse_offer(offer, at=offer.until)
    assert state_of(application) == ApplicationState.DECLINED


def test_several_are_tried_at_once_and_each_is_paid(cast: Cast) -> None:
    posting = published(cast.sakurai)
    both = [trial_agreed(cast, application=applied(worker, posting)) for worker in (cast.yuki, cast.ken)]
    for contract in both:
        paid(contract)
    assert [part(contract).state for contract in both] == ["funded", "funded"]
    assert hiring.free_places(posting) == (1, 0)


def test_when_others_get_every_place_she_hears_at_once(cast: Cast) -> None:
    posting = published(cast.sakurai)
    waiting = trial_over(cast, application=applied(cast.yuki, posting))
    asked = trial_offered(cast, application=applied(cast.ken, posting))
    sora = applied(cast.sora, posting)
    offer = offers.offer(sora, changes={}, parts=None, message="", by=cast.sakurai, at=MORNING)
    offers.accept_offer(offer, by=cast.sora, at=MORNING)

    waiting = trial_in(waiting.contract)
    assert (waiting.state, waiting.application.decline_reason) == (TrialState.DECLINED, "filled")
    asked.refresh_from_db()
    assert asked.state == OfferState.WITHDRAWN
    assert asked.application is not None
    assert state_of(asked.application) == ApplicationState.DECLINED
    assert clocks(waiting.key) == clocks(asked.key) == set()


def test_work_that_goes_on_when_others_get_every_place_is_paid(cast: Cast) -> None:
    posting = published(cast.sakurai)
    contract = trial_delivered(cast, application=applied(cast.yuki, posting))
    offer = offers.offer(
        applied(cast.sora, posting), changes={}, parts=None, message="", by=cast.sakurai, at=MORNING
    )
    offers.accept_offer(offer, by=cast.sora, at=MORNING)
    assert trial_in(contract).state == TrialState.WORKING

    work.accept(part(contract), by=cast.sakurai, at=ACCEPTED)
    trial = trial_in(contract)
    assert (trial.state, trial.application.decline_reason) == (TrialState.DECLINED, "filled")
    assert escrow.balances(cast.yuki.party).earned > 0


def unfunded(cast: Cast) -> Contract:
    contract = trial_agreed(cast)
    funding.lapse_funding(part(contract), at=MORNING + 3 * DAY)
    return contract


def called_off(cast: Cast) -> Contract:
    return endings.cancel(trial_agreed(cast), reason="中止", by=cast.sakurai, at=MORNING)


def given_up(cast: Cast) -> Contract:
    return endings.cancel(trial_agreed(cast), reason="都合", by=cast.yuki, at=MORNING)


def parted(cast: Cast) -> Contract:
    contract = trial_running(cast)
    proposal = endings.propose_cancellation(contract, reason="終了", by=cast.yuki, at=START)
    endings.answer_cancellation(proposal, agree=True, by=cast.sakurai, at=START)
    return contract


def disputed(cast: Cast) -> Contract:
    contract = trial_delivered(cast)
    dispute = disputes.open_dispute(part(contract), statement="違う", by=cast.sakurai, at=ACCEPTED)
    ruled(dispute, to_worker=0, by=cast.oda, at=ACCEPTED)
    return contract


@pytest.mark.parametrize("ended", [unfunded, called_off, given_up, parted, disputed])
def test_however_it_ended_the_client_decides_in_time(cast: Cast, ended: Callable[[Cast], Contract]) -> None:
    contract = ended(cast)
    trial = trial_in(contract)
    assert trial.state == TrialState.DECIDING
    assert trial.until is not None
    assert state_of(trial.application) == ApplicationState.IN_TRIAL
    hired(trial, at=trial.until - HOUR)
    assert trial_in(contract).state == TrialState.HIRED


def test_the_worker_need_not_wait(cast: Cast) -> None:
    trial = trial_in(unfunded(cast))
    at = MORNING + 3 * DAY
    with pytest.raises(Refused, match="on_trial"):
        applications.withdraw(trial.application, by=cast.yuki, at=at)
    trials.withdraw_trial(trial, by=cast.yuki, at=at)
    assert trial_in(trial.contract).state == TrialState.WITHDRAWN
    assert state_of(trial.application) == ApplicationState.WITHDRAWN
    assert clocks(trial.key) == set()


@pytest.mark.parametrize(
    ("answer", "until"),
    [
        ("decline", ACCEPTED + 10 * DAY),
        ("lapse", ACCEPTED + 9 * DAY),
        ("withdraw", ACCEPTED + 7 * DAY),
        ("withdraw late", ACCEPTED + 8 * DAY),
    ],
)
def test_an_offer_that_came_to_nothing_lets_her_decide_again(cast: Cast, answer: str, until: Any) -> None:
    trial = trial_over(cast)
    offer = hire_offered(trial, at=ACCEPTED + 3 * DAY)
    match answer:
        case "decline":
            offers.decline_offer(offer, by=cast.yuki, at=ACCEPTED + 3 * DAY)
        case "lapse":
            offers.lapse_offer(offer, at=ACCEPTED + 8 * DAY)
        case "withdraw":
            offers.withdraw_offer(offer, by=cast.sakurai, at=ACCEPTED + 4 * DAY)
        case _:
            offers.withdraw_offer(offer, by=cast.sakurai, at=ACCEPTED + 7 * DAY)
    trial = trial_in(trial.contract)
    assert (trial.state, state_of(trial.application)) == (TrialState.DECIDING, ApplicationState.IN_TRIAL)
    assert trial.until == until
    assert hiring.free_places(trial.application.posting) == (1, 0)
    assert facts_of(trial.contract)[-1] == "TrialReopened"


def test_an_offer_that_lapses_in_a_night_wins_her_no_week(cast: Cast) -> None:
    trial = trial_over(cast)
    at = ACCEPTED + 7 * DAY - 14 * HOUR
    tomorrow = (at + 9 * HOUR).date() + DAY
    offer = hire_offered(trial, at=at, start_date=tomorrow, deadline=tomorrow)
    offers.lapse_offer(offer, at=offer.until)
    assert trial_in(trial.contract).until == offer.until + DAY < ACCEPTED + 9 * DAY


def test_before_the_trial_is_over_nobody_is_hired(cast: Cast) -> None:
    offer = trial_offered(cast)
    assert offer.application is not None
    for _ in range(2):
        with pytest.raises(Refused, match="on_trial"):
            offers.offer(offer.application, changes={}, parts=None, message="", by=cast.sakurai, at=MORNING)
        with pytest.raises(Refused, match="wrong_state"):
            applications.decline(offer.application, reason="price", note="", by=cast.sakurai, at=MORNING)
        if offer.state == OfferState.MADE:
            offers.accept_offer(offer, by=cast.yuki, at=MORNING)
            offer.refresh_from_db()


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"reward": None}, "reward_missing", "reward"),
        ({"trial_hours": None}, "trial_hours_missing", "trial_hours"),
        ({"trial_hours": 21}, "number_out_of_range", "trial_hours"),
        ({"reward": 3_000}, "trial_underpaid", "reward"),
        ({"deadline": None}, "deadline_missing", "deadline"),
        ({"deadline": date(2026, 12, 5)}, "trial_too_long", "deadline"),
        (
            {"start_date": date(2026, 12, 20), "deadline": date(2026, 12, 24)},
            "trial_too_far",
            "start_date",
        ),
        ({"start_date": date(2026, 11, 1)}, "date_past", "start_date"),
        ({"scope": "LINEで続き ID: sakurai_logo"}, "leads_outside", "scope"),
    ],
)
def test_it_is_small_paid_and_inside(cast: Cast, changes: dict[str, Any], code: str, field: str) -> None:
    with pytest.raises(Refused) as refusal:
        trial_offered(cast, **changes)
    assert (refusal.value.code, refusal.value.field) == (code, field)
    assert not Offer.objects.exists()
    assert Application.objects.get().state == ApplicationState.SUBMITTED


def test_it_pays_no_less_an_hour_than_the_work_itself(cast: Cast) -> None:
    weekly: dict[str, Any] = {
        "reward_basis": "hourly",
        "reward": 2_500,
        "repeat": "hours",
        "weekly_hours": 10,
    }
    posting = published(cast.sakurai, **weekly, start_date=date(2026, 11, 20), deadline=None)
    application = applied(cast.yuki, posting, price=2_500)
    with pytest.raises(Refused) as refusal:
        trial_offered(cast, application=application, reward=7_499)
    assert (refusal.value.code, refusal.value.context["least"]) == ("trial_underpaid", "7,500")
    assert trial_offered(cast, application=application, reward=7_500).is_trial


def test_a_standby_fee_is_promised_as_to_all_but_never_above_the_reward(cast: Cast) -> None:
    posting = published(cast.sakurai, standby_fee=8_000)
    contract = trial_agreed(cast, application=applied(cast.yuki, posting))
    funding.lapse_funding(part(contract), at=MORNING + 3 * DAY)
    assert StandbyFee.objects.get().amount == 6_000


def test_only_the_client_of_the_posting_offers_one(cast: Cast) -> None:
    application = applied(cast.yuki, published(cast.sakurai))
    for by in (cast.yuki, cast.ken, cast.oda, cast.kuroda):
        with pytest.raises(Refused, match="not_the_client"):
            trials.offer_trial(application, title=TITLE, changes=SMALL, message="", by=by, at=MORNING)


def test_only_the_two_see_how_it_stands(cast: Cast) -> None:
    contract = trial_agreed(cast)
    for member in (cast.ken, cast.oda):
        with pytest.raises(NotFound):
            queries.trial_for(member, trial_in(contract).pk)
    assert queries.trial_of(agreed(cast, worker=cast.ken)) is None


def test_a_message_that_hires_is_none_before_the_offer(cast: Cast) -> None:
    contract = trial_running(cast)
    message = letters.write(
        contract.conversation, text="採用です。よろしくお願いします。", by=cast.sakurai, at=START
    )
    assert message.not_an_offer


def test_a_direct_offer_afterwards_is_no_trial(cast: Cast) -> None:
    trial = trial_over(cast)
    trials.decline_trial(trial, reason="other", by=cast.sakurai, at=ACCEPTED)
    offer = direct.offer_directly(
        trial.contract, about={}, changes=NEXT_DAYS, parts=(), message="", by=cast.sakurai, at=ACCEPTED
    )
    assert not terms.is_trial(offer.sheet)


def test_no_direct_offer_goes_around_the_decision(cast: Cast) -> None:
    def ask(at: Any) -> Offer:
        return offered_directly(cast, after=trial.contract, at=at)

    trial = trial_over(cast)
    with pytest.raises(Refused, match="trial_undecided"):
        ask(ACCEPTED)
    hire_offered(trial)
    with pytest.raises(Refused, match="trial_undecided"):
        ask(ACCEPTED)
    assert list(queries.past_workers(cast.sakurai.party)) == []
    offers.accept_offer(queries.offers_of(cast.yuki.party).get(state="made"), by=cast.yuki, at=ACCEPTED)
    assert [one.pk for one in queries.past_workers(cast.sakurai.party)] == [trial.contract.pk]
    assert ask(ACCEPTED).is_direct


def test_the_notice_says_whose_the_rights_are(cast: Cast) -> None:
    contract = trial_agreed(cast, rights="ラフ案の利用を許諾する")
    assert "採用が決まったときだけ、依頼した側に移ります" in contract.notice.html
    assert "ラフ案の利用を許諾する" in contract.notice.html
    assert "採用を決める前のお試し" in contract.notice.html


def test_an_outage_costs_the_client_no_time_to_decide(cast: Cast) -> None:
    trial = trial_over(cast)
    stops.beat(at=ACCEPTED)
    stops.beat(at=ACCEPTED + 2 * DAY)
    assert trial_in(trial.contract).until == ACCEPTED + 9 * DAY
    with pytest.raises(Refused, match="not_yet"):
        trials.lapse_trial(trial, at=ACCEPTED + 8 * DAY)


def test_when_every_place_went_after_the_posting_s_end_she_hears_too(cast: Cast) -> None:
    posting = published(cast.sakurai)
    both = [trial_over(cast, application=applied(worker, posting)) for worker in (cast.yuki, cast.ken)]
    postings.expire(posting, at=PROMISED)
    hired(both[0], at=ACCEPTED + DAY)
    other = trial_in(both[1].contract)
    assert (other.state, other.application.decline_reason) == (TrialState.DECLINED, "filled")
