"""Two at once: of one hold, one payment, one allowance, one balance, nobody gets more than there is."""

from functools import partial

import pytest

from mikiwame.market.escrow import operations as escrow
from mikiwame.market.escrow import queries
from mikiwame.market.escrow.models import Deposit, Hold, Payout, Release
from mikiwame.market.escrow.states import HoldState
from mikiwame.market.ledger.queries import balance
from tests.cast import MORNING, Cast, assemble
from tests.market.escrow.purse import asked, held
from tests.races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast() -> Cast:
    return assemble()


def test_one_payment_reported_many_times_at_once(cast: Cast) -> None:
    deposit = asked(cast.sakurai, cast.yuki)

    refused = at_once(*[partial(escrow.receive, deposit, receipt="p-1", at=MORNING)] * 6)

    assert refused == []
    assert balance(Hold.objects.get().key) == 50_000
    assert queries.audit() == []


def test_two_payments_of_one_deposit_at_once(cast: Cast) -> None:
    deposit = asked(cast.sakurai, cast.yuki)

    refused = at_once(*(partial(escrow.receive, deposit, receipt=f"p-{nth}", at=MORNING) for nth in range(4)))

    assert refused == ["already_paid"] * 3
    assert queries.audit() == []


def test_one_payment_cannot_serve_two_deposits_at_once(cast: Cast) -> None:
    deposits = [asked(cast.sakurai, cast.yuki) for _ in range(4)]

    refused = at_once(*(partial(escrow.receive, deposit, receipt="p-1", at=MORNING) for deposit in deposits))

    assert refused == ["receipt_of_another"] * 3
    assert Hold.objects.count() == 1
    assert queries.audit() == []


def test_paying_in_and_cancelling_at_once(cast: Cast) -> None:
    deposit = asked(cast.sakurai, cast.yuki)

    refused = at_once(
        partial(escrow.receive, deposit, receipt="p-1", at=MORNING),
        partial(escrow.cancel_deposit, deposit, at=MORNING),
    )

    assert refused in (["already_paid"], ["deposit_cancelled"])
    assert queries.audit() == []


def test_asking_for_one_purpose_at_once_is_one_payment(cast: Cast) -> None:
    refused = at_once(*[partial(asked, cast.sakurai, cast.yuki, purpose="milestone:1")] * 6)

    assert refused == []
    assert Deposit.objects.count() == 1


def test_a_hold_ends_once(cast: Cast) -> None:
    for _ in range(3):
        hold = held(cast.sakurai, cast.yuki)
        refused = at_once(
            partial(escrow.release, hold, to=cast.yuki.party, withheld=0, at=MORNING),
            partial(escrow.refund, hold, at=MORNING),
            partial(escrow.settle, hold, to=cast.yuki.party, gross_to_worker=1, withheld=0, at=MORNING),
            partial(escrow.release, hold, to=cast.yuki.party, withheld=0, at=MORNING),
        )
        assert refused == ["hold_ended"] * 3

    assert not Hold.objects.filter(state=HoldState.HELD).exists()
    assert queries.audit() == []


def test_releases_at_once_use_one_allowance_once(cast: Cast) -> None:
    holds = [held(client, cast.yuki, 4_000) for client in (cast.sakurai, cast.ken, cast.sora, cast.oda)]

    refused = at_once(
        *(partial(escrow.release, hold, to=cast.yuki.party, withheld=0, at=MORNING) for hold in holds)
    )

    assert refused == []
    assert sorted(release.free for release in Release.objects.all()) == [0, 2_000, 4_000, 4_000]
    assert balance("fees") == 600
    assert queries.audit() == []


def test_two_who_work_for_each_other_do_not_wait_for_ever(cast: Cast) -> None:
    pairs = [(cast.sakurai, cast.ken), (cast.ken, cast.sakurai)] * 3
    holds = [(held(client, worker), worker) for client, worker in pairs]

    refused = at_once(
        *(partial(escrow.release, hold, to=worker.party, withheld=100, at=MORNING) for hold, worker in holds)
    )

    assert refused == []
    assert queries.audit() == []


def test_the_chore_of_paying_out_run_by_many_at_once(cast: Cast) -> None:
    for worker in (cast.yuki, cast.ken, cast.sora):
        escrow.release(held(cast.sakurai, worker), to=worker.party, withheld=500, at=MORNING)

    refused = at_once(*[partial(escrow.make_payouts, at=MORNING)] * 4)
    escrow.make_payouts(at=MORNING)

    assert refused == []
    assert sorted(Payout.objects.values_list("amount", flat=True)) == [1_500, 45_500, 45_500, 45_500]
    assert -balance("bank") == balance("fees") == 12_000
    assert queries.audit() == []
