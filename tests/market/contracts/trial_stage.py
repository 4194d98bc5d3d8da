"""What stories of trials begin with: a small paid piece of the work, offered to somebody who applied.

The posting is hiring's logo; the trial is two sketches for ¥6,000, three hours, due on 24 November.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from mikiwame.market.contracts import queries
from mikiwame.market.contracts.models import Contract, Offer, Trial
from mikiwame.market.contracts.operations import offers, trials, work
from mikiwame.market.hiring.models import Application
from mikiwame.market.members.models import Member
from tests.cast import MORNING, Cast
from tests.market.contracts.stage import DAYS, HOUR, NEXT_DAYS, START, again, delivered, paid, part
from tests.market.hiring.stage import applied, published

TITLE = "お試し: ラフ2案"

SMALL: Mapping[str, Any] = {
    "scope": "ラフ2案まで",
    "reward": 6_000,
    "trial_hours": 3,
    "start_date": date(2026, 11, 20),
    "deadline": date(2026, 11, 24),
}

ACCEPTED = START + 2 * HOUR
"""When the work of a trial is accepted."""


def trial_offered(
    cast: Cast,
    *,
    worker: Member | None = None,
    application: Application | None = None,
    at: datetime = MORNING,
    **changes: Any,
) -> Offer:
    """Sakurai has offered an applicant (Yuki) a trial."""
    if application is None:
        application = applied(worker or cast.yuki, published(cast.sakurai, at=at, **DAYS), at=at)
    return trials.offer_trial(
        application,
        title=TITLE,
        changes={**SMALL, **changes},
        message="まずは小さく。",
        by=cast.sakurai,
        at=at,
    )


def trial_agreed(cast: Cast, *, at: datetime = MORNING, **values: Any) -> Contract:
    """The worker has accepted the trial."""
    offer = trial_offered(cast, at=at, **values)
    return offers.accept_offer(offer, by=offer.worker.person, at=at)


def trial_running(cast: Cast, **values: Any) -> Contract:
    """The money of the trial is held, and its start has come."""
    contract = trial_agreed(cast, **values)
    paid(contract)
    work.begin_due(at=START)
    return again(contract)


def trial_delivered(cast: Cast, **values: Any) -> Contract:
    """The worker has handed over the trial."""
    contract = trial_running(cast, **values)
    delivered(contract)
    return again(contract)


def trial_over(cast: Cast, **values: Any) -> Trial:
    """The trial was accepted and paid: the client decides."""
    contract = trial_delivered(cast, **values)
    work.accept(part(contract), by=contract.client.person, at=ACCEPTED)
    return trial_in(contract)


def hire_offered(trial: Trial, *, at: datetime = ACCEPTED, **changes: Any) -> Offer:
    """The client offers the work itself to whom she tried."""
    by = trial.contract.client.person
    changes = {**NEXT_DAYS, **changes}
    return offers.offer(trial.application, changes=changes, parts=None, message="", by=by, at=at)


def hired(trial: Trial, *, at: datetime = ACCEPTED) -> Contract:
    """The worker accepts that."""
    return offers.accept_offer(hire_offered(trial, at=at), by=trial.contract.worker.person, at=at)


def trial_in(contract: Contract) -> Trial:
    """The trial of a contract, read anew."""
    return queries.trial_for(contract.client.person, Trial.objects.get(contract=contract).pk)
