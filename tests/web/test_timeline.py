"""What happened, in words."""

from datetime import UTC, datetime

from mikiwame.core.ids import key, new_id
from mikiwame.market.escrow import events
from mikiwame.market.history.models import Fact
from mikiwame.wording.timeline import WORDS, entry

AT = datetime(2026, 11, 30, 3, 0, tzinfo=UTC)


def said(kind: str, **data: object) -> str:
    return entry(Fact(kind=kind, subject=key("contract", new_id()), data=data, by=None, at=AT)).words


def test_all_that_happens_to_the_money_of_a_contract_has_words() -> None:
    money = {
        event.kind for event in vars(events).values() if hasattr(event, "kind") and "purpose" in fields(event)
    }
    assert money - WORDS.keys() == {"escrow.MoneyCarriedOver"}, "that is between batches alone"


def fields(event: type) -> set[str]:
    return set(getattr(event, "__dataclass_fields__", {}))


def test_days_and_limits_are_written_as_people_do() -> None:
    words = said("contracts.WeekShortened", number=1, day="2026-11-30", until="2026-12-03T00:00:00+09:00")
    assert "11月30日(月)で終わりました" in words
    assert "12月2日(水) 24:00まで" in words


def test_an_end_without_a_refund_speaks_of_none() -> None:
    assert "戻る" not in said("contracts.ContractEnded", ending="parted", refunded=0)
    assert "3,000円" in said("contracts.ContractEnded", ending="parted", refunded=3_000)
