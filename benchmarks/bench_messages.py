"""How long the guard looks at a message, and whether a long one takes its share of time and no more."""

import json
import time
from pathlib import Path

from pace import print_lengths, seconds

from mikiwame.discernment.messages.reading import read_message

DATA = Path(__file__).resolve().parent.parent / "training/data"
MESSAGES, PLAIN = DATA / "open-messages.jsonl", DATA / "comments-plain.jsonl"
MIXED = DATA / "messages-k.jsonl"
DENSE, LINES = (1_000, 2_000), 80
"""The lengths of dense messages, and how many lines are enough for the longest."""
AIM_MILLISECONDS, AIM_START_SECONDS = 5.0, 0.5
LONGEST_SENT = 10_000
PIECES = (
    ("sentences", "LINEで話しませんか。"),
    ("one sentence", "LINEで話そ"),
    ("masks", "L◯"),
    ("names", "a1_"),
    ("long names", "a1" * 105 + " "),
    ("dots", "dot"),
    ("ats", "at"),
    ("circles", "○"),
    ("lines of stars", "*" * 40 + "\n"),
)
"""What long texts are made of."""


def main() -> None:
    """Print the figures."""
    began = time.process_time()
    read_message("はじめまして。")
    first = time.process_time() - began
    print(f"messages: the first after {first:.2f} s (aim {AIM_START_SECONDS} s)")
    messages = _rows(MESSAGES, "text") * 20
    each = 1_000 * seconds(read_message, messages) / len(messages)
    letters = sum(map(len, messages)) / len(messages)
    whole = "".join(messages)[:LONGEST_SENT]
    long = 1_000 * seconds(read_message, [whole])
    print(f"messages: {long:.0f} ms for one of {LONGEST_SENT:,} letters, half of them contacts")
    plain = 1_000 * seconds(read_message, ["\n".join(_rows(PLAIN, "comment"))[:LONGEST_SENT]])
    print(f"messages: {plain:.0f} ms for one of {LONGEST_SENT:,} letters, plain from end to end")
    print(f"messages: {each:.2f} ms for one of {letters:.0f} letters (aim {AIM_MILLISECONDS:.0f} ms)")
    _print_dense(each / letters)
    print_lengths("messages", read_message, PIECES)


def _print_dense(short: float) -> None:
    """Print what messages cost that are half contacts, beside a letter of short ones (milliseconds)."""
    lines = _rows(MIXED, "text")
    for length in DENSE:
        pieces = ["\n".join(lines[first : first + LINES])[:length] for first in range(0, 5 * LINES, LINES)]
        each = 1_000 * seconds(read_message, pieces) / len(pieces)
        print(
            f"messages: {each:.1f} ms for one of {length:,} letters, half of its lines contacts; "
            f"a letter of it / of a short one: {each / length / short:.2f} times"
        )


def _rows(path: Path, field: str) -> list[str]:
    return [json.loads(line)[field] for line in path.read_text(encoding="utf-8").splitlines()]


if __name__ == "__main__":
    main()
