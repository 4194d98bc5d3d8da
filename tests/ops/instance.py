"""A whole instance in processes of its own, as ``mikiwame run`` starts it."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from mikiwame.ops.embedded.processes import look_at
from tests import database

PATIENCE = 120.0
KEPT = ("MIKIWAME_POSTGRES", "MIKIWAME_POSTGRES_ACCOUNT")


@dataclass
class Instance:
    """Its home, where it listens, the process that was started, and what it said until it had greeted."""

    home: Path
    port: int
    process: subprocess.Popen[str]
    greeting: str = ""

    def stop(self, number: int = signal.SIGTERM) -> str:
        """End it by a signal; returns what it said since the greeting."""
        self.process.send_signal(number)
        return self.process.communicate(timeout=PATIENCE)[0]

    def answers(self, address: str = "readyz") -> bool:
        """Whether a page is served."""
        try:
            with urllib.request.urlopen(f"http://localhost:{self.port}/{address}", timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def children(self) -> dict[str, int]:
        """What ``run`` started, by the word that tells it: serve, worker, postgres."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        found = {}
        for process in filter(None, map(look_at, map(int, children))):
            if process.command:  # none yet, while it is about to become its program
                is_database = "-D" in process.command
                found["postgres" if is_database else process.command[-1]] = process.pid
        return found


def surroundings(home: Path, **settings: str) -> dict[str, str]:
    """The environment of somebody who has set nothing but what is named."""
    plain = {
        name: value
        for name, value in os.environ.items()
        if name in KEPT or not name.startswith(("MIKIWAME_", "DATABASE_URL", "DJANGO_", "PYTEST_"))
    }
    return plain | {"MIKIWAME_HOME": str(home), "MIKIWAME_DEMO": "off"} | settings


def call(home: Path, *words: str, typed: str = "", **settings: str) -> subprocess.CompletedProcess[str]:
    """One command of the command line, to its end; ``typed`` is what it reads."""
    command = [sys.executable, "-m", "mikiwame", *words]
    environment = surroundings(home, **settings)
    return subprocess.run(
        command,
        env=environment,
        input=typed,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
        timeout=PATIENCE,
    )


def moved_in(home: Path) -> Path:
    """A new home with the database of this version, as ``mikiwame migrate`` makes it; returns its path."""
    if not database.furnish(home):
        assert call(home, "migrate").returncode == 0
    return home


def free_port() -> int:
    """A port that nobody listens on just now, nor on the one above it, where live updates are."""
    while True:
        with socket.socket() as attempt, socket.socket() as above:
            attempt.bind(("127.0.0.1", 0))
            port = int(attempt.getsockname()[1])
            with suppress(OSError, OverflowError):
                above.bind(("127.0.0.1", port + 1))
                return port


@contextmanager
def running(home: Path, port: int) -> Iterator[Instance]:
    """An instance that has greeted; what is left of it at the end is ended."""
    process = subprocess.Popen(
        [sys.executable, "-m", "mikiwame", "run"],
        env=surroundings(home, PORT=str(port)),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    instance = Instance(home, port, process)
    said = []
    try:
        assert process.stdout is not None
        for line in process.stdout:
            said.append(line)
            if "Ctrl-C" in line:
                break
        else:
            raise AssertionError("".join(said))
        instance.greeting = "".join(said)
        yield instance
    finally:
        if process.poll() is None:
            instance.stop()


def eventually(holds: Callable[[], bool]) -> bool:
    """Whether it comes true within our patience."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if holds():
            return True
        time.sleep(0.1)
    return False
