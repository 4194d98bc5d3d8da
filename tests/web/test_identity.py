"""Showing who one is, on pages: a member hands in papers, an operator looks at them, a badge says so."""

import re
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from mikiwame.core import clock
from mikiwame.market.history.operations import consume
from mikiwame.market.history.queries import facts_about
from mikiwame.market.members import operations
from mikiwame.market.members.events import PrivateDataRead
from mikiwame.market.members.models import Paper, Verification
from mikiwame.market.members.operations import identity
from mikiwame.market.members.states import PaperKind
from tests.cast import Cast
from tests.market.members.test_identity import photo
from tests.web.hiring import reading
from tests.web.tasks import opened_today


def confirmed_at_home(browser: Client) -> Client:
    """She has shown lately that it is she."""
    return browser


def handed_in(cast: Cast) -> Verification:
    at = clock.now()
    operations.keep_private_data(
        cast.yuki, legal_name="佐藤 雪", address="東京都千代田区1-1", by=cast.yuki, at=at
    )
    return identity.submit(cast.yuki, kind=PaperKind.DRIVING_LICENCE, pictures=[photo()], by=cast.yuki, at=at)


def confirmed(cast: Cast) -> None:
    waiting = handed_in(cast)
    identity.read_papers(waiting, by=cast.oda, at=clock.now())
    identity.confirm(waiting, by=cast.oda, at=clock.now())


def to(name: str, waiting: Verification) -> str:
    return reverse(name, kwargs={"id": waiting.pk})


def sent(**more: Any) -> dict[str, Any]:
    return {"kind": "my_number_card", "pictures": SimpleUploadedFile("card.png", photo(), "image/png")} | more


def test_a_member_hands_in_papers_and_may_take_them_back(cast: Cast) -> None:
    browser = reading(cast.yuki)
    assert "先に本名を書いてください" in browser.get(reverse("identity")).content.decode()
    operations.keep_private_data(cast.yuki, legal_name="佐藤 雪", by=cast.yuki, at=clock.now())
    page = browser.get(reverse("identity")).content.decode()
    assert "結果が出たら画像を消します" in page
    assert "マイナンバーの書かれた面は、写さないでください" in page

    assert browser.post(reverse("identity"), {"kind": "passport"}).status_code == 422
    text = SimpleUploadedFile("card.png", b"no picture", "image/png")
    wrong = browser.post(reverse("identity"), sent(pictures=text))
    assert wrong.status_code == 422
    assert "画像として読めません" in wrong.content.decode()
    assert browser.post(reverse("identity"), sent()).status_code == 303
    assert "運営が確かめます" in browser.get(reverse("identity")).content.decode()

    browser.post(reverse("withdraw_papers"))
    assert not Paper.objects.exists()
    assert browser.post(reverse("withdraw_papers")).status_code == 404


def test_an_operator_opens_them_beside_the_name_and_that_is_recorded(cast: Cast) -> None:
    waiting, oda = handed_in(cast), reading(cast.oda)
    assert to("paper", waiting) in oda.get(reverse("papers")).content.decode()
    closed = oda.get(to("paper", waiting)).content.decode()
    assert "data:image" not in closed
    assert "佐藤 雪" not in closed

    response = oda.post(to("read_papers", waiting))
    opened = response.content.decode()
    assert "佐藤 雪" in opened
    assert len(re.findall("data:image/jpeg;base64,", opened)) == 1
    assert "no-store" in response.headers["Cache-Control"]

    assert oda.post(to("refuse_identity", waiting), {"reason": ""}).status_code == 422
    assert oda.post(to("confirm_identity", waiting), {"valid_until": ""}).headers["Location"] == reverse(
        "papers"
    )
    assert "待っている書類はありません" in oda.get(reverse("papers")).content.decode()
    told = oda.get(reverse("audit")).content.decode()
    [read] = [fact.data["read"] for fact in facts_about(cast.yuki.key) if fact.kind == PrivateDataRead.kind]
    assert read == ["legal_name", "address"]
    for said in ("本人確認の書類を開いた", "本人と確認した", "個人の情報を読んだ"):
        assert said in told


def test_for_everybody_else_there_is_no_queue(cast: Cast, client: Client) -> None:
    waiting = handed_in(cast)
    for stranger in (cast.yuki, cast.sakurai, cast.kuroda):
        browser = reading(stranger)
        assert browser.get(reverse("papers")).status_code == 404
        assert browser.get(to("paper", waiting)).status_code == 404
        for act in ("read_papers", "confirm_identity", "refuse_identity"):
            assert browser.post(to(act, waiting)).status_code == 404
    assert client.get(to("paper", waiting)).status_code in {302, 404}


def test_the_badge_says_what_was_checked_and_when_and_no_name(cast: Cast, client: Client) -> None:
    address = reverse("member", kwargs={"id": cast.yuki.party_id})
    assert "本人確認済み" not in client.get(address).content.decode()
    confirmed(cast)
    page = client.get(address).content.decode()
    assert "本人確認済み" in page
    assert "運営が氏名を公的な書類で確認" in page
    assert "佐藤" not in page
    assert "運転免許証" not in page


def test_who_is_refused_reads_why_and_nobody_else(cast: Cast) -> None:
    waiting = handed_in(cast)
    identity.read_papers(waiting, by=cast.oda, at=clock.now())
    reading(cast.oda).post(to("refuse_identity", waiting), {"reason": "光って読めません。"})
    page = reading(cast.yuki).get(reverse("identity")).content.decode()
    assert "光って読めません。" in page
    assert "書類を送る" in page
    public = reading(cast.ken).get(reverse("member", kwargs={"id": cast.yuki.party_id}))
    assert "光って読めません。" not in public.content.decode()
    assert consume is not None


def test_a_batch_may_ask_for_it_and_says_so(cast: Cast) -> None:
    batch = opened_today(cast.sakurai, identity=True)
    address = reverse("batch", kwargs={"id": batch.pk})
    browser = reading(cast.yuki)
    page = browser.get(address).content.decode()
    assert "本人確認済み（氏名を公的な書類で確認）" in page
    assert "本人確認をする" in page
    assert browser.post(reverse("join_batch", kwargs={"id": batch.pk})).status_code == 409

    confirmed(cast)
    assert "（確認済みです）" in browser.get(address).content.decode()
    assert browser.post(reverse("join_batch", kwargs={"id": batch.pk})).status_code == 303
    assert (
        "済んだ人だけ"
        in reading(cast.sakurai).get(reverse("own_batch", kwargs={"id": batch.pk})).content.decode()
    )
