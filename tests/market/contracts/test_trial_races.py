"""Two at once about a trial: whatever comes first, each promise holds."""

import pytest

from mikiwame.market.contracts import audit
from mikiwame.market.contracts.models import Contract, Offer, Trial
from mikiwame.market.contracts.operations import offers, trials, work
from mikiwame.market.contracts.states import OfferState, TrialState
from mikiwame.market.hiring.models import Application
from mikiwame.market.hiring.operations import postings
from mikiwame.market.hiring.states import ApplicationState
from tests.cast import MORNING, Cast
from tests.market.contracts.stage import DAY, NEXT_DAYS, part
from tests.market.contracts.trial_stage import (
    ACCEPTED,
    SMALL,
    TITLE,
    hire_offered,
    trial_delivered,
    trial_in,
    trial_offered,
    trial_over,
)
from tests.market.hiring.stage import PROMISED, applied, published
from tests.races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def try_out(application: Application, cast: Cast) -> object:
    return trials.offer_trial(
        application, title=TITLE, changes=SMALL, message="", by=cast.sakurai, at=MORNING
    )


def test_two_postings_try_one_worker_once(cast: Cast) -> None:
    both = [applied(cast.yuki, published(cast.sakurai)) for _ in range(2)]
    refused = at_once(*[lambda one=one: try_out(one, cast) for one in both])
    assert refused == ["tried_before"]
    assert Offer.objects.get().is_trial
    states = sorted(Application.objects.values_list("state", flat=True))
    assert states == [ApplicationState.IN_TRIAL, ApplicationState.SUBMITTED]
    assert audit.discrepancies() == []


def test_a_second_trial_while_the_first_is_accepted(cast: Cast) -> None:
    first, other = trial_offered(cast), applied(cast.yuki, published(cast.sakurai))
    refused = at_once(
        lambda: offers.accept_offer(first, by=cast.yuki, at=MORNING), lambda: try_out(other, cast)
    )
    assert refused == ["tried_before"]
    assert Trial.objects.count() == 1


def test_a_trial_is_offered_while_the_posting_s_promise_passes(cast: Cast) -> None:
    posting = published(cast.sakurai)
    application = applied(cast.yuki, posting)
    changes, before = {**SMALL}, PROMISED - DAY
    at_once(
        lambda: trials.offer_trial(
            application, title=TITLE, changes=changes, message="", by=cast.sakurai, at=before
        ),
        lambda: postings.expire(posting, at=PROMISED),
    )
    application.refresh_from_db()
    tried = Offer.objects.exists()
    assert application.state == (ApplicationState.IN_TRIAL if tried else ApplicationState.EXPIRED)


def test_who_hires_at_the_limit_hires_or_lapses(cast: Cast) -> None:
    trial = trial_over(cast)
    limit = ACCEPTED + 7 * DAY
    refused = at_once(
        lambda: hire_offered(trial, at=limit - DAY), lambda: trials.lapse_trial(trial, at=limit)
    )
    assert len(refused) == 1
    trial = trial_in(trial.contract)
    hired = (TrialState.OFFERED, ApplicationState.OFFERED)
    lapsed = (TrialState.UNDECIDED, ApplicationState.EXPIRED)
    assert (trial.state, trial.application.state) in {hired, lapsed}
    assert audit.discrepancies() == []


def test_a_hire_a_no_and_a_withdrawal_leave_one_outcome(cast: Cast) -> None:
    trial = trial_over(cast)
    refused = at_once(
        lambda: hire_offered(trial),
        lambda: trials.decline_trial(trial, reason="other", by=cast.sakurai, at=ACCEPTED),
        lambda: trials.withdraw_trial(trial, by=cast.yuki, at=ACCEPTED),
    )
    assert len(refused) == 2
    assert audit.discrepancies() == []


def test_the_last_place_goes_while_a_trial_ends_and_another_is_answered(cast: Cast) -> None:
    posting = published(cast.sakurai)
    going = trial_delivered(cast, application=applied(cast.yuki, posting))
    asked = trial_offered(cast, application=applied(cast.ken, posting))
    sora = applied(cast.sora, posting)
    offer = offers.offer(sora, changes=NEXT_DAYS, parts=None, message="", by=cast.sakurai, at=MORNING)
    refused = at_once(
        lambda: offers.accept_offer(offer, by=cast.sora, at=MORNING),
        lambda: work.accept(part(going), by=cast.sakurai, at=ACCEPTED),
        lambda: offers.decline_offer(asked, by=cast.ken, at=MORNING),
    )
    assert refused in ([], ["too_late"], ["wrong_state"])
    asked.refresh_from_db()
    assert asked.state in {OfferState.DECLINED, OfferState.WITHDRAWN}
    assert trial_in(going).state == TrialState.DECLINED
    told = Application.objects.filter(posting=posting).exclude(pk=sora.pk)
    assert {one.state for one in told} == {ApplicationState.DECLINED}
    assert Contract.objects.count() == 2
    assert audit.discrepancies() == []
