"""What a client's message does: hiring and asking for work, and all that only sounds like it."""

from itertools import pairwise

import pytest
from hypothesis import given

from evaluation.acts import labelled
from evaluation.data import WRITTEN
from mikiwame.discernment.kinds import Act
from mikiwame.discernment.messages.acts import read_acts
from mikiwame.discernment.text import LONGEST, Unreadable
from tests.discernment.anything import awkward_text

HIRES = [
    "採用です！よろしくお願いします。",
    "ぜひお願いしたいです。",
    "ゆきさんを採用します。",
    "内定です。",
    "You're hired!",
]
ASKS = [
    "今日から毎日納品してください。",
    "先に始めておいてください。",
    "仮払いは後でするので、先に作業を進めてください。",
    "まずはラフを3案作ってください。",
    "Please start working today.",
]
INNOCENT = [
    "採用された場合は、こちらからご連絡します。",
    "採用の可否は来週お知らせします。",
    "今回は不採用とさせていただきます。",
    "別の方を採用しました。",
    "ロゴはA案を採用します。",
    "「採用です」と言われたという経験談を集めています。",
    "まだ始めないでください。",
    "仮払いのあとに作業を始めてください。",
    "いつから始められますか。",
    "「先に始めておいてください」と言われても、ランプが赤なら始めなくて大丈夫です。",
    "ポートフォリオを送ってください。",
    "If we hire you, when could you start?",
    "",
]


@pytest.mark.parametrize(
    ("text", "act"), [*((text, Act.HIRES) for text in HIRES), *((text, Act.ASKS_FOR_WORK) for text in ASKS)]
)
def test_what_it_does_is_seen_and_quoted(text: str, act: Act) -> None:
    [done] = read_acts(f"こんにちは。\n{text}")
    assert done.act == act
    assert done.quote.text in text
    assert done.quote.start >= len("こんにちは。\n")


@pytest.mark.parametrize("text", INNOCENT)
def test_what_only_sounds_like_it_does_nothing(text: str) -> None:
    assert read_acts(text) == ()


def test_a_message_may_do_both() -> None:
    assert [one.act for one in read_acts("採用です。明日から作業を始めてください。")] == [*Act]


def test_the_labelled_lines_are_many_and_none_stands_twice() -> None:
    lines = [line for path in sorted(WRITTEN.glob("acts-*.txt")) for line in labelled(path)]
    for act in Act:
        assert sum(act in does for does, _ in lines) >= 150
    assert sum(not does for does, _ in lines) >= 300
    texts = sorted(text for _, text in lines)
    assert [one for one, other in pairwise(texts) if one == other] == []


@given(awkward_text)
def test_any_text_is_read(text: str) -> None:
    if len(text) > LONGEST:
        with pytest.raises(Unreadable):
            read_acts(text)
    else:
        for done in read_acts(text):
            assert text[done.quote.start : done.quote.end] == done.quote.text
