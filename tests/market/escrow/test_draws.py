"""One hold, many workers: each approved answer is paid once, and what isn't needed goes back."""

from datetime import timedelta
from importlib import import_module
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction

from mikiwame.core.errors import Refused
from mikiwame.core.ids import new_id
from mikiwame.core.money import Split
from mikiwame.market.escrow import operations as escrow
from mikiwame.market.escrow import queries
from mikiwame.market.escrow.drawing import Draw
from mikiwame.market.escrow.models import Book, DrawnDay, FeeRate, Hold, Refund, Release
from mikiwame.market.escrow.queries import LineKind
from mikiwame.market.escrow.states import HoldState
from mikiwame.market.history.queries import facts_about
from mikiwame.market.ledger.models import Entry
from mikiwame.market.ledger.queries import balance
from mikiwame.market.members.models import Standing
from tests.cast import MORNING, Cast
from tests.market.escrow.purse import answers, held, held_for_many
from tests.races import code_of

DAY = timedelta(days=1)


def state_of(hold: Hold) -> str:
    return Hold.objects.get(pk=hold.pk).state


def test_what_is_carried_over_stays_held_and_is_neither_spent_nor_given_back(cast: Cast) -> None:
    first, second = held_for_many(cast.sakurai, 1_000), held_for_many(cast.sakurai, 300)
    escrow.draw(first, answers(cast.yuki, 100), at=MORNING)
    before = queries.balances(cast.sakurai.party)

    escrow.carry_over(first, 900, to=second, purpose="funding:2:1", at=MORNING)

    assert (queries.left(first), queries.left(second)) == (0, 1_200)
    assert (state_of(first), state_of(second)) == (HoldState.SPENT, HoldState.HELD)
    assert queries.balances(cast.sakurai.party) == before
    kinds = [line.kind for line in queries.statement(cast.sakurai.party)]
    assert sorted(kinds) == [LineKind.HELD, LineKind.HELD, LineKind.SPENT]

    escrow.draw(second, answers(cast.ken, 1_200), at=MORNING)
    assert queries.balances(cast.sakurai.party).spent == 1_300
    assert queries.audit() == []


def test_money_goes_over_once_and_only_between_holds_of_one_client_for_many(cast: Cast) -> None:
    first, second = held_for_many(cast.sakurai, 1_000), held_for_many(cast.sakurai, 300)

    def carried(amount: int, to: Hold, hold: Hold = first, purpose: str = "topped up") -> str | None:
        return code_of(lambda: escrow.carry_over(hold, amount, to=to, purpose=purpose, at=MORNING))

    assert carried(1_001, second) == "not_enough_money"
    assert carried(0, second) == "amount_out_of_range"
    assert carried(10, held_for_many(cast.ken)) == "wrong_payee"
    assert carried(10, held(cast.sakurai, cast.yuki)) == "wrong_payee"
    assert carried(10, second, hold=held(cast.sakurai, cast.yuki)) == "wrong_payee"
    assert carried(10, first) == "wrong_payee"
    assert carried(10, second) is None
    assert carried(10, second) == "already_carried_over"
    assert queries.left(second) == 310
    assert queries.audit() == []


def gone() -> set[tuple[UUID, str, UUID]]:
    """What has gone out of holds: for what, and by which entry."""
    return {
        part for model in (Release, Refund) for part in model.objects.values_list("id", "purpose", "entry_id")
    }


def test_many_are_paid_out_of_one_hold(cast: Cast) -> None:
    Standing.objects.filter(pk=cast.ken.party_id).update(contracts_finished=3)
    hold = held_for_many(cast.sakurai, 30_000)

    releases = escrow.draw(
        hold, [*answers(cast.yuki, 8_000, 4_000), *answers(cast.ken, 105, 3_000, withheld=10)], at=MORNING
    )

    assert [(part.net, part.fee, part.withheld, part.free) for part in releases] == [
        (8_000, 0, 0, 8_000),  # a newcomer's first ¥10,000 are free of the fee, and no more
        (3_800, 200, 0, 2_000),
        (85, 10, 10, 0),
        (2_690, 300, 10, 0),
    ]
    assert set(releases) == set(Release.objects.all())
    assert queries.left(hold) == balance(hold.key) == 30_000 - 15_105
    assert balance(f"earned:{cast.yuki.party.key}") == 11_800
    assert balance(f"earned:{cast.ken.party.key}") == 2_775
    assert balance(f"refundable:{cast.sakurai.party.key}") == 20
    assert balance("fees") == 510
    assert Book.objects.get(pk=cast.yuki.party_id).free_used == 10_000
    assert state_of(hold) == HoldState.HELD
    assert queries.audit() == []


def test_many_are_paid_as_each_would_be_alone(cast: Cast) -> None:
    amounts = (6_001, 6_001, 1, 9_999)
    alone = [
        escrow.release(held(cast.sakurai, cast.yuki, gross), to=cast.yuki.party, withheld=0, at=MORNING)
        for gross in amounts
    ]
    together = escrow.draw(held_for_many(cast.sakurai), answers(cast.ken, *amounts), at=MORNING)

    assert [(part.net, part.fee, part.free) for part in together] == [
        (part.net, part.fee, part.free) for part in alone
    ]


def test_one_act_is_one_entry_and_one_fact_for_each_worker(cast: Cast) -> None:
    hold = held_for_many(cast.sakurai)

    releases = escrow.draw(
        hold, [*answers(cast.yuki, *[100] * 20), *answers(cast.ken, *[200] * 30)], at=MORNING
    )

    (entry,) = {release.entry_id for release in releases}
    assert [(part.amount, part.debit_id) for part in Entry.objects.get(pk=entry).transfers.all()] == [
        (2_000, hold.account_id),
        (6_000, hold.account_id),
    ]
    drawn = facts_about(hold.key).filter(kind="escrow.MoneyDrawn")
    said = [(fact.data["worker"], fact.data["count"], fact.data["amount"]) for fact in drawn]
    assert sorted(said) == sorted([(cast.yuki.party.key, 20, 2_000), (cast.ken.party.key, 30, 6_000)])


def test_what_is_drawn_again_is_refused_whole(cast: Cast) -> None:
    hold = held_for_many(cast.sakurai)
    draws = answers(cast.yuki, 100, 200)
    escrow.draw(hold, draws, at=MORNING)

    for again in (draws, [*answers(cast.ken, 300), draws[1]], [*answers(cast.ken, 50)] * 2):
        assert code_of(lambda again=again: escrow.draw(hold, again, at=MORNING)) == "already_paid"  # type: ignore[misc]
    other = held_for_many(cast.sakurai)
    assert code_of(lambda: escrow.draw(other, draws[:1], at=MORNING)) == "already_paid"

    assert sorted(Release.objects.values_list("gross", flat=True)) == [100, 200]
    assert (queries.left(hold), queries.left(other)) == (49_700, 50_000)
    assert not facts_about(other.key).filter(kind="escrow.MoneyDrawn").exists()
    assert queries.audit() == []


def test_never_more_is_drawn_than_there_is(cast: Cast) -> None:
    hold = held_for_many(cast.sakurai, 1_000)
    escrow.draw(hold, answers(cast.yuki, 400), at=MORNING)

    assert code_of(lambda: escrow.draw(hold, answers(cast.ken, 300, 301), at=MORNING)) == "not_enough_money"
    assert code_of(lambda: escrow.give_back(hold, 601, purpose="x:1", at=MORNING)) == "not_enough_money"
    for end in (
        lambda: escrow.refund(hold, at=MORNING),
        lambda: escrow.release(hold, to=cast.yuki.party, withheld=0, at=MORNING),
        lambda: escrow.settle(hold, to=cast.yuki.party, gross_to_worker=1, withheld=0, at=MORNING),
    ):
        assert code_of(end) == "not_enough_money"  # they end a hold whole

    assert (queries.left(hold), state_of(hold)) == (600, HoldState.HELD)
    assert queries.audit() == []


def test_a_hold_is_spent_once_nothing_is_left(cast: Cast) -> None:
    drawn, returned = held_for_many(cast.sakurai, 1_000), held_for_many(cast.sakurai, 1_000)
    escrow.draw(drawn, answers(cast.yuki, 400), at=MORNING)
    (last,) = escrow.draw(drawn, answers(cast.ken, 600), at=MORNING + DAY)
    escrow.draw(returned, answers(cast.yuki, 400), at=MORNING)
    refund = escrow.give_back(returned, 600, purpose="batch:1", at=MORNING + DAY)

    for hold, part in ((drawn, last), (returned, refund)):
        assert part.hold.state == HoldState.SPENT
        hold.refresh_from_db()
        assert (hold.state, hold.state_since, queries.left(hold)) == (HoldState.SPENT, MORNING + DAY, 0)
        assert code_of(lambda hold=hold: escrow.draw(hold, answers(cast.ken, 1), at=MORNING)) == "hold_ended"  # type: ignore[misc]
    assert queries.balances(cast.sakurai.party).refundable == 600
    assert queries.audit() == []


def test_what_is_not_needed_goes_back_once(cast: Cast) -> None:
    hold = held_for_many(cast.sakurai)

    refund = escrow.give_back(hold, 12_000, purpose="batch:1", at=MORNING)
    again = code_of(lambda: escrow.give_back(hold, 12_000, purpose="batch:1", at=MORNING))

    assert again == "already_refunded"
    assert Refund.objects.get() == refund
    assert (queries.left(hold), balance(f"refundable:{cast.sakurai.party.key}")) == (38_000, 12_000)
    (fact,) = facts_about(hold.key).filter(kind="escrow.MoneyGivenBack")
    assert fact.data["amount"] == 12_000
    for amount in (0, -1, 10**30):
        wrong = code_of(lambda amount=amount: escrow.give_back(hold, amount, purpose="x:1", at=MORNING))  # type: ignore[misc]
        assert wrong == "amount_out_of_range"
    assert queries.audit() == []


def test_what_is_held_for_one_goes_to_no_other_bit_by_bit(cast: Cast) -> None:
    hold = held(cast.sakurai, cast.yuki)

    for worker in (cast.yuki, cast.kuroda):
        refused = code_of(lambda worker=worker: escrow.draw(hold, answers(worker, 100), at=MORNING))  # type: ignore[misc]
        assert refused == "wrong_payee"
    assert code_of(lambda: escrow.give_back(hold, 100, purpose="x:1", at=MORNING)) == "wrong_payee"


def test_nobody_pays_herself_among_many(cast: Cast) -> None:
    hold = held_for_many(cast.sakurai)

    draws = [*answers(cast.yuki, 100), *answers(cast.sakurai, 100)]
    assert code_of(lambda: escrow.draw(hold, draws, at=MORNING)) == "wrong_payee"
    assert not Release.objects.exists()


def test_what_cannot_be_divided_is_not_drawn(cast: Cast) -> None:
    Standing.objects.filter(pk=cast.ken.party_id).update(contracts_finished=3)
    hold = held_for_many(cast.sakurai)

    for gross, withheld in ((100, 91), (100, -1), (0, 0), (-5, 0)):
        with pytest.raises(ValueError, match="cannot split"), transaction.atomic():
            escrow.draw(hold, answers(cast.ken, gross, withheld=withheld), at=MORNING)
    assert escrow.draw(hold, [], at=MORNING) == []
    assert queries.left(hold) == 50_000


def test_the_fee_is_that_of_the_day_or_of_the_agreement(cast: Cast) -> None:
    Standing.objects.filter(pk=cast.ken.party_id).update(contracts_finished=3)
    FeeRate.objects.create(since=(MORNING + DAY).date(), basis_points=500, newcomers_free=0)
    hold = held_for_many(cast.sakurai)

    (today,) = escrow.draw(hold, answers(cast.ken, 1_000), at=MORNING + DAY)
    (agreed,) = escrow.draw(hold, answers(cast.ken, 1_000), at=MORNING + DAY, agreed_at=MORNING)

    assert (today.fee, agreed.fee) == (50, 100)


def test_workers_are_named_by_themselves_or_by_their_identifier(cast: Cast) -> None:
    hold, purpose = held_for_many(cast.sakurai), f"answer:{new_id()}"

    escrow.draw(hold, [Draw(purpose, cast.yuki.party_id, 1_000, 100)], at=MORNING)

    assert queries.released([purpose, "answer:unknown"]) == {purpose: Split(net=900, fee=0, withheld=100)}


def test_a_statement_has_one_line_for_each_day_and_hold(cast: Cast) -> None:
    hold, other = held_for_many(cast.sakurai), held_for_many(cast.sakurai)
    escrow.draw(hold, [*answers(cast.yuki, *[10] * 40), *answers(cast.ken, 90)], at=MORNING)
    escrow.draw(hold, answers(cast.yuki, *[20] * 30), at=MORNING + timedelta(hours=14))
    escrow.draw(hold, answers(cast.yuki, 7), at=MORNING + timedelta(hours=15))  # after midnight in Tokyo
    escrow.draw(other, answers(cast.yuki, 8), at=MORNING)
    escrow.give_back(hold, 5_000, purpose="batch:1", at=MORNING + 2 * DAY)

    hers = [(line.kind, line.amount, line.count) for line in queries.statement(cast.yuki.party)]
    client = queries.statement(cast.sakurai.party)

    earned = LineKind.EARNED
    assert hers == [(earned, 7, 1), (earned, 1_000, 70), (earned, 8, 1)]
    spent = [(line.amount, line.count) for line in client if line.kind == LineKind.SPENT]
    assert spent == [(7, 1), (1_090, 71), (8, 1)]
    assert [line.amount for line in client if line.kind == LineKind.REFUNDED] == [5_000]
    assert {line.purpose for line in client} == {hold.deposit.purpose, other.deposit.purpose}


def test_the_balances_of_both_sides(cast: Cast) -> None:
    hold = held_for_many(cast.sakurai, 30_000)
    held_for_many(cast.sakurai, 1_000)
    held(cast.sakurai, cast.yuki, 500)
    escrow.refund(held(cast.sakurai, cast.yuki, 700), at=MORNING)
    escrow.draw(hold, [*answers(cast.yuki, 8_000), *answers(cast.ken, 1_000, withheld=100)], at=MORNING)
    escrow.give_back(hold, 6_000, purpose="batch:1", at=MORNING)

    client, worker = queries.balances(cast.sakurai.party), queries.balances(cast.yuki.party)

    assert (client.held, client.spent, client.refundable) == (15_000 + 1_500, 9_000, 6_800)
    assert (worker.expected, worker.earned, worker.held) == (500, 8_000, 0)


@pytest.mark.parametrize(
    ("statement", "constraint"),
    [
        ("UPDATE escrow_release SET purpose = 'answer:1'", "escrow_release_once"),
        ("UPDATE escrow_refund SET purpose = 'batch:1'", "escrow_refund_once"),
        ("UPDATE escrow_release SET purpose = NULL", "purpose"),
        ("UPDATE escrow_release SET entry_id = NULL", "entry_id"),
        ("UPDATE escrow_refund SET entry_id = '0192f5e0-0000-7000-8000-000000000000'", "entry_id"),
    ],
)
def test_the_database_keeps_the_rules_by_itself(cast: Cast, statement: str, constraint: str) -> None:
    hold = held_for_many(cast.sakurai)
    escrow.draw(hold, answers(cast.yuki, 1, 2), at=MORNING)
    for nth in range(2):
        escrow.give_back(hold, 5, purpose=f"x:{nth}", at=MORNING)

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET CONSTRAINTS ALL IMMEDIATE; {statement}")


def test_a_refusal_comes_from_the_constraint(cast: Cast) -> None:
    """What a race slips past every rule is refused in words, as by a rule."""
    hold = held_for_many(cast.sakurai)
    draws = answers(cast.yuki, 100)
    escrow.draw(hold, draws, at=MORNING)

    with pytest.raises(Refused) as refusal, transaction.atomic():
        escrow.draw(hold, draws, at=MORNING)
    assert isinstance(refusal.value.__cause__, IntegrityError)


def test_draws_from_before_days_were_summed_up_are_summed_up(cast: Cast) -> None:
    """The migration fills the sums with what the draws keep."""
    hold = held_for_many(cast.sakurai)
    escrow.release(held(cast.sakurai, cast.yuki), to=cast.yuki.party, withheld=5_105, at=MORNING)
    for at in (MORNING, MORNING, MORNING + DAY):
        escrow.draw(hold, answers(cast.yuki, 7_000, 300, withheld=5), at=at)
    kept = list(DrawnDay.objects.order_by("day").values())
    fill = import_module("mikiwame.market.escrow.migrations.0006_days").FILL

    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM escrow_drawnday; {fill}")

    assert [(day["count"], day["gross"], day["at"]) for day in kept] == [
        (4, 14_600, MORNING),
        (2, 7_300, MORNING + DAY),
    ]
    assert list(DrawnDay.objects.order_by("day").values()) == kept
    assert queries.audit() == []


def test_what_went_out_before_draws_is_for_its_deposits_purpose(cast: Cast) -> None:
    """The migration fills what it has added with what the operations write."""
    escrow.release(held(cast.sakurai, cast.yuki), to=cast.yuki.party, withheld=5_105, at=MORNING)
    escrow.settle(held(cast.sakurai, cast.ken), to=cast.ken.party, gross_to_worker=1, withheld=0, at=MORNING)
    written = gone()
    fill = import_module("mikiwame.market.escrow.migrations.0004_by_purpose").FILL

    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in ("release", "refund"):
            cursor.execute(
                f"ALTER TABLE escrow_{table} ALTER purpose DROP NOT NULL, ALTER entry_id DROP NOT NULL;"
                f"UPDATE escrow_{table} SET purpose = NULL, entry_id = NULL; {fill.format(table)}"
            )

    assert len(written) == 3
    assert gone() == written
    assert queries.audit() == []
