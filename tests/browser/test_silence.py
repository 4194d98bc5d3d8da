"""The silence: a client who says nothing any more, and what the clock does, as both sides see it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from playwright.sync_api import Page, expect

from mikiwame.core import clock
from mikiwame.market.contracts.models import Contract
from mikiwame.market.notifications import operations as notifications
from mikiwame.market.turns import operations as turns
from mikiwame.market.turns.models import Turn
from mikiwame.market.turns.states import TurnKind, TurnState
from mikiwame.ops import consumers, sweep
from tests.browser.conftest import Look, SignIn
from tests.cast import MORNING, Cast
from tests.market.contracts.stage import DAY, HOUR, START, agreed, inspecting, running
from tests.market.hiring.stage import applied, published

pytestmark = pytest.mark.django_db(transaction=True)

MINUTE = timedelta(minutes=1)


@dataclass
class Silence:
    """A worker who waits, a client who doesn't answer, and the time that goes by."""

    hers: Page
    his: Page
    look: Look
    name: str
    move: Callable[[datetime], None]

    def waits_for(self, kind: TurnKind) -> Turn:
        """Whose turn it is, of that kind."""
        return Turn.objects.get(kind=kind, state=TurnState.OPEN)

    def goes_by(self, until: datetime) -> None:
        """Nobody does anything; the worker process does what falls due."""
        self.move(until)
        turns.remind(at=until)
        sweep.perform_due(until)
        while consumers.take_in(until):
            pass
        notifications.send_emails(at=until)

    def is_told(self, kind: TurnKind) -> None:
        """She reads at home until when he has time; he is reminded twice, at home, in notices and by mail."""
        turn = self.waits_for(kind)
        self.hers.goto("/home/")
        theirs = self.hers.get_by_role("region", name="相手の番")
        expect(theirs.locator(".clock")).to_be_visible()
        self.look(self.hers, f"{self.name}-1-she-waits")
        known = len(mail.outbox)
        self.goes_by(turn.since + (turn.until - turn.since) / 2 + MINUTE)
        self.goes_by(turn.until - DAY + MINUTE)
        reminders = [letter for letter in mail.outbox[known:] if letter.to == ["sakurai@example.jp"]]
        assert len(reminders) == 2
        self.his.goto("/home/")
        expect(self.his.get_by_role("heading", name="あなたの番")).to_be_visible()
        self.look(self.his, f"{self.name}-2-he-is-reminded")
        self.his.goto("/notices/")
        self.look(self.his, f"{self.name}-3-his-notices")
        self.goes_by(turn.until + MINUTE)

    def has_ended(self, address: str, words: str) -> None:
        """She reads what became of it, on its page and in a notice."""
        self.hers.goto(address)
        expect(self.hers.get_by_text(words).first).to_be_visible()
        self.look(self.hers, f"{self.name}-4-the-outcome")
        self.hers.goto("/notices/")
        self.look(self.hers, f"{self.name}-5-her-notices")

    def is_on_record(self, client: Any, measure: str, times: str) -> None:
        """Whoever looks at the client's page reads how often it happened, of the once that it could have."""
        self.hers.goto(f"/members/{client.party_id}/record/")
        counted = self.hers.get_by_role("row").filter(has_text=f"{measure}（クライアント）")
        expect(counted).to_contain_text(times)
        self.look(self.hers, f"{self.name}-6-his-record")


@pytest.fixture
def move(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Sets the clock by which the pages go."""

    def to(moment: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)

    return to


@pytest.fixture
def silence(
    cast: Cast, signed_in: SignIn, look: Look, move: Callable[[datetime], None]
) -> Callable[[str, datetime], Silence]:
    def begins(name: str, at: datetime) -> Silence:
        move(at)
        while consumers.take_in(at):
            pass
        notifications.send_emails(at=at)
        return Silence(signed_in(cast.yuki), signed_in(cast.sakurai), look, f"silence-{name}", move)

    return begins


def page_of(contract: Contract) -> str:
    return f"/contracts/{contract.pk}/"


def test_no_answer_to_an_application(cast: Cast, silence: Callable[[str, datetime], Silence]) -> None:
    application = applied(cast.yuki, published(cast.sakurai))
    story = silence("applied", MORNING + HOUR)
    story.is_told(TurnKind.DECISION)
    story.has_ended(f"/applications/{application.pk}/", "返事のないまま")
    story.is_on_record(cast.sakurai, "約束の日までの返事", "1件中0件")


def test_no_money_after_the_agreement(cast: Cast, silence: Callable[[str, datetime], Silence]) -> None:
    contract = agreed(cast)
    story = silence("agreed", MORNING + HOUR)
    story.hers.goto(page_of(contract))
    expect(story.hers.get_by_text("まだ作業しないでください")).to_be_visible()
    story.is_told(TurnKind.FUNDING)
    story.has_ended(page_of(contract), "仮払いがないまま期限を過ぎ、契約は失効しました。")
    story.is_on_record(cast.sakurai, "期限までの仮払い", "1件中0件")


def test_no_word_of_the_start_after_funding(cast: Cast, silence: Callable[[str, datetime], Silence]) -> None:
    latest = (START + 9 * HOUR).date()
    condition: dict[str, Any] = {
        "start_date": None,
        "start_condition": "店名が決まったあと",
        "start_latest": latest,
    }
    contract = running(cast, **condition)
    story = silence("funded", MORNING + HOUR)
    story.is_told(TurnKind.START)
    story.has_ended(page_of(contract), "期限までに開始の知らせがありませんでした")
    story.is_on_record(cast.sakurai, "採用後の取りやめ", "1件中1件")


def test_no_word_after_the_delivery(cast: Cast, silence: Callable[[str, datetime], Silence]) -> None:
    contract = inspecting(cast)
    story = silence("delivered", START + 2 * HOUR)
    story.is_told(TurnKind.INSPECTION)
    story.has_ended(page_of(contract), "検収の期限を過ぎたので")
    story.is_on_record(cast.sakurai, "返事をした検収", "1件中0件")
