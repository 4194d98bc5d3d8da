"""Money moves whole, once, and never out of nothing."""

from uuid import UUID

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from mikiwame.core.errors import NotFound, Refused
from mikiwame.core.ids import new_id
from mikiwame.market.ledger import models, queries
from mikiwame.market.ledger.entry import Entry, Opening, Transfer
from mikiwame.market.ledger.operations import open_account, post
from tests.cast import MORNING

pytestmark = pytest.mark.django_db


@pytest.fixture
def bank() -> UUID:
    return open_account("bank", covered=False, tallied=False)


@pytest.fixture
def hanako() -> UUID:
    return open_account("hanako", covered=True, tallied=True)


@pytest.fixture
def taro() -> UUID:
    return open_account("taro", covered=True, tallied=True)


def entry(key: str, *parts: tuple[UUID, UUID, int], reason: str = "test") -> Entry:
    return Entry(key=key, reason=reason, transfers=tuple(Transfer(*part) for part in parts))


def balances() -> dict[str, int]:
    return {name: queries.balance(name) for name in ("bank", "hanako", "taro")}


def test_money_comes_in_and_moves_on(bank: UUID, hanako: UUID, taro: UUID) -> None:
    post(entry("in", (bank, hanako, 10_000)), at=MORNING)
    post(entry("on", (hanako, taro, 3_000)), at=MORNING)

    assert balances() == {"bank": -10_000, "hanako": 7_000, "taro": 3_000}


def test_several_entries_of_several_transfers_are_one_call(bank: UUID, hanako: UUID, taro: UUID) -> None:
    first = entry("in", (bank, hanako, 10_000), (bank, taro, 500))
    second = entry("on", (hanako, taro, 3_000), (hanako, bank, 2_000), (taro, bank, 100))

    with transaction.atomic():
        post(first, second, at=MORNING)

    assert balances() == {"bank": -8_400, "hanako": 5_000, "taro": 3_400}
    parts = models.Transfer.objects.filter(entry__key="on").order_by("number")
    assert [(part.number, part.amount) for part in parts] == [(1, 3_000), (2, 2_000), (3, 100)]


def test_the_same_key_changes_nothing(bank: UUID, hanako: UUID, taro: UUID) -> None:
    paid = entry("in", (bank, hanako, 10_000))
    post(paid, at=MORNING)

    post(paid, at=MORNING)
    post(paid, entry("on", (hanako, taro, 1)), paid, at=MORNING)

    assert balances() == {"bank": -10_000, "hanako": 9_999, "taro": 1}


@pytest.mark.parametrize("changed", ["amount", "account", "reason", "parts"])
def test_the_same_key_with_other_content_is_refused(
    changed: str, bank: UUID, hanako: UUID, taro: UUID
) -> None:
    post(entry("in", (bank, hanako, 10_000)), at=MORNING)
    other = {
        "amount": entry("in", (bank, hanako, 10_001)),
        "account": entry("in", (bank, taro, 10_000)),
        "reason": entry("in", (bank, hanako, 10_000), reason="another"),
        "parts": entry("in", (bank, hanako, 5_000), (bank, hanako, 5_000)),
    }

    with pytest.raises(Refused, match="entry_key_reused"), transaction.atomic():
        post(entry("on", (bank, taro, 1)), other[changed], at=MORNING)

    assert balances() == {"bank": -10_000, "hanako": 10_000, "taro": 0}


def test_a_covered_account_never_goes_below_zero(bank: UUID, hanako: UUID, taro: UUID) -> None:
    post(entry("in", (bank, hanako, 100)), at=MORNING)

    with pytest.raises(Refused, match="not_enough_money"), transaction.atomic():
        post(entry("fine", (bank, taro, 5)), entry("too much", (hanako, taro, 101)), at=MORNING)

    assert balances() == {"bank": -100, "hanako": 100, "taro": 0}
    assert models.Entry.objects.count() == 1


def test_an_entry_opens_the_account_that_it_is_the_first_to_pay_into(bank: UUID) -> None:
    fresh = Opening(new_id(), "fresh")
    first = Entry("in", "test", (Transfer(bank, fresh.id, 700),), opens=(fresh,))

    post(first, at=MORNING)
    post(first, at=MORNING)

    assert queries.balance("fresh") == 700
    with pytest.raises(Refused, match="not_enough_money"), transaction.atomic():
        post(entry("out", (fresh.id, bank, 701)), at=MORNING)


def test_both_sides_share_a_currency(bank: UUID) -> None:
    dollars = open_account("dollars", covered=False, tallied=True, currency="USD")

    with pytest.raises(IntegrityError, match="ledger_transfer_credit"), transaction.atomic():
        post(entry("in", (bank, dollars, 1)), at=MORNING)


def test_an_unknown_account_is_a_fault(bank: UUID) -> None:
    for parts in [(bank, new_id(), 1), (new_id(), bank, 1)]:
        with pytest.raises(IntegrityError), transaction.atomic():
            post(entry("in", parts), at=MORNING)


def test_what_is_no_transfer_cannot_be_written_down(bank: UUID, hanako: UUID) -> None:
    for parts in [(bank, hanako, 0), (bank, hanako, -1), (bank, bank, 1)]:
        with pytest.raises(ValueError, match="not a transfer"):
            Transfer(*parts)
    with pytest.raises(ValueError, match="of 0 transfers"):
        Entry(key="empty", reason="test", transfers=())


def test_an_account_is_opened_once(bank: UUID) -> None:
    assert open_account("bank", covered=False, tallied=False) == bank
    with pytest.raises(ValueError, match="another kind"):
        open_account("bank", covered=True, tallied=True)
    with pytest.raises(NotFound):
        queries.balance("till")


@pytest.mark.parametrize(
    ("statement", "constraint"),
    [
        (
            "INSERT INTO ledger_transfer VALUES (1, 0, 'JPY', %(bank)s, %(hanako)s, %(entry)s)",
            "ledger_transfer_positive",
        ),
        (
            "INSERT INTO ledger_transfer VALUES (1, 5, 'JPY', %(bank)s, %(bank)s, %(entry)s)",
            "ledger_transfer_two_accounts",
        ),
        ("UPDATE ledger_account SET debits = 1 WHERE id = %(hanako)s", "ledger_account_covered"),
        ("UPDATE ledger_account SET credits = 1 WHERE id = %(bank)s", "ledger_account_untallied_is_empty"),
        ("UPDATE ledger_account SET tallied = false WHERE id = %(hanako)s", "covered_is_tallied"),
        ("UPDATE ledger_account SET credits = -1 WHERE id = %(hanako)s", "ledger_account"),
    ],
)
def test_the_database_keeps_the_rules_by_itself(
    statement: str, constraint: str, bank: UUID, hanako: UUID
) -> None:
    known = models.Entry.objects.create(key="known", fingerprint=b"", reason="test", at=MORNING)

    with (
        pytest.raises(IntegrityError, match=constraint),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement, {"bank": bank, "hanako": hanako, "entry": known.pk})


@pytest.mark.parametrize(
    ("statement", "because"),
    [
        ("UPDATE ledger_entry SET reason = 'altered'", "ledger_entry is append-only"),
        ("UPDATE ledger_transfer SET amount = 1", "ledger_transfer is append-only"),
        ("DELETE FROM ledger_entry", "permission denied"),
        ("DELETE FROM ledger_transfer", "permission denied"),
        ("TRUNCATE ledger_account, ledger_entry, ledger_transfer CASCADE", "permission denied"),
    ],
)
def test_what_is_posted_stays(statement: str, because: str, bank: UUID, hanako: UUID) -> None:
    post(entry("in", (bank, hanako, 100)), at=MORNING)

    with pytest.raises(DatabaseError, match=because), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize("change", ["UPDATE {} SET {} = {}", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
@pytest.mark.parametrize(("table", "column"), [("ledger_entry", "reason"), ("ledger_transfer", "amount")])
def test_whoever_grants_herself_the_right_meets_a_trigger(table: str, column: str, change: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("GRANT ALL ON ledger_entry, ledger_transfer TO CURRENT_USER")
        with pytest.raises(IntegrityError, match="append-only"):
            cursor.execute(change.format(table, column, column))
