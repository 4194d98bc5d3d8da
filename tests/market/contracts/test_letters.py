"""Letters between the two of a contract: outside tools by terms and money, and marks beside messages."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from mikiwame.core.errors import Refused
from mikiwame.market.contracts import tools
from mikiwame.market.contracts.models import Contract
from mikiwame.market.contracts.operations import endings, letters, notices, offers, summaries, work
from mikiwame.market.hiring.operations import applications, postings
from mikiwame.market.history.models import Fact
from mikiwame.market.members.models import Member
from mikiwame.market.messaging import finding
from mikiwame.market.messaging import operations as messaging
from mikiwame.market.messaging.models import Conversation, KeptLetter, Message, Question, Summary
from mikiwame.market.messaging.operations import questions
from mikiwame.market.messaging.queries import attachments
from mikiwame.market.messaging.states import ContactPolicy, QuestionState
from mikiwame.market.turns.models import Turn
from mikiwame.market.turns.states import TurnKind, TurnState
from mikiwame.ops import sweep
from tests.cast import MORNING, Cast
from tests.market.contracts.stage import (
    DAY,
    HALVES,
    HOUR,
    START,
    again,
    agreed,
    delivered,
    going_on,
    offered,
    paid,
    part,
    running,
    started,
)
from tests.market.hiring.stage import applied, published

LINE = "LINEで話しましょう。IDは sakurai_logo です。"
MAIL = "原稿は sakurai@example.jp へ送ってください。"
HIRES = "採用です！よろしくお願いします。"
URGES = "今日から毎日納品してください。"


def write(conversation: Conversation, text: str, by: Member) -> Message:
    return letters.write(conversation, text=text, by=by, at=MORNING)


def policy(contract: Contract) -> str:
    return Conversation.objects.get(pk=contract.conversation_id).contact_policy


def ask(conversation: Conversation, by: Member) -> Question:
    return letters.ask(conversation, text="いつですか。", by=by, at=MORNING)


def nothing_is_owed_in(conversation: Conversation, *questions: Question) -> None:
    """No question waits any more, nobody has missed one, and no further one can be asked."""
    for question in questions:
        question.refresh_from_db()
        assert question.state == QuestionState.SETTLED
    assert not Turn.objects.filter(kind=TurnKind.ANSWER, state=TurnState.OPEN).exists()
    for side in (conversation.client, conversation.worker):
        with pytest.raises(Refused, match="nothing_to_answer_for"):
            ask(conversation, Member.objects.get(party=side))
    sweep.perform_due(MORNING + 100 * DAY)
    assert not Fact.objects.filter(kind="messaging.AnswerMissed").exists()


def test_with_the_contract_all_questions_end(cast: Cast) -> None:
    contract = agreed(cast)
    asked = ask(contract.conversation, cast.sakurai)
    endings.cancel(contract, reason="やめます。", by=cast.yuki, at=MORNING)
    nothing_is_owed_in(contract.conversation, asked)
    write(contract.conversation, "ありがとうございました。", cast.yuki)


def test_a_letter_is_kept_only_while_money_may_come(cast: Cast) -> None:
    contract = agreed(cast)

    def keep(by: Member) -> KeptLetter:
        return letters.keep(contract.conversation, text=LINE, by=by, at=MORNING)

    assert keep(cast.yuki).text == LINE
    with pytest.raises(Refused, match="not_found"):
        keep(cast.sora)
    endings.cancel(contract, reason="やめます。", by=cast.yuki, at=MORNING)
    with pytest.raises(Refused, match="no_money_comes"):
        keep(cast.yuki)


@pytest.mark.parametrize("end", ["withdraw", "decline", "close", "expire"])
def test_with_the_application_all_questions_end(cast: Cast, end: str) -> None:
    posting = published(cast.sakurai)
    application = applied(cast.yuki, posting)
    asked = ask(application.conversation, cast.yuki)
    match end:
        case "withdraw":
            applications.withdraw(application, by=cast.yuki, at=MORNING)
        case "decline":
            applications.decline(application, reason="price", note="", by=cast.sakurai, at=MORNING)
        case "close":
            postings.close(posting, by=cast.sakurai, at=MORNING)
        case _:
            questions.settle(asked, by=cast.yuki, at=MORNING)
            sweep.perform_due(MORNING + 90 * DAY)
    nothing_is_owed_in(application.conversation, asked)


def test_contact_is_closed_but_while_money_is_held(cast: Cast) -> None:
    contract = agreed(cast, parts=HALVES)
    assert policy(contract) == ContactPolicy.CLOSED
    paid(contract)
    assert policy(contract) == ContactPolicy.OPEN
    work.begin_due(at=START)
    delivered(contract)
    work.accept(part(contract), by=cast.sakurai, at=START + 2 * HOUR)
    assert policy(contract) == ContactPolicy.CLOSED
    paid(contract, 2, at=START + 3 * HOUR)
    assert policy(contract) == ContactPolicy.OPEN
    delivered(contract, 2, at=START + 4 * HOUR)
    work.accept(part(contract, 2), by=cast.sakurai, at=START + 5 * HOUR)
    assert policy(contract) == ContactPolicy.CLOSED


def test_contact_closes_when_held_money_goes_back(cast: Cast) -> None:
    contract = running(cast)
    assert policy(contract) == ContactPolicy.OPEN
    proposal = endings.propose_cancellation(contract, reason="都合", by=cast.yuki, at=MORNING)
    endings.answer_cancellation(proposal, agree=True, by=cast.sakurai, at=MORNING)
    assert policy(contract) == ContactPolicy.CLOSED


def test_once_money_is_held_only_agreed_tools_may_be_named(cast: Cast) -> None:
    contract = agreed(cast, communication="このサイトと、仮払いのあとはLINE。")
    with pytest.raises(Refused, match="leads_outside"):
        write(contract.conversation, LINE, cast.sakurai)
    paid(contract)
    assert write(again(contract).conversation, LINE, cast.sakurai).text == LINE
    for text in (MAIL, "Discordで話しましょう。kuro#1234 を追加してください。"):
        with pytest.raises(Refused, match="tool_unagreed") as refused:
            write(again(contract).conversation, text, cast.sakurai)
        assert refused.value.field == "text"
        assert refused.value.context["findings"]


@pytest.mark.parametrize(
    ("communication", "text", "goes"),
    [
        ("", LINE, False),
        ("Chatworkを使います。", LINE, False),
        ("LINEとメール", LINE, True),
        ("LINEとメール", MAIL, True),
        ("オンラインで話します", LINE, False),
        ("Slack", "IDは sakurai_logo です。追加してください。", True),
        ("", "納品はこのページに置きました。https://ja.wikipedia.org/wiki/茶", True),
        ("", "メールマガジンの文面を直しました。", True),
    ],
)
def test_what_the_terms_allow(cast: Cast, communication: str, text: str, goes: bool) -> None:
    contract = running(cast, communication=communication)
    if goes:
        assert write(contract.conversation, text, cast.yuki).text == text
        return
    with pytest.raises(Refused, match="tool_unagreed"):
        write(contract.conversation, text, cast.yuki)


def test_tools_are_known_by_their_names_and_not_within_longer_words() -> None:
    assert tools.named("LINEかチャットワーク、お電話でも") == {"line", "chatwork", "phone"}
    assert tools.named("オンラインのデッドライン、headline、スラックス") == set()


def test_a_kept_letter_waits_for_the_money_and_goes_out_as_it_is(cast: Cast) -> None:
    contract = agreed(cast, communication="LINE")
    letter = messaging.keep(contract.conversation, text=LINE, by=cast.yuki, at=MORNING)
    with pytest.raises(Refused, match="letter_waits"):
        letters.send_kept(letter, by=cast.yuki, at=MORNING)
    assert not Message.objects.exists()

    paid(contract)
    letter.refresh_from_db()
    with pytest.raises(Refused, match="not_found"):
        letters.send_kept(letter, by=cast.sakurai, at=MORNING)
    message = letters.send_kept(letter, by=cast.yuki, at=MORNING)
    assert (message.text, message.author) == (LINE, cast.yuki.party)
    assert not KeptLetter.objects.exists()


@pytest.mark.parametrize("text", ["", "見積もりです。"])
def test_the_files_of_a_kept_letter_go_along_and_are_found(cast: Cast, text: str) -> None:
    contract = agreed(cast)
    upload = SimpleUploadedFile("見積書.txt", "こんにちは".encode())
    letter = letters.keep(contract.conversation, text=text, files=[upload], by=cast.yuki, at=MORNING)
    paid(contract)
    letter.refresh_from_db()
    message = letters.send_kept(letter, by=cast.yuki, at=MORNING)
    assert [file.name for file in attachments(message.key)] == ["見積書.txt"]
    assert [one.message for one in finding.find(cast.sakurai, "見積書").items] == [message]
    assert not KeptLetter.objects.exists()


def test_who_is_hired_by_a_message_alone_is_told_that_this_is_no_offer(cast: Cast) -> None:
    application = applied(cast.yuki, published(cast.sakurai))
    talk = application.conversation
    assert write(talk, HIRES, cast.sakurai).not_an_offer
    assert not write(talk, "採用された場合の流れです。", cast.sakurai).not_an_offer
    assert not write(talk, HIRES, cast.yuki).not_an_offer

    offer = offered(cast, application=application)
    assert not write(talk, HIRES, cast.sakurai).not_an_offer
    offers.withdraw_offer(offer, by=cast.sakurai, at=MORNING)
    assert write(talk, HIRES, cast.sakurai).not_an_offer


def test_work_that_is_asked_for_too_early_is_answered_on_the_spot(cast: Cast) -> None:
    application = applied(cast.yuki, published(cast.sakurai))
    assert write(application.conversation, URGES, cast.sakurai).not_yet == "unagreed"
    assert write(application.conversation, "先に始めておいてもいいですか。", cast.yuki).not_yet == ""

    contract = offers.accept_offer(offered(cast, application=application), by=cast.yuki, at=MORNING)
    assert write(contract.conversation, URGES, cast.sakurai).not_yet == "unfunded"
    assert write(contract.conversation, "仮払いのあとに始めてください。", cast.sakurai).not_yet == ""


def test_it_is_answered_until_the_lamp_is_green(cast: Cast) -> None:
    contract = running(cast)
    assert write(contract.conversation, URGES, cast.sakurai).not_yet == "before_start"
    late = letters.write(contract.conversation, text=URGES, by=cast.sakurai, at=START + timedelta(hours=1))
    assert late.not_yet == ""


def test_in_a_started_contract_work_is_asked_for_freely(cast: Cast) -> None:
    contract = started(cast)
    message = letters.write(contract.conversation, text=URGES, by=cast.sakurai, at=START + HOUR)
    assert (message.not_yet, message.not_an_offer) == ("", False)


def test_a_summary_leads_outside_no_more_than_a_letter(cast: Cast) -> None:
    conversation = again(running(cast)).conversation
    for text in ("連絡はLINEのID yuki_7788 にください。", "原稿は yuki.7788@gmail.com へ送る。"):
        with pytest.raises(Refused, match="tool_unagreed"):
            summaries.paste(conversation, text=text, by=cast.yuki, at=MORNING)
    summary = summaries.paste(
        conversation, text="Discordで話した内容です。納品は木曜。", by=cast.yuki, at=MORNING
    )
    for answer in (summaries.confirm, summaries.deny):
        with pytest.raises(Refused, match="tool_unagreed") as refusal:
            answer(summary, words="次は090-1234-5678へ。", by=cast.sakurai, at=MORNING)
        assert refusal.value.field == "words"
    assert summaries.confirm(summary, words="Discordで話しました。", by=cast.sakurai, at=MORNING)


@pytest.mark.parametrize("answer", [summaries.confirm, summaries.deny])
def test_words_on_a_summary_lead_nowhere_once_no_money_is_held(
    cast: Cast, answer: Callable[..., Summary]
) -> None:
    conversation = again(running(cast)).conversation
    summary = summaries.paste(conversation, text="電話で納品日を決めた。", by=cast.sakurai, at=MORNING)
    summary.conversation = messaging.set_policy(conversation, ContactPolicy.CLOSED, at=MORNING)
    with pytest.raises(Refused, match="leads_outside"):
        answer(summary, words="続きは yuki.7788@gmail.com まで", by=cast.yuki, at=MORNING)
    assert answer(summary, words="木曜ではなく金曜です。", by=cast.yuki, at=MORNING)


def test_reasons_lead_nowhere_while_no_money_is_held(cast: Cast) -> None:
    """Work that goes on, between two weeks: what was held is paid, and what comes isn't held yet."""
    contract = going_on(cast)
    messaging.set_policy(contract.conversation, ContactPolicy.CLOSED, at=MORNING)
    contract = again(contract)
    with pytest.raises(Refused, match="leads_outside"):
        endings.propose_cancellation(contract, reason=LINE, by=cast.sakurai, at=MORNING)
    last = contract.periods.latest("number").last
    with pytest.raises(Refused, match="leads_outside"):
        notices.give_notice(contract, last=last, reason=LINE, by=cast.sakurai, at=MORNING)
    notice = notices.give_notice(contract, last=last, by=cast.sakurai, at=MORNING)
    notices.ask_for_reason(notice, by=cast.yuki, at=MORNING)
    with pytest.raises(Refused, match="leads_outside"):
        notices.give_reason(notice, reason=LINE, by=cast.sakurai, at=MORNING)
