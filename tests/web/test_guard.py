"""The contact guard on pages: what is said of a stopped letter, before money is held and afterwards."""

import pytest
from django.test import Client
from django.urls import reverse

from mikiwame.market.contracts.models import Contract
from mikiwame.market.contracts.operations import endings
from mikiwame.market.members.models import Member
from mikiwame.market.messaging import operations as messaging
from tests.cast import MORNING, Cast
from tests.market.contracts.stage import agreed, paid, running

LINE = "LINEで話しましょう。IDは sakurai_logo です。"
BEFORE_MONEY = "仮払いの前に"


def sent(by: Member, path: str, **data: str) -> tuple[int, str]:
    client = Client()
    client.force_login(by)
    response = client.post(path, data)
    return response.status_code, response.content.decode()


def thread_of(contract: Contract) -> str:
    return reverse("conversation", kwargs={"id": contract.conversation_id})


def proposal_for(contract: Contract) -> str:
    return f'href="{reverse("amendment_new", kwargs={"id": contract.pk})}"'


def test_before_money_a_stopped_letter_may_wait_for_it(cast: Cast) -> None:
    contract = agreed(cast)
    status, page = sent(cast.sakurai, thread_of(contract), text=LINE)
    assert status == 422
    assert BEFORE_MONEY in page
    assert "ここには書けないので" not in page, "it is explained once"
    assert "上の印のところを直すと、送れます。" in page
    assert 'value="keep"' in page
    assert proposal_for(contract) not in page


def test_afterwards_the_reason_is_the_terms_and_the_way_out_is_to_change_them(cast: Cast) -> None:
    contract = running(cast)
    status, page = sent(cast.sakurai, thread_of(contract), text=LINE)
    assert status == 422
    assert "書かれていないツール" in page
    assert BEFORE_MONEY not in page
    assert 'value="keep"' not in page
    assert proposal_for(contract) in page


@pytest.mark.parametrize("names", [True, False])
def test_a_kept_letter_goes_if_the_terms_name_its_tool_or_leads_to_where_they_change(
    cast: Cast, names: bool
) -> None:
    contract = agreed(cast, communication="LINE" if names else "このサイト")
    letter = messaging.keep(contract.conversation, text=LINE, by=cast.sakurai, at=MORNING)
    paid(contract)
    status, page = sent(cast.sakurai, reverse("kept_sending", kwargs={"id": letter.pk}))
    assert status == (303 if names else 409)
    assert (proposal_for(contract) in page) is not names


def test_after_the_end_no_money_is_promised_and_no_answer_asked_for(cast: Cast) -> None:
    contract = agreed(cast)
    client = Client()
    client.force_login(cast.yuki)
    assert "仮払いが済むまでは" in client.get(thread_of(contract)).content.decode()
    endings.cancel(contract, reason="やめます。", by=cast.yuki, at=MORNING)
    page = client.get(thread_of(contract)).content.decode()
    assert "仮払いが済むまでは" not in page
    assert "needs_answer" not in page
    stopped = sent(cast.yuki, thread_of(contract), text=LINE)[1]
    assert 'value="keep"' not in stopped


def test_all_contacts_of_a_sentence_are_named_at_once(cast: Cast) -> None:
    contract = agreed(cast)
    page = sent(
        cast.sakurai, thread_of(contract), text="a@sakura.example か、LINEの sakurai_88 へください。"
    )[1]
    assert "<mark>a@sakura.example</mark>" in page
    assert "<mark>sakurai_88</mark>" in page
