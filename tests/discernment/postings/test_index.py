"""Many readings at once share what is remembered of a statement; none of them trips over another."""

import re
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest

from mikiwame.discernment.postings.index import Index, Reach
from mikiwame.discernment.postings.needs import Needs

MANY = 2_000


@dataclass(frozen=True)
class Elsewhere:
    """What a statement may hold by its letters and never does."""

    ways: tuple[Needs, ...] = ((("円",),),)
    reach: Reach = Reach.STATEMENT
    expression: re.Pattern[str] = re.compile("円ドル")


@pytest.fixture
def changing_often() -> Iterator[None]:
    """Threads take turns as often as they can."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


@pytest.mark.usefixtures("changing_often")
def test_readings_of_the_same_words_at_once_come_to_an_end() -> None:
    index = Index([Elsewhere() for _ in range(MANY)])

    def read(number: int) -> list[int]:
        statement = f"報酬は{number // 4}円です"
        return [
            start for _, places in index.found_in(f"{statement}。{number}", Elsewhere) for start, _ in places
        ]

    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(read, range(80))) == [[]] * 80
