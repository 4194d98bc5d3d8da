"""The pages of reviews: written in a form, sealed on the other side's screen, answered once."""

from datetime import datetime
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from mikiwame.core import clock
from mikiwame.market.contracts.models import Contract
from mikiwame.market.members.models import Member
from mikiwame.market.reputation.operations import reviews as operations
from mikiwame.market.reputation.operations.reviews import Verdict
from mikiwame.market.taskwork.operations import judging
from tests.cast import MORNING, Cast
from tests.market.contracts.stage import DAY, agreed
from tests.market.taskwork.stage import answered, opened

ANSWERS = {
    "terms_kept": "yes",
    "on_time": "no",
    "clear": "unknown",
    "again": "yes",
    "stars": "4",
    "comment": "連絡が早かったです。",
}


@pytest.fixture(autouse=True)
def _the_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    moment: datetime = MORNING
    monkeypatch.setattr(clock, "now", lambda: moment)


def as_(client: Client, member: Member) -> Client:
    client.force_login(member)
    return client


def address(contract: Contract) -> str:
    return reverse("review", args=[contract.pk])


def test_a_review_is_written_and_stays_sealed_for_the_other_side(cast: Cast, client: Client) -> None:
    contract = agreed(cast)
    assert "評価を送る" in as_(client, cast.yuki).get(address(contract)).text
    assert client.post(address(contract), ANSWERS).status_code == 303

    own = client.get(address(contract)).text
    assert "連絡が早かったです。" in own
    assert "評価を送る" not in own
    assert "連絡が早かったです。" not in as_(client, cast.sakurai).get(address(contract)).text


def test_a_second_review_is_refused_in_words(cast: Cast, client: Client) -> None:
    contract = agreed(cast)
    as_(client, cast.yuki).post(address(contract), ANSWERS)
    again = client.post(address(contract), ANSWERS)
    assert again.status_code == 422
    assert "すでに書いています" in again.text


@pytest.mark.parametrize(
    "mistake",
    [{"stars": "6"}, {"stars": ""}, {"terms_kept": ""}, {"comment": "あ" * 2_001}, {"comment": "\0"}],
)
def test_mistakes_are_told_next_to_their_field(cast: Cast, client: Client, mistake: dict[str, str]) -> None:
    wrong = as_(client, cast.yuki).post(address(agreed(cast)), ANSWERS | mistake)
    assert wrong.status_code in {400, 422}
    assert "errors" in wrong.text or wrong.status_code == 400


def test_the_outsider_finds_nothing(cast: Cast, client: Client) -> None:
    contract = agreed(cast)
    about_yuki = both_reviewed(contract, cast)
    assert as_(client, cast.sora).get(address(contract)).status_code == 404
    assert client.post(address(contract), ANSWERS).status_code == 404
    assert client.post(reverse("review_reply", args=[about_yuki]), {"text": "横から"}).status_code == 404


def test_an_opened_review_is_answered_once(cast: Cast, client: Client) -> None:
    contract = agreed(cast)
    reply = reverse("review_reply", args=[both_reviewed(contract, cast)])
    assert as_(client, cast.yuki).post(reply, {"text": "ありがとうございました。"}).status_code == 303
    assert "ありがとうございました。" in as_(client, cast.sakurai).get(address(contract)).text
    again = as_(client, cast.yuki).post(reply, {"text": "もう一つ"})
    assert (again.status_code, "一度だけ" in again.text) == (422, True)


def both_reviewed(contract: Contract, cast: Cast) -> UUID:
    """Both sides have written; the identifier of the review about Yuki."""
    operations.review(contract, Verdict(stars=5), by=cast.yuki, at=MORNING)
    return operations.review(contract, Verdict(stars=4), by=cast.sakurai, at=MORNING).pk


def test_a_worker_says_how_a_batch_was_and_it_stands_apart_from_contracts(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = opened(cast)
    answer = answered(batch, cast.yuki, at=MORNING)
    form, public = reverse("tasks_review", args=[batch.pk]), reverse("member", args=[cast.sakurai.party_id])
    worker = as_(client, cast.yuki)
    assert worker.get(form).status_code == 409  # nothing is decided yet
    assert form not in worker.get(reverse("batch", args=[batch.pk])).content.decode()
    judging.approve(batch, [answer.pk], by=cast.sakurai, at=MORNING)

    assert form in worker.get(reverse("batch", args=[batch.pk])).content.decode()
    assert "評価を送る" in worker.get(form).content.decode()
    assert worker.post(form, {"terms_kept": "yes"}).status_code == 422
    sent = {name: ANSWERS[name] for name in ("terms_kept", "on_time", "clear", "again", "comment")}
    assert worker.post(form, sent).headers["Location"] == form
    own = worker.get(form).content.decode()
    assert "連絡が早かったです。" in own
    assert "書き直すことはできません" in own
    assert "評価を送る" not in own
    assert form not in worker.get(reverse("batch", args=[batch.pk])).content.decode()
    assert worker.post(form, sent).status_code == 422
    assert "タスクの評価" not in worker.get(public).content.decode()

    monkeypatch.setattr(clock, "now", lambda: MORNING + 14 * DAY)
    page = worker.get(public).content.decode()
    assert "タスクに答えた1人が評価しました" in page
    assert "1人中0人" in page
    assert "連絡が早かったです。" in page
    assert "まだ評価はありません" in page  # of contracts there is none
    assert as_(client, cast.ken).get(form).status_code == 409
