"""How well a client's messages are read for what they do: hire, or ask for work.

Of three sets the first was written before the rules, the second when they stood, the third when they had been
mended by the second. The rules were never fitted to the third.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

from evaluation.data import WRITTEN
from mikiwame.discernment.kinds import Act
from mikiwame.discernment.messages.acts import read_acts

DOES = {"hires": {Act.HIRES}, "asks": {Act.ASKS_FOR_WORK}, "both": {*Act}, "no-hire": set(), "no-work": set()}
"""What the lines under a heading do."""


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--sealed", action="store_true", help="on the sealed rows alone")
    print("Acts of clients (aim: precision 0.95)")
    if parser.parse_args().sealed:
        print("  none of them are sealed")
        return
    for path in sorted(WRITTEN.glob("acts-*.txt")):
        lines = [*labelled(path)]
        for act in Act:
            print(f"  {path.stem}, {act}: {figures(act, lines)}")


def labelled(path: Path) -> Iterator[tuple[set[Act], str]]:
    """The lines of a set, each with what it does; `/` parts the lines of a message."""
    does: set[Act] = set()
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            does = DOES[line.strip("[]")]
        elif line and not line.startswith("#"):
            yield does, line.replace("/", "\n")


def figures(act: Act, lines: list[tuple[set[Act], str]]) -> str:
    """How well one act is seen among all lines."""
    read = [(act in {one.act for one in read_acts(text)}, act in does) for does, text in lines]
    hits = sum(found and does for found, does in read)
    found, does = sum(found for found, _ in read), sum(does for _, does in read)
    shares = f"precision {hits / max(1, found):.3f}, recall {hits / max(1, does):.3f}"
    return f"{shares} of {does} that do and {len(read) - does} that don't"


if __name__ == "__main__":
    main()
