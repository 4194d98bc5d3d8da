"""The pages of standby fees: promised in a posting, owed on the contract's page, paid or let off there."""

import re
from datetime import datetime

import pytest
from django.test import Client

from mikiwame.core import clock
from mikiwame.market.contracts.models import StandbyFee
from mikiwame.market.contracts.operations import standby
from mikiwame.market.escrow.models import Deposit, Release
from mikiwame.market.hiring.models import Posting
from mikiwame.market.notifications import queries as notices
from mikiwame.ops import consumers, sweep
from tests.cast import MORNING, Cast
from tests.market.contracts.stage import DAY, agreed, proposed
from tests.market.contracts.test_standby import LAPSE, LIMIT, WHEN, waited_in_vain
from tests.market.hiring.stage import applied, drafted, published
from tests.web.test_contracts import page_of, reading, shown


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> datetime:
    """The moment at which the contract lapsed."""
    monkeypatch.setattr(clock, "now", lambda: LAPSE)
    return LAPSE


def test_whoever_thinks_of_applying_reads_what_is_promised(cast: Cast) -> None:
    posting = published(cast.sakurai, standby_fee=3_000, **WHEN)
    html = shown(cast.yuki, f"/postings/{posting.pk}/")
    assert "仮払いのないまま契約が終わったときは、待機料3,000円" in html
    english = Client(headers={"accept-language": "en"}).get(f"/postings/{posting.pk}/").content.decode()
    assert "ends without its first payment, a standby fee of" in english


def test_the_editor_takes_a_promise_within_its_limits(cast: Cast) -> None:
    posting = drafted(cast.sakurai)
    browser, address = reading(cast.sakurai), f"/postings/{posting.pk}/edit/"
    assert "待機料" in browser.get(address).content.decode()
    browser.post(address, {"standby_fee": "２，０００円"})
    assert Posting.objects.get(pk=posting.pk).sheet.standby_fee == 2_000
    assert "100円から100,000円まで" in browser.post(address, {"standby_fee": "99"}).content.decode()
    assert Posting.objects.get(pk=posting.pk).sheet.standby_fee == 2_000


def test_the_form_of_an_offer_promises_no_more_than_her_price(cast: Cast) -> None:
    posting = published(cast.sakurai, reward=30_000, standby_fee=30_000, **WHEN)
    application = applied(cast.yuki, posting, price=20_000)
    html = shown(cast.sakurai, f"/applications/{application.pk}/offer/")
    [field] = re.findall(r'<input[^>]*name="standby_fee"[^>]*>', html)
    assert 'value="20000"' in field


def test_the_client_pays_it_from_the_page_of_the_contract(at: datetime, cast: Cast) -> None:
    fee = waited_in_vain(cast)
    html = shown(cast.sakurai, page_of(fee.contract))
    assert f"/standby-fees/{fee.pk}/payment/" in html
    assert f"/standby-fees/{fee.pk}/waiver/" not in html
    browser = reading(cast.sakurai)
    asked = browser.post(f"/standby-fees/{fee.pk}/payment/")
    deposit = Deposit.objects.get(purpose=fee.key)
    assert asked["Location"] == f"/payments/{deposit.pk}/"
    page = browser.get(asked["Location"]).content.decode()
    assert "5,000円を支払う" in page
    assert "仮払いする" not in page
    paid = browser.post(f"/payments/{deposit.pk}/settlement/")
    assert "待機料を支払いました" in browser.get(paid["Location"]).content.decode()
    assert "に支払われました" in shown(cast.yuki, page_of(fee.contract))
    assert Release.objects.get().gross == 5_000


def test_the_worker_may_let_the_client_off(at: datetime, cast: Cast) -> None:
    fee = waited_in_vain(cast)
    html = shown(cast.yuki, page_of(fee.contract))
    assert f"/standby-fees/{fee.pk}/waiver/" in html
    assert f"/standby-fees/{fee.pk}/payment/" not in html
    reading(cast.yuki).post(f"/standby-fees/{fee.pk}/waiver/")
    assert "受け取らないことにしました" in shown(cast.sakurai, page_of(fee.contract))


def test_outsiders_find_nothing(at: datetime, cast: Cast) -> None:
    fee = waited_in_vain(cast)
    for act in ("payment", "waiver"):
        for stranger in (cast.ken, cast.oda):
            assert reading(stranger).post(f"/standby-fees/{fee.pk}/{act}/").status_code == 404
    assert reading(cast.yuki).post(f"/standby-fees/{fee.pk}/payment/").status_code == 409
    assert StandbyFee.objects.get().state == "owed"


def test_the_page_that_refuses_says_why(monkeypatch: pytest.MonkeyPatch, cast: Cast) -> None:
    fee = waited_in_vain(cast)
    sweep.perform_due(LIMIT)
    monkeypatch.setattr(clock, "now", lambda: LIMIT + DAY)
    posting = drafted(cast.sakurai, at=LIMIT, **WHEN)
    refused = reading(cast.sakurai).post(f"/postings/{posting.pk}/publication/")
    html = refused.content.decode()
    assert f"「{fee.contract.title}」の待機料の支払いが遅れています" in html


def test_calling_it_off_says_what_it_costs(monkeypatch: pytest.MonkeyPatch, cast: Cast) -> None:
    contract = agreed(cast, standby_fee=3_000)
    monkeypatch.setattr(clock, "now", lambda: MORNING)
    address = f"{page_of(contract)}cancellation/"
    assert "待機料3,000円を、ワーカーに支払うことになります" in shown(cast.sakurai, address)
    assert "あなたから終えると、待機料は支払われません" in shown(cast.yuki, address)


def test_whoever_may_leave_before_the_money_reads_that_the_fee_is_hers(
    monkeypatch: pytest.MonkeyPatch, cast: Cast
) -> None:
    contract = agreed(cast, standby_fee=3_000)
    proposed(contract, by=cast.sakurai, reward=20_000)
    monkeypatch.setattr(clock, "now", lambda: MORNING)
    html = shown(cast.yuki, f"{page_of(contract)}leave/")
    assert "待機料3,000円を受け取れます" in html
    assert "0円はクライアントに戻ります" not in html


def test_who_owes_another_late_fee_is_not_told_that_she_may_offer_again(cast: Cast) -> None:
    first, _second = (waited_in_vain(cast, worker=worker) for worker in (cast.yuki, cast.ken))
    sweep.perform_due(LIMIT)
    deposit = standby.begin_payment(first, by=cast.sakurai, at=LIMIT)
    standby.pay_standby_fee(deposit, receipt="r-1", at=LIMIT)
    while consumers.take_in(LIMIT):
        pass
    [paid] = [one for one in notices.newest(cast.sakurai) if one.kind == "contracts.StandbyFeePaid"]
    assert "ほかに期限を過ぎた待機料がなければ、新しい募集も内定も出せます" in paid.words.body
