"""The web server as ``mikiwame serve`` starts it, on one core, and the CPU that a process uses."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


def free_port() -> int:
    """One on which nobody listens: whoever asks there asks us."""
    with socket.socket() as attempt:
        attempt.bind(("127.0.0.1", 0))
        return int(attempt.getsockname()[1])


PORT = free_port()
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
    with started(["taskset", "-c", "0", sys.executable, "-m", "mikiwame", "serve"]) as server:
        yield server


@contextmanager
def started(command: Sequence[str | Path], **environment: str) -> Iterator[int]:
    """Any web server that listens there, from its first answer on; its process's number."""
    with subprocess.Popen(command, env=os.environ | environment) as server:
        try:
            wait_for_answer(server)
            yield server.pid
        finally:
            server.terminate()


def wait_for_answer(server: "subprocess.Popen[bytes]") -> None:
    """Until the server answers, for at most three minutes."""
    until = time.monotonic() + 180
    while time.monotonic() < until and server.poll() is None:
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
    """Seconds of CPU that a process and its descendants have used, those that have ended among them."""
    return sum(sum(map(int, fields_of(pid)[11:15])) for pid in family(root)) / TICK


def family(root: int) -> set[int]:
    """A process and its living descendants."""
    parents = {}
    for entry in Path("/proc").glob("[0-9]*"):
        if fields := fields_of(int(entry.name)):
            parents[int(entry.name)] = int(fields[1])
    found = {root}
    while more := {pid for pid, parent in parents.items() if parent in found} - found:
        found |= more
    return found


def fields_of(pid: int) -> list[str]:
    """What the system says of a process, from its state on (proc(5), stat); nothing when it has ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []
