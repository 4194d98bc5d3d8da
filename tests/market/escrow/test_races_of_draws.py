"""Two at once over one hold, one answer, one allowance: nobody gets twice, and nobody more than there is."""

import random
from collections.abc import Callable
from functools import partial

import psycopg
import pytest
from django.db import connection

from mikiwame.market.escrow import operations as escrow
from mikiwame.market.escrow import queries
from mikiwame.market.escrow.models import Book, Hold, Refund, Release
from mikiwame.market.escrow.states import HoldState
from mikiwame.market.ledger.models import Account, Entry
from mikiwame.market.ledger.queries import balance
from tests.cast import MORNING, Cast, assemble, joined
from tests.market.escrow.purse import answers, held, held_for_many
from tests.races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast() -> Cast:
    return assemble()


def gross_of(hold: Hold) -> list[int]:
    return sorted(Release.objects.filter(hold=hold).values_list("gross", flat=True))


def test_bulk_acts_over_the_same_answers_at_once(cast: Cast) -> None:
    hold = held_for_many(cast.sakurai)
    draws = answers(cast.yuki, *range(1, 101))
    more = answers(cast.ken, 7)

    refused = at_once(
        partial(escrow.draw, hold, draws, at=MORNING),
        partial(escrow.draw, hold, draws[::-1], at=MORNING),
        partial(escrow.draw, hold, [*more, *draws[50:]], at=MORNING),
        partial(escrow.draw, hold, [*draws[:1], *more], at=MORNING),
    )

    assert refused == ["already_paid"] * 3
    assert gross_of(hold) in ([*range(1, 101)], sorted([7, *range(51, 101)]), [1, 7])
    assert Entry.objects.filter(reason="drawn").count() == 1
    assert queries.audit() == []


def test_the_same_answers_out_of_two_holds_at_once(cast: Cast) -> None:
    first, second = held_for_many(cast.sakurai), held_for_many(cast.ken)
    draws = answers(cast.yuki, *range(1, 101))

    refused = at_once(
        partial(escrow.draw, first, draws, at=MORNING),
        partial(escrow.draw, second, draws[::-1], at=MORNING),
    )

    assert refused == ["already_paid"]
    assert sorted([len(gross_of(first)), len(gross_of(second))]) == [0, 100]
    assert queries.audit() == []


def test_drawing_against_giving_back(cast: Cast) -> None:
    hold = held_for_many(cast.sakurai, 1_000)

    refused = at_once(
        *(partial(escrow.draw, hold, answers(cast.yuki, 200, 100), at=MORNING) for _ in range(3)),
        *(partial(escrow.give_back, hold, 300, purpose=f"unit:{nth}", at=MORNING) for nth in range(3)),
    )

    assert refused == ["not_enough_money"] * 3
    assert queries.left(hold) == 100
    assert len(gross_of(hold)) // 2 + Refund.objects.count() == 3
    assert queries.audit() == []


def test_one_refund_asked_for_many_times_at_once(cast: Cast) -> None:
    hold = held_for_many(cast.sakurai, 1_000)

    refused = at_once(*[partial(escrow.give_back, hold, 200, purpose="batch:1", at=MORNING)] * 4)

    assert refused == ["already_refunded"] * 3
    assert queries.left(hold) == 800
    assert queries.audit() == []


def test_the_last_yen_is_spent_once(cast: Cast) -> None:
    hold = held_for_many(cast.sakurai, 1_000)

    refused = at_once(
        partial(escrow.draw, hold, answers(cast.yuki, 1_000), at=MORNING),
        partial(escrow.draw, hold, answers(cast.ken, 1_000), at=MORNING),
        partial(escrow.give_back, hold, 1_000, purpose="batch:1", at=MORNING),
        partial(escrow.refund, hold, at=MORNING),
    )

    assert refused == ["hold_ended"] * 3
    hold.refresh_from_db()
    assert hold.state in (HoldState.SPENT, HoldState.REFUNDED)
    assert queries.audit() == []


def test_payments_at_once_use_one_allowance_once(cast: Cast) -> None:
    holds = [held_for_many(client) for client in (cast.sakurai, cast.ken, cast.sora)]
    alone = held(cast.oda, cast.yuki, 4_000)

    refused = at_once(
        *(partial(escrow.draw, hold, answers(cast.yuki, *[1_000] * 4), at=MORNING) for hold in holds),
        partial(escrow.release, alone, to=cast.yuki.party, withheld=0, at=MORNING),
    )

    assert refused == []
    assert sum(release.free for release in Release.objects.all()) == 10_000
    assert Book.objects.get(pk=cast.yuki.party_id).free_used == 10_000
    assert balance("fees") == 600
    assert queries.audit() == []


def test_books_are_opened_by_many_at_once(cast: Cast) -> None:
    workers = [joined(f"worker{nth}", f"名前{nth}", MORNING) for nth in range(30)]

    def job(seed: int) -> Callable[[], object]:
        shuffled = random.Random(seed).sample(workers, 20)
        hold = held_for_many(cast.sakurai, 10_000)
        draws = [draw for worker in shuffled for draw in answers(worker, 100, 200)]
        return partial(escrow.draw, hold, draws, at=MORNING)

    assert at_once(*(job(seed) for seed in range(4))) == []

    assert Release.objects.count() == 4 * 40
    assert Account.objects.filter(name__startswith="earned:").count() == Book.objects.count()
    assert queries.audit() == []


def test_paying_out_while_many_are_paid(cast: Cast) -> None:
    hold = held_for_many(cast.sakurai)

    refused = at_once(
        *(
            partial(escrow.draw, hold, [*answers(cast.yuki, 100), *answers(cast.ken, 50)], at=MORNING)
            for _ in range(4)
        ),
        *[partial(escrow.make_payouts, at=MORNING)] * 3,
    )
    escrow.make_payouts(at=MORNING)

    assert refused == []
    assert queries.balances(cast.yuki.party).earned_paid == 400
    assert queries.balances(cast.ken.party).earned_paid == 200
    assert queries.audit() == []


def test_who_dies_before_the_end_has_paid_nobody(cast: Cast) -> None:
    hold, draws = held_for_many(cast.sakurai), answers(cast.yuki, 100, 200)
    backend = connection.connection
    assert isinstance(backend, psycopg.Connection)
    connection.set_autocommit(False)
    escrow.draw(hold, draws, at=MORNING)
    escrow.give_back(hold, 49_700, purpose="batch:1", at=MORNING)

    backend.pgconn.finish()  # as a killed process leaves it: without a word
    connection.close()

    assert (queries.left(hold), Release.objects.count(), Refund.objects.count()) == (50_000, 0, 0)
    escrow.draw(hold, draws, at=MORNING)  # taken up again, it is paid, and only now
    assert queries.left(hold) == 49_700
    assert queries.audit() == []
