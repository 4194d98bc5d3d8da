"""How many comments a core reads in a second, and whether long ones take their share of time and no more."""

import json
import time
from collections.abc import Sequence
from pathlib import Path

from mikiwame.discernment.comments.reading import read_comment

COMMENTS = Path(__file__).resolve().parent.parent / "training/data/open-comments.jsonl"
AIM = 2_000
LENGTHS = (2_000, 20_000)


def main() -> None:
    """Print the figures."""
    began = time.process_time()
    read_comment("はじめまして。")
    print(f"comments: the first after {time.process_time() - began:.2f} s")
    comments = [json.loads(line)["comment"] for line in COMMENTS.read_text(encoding="utf-8").splitlines()] * 5
    rate = len(comments) / seconds(comments)
    letters = sum(map(len, comments)) / len(comments)
    print(f"comments: {rate:,.0f} a second on one core, of {letters:.0f} letters (aim {AIM:,})")
    for name, piece in (("sentences", "返信が遅いです。"), ("one sentence", "返信遅い")):
        short, long = (seconds([(piece * length)[:length]]) for length in LENGTHS)
        print(f"comments: {name} of {LENGTHS[1]:,} letters / of {LENGTHS[0]:,}: {long / short:.1f} times")


def seconds(comments: Sequence[str]) -> float:
    """The best of three readings."""
    times = []
    for _ in range(3):
        began = time.process_time()
        for comment in comments:
            read_comment(comment)
        times.append(time.process_time() - began)
    return min(times)


if __name__ == "__main__":
    main()
