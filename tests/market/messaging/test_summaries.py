"""What was said elsewhere is written down by one side and confirmed or denied by the other, for good."""

import hashlib
import json
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from mikiwame.core.errors import NotFound, Refused
from mikiwame.core.ids import key, new_id
from mikiwame.market.history.queries import facts_about
from mikiwame.market.messaging import operations, queries
from mikiwame.market.messaging.models import Conversation, Summary
from mikiwame.market.messaging.operations import summaries
from mikiwame.market.messaging.rules import SUMMARIES_MOST, answer_until
from mikiwame.market.messaging.states import SUMMARY, ContactPolicy, SummaryState
from mikiwame.market.turns import queries as turns
from mikiwame.market.turns.states import TurnKind
from mikiwame.ops import sweep
from tests.cast import MORNING, Cast

HOUR = timedelta(hours=1)
SAID = "11月2日に電話。納品は木曜の午前と決めた。色は相談のまま。"


@pytest.fixture
def conversation(cast: Cast) -> Conversation:
    conversation = operations.open_conversation(
        key("application", new_id()),
        title="商品説明文の作成",
        client=cast.sakurai.party,
        worker=cast.yuki.party,
        at=MORNING,
    )
    return operations.set_policy(conversation, ContactPolicy.OPEN, at=MORNING)


def pasted(conversation: Conversation, cast: Cast) -> Summary:
    return summaries.paste(conversation, text=SAID, by=cast.sakurai, at=MORNING)


def kinds(conversation: Conversation) -> list[str]:
    return [fact.kind.partition(".")[2] for fact in facts_about(conversation.subject)]


def test_it_is_confirmed_and_both_texts_carry_a_seal(cast: Cast, conversation: Conversation) -> None:
    summary = pasted(conversation, cast)
    parts = [conversation.key, cast.sakurai.party.key, MORNING.isoformat(), SAID]
    assert summary.seal == hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()
    [turn] = turns.mine(cast.yuki.party)
    assert (turn.kind, turn.page) == (TurnKind.CONFIRMATION, summary.key)

    summary = summaries.confirm(summary, words="そのとおりです。", by=cast.yuki, at=MORNING + HOUR)
    assert (summary.state, summary.words) == (SummaryState.CONFIRMED, "そのとおりです。")
    parts = [summary.seal, "confirmed", (MORNING + HOUR).isoformat(), "そのとおりです。"]
    assert summary.answer_seal == hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()
    assert list(turns.mine(cast.yuki.party)) == []
    assert kinds(conversation) == ["SummaryPasted", "SummaryConfirmed"]
    assert queries.thread(conversation, reader=cast.yuki).summaries == [summary]


def test_it_is_denied_in_words(cast: Cast, conversation: Conversation) -> None:
    summary = pasted(conversation, cast)
    with pytest.raises(Refused, match="text_missing"):
        summaries.deny(summary, words=" ", by=cast.yuki, at=MORNING)
    summary = summaries.deny(summary, words="木曜ではなく金曜です。", by=cast.yuki, at=MORNING)
    assert summary.state == SummaryState.DENIED
    assert kinds(conversation) == ["SummaryPasted", "SummaryDenied"]


def test_without_a_word_it_is_marked_as_that(cast: Cast, conversation: Conversation) -> None:
    summary = pasted(conversation, cast)
    until = answer_until(MORNING)
    with pytest.raises(Refused, match="too_late"):
        summaries.confirm(summary, words="", by=cast.yuki, at=until)
    assert sweep.perform_due(until) == 1
    assert queries.summary_for(cast.yuki, summary.pk).state == SummaryState.UNANSWERED
    assert kinds(conversation) == ["SummaryPasted", "SummaryUnanswered"]


def test_only_after_funding_and_only_the_two(cast: Cast, conversation: Conversation) -> None:
    summary = pasted(conversation, cast)
    with pytest.raises(Refused, match="own_summary"):
        summaries.confirm(summary, words="", by=cast.sakurai, at=MORNING)
    for outsider in (cast.sora, cast.oda):
        with pytest.raises(Refused, match="not_found"):
            summaries.deny(summary, words="違う", by=outsider, at=MORNING)
        with pytest.raises(Refused, match="not_found"):
            summaries.paste(conversation, text=SAID, by=outsider, at=MORNING)
        with pytest.raises(NotFound):
            queries.summary_for(outsider, summary.pk)
    operations.set_policy(conversation, ContactPolicy.CLOSED, at=MORNING)
    with pytest.raises(Refused, match="not_funded_yet"):
        pasted(conversation, cast)


def test_nobody_is_flooded(cast: Cast, conversation: Conversation) -> None:
    for _ in range(SUMMARIES_MOST):
        pasted(conversation, cast)
    with pytest.raises(Refused, match="too_many_summaries"):
        pasted(conversation, cast)
    summaries.paste(conversation, text=SAID, by=cast.yuki, at=MORNING)


@pytest.mark.parametrize("state", sorted(SUMMARY.final))
def test_what_was_answered_stays_answered(
    cast: Cast, conversation: Conversation, state: SummaryState
) -> None:
    summary, end = pasted(conversation, cast), answer_until(MORNING)
    match state:
        case SummaryState.CONFIRMED:
            summaries.confirm(summary, words="", by=cast.yuki, at=MORNING)
        case SummaryState.DENIED:
            summaries.deny(summary, words="違います。", by=cast.yuki, at=MORNING)
        case _:
            summaries.let_stand(summary, at=end)
    with pytest.raises(Refused, match="wrong_state"):
        summaries.confirm(summary, words="", by=cast.yuki, at=MORNING)
    with pytest.raises(Refused, match="wrong_state"):
        summaries.deny(summary, words="違います。", by=cast.yuki, at=MORNING)
    with pytest.raises(Refused, match="wrong_state"):
        summaries.let_stand(summary, at=end)
    with pytest.raises(IntegrityError, match="stays written"), transaction.atomic():
        Summary.objects.update(words="そのとおりです。")


@pytest.mark.parametrize("stray", ["text", "digest", "delete"])
def test_what_was_written_stays_written(cast: Cast, conversation: Conversation, stray: str) -> None:
    pasted(conversation, cast)
    changes: dict[str, dict[str, object]] = {"text": {"text": "別の話"}, "digest": {"digest": b"x"}}
    with pytest.raises(IntegrityError, match="stays written"), transaction.atomic():
        Summary.objects.all().delete() if stray == "delete" else Summary.objects.update(**changes[stray])
