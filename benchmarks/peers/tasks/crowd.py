"""Eight workers who answer as fast as they are served: how many answers a second, and what each costs."""

import http.client
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Protocol

from serving import PORT, cpu

WORKERS = 8
GUNICORN = (
    *("-m", "gunicorn", "--bind", f"127.0.0.1:{PORT}", "--log-level", "warning"),
    *("--workers", "2", "--threads", "4", "--keep-alive", "75"),
)
"""How a peer is served: two processes of four threads, which keep connections as long as we do."""

WARM_UP = 3  # cycles of each that don't count
SECONDS = 40.0
SHARE = 0.7  # of a batch's answers, at which a measurement ends that is early


class Hand(Protocol):
    """A worker's program, with one unit in hand."""

    def cycle(self) -> None:
        """Answer the unit, and have the next in hand."""


@dataclass
class Line:
    """A persistent connection to the server."""

    headers: dict[str, str]
    connection: http.client.HTTPConnection = field(
        default_factory=lambda: http.client.HTTPConnection("127.0.0.1", PORT, timeout=300)
    )

    def ask(
        self, method: str, path: str, body: str | None = None, **headers: str
    ) -> tuple[http.client.HTTPResponse, bytes]:
        """One request, and its answer."""
        self.connection.request(method, path, body, self.headers | headers)
        answer = self.connection.getresponse()
        return answer, answer.read()


@dataclass(frozen=True)
class Made:
    """Cycles a second, and milliseconds of CPU that servers spend on each."""

    rate: float
    cpu: float


def made(hands: list[Hand], answers: int, servers: tuple[int, ...]) -> Made:
    """All work at once for a while, or until most of so many answers are given."""
    start, done = threading.Barrier(len(hands) + 1), [0] * len(hands)
    most = int(answers * SHARE)

    def work(number: int, hand: Hand) -> None:
        for _ in range(WARM_UP):
            hand.cycle()
        start.wait()
        until = time.perf_counter() + SECONDS
        while time.perf_counter() < until and sum(done) < most:
            hand.cycle()
            done[number] += 1

    with ThreadPoolExecutor(len(hands)) as pool:
        working = [pool.submit(work, number, hand) for number, hand in enumerate(hands)]
        start.wait()
        began, used = time.perf_counter(), sum(map(cpu, servers))
        for one in working:
            one.result()
        took, spent = time.perf_counter() - began, sum(map(cpu, servers)) - used
        return Made(sum(done) / took, 1_000 * spent / sum(done))
