"""Private values in the many spellings of real people come out in one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mikiwame.market.members.private import (
    AccountKind,
    BankAccount,
    PrivateValues,
    is_corporate,
    read_invoice_number,
    read_phone_number,
)


@pytest.mark.parametrize(
    "written",
    [
        "090-1234-5678",
        "０９０－１２３４－５６７８",
        "+81 90 1234 5678",
        "(090)1234ー5678",
        " 090 1234 5678",
        "+81(0)90-1234-5678",
    ],
)
def test_a_telephone_number_has_one_spelling(written: str) -> None:
    assert read_phone_number(written) == "09012345678"


def test_foreign_numbers_keep_their_country() -> None:
    assert read_phone_number("+49 30 123456") == "+4930123456"


@pytest.mark.parametrize(
    "written", ["", "090", "電話なし", "12345678901", "090-1234-56789", "+0 123456", "٠٩٠١"]
)
def test_what_is_no_telephone_number_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="telephone"):
        read_phone_number(written)


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    for read in (read_phone_number, read_invoice_number):
        try:
            once = read(text)
        except ValueError:
            continue
        assert read(once) == once


@pytest.mark.parametrize("written", ["T7000012050002", "Ｔ７００００１２０５０００２", "t 7000-0120-50002"])
def test_an_invoice_number_has_one_spelling(written: str) -> None:
    assert read_invoice_number(written) == "T7000012050002"


@pytest.mark.parametrize("written", ["T123", "T70000120500021", "X7000012050002"])
def test_what_is_no_invoice_number_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="invoice"):
        read_invoice_number(written)


def test_a_corporate_number_is_recognised_by_its_check_digit() -> None:
    assert is_corporate("T7000012050002")  # the National Tax Agency's own
    assert not is_corporate("T8000012050002")


def account(**changes: str) -> BankAccount:
    written = {"bank": "１", "branch": "12", "kind": "ordinary", "number": "345678", "holder": "さとう ゆき"}
    return BankAccount.written(**written | changes)


def test_a_bank_account_has_one_spelling() -> None:
    assert account() == account(bank="0001", branch="012", number="０３４５６７８", holder="ｻﾄｳ　ﾕｷ")
    assert account().holder == "サトウ ユキ"
    assert BankAccount.load(account().dump()) == account()


def test_the_same_account_under_another_name_is_the_same_account() -> None:
    assert account().identity == account(holder="スズキ").identity
    assert account().identity != account(kind="current").identity


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("bank", "00001"),
        ("branch", "abc"),
        ("number", ""),
        ("number", "12345678"),
        ("holder", "佐藤"),
        ("holder", ""),
    ],
)
def test_the_wrong_part_of_an_account_is_named(part: str, value: str) -> None:
    with pytest.raises(ValueError, match=part):
        account(**{part: value})


def test_nothing_private_shows_in_a_repr() -> None:
    values = PrivateValues(legal_name="佐藤 雪", phone="09012345678", bank_account=account())
    assert f"{values!r} {account()!r} {values}" == "PrivateValues() BankAccount() PrivateValues()"
    assert values.kept() == ["legal_name", "phone", "bank_account"]
    assert account().kind is AccountKind.ORDINARY
