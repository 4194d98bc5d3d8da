"""The web server as ``mikiwame serve`` starts it, on one core, and the CPU that a process uses."""

import http.client
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PORT = 8765
TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Cost:
    """What a request costs: seconds of CPU here and in the database, and seconds until its answer."""

    web: float
    database: float
    p50: float
    p99: float

    @property
    def cpu(self) -> float:
        """Web server and database together."""
        return self.web + self.database


@contextmanager
def served() -> Iterator[int]:
    """The web server on the first core, as ``mikiwame serve`` starts it; its process's number."""
    command = ["taskset", "-c", "0", sys.executable, "-m", "mikiwame", "serve"]
    with subprocess.Popen(command) as server:
        try:
            wait_for_answer()
            yield server.pid
        finally:
            server.terminate()


def wait_for_answer() -> None:
    """Until the server answers, for at most a minute."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            ready()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit("the server doesn't answer")


def ready() -> None:
    """Ask once; raises OSError while nobody answers."""
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
    connection.request("GET", "/readyz", headers={"Host": f"localhost:{PORT}"})
    connection.getresponse().read()
    connection.close()


def cpu(root: int) -> float:
    """Seconds of CPU that a process and its living descendants have used."""
    parents, used = {}, {}
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = entry.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it ended meanwhile
        pid = int(entry.parent.name)
        parents[pid] = int(fields[1])
        used[pid] = (int(fields[11]) + int(fields[12])) / TICK
    family = {root}
    while more := {pid for pid, parent in parents.items() if parent in family} - family:
        family |= more
    return sum(used.get(pid, 0.0) for pid in family)
