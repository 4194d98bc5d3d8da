"""Every kind of fact has its words and its readers, or a reason for silence."""

import dataclasses
from datetime import UTC, date, datetime
from importlib import import_module
from pathlib import Path
from typing import Any, get_type_hints

import pytest
from django.utils import timezone, translation

from mikiwame import market
from mikiwame.core.ids import key, new_id
from mikiwame.core.terms import Term
from mikiwame.market.contracts.states import Ending
from mikiwame.market.hiring.states import DeclineReason
from mikiwame.market.history.events import Event, kinds
from mikiwame.market.notifications.audience import AUDIENCES, OF_ROOM, SILENT, group_of
from mikiwame.market.notifications.models import Notification
from mikiwame.market.notifications.states import Group
from mikiwame.market.notifications.words import Words, in_words
from mikiwame.market.turns.states import TurnKind
from mikiwame.web.pages import address_of

ROOMS = {path.parent.name for path in Path(market.__file__).parent.glob("*/events*")}
for room in ROOMS:
    import_module(f"mikiwame.market.{room}.events")
OURS = {kind: event for kind, event in kinds().items() if event.__module__.startswith("mikiwame.")}
TOLD = [(kind, side) for kind, audience in AUDIENCES.items() for side in audience.sides]
SAMPLES: dict[Any, Any] = {
    int: 12_000,
    str: "見本",
    datetime: datetime(2026, 11, 27, 9, 0, tzinfo=UTC),
    date: date(2026, 11, 27),
}
CHOICES = {
    "term": Term.DELIVERABLE,
    "hiring.reason": DeclineReason.SCHEDULE,
    "turn_kind": TurnKind.OFFER,
    "page": "money",
    "contracts.terms": [Term.START, Term.PACE],
    "contracts.worsens": [Term.START],
    "contracts.against": [Term.START, Term.DEADLINE],
    "contracts.worse": [Term.PACE],
    "contracts.proposed_by": "client",
    "contracts.ending": Ending.START_MISSED,
    "contracts.reason": DeclineReason.SCHEDULE,
}


def sample(event: type[Event]) -> Event:
    """A fact of that kind with plausible values."""
    types = get_type_hints(event)
    values = {field.name: SAMPLES.get(types[field.name], "見本") for field in dataclasses.fields(event)}
    room = event.kind.partition(".")[0]
    chosen = {name: CHOICES.get(name, CHOICES.get(f"{room}.{name}", value)) for name, value in values.items()}
    return event(**chosen | {"subject": key(room, new_id())})


def told(kind: str, side: str) -> Words:
    """What one side is told of such a fact."""
    data = sample(OURS[kind]).data()
    notification = Notification(kind=kind, side=side, data=data | {"title": "<商品>の説明文"})
    with timezone.override("Asia/Tokyo"):
        return in_words(notification, other="ゆき")


def test_every_kind_of_fact_is_told_or_silent_for_a_reason() -> None:
    assert AUDIENCES.keys() | SILENT.keys() == OURS.keys()
    assert not AUDIENCES.keys() & SILENT.keys()
    assert all(SILENT.values())


def test_every_fact_that_is_told_belongs_to_a_group_and_no_group_is_empty() -> None:
    assert {group_of(kind) for kind in AUDIENCES} == set(Group)
    assert {audience.group for audience in AUDIENCES.values()} <= {None, *Group}
    assert {kind.partition(".")[0] for kind in AUDIENCES} <= OF_ROOM.keys() & ROOMS


@pytest.mark.parametrize(("kind", "side"), TOLD)
def test_whoever_is_told_is_named_by_the_fact(kind: str, side: str) -> None:
    fields = {field.name for field in dataclasses.fields(OURS[kind])}
    assert side in fields
    page = AUDIENCES[kind].page
    assert page in fields or address_of(page)
    assert side in {"subject", "party"} or {"client", "worker", "title"} <= fields


@pytest.mark.parametrize(("kind", "side"), TOLD)
def test_every_fact_has_its_words(kind: str, side: str) -> None:
    words = told(kind, side)

    assert words.headline
    assert words.body
    assert len(words.headline) <= 60
    for text in (words.headline, words.body):
        assert "None" not in text
        assert "&" not in text, "plain text, nothing escaped"
        assert "<time" not in text
        assert "\n\n" not in text


def test_the_words_tell_moments_amounts_and_names() -> None:
    delivered = told("contracts.WorkDelivered", "client")
    assert delivered.headline == "ゆきさんが「<商品>の説明文」を納品しました"
    assert "11月27日(金) 18:00までに検収してください" in delivered.body
    assert "手取り12,000円" in told("contracts.DeliveryAccepted", "worker").body
    assert told("hiring.ApplicationDeclined", "worker").body == "理由：日程が合いませんでした"


def test_each_side_is_told_what_it_means_for_her() -> None:
    bodies = {side: told("contracts.FundingLapsed", side).body for side in ("client", "worker")}
    assert "あなたの記録に残ります" in bodies["client"]
    assert "縛られません" in bodies["worker"]


def test_the_words_follow_the_readers_language() -> None:
    with translation.override("en"):
        assert told("contracts.DeliveryAccepted", "worker").headline


@pytest.mark.parametrize("side", ["client", "worker"])
def test_the_end_of_a_contract_is_told_with_its_reason(side: str) -> None:
    assert "期限までに開始の知らせがありませんでした" in told("contracts.ContractEnded", side).body
