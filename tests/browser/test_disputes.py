"""The dispute in a real browser: contested in part, answered, decided, appealed, settled by both sides."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from mikiwame.core import clock
from mikiwame.core.clock import day_in_tokyo
from mikiwame.market.contracts.models import Contract, Milestone
from mikiwame.market.contracts.operations import funding, offers, work
from mikiwame.market.escrow import queries as escrow
from mikiwame.market.hiring.operations import applications
from mikiwame.market.members.models import Member
from mikiwame.market.messaging import operations as messaging
from tests.browser.conftest import Look, SignIn
from tests.cast import Cast
from tests.market.hiring.stage import published

pytestmark = pytest.mark.django_db(transaction=True)


def handed_over(client: Member, worker: Member) -> Contract:
    """Work worth ¥30,000 that was paid in and handed over today."""
    at = clock.now()
    today = day_in_tokyo(at)
    posting = published(client, at=at, start_date=today, deadline=today + timedelta(days=14))
    application = applications.apply(
        posting, message="ぜひ担当させてください。", price=30_000, answers={}, met=[], by=worker, at=at
    )
    offer = offers.offer(application, changes={}, parts=[], message="お願いします。", by=client, at=at)
    contract = offers.accept_offer(offer, by=worker, at=at)
    part = Milestone.objects.get(contract=contract)
    funding.fund(funding.begin_payment(part, by=client, at=at), receipt="browser-1", at=at)
    messaging.send(contract.conversation, text="PNGもお願いします。", by=client, at=at)
    part.refresh_from_db()
    work.deliver(part, note="AI形式でお渡しします。", by=worker, at=clock.now())
    return contract


def test_what_is_not_in_dispute_is_paid_and_the_rest_is_settled(
    signed_in: SignIn, cast: Cast, look: Look
) -> None:
    contract = handed_over(cast.sakurai, cast.yuki)
    sakurai, yuki = signed_in(cast.sakurai), signed_in(cast.yuki)

    sakurai.goto(f"/contracts/{contract.pk}/")
    sakurai.get_by_role("link", name="運営に判断を求める").first.click()
    sakurai.get_by_label("言い分").fill("PNG形式がありません。約束はAIとPNGでした。")
    sakurai.get_by_label("争いのある額").fill("12,000")
    look(sakurai, "dispute-open")
    sakurai.get_by_role("button", name="判断を求める").click()
    expect(sakurai.get_by_text("申し立てを受けた側の言い分を待っています").first).to_be_visible()
    look(sakurai, "dispute-contract")
    assert escrow.balances(cast.yuki.party).expected == 12_000

    yuki.goto(f"/contracts/{contract.pk}/")
    yuki.get_by_role("link", name="争いのページへ").click()
    look(yuki, "dispute-answering")
    yuki.get_by_role("link", name="言い分を出す").click()
    yuki.get_by_label("言い分").fill("PNGは納品のあとで頼まれました。")
    look(yuki, "dispute-answer")
    yuki.get_by_role("button", name="言い分を出す").click()
    expect(yuki.get_by_text("運営の判断を待っています").first).to_be_visible()

    operator = signed_in(cast.oda)
    operator.goto("/operations/disputes/")
    look(operator, "disputes")
    operator.get_by_role("link", name=contract.title).click()
    operator.get_by_label("ワーカーに渡す額").fill("4000")
    operator.get_by_label("判断の理由").fill("条件にPNGの記載があります。")
    look(operator, "dispute-operator")
    with operator.expect_download() as record:
        operator.get_by_role("link", name="争いの記録（PDF）").click()
    assert record.value.suggested_filename == "争いの記録.pdf"
    operator.get_by_role("button", name="判断を記録する").click()
    expect(operator.get_by_text("判断を記録し、双方に知らせました。")).to_be_visible()

    yuki.reload()
    look(yuki, "dispute-decided")
    yuki.get_by_role("link", name="不服を申し立てる").click()
    yuki.get_by_label("不服の理由").fill("PNGの追加は有料と伝えていました。")
    look(yuki, "dispute-appeal")
    yuki.get_by_role("button", name="不服を申し立てる").click()
    expect(yuki.get_by_text("ほかの運営担当の判断を待っています").first).to_be_visible()
    yuki.get_by_role("link", name="相手に分け方を提案する").click()
    yuki.get_by_label("ワーカーに渡す額").fill("8000")
    look(yuki, "dispute-settlement")
    yuki.get_by_role("button", name="提案する").click()

    english = signed_in(cast.sakurai, language="en")
    english.goto(f"/contracts/{contract.pk}/")
    english.get_by_role("link", name="To the dispute").click()
    look(english, "dispute-proposed-en")
    english.locator("summary", has_text="Agree to").click()
    look(english, "dispute-agreeing-en")
    english.get_by_role("button", name="Agree to").last.click()
    expect(english.get_by_text("Both sides agreed on this split.")).to_be_visible()
    look(english, "dispute-settled-en")
    assert escrow.balances(cast.sakurai.party).held == 0
    assert escrow.audit() == []
