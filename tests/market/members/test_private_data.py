"""What Yuki keeps private: she reads it, an operator may with a reason, nobody else does."""

from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection

from mikiwame.core.errors import Refused
from mikiwame.market.history.queries import facts_about
from mikiwame.market.members import operations, queries, sealing
from mikiwame.market.members.models import Member, PrivateData
from mikiwame.market.members.private import BankAccount, PrivateValues
from mikiwame.market.members.sealing import Key, Keyring, SealBroken
from tests.cast import MORNING, Cast

ACCOUNT = BankAccount.written(
    bank="0001", branch="012", kind="ordinary", number="345678", holder="サトウ ユキ"
)
LATER = MORNING + timedelta(hours=1)


def keep(member: Member) -> None:
    operations.keep_private_data(
        member,
        legal_name="佐藤　雪",
        address="東京都千代田区\n１－１",
        phone="０９０-1234-5678",
        bank_account=ACCOUNT,
        invoice_number="T7000012050002",
        by=member,
        at=MORNING,
    )


def test_yuki_reads_what_she_wrote_and_no_fact_is_made_of_it(cast: Cast) -> None:
    keep(cast.yuki)

    assert operations.reveal(cast.yuki, by=cast.yuki, at=LATER) == PrivateValues(
        legal_name="佐藤 雪",
        address="東京都千代田区 1-1",
        phone="09012345678",
        bank_account=ACCOUNT,
        invoice_number="T7000012050002",
    )
    assert [fact.kind for fact in facts_about(cast.yuki.key)] == [
        "members.MemberJoined",
        "members.BankAccountChanged",
        "members.PrivateDataKept",
    ]


def test_nothing_of_it_stands_readable_in_the_database_nor_in_the_facts(cast: Cast) -> None:
    keep(cast.yuki)

    with connection.cursor() as cursor:
        cursor.execute(
            "select p::text from members_privatedata p union all select data::text from history_fact"
        )
        rows = "".join(text for (text,) in cursor.fetchall())
    for private in ("佐藤", "千代田", "9012345678", "345678", "7000012050002"):
        assert private not in rows
        assert private.encode().hex() not in rows


def test_an_operator_reads_with_a_reason_and_that_is_a_fact(cast: Cast) -> None:
    keep(cast.yuki)

    with pytest.raises(Refused, match="reason_missing"):
        operations.reveal(cast.yuki, by=cast.oda, reason=" ", at=LATER)
    values = operations.reveal(cast.yuki, by=cast.oda, reason="振込の不達を調べるため", at=LATER)

    assert values.legal_name == "佐藤 雪"
    fact = facts_about(cast.yuki.key).last()
    assert fact is not None
    assert (fact.kind, fact.by, fact.at) == ("members.PrivateDataRead", cast.oda.key, LATER)
    assert fact.data["reason"] == "振込の不達を調べるため"
    assert "phone" in fact.data["read"]


def test_who_needs_two_values_opens_and_records_no_more(cast: Cast) -> None:
    keep(cast.yuki)
    PrivateData.objects.update(phone=b"altered: opening it would fail")

    only = ("legal_name", "address", "prefecture")
    values = operations.reveal(cast.yuki, by=cast.oda, reason="照らすため", only=only, at=LATER)

    assert (values.legal_name, values.bank_account, values.invoice_number) == ("佐藤 雪", None, "")
    fact = facts_about(cast.yuki.key).last()
    assert fact
    assert fact.data["read"] == ["legal_name", "address"]


@pytest.mark.parametrize("name", ["sora", "kuroda", "sakurai"])
def test_nobody_else_reads_or_writes_it(cast: Cast, name: str) -> None:
    keep(cast.yuki)
    other = getattr(cast, name)

    with pytest.raises(Refused, match="operators_only"):
        operations.reveal(cast.yuki, by=other, reason="知りたい", at=LATER)
    for attempt in (operations.keep_private_data, operations.remove_bank_account):
        with pytest.raises(Refused, match="not_yours"):
            attempt(cast.yuki, by=other, at=LATER)


def test_an_operator_reads_but_never_writes(cast: Cast) -> None:
    with pytest.raises(Refused, match="not_yours"):
        operations.keep_private_data(cast.yuki, phone="090-0000-0000", by=cast.oda, at=LATER)


def test_a_value_that_is_not_given_stays_and_an_empty_one_goes(cast: Cast) -> None:
    keep(cast.yuki)
    operations.keep_private_data(cast.yuki, phone="", address=None, by=cast.yuki, at=LATER)

    values = operations.reveal(cast.yuki, by=cast.yuki, at=LATER)
    assert (values.phone, values.address) == ("", "東京都千代田区 1-1")
    fact = facts_about(cast.yuki.key).last()
    assert fact is not None
    assert fact.data["removed"] == ["phone"]


def test_a_bank_account_can_be_taken_back(cast: Cast) -> None:
    keep(cast.yuki)
    operations.remove_bank_account(cast.yuki, by=cast.yuki, at=LATER)

    assert operations.reveal(cast.yuki, by=cast.yuki, at=LATER).bank_account is None
    assert not queries.members_with_bank_account(ACCOUNT).exists()


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"phone": "電話"}, "phone_unreadable"),
        ({"phone": "090\x001234"}, "phone_unreadable"),
        ({"invoice_number": "T12"}, "invoice_number_unreadable"),
        ({"legal_name": "あ" * 101}, "text_too_long"),
        ({"address": "東京都\x00"}, "text_unreadable"),
    ],
)
def test_what_can_not_be_understood_is_refused_at_its_field(
    cast: Cast, values: dict[str, Any], code: str
) -> None:
    with pytest.raises(Refused, match=code) as refusal:
        operations.keep_private_data(cast.yuki, **values, by=cast.yuki, at=MORNING)
    assert refusal.value.field == next(iter(values))
    assert not PrivateData.objects.exists()


def test_equal_numbers_are_found_without_opening_anything(cast: Cast) -> None:
    keep(cast.yuki)
    operations.keep_private_data(cast.kuroda, phone="+81 90-1234-5678", by=cast.kuroda, at=MORNING)

    assert set(queries.members_with_phone("０９０１２３４５６７８")) == {cast.yuki, cast.kuroda}
    assert list(queries.members_with_bank_account(ACCOUNT)) == [cast.yuki]


def test_values_swapped_between_rows_or_columns_do_not_open(cast: Cast) -> None:
    keep(cast.yuki)
    keep(cast.ken)
    yuki, ken = (PrivateData.objects.get(member=member) for member in (cast.yuki, cast.ken))

    PrivateData.objects.filter(member=cast.yuki).update(phone=ken.phone)
    with pytest.raises(SealBroken):
        operations.reveal(cast.yuki, by=cast.yuki, at=LATER)
    PrivateData.objects.filter(member=cast.yuki).update(phone=yuki.legal_name)
    with pytest.raises(SealBroken):
        operations.reveal(cast.yuki, by=cast.yuki, at=LATER)


def test_a_new_key_seals_the_old_rows_anew_and_the_old_key_can_then_go(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(cast.yuki)
    keep(cast.ken)
    operations.remove_bank_account(cast.ken, by=cast.ken, at=MORNING)
    new = Key.read("2027:" + "B" * 43)
    both = Keyring([new, sealing.keyring().newest])

    use(both, monkeypatch)
    assert queries.sealed_with_old_keys() == 2
    assert set(queries.members_with_phone("090-1234-5678")) == {cast.yuki, cast.ken}
    assert (operations.reseal(limit=1), operations.reseal(), operations.reseal()) == (1, 1, 0)

    use(Keyring([new]), monkeypatch)
    assert operations.reveal(cast.yuki, by=cast.yuki, at=LATER).phone == "09012345678"
    assert set(queries.members_with_phone("090-1234-5678")) == {cast.yuki, cast.ken}
    assert queries.sealed_with_old_keys() == 0


def test_secrets_of_signing_in_are_sealed_anew_too(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    sealed = sealing.seal_text("JBSWY3DPEHPK3PXP", place=sealing.SIGN_IN)
    way = Authenticator.objects.create(user=cast.yuki, type="totp", data={"secret": sealed})
    new = Key.read("2027:" + "B" * 43)

    use(Keyring([new, sealing.keyring().newest]), monkeypatch)
    assert (operations.reseal(), operations.reseal()) == (1, 0)

    use(Keyring([new]), monkeypatch)
    way.refresh_from_db()
    assert sealing.open_text(way.data["secret"], place=sealing.SIGN_IN) == "JBSWY3DPEHPK3PXP"
    with pytest.raises(SealBroken):
        sealing.open_text(sealed, place=sealing.SIGN_IN)
    with pytest.raises(SealBroken):
        sealing.open_text("never sealed", place=sealing.SIGN_IN)


def use(ring: Keyring, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("models", "operations.private_data", "queries", "sealing"):
        monkeypatch.setattr(f"mikiwame.market.members.{module}.keyring", lambda: ring)
