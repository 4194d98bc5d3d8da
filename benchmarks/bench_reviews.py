"""How many review histories a core reads in a second, and whether long ones take their share of time."""

import json
import time
from collections.abc import Sequence
from pathlib import Path

from mikiwame.discernment.reviews.history import History, Review, from_plain
from mikiwame.discernment.reviews.reading import read_reviews

DATA = Path(__file__).resolve().parent.parent / "training/data"
LENGTHS = (800, 8_000)


def main() -> None:
    """Print the figures."""
    began = time.perf_counter()
    read_reviews([Review(5, "はじめまして。")])
    print(f"reviews: the first after {time.perf_counter() - began:.2f} s")
    histories = [
        from_plain(json.loads(line))
        for path in sorted(DATA.glob("*review-histories*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    many = sum(len(one.reviews) for one in histories)
    took = seconds(histories)
    print(f"reviews: {len(histories) / took:,.0f} histories a second on one core, {many / took:,.0f} reviews")
    comments = [one for history in histories for one in history.reviews]
    short, long = (seconds([History(tuple(varied(comments, length)))]) for length in LENGTHS)
    print(f"reviews: a history of {LENGTHS[1]:,} / of {LENGTHS[0]:,}: {long / short:.1f} times, {long:.1f} s")


def varied(reviews: Sequence[Review], length: int) -> list[Review]:
    """Reviews by different people, none like another: each has a place of its own in the comment."""
    return [
        Review(one.rating, f"{chr(0x4E00 + place % 20_000)}{one.comment}{place}", str(place), one.at)
        for place, one in enumerate((list(reviews) * (length // len(reviews) + 1))[:length])
    ]


def seconds(histories: Sequence[History]) -> float:
    """The best of two readings."""
    times = []
    for _ in range(2):
        began = time.perf_counter()
        for one in histories:
            read_reviews(one.reviews, client=one.client)
        times.append(time.perf_counter() - began)
    return min(times)


if __name__ == "__main__":
    main()
