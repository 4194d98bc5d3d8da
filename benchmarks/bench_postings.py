"""How many postings a core reads in a second, and whether long ones take their share of time and no more."""

import json
import time
from collections.abc import Sequence
from itertools import product
from pathlib import Path

from mikiwame.discernment.memory import forget
from mikiwame.discernment.postings.reading import read_posting

DATA = Path(__file__).resolve().parent.parent / "training/data"
AIM = 500
LENGTHS = (2_000, 20_000)
PIECES = (
    ("修正", "口座", "星5", "1万", "受け取", "9", "百", "報酬", "〜"),
    ("何度でも", "送って", "投稿", "登録料", "1%", "円", "月", "「", "の方"),
)
"""Halves of sentences without an end, in which rules find something to look at in every place."""


def main() -> None:
    """Print the figures."""
    began = time.process_time()
    read_posting("はじめまして", "記事を書いてください。")
    print(f"postings: the first after {time.process_time() - began:.2f} s")
    rows = [
        json.loads(line)
        for path in sorted(DATA.glob("postings-*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    texts = [(row["title"], row["body"]) for row in rows]
    seconds(texts)  # the expressions are made when they are first needed
    letters = sum(len(body) for _, body in texts) / len(texts)
    rate = len(texts) / seconds(texts)
    print(f"postings: {rate:,.0f} a second on one core, of {letters:.0f} letters (aim {AIM:,})")
    grown = {}
    for first, second in product(*PIECES):
        short, long = (seconds([("", ((first + second) * length)[:length])]) for length in LENGTHS)
        grown[first + second] = (long / short, long)
    piece, (times, long) = max(grown.items(), key=lambda one: one[1][1])
    print(f"postings: the slowest of {len(grown)} texts of {LENGTHS[1]:,} letters, {piece}…: {long:.2f} s")
    print(f"postings: that is {times:.1f} times one of {LENGTHS[0]:,} letters")
    print(f"postings: the most that any grows: {max(one for one, _ in grown.values()):.1f} times")


def seconds(texts: Sequence[tuple[str, str]]) -> float:
    """The best of two readings, each of texts that it knows nothing of."""
    times = []
    for _ in range(2):
        forget()
        began = time.process_time()
        for title, body in texts:
            read_posting(title, body)
        times.append(time.process_time() - began)
    return min(times)


if __name__ == "__main__":
    main()
