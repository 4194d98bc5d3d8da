"""How many review histories a core reads in a second, and whether long ones take their share of time."""

import json
import random
import time
from collections.abc import Sequence
from pathlib import Path

from mikiwame.discernment.reviews.history import History, Review, from_plain
from mikiwame.discernment.reviews.reading import read_reviews

DATA = Path(__file__).resolve().parent.parent / "training/data"
LENGTHS = (300, 3_000)
COPIED = "除湿機の説明文を書きました。部品の写真に番号が振ってあり、迷いませんでした。"


def main() -> None:
    """Print the figures."""
    began = time.process_time()
    read_reviews([Review(5, "はじめまして。")])
    print(f"reviews: the first after {time.process_time() - began:.2f} s")
    histories = [
        from_plain(json.loads(line))
        for path in sorted(DATA.glob("*review-histories*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    many = sum(len(one.reviews) for one in histories)
    took = seconds(histories)
    print(f"reviews: {len(histories) / took:,.0f} histories a second on one core, {many / took:,.0f} reviews")
    for name, comments in (("comments of all kinds", different()), ("copies", [COPIED] * LENGTHS[1])):
        short, long = (seconds([history(comments[:length])]) for length in LENGTHS)
        print(f"reviews: {LENGTHS[1]:,} / {LENGTHS[0]:,} {name}: {long / short:.1f} times, {long:.1f} s")


def different() -> list[str]:
    """Comments of which none is like another."""
    lines = [
        line
        for path in sorted(DATA.glob("*comments*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    comments = sorted({json.loads(line)["comment"] for line in lines})
    random.Random(1).shuffle(comments)
    assert len(comments) >= LENGTHS[1]
    return comments


def history(comments: Sequence[str]) -> History:
    """As many reviews, by different people."""
    return History(tuple(Review(5, comment, str(place)) for place, comment in enumerate(comments)))


def seconds(histories: Sequence[History]) -> float:
    """The best of two readings."""
    times = []
    for _ in range(2):
        began = time.process_time()
        for one in histories:
            read_reviews(one.reviews, client=one.client)
        times.append(time.process_time() - began)
    return min(times)


if __name__ == "__main__":
    main()
