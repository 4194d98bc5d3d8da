"""How many comments a core reads in a second, and whether long ones take their share of time and no more."""

import json
import time
from pathlib import Path

from pace import print_lengths, seconds

from mikiwame.discernment.comments.reading import read_comment

COMMENTS = Path(__file__).resolve().parent.parent / "training/data/open-comments.jsonl"
AIM = 2_000
PIECES = (("sentences", "返信が遅いです。"), ("one sentence", "返信遅い"))
"""What long texts are made of."""


def main() -> None:
    """Print the figures."""
    began = time.process_time()
    read_comment("はじめまして。")
    print(f"comments: the first after {time.process_time() - began:.2f} s")
    comments = [json.loads(line)["comment"] for line in COMMENTS.read_text(encoding="utf-8").splitlines()] * 5
    rate = len(comments) / seconds(read_comment, comments)
    letters = sum(map(len, comments)) / len(comments)
    print(f"comments: {rate:,.0f} a second on one core, of {letters:.0f} letters (aim {AIM:,})")
    print_lengths("comments", read_comment, PIECES)


if __name__ == "__main__":
    main()
