"""Texts of every kind that somebody may paste: any letters, real postings that went wrong, endless ones."""

import json
from functools import cache

from hypothesis import strategies as st

from mikiwame.discernment.text import LONGEST
from tests.tidy.source import ROOT

DATA = ROOT / "training/data"

AWKWARD = [
    # What can't be seen, or moves what can.
    *"\x00\x07\x7f\x85\t\u200b\u200d\u202e\u2066\ufeff\u2028\ud800\udfff\U000e0041\u3099\ufffd\uffff",
    *("\r\n", "\x1b[31m", "\x1b]0;x\x07", "a\u0301\u0302\u0303"),
    # Letters that are several, or become others.
    *"ﾞﾟ㍿㌢ﷺİß①🈵ꙮ﷽ǅﬁ½",
    *("ｶﾞ", "ﾊﾟ", "か゛", "\U0001f468\u200d\U0001f469", "🇯🇵", "👍🏽", "שלום", "سلام", "नमस्ते", "１，０００円"),
    # What other programs take for commands.
    *("<script>alert(1)</script>", "<b>", "&lt;", "{{ x }}", "{% if %}", "%s", "' or 1=1 --", "\\u0000"),
    # Numbers and dates that are none.
    *("9" * 40, "一億二千万", "〇〇", "¥0", "1e309円", "0.0.0円", "-1円", "3〜5", "2/30", "99/99〜0/0"),
    *("10割", "0日", "十十", "1,,,円", "万円", "1~円", "９９９９９９９９９９９９９万円", "1文字0円"),
    # Marks, and words that rules look for.
    *("￥￥￥", "％", "。。。", "「「「", "））", "、", "\n\n", "・", "■", "[[[", "((("),
    *("LINE", "ら い ん", "口座", "登録料", "仮払い", "星5", "時給", "1文字0.1円", "契約後", "無料ではない"),
]
"""What texts have broken on, in this program or another."""

letters = st.characters(codec=None)
any_text = st.text(letters, max_size=300)
awkward_text = st.lists(st.sampled_from(AWKWARD) | st.text(letters, max_size=4), max_size=40).map("".join)


@cache
def real(pattern: str, field: str) -> tuple[str, ...]:
    """The texts of that field in the labelled files of the repository."""
    return tuple(
        json.loads(line)[field]
        for path in sorted(DATA.glob(pattern))
        for line in path.read_text(encoding="utf-8").splitlines()
    )


@st.composite
def gone_wrong(draw: st.DrawFn, texts: tuple[str, ...]) -> str:
    """A real text, cut, doubled and disturbed in some places."""
    text = draw(st.sampled_from(texts))
    for _ in range(draw(st.integers(0, 6))):
        start = draw(st.integers(0, len(text)))
        end = draw(st.integers(start, min(len(text), start + 60)))
        there, other = text[start:end], draw(st.sampled_from(texts))
        changed = ["", there * 2, there[::-1], " ".join(there), there.upper(), other]
        piece = draw(st.sampled_from(changed) | awkward_text)
        text = text[:start] + piece + text[end:]
    return text[:LONGEST]


def endless(pieces: tuple[str, ...]) -> st.SearchStrategy[str]:
    """As long as a text may be, by repeating one thing."""
    piece = st.sampled_from(pieces) | st.text(letters, min_size=1, max_size=3)
    return st.lists(piece, min_size=1, max_size=4).map(lambda parts: ("".join(parts) * LONGEST)[:LONGEST])
