"""How long a reading takes by one core's CPU, and whether a long text takes its share of time and no more."""

import time
from collections.abc import Callable, Iterable, Sequence

LENGTHS = (2_000, 20_000)


def seconds(read: Callable[[str], object], texts: Sequence[str]) -> float:
    """The best of three readings of all the texts."""
    times = []
    for _ in range(3):
        began = time.process_time()
        for text in texts:
            read(text)
        times.append(time.process_time() - began)
    return min(times)


def print_lengths(what: str, read: Callable[[str], object], pieces: Iterable[tuple[str, str]]) -> None:
    """Print for each named piece how many times as long a text of many takes that is ten times as long."""
    few, many = LENGTHS
    for name, piece in pieces:
        short, long = (seconds(read, [(piece * length)[:length]]) for length in LENGTHS)
        print(f"{what}: {name} of {many:,} letters / of {few:,}: {long / short:.1f} times")
