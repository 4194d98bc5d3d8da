"""What the last run left: a server that outlived its supervisor, or a pid file that outlived its server."""

import os
import signal
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

from .errors import DidNotStart
from .layout import Layout
from .processes import Process, look_at

STOP_WITHIN = 60.0  # seconds for an orphan to stop in order


def clear(layout: Layout, *, say: Callable[[str], None]) -> None:
    """Make the folder ready for a start. Called with the lock held, so nobody else is starting one."""
    pid = recorded_pid(layout)
    if pid is None:
        return
    server = look_at(pid)
    if server is not None and is_ours(server, layout):
        say(f"Stopping the server that the last run left behind (process {pid})")
        stop(server)
    elif server is not None:
        disown(layout)
    for lock in layout.socket.glob(".s.PGSQL.*"):
        lock.unlink(missing_ok=True)


def recorded_pid(layout: Layout) -> int | None:
    """The number in the server's pid file, or None when it ended in order."""
    try:
        return abs(int((layout.data / "postmaster.pid").read_text().split("\n")[0]))
    except (FileNotFoundError, ValueError):
        return None


def is_ours(process: Process, layout: Layout) -> bool:
    """Whether that process is this home's server, by its start and its command line."""
    try:
        started_alike = layout.mark.read_text() == process.mark
    except FileNotFoundError:
        started_alike = True  # killed between launch and mark: the command line alone must tell
    on_our_data = ("-D", str(layout.data)) in pairwise(process.command)
    return started_alike and on_our_data and Path(process.command[0]).name == "postgres"


def stop(server: Process) -> None:
    """End an orphan in order, then at once; raises DidNotStart when even that doesn't help."""
    for attempt in (signal.SIGINT, signal.SIGQUIT):
        os.kill(server.pid, attempt)
        until = time.monotonic() + STOP_WITHIN
        while time.monotonic() < until:
            if look_at(server.pid) is None:
                return
            time.sleep(0.05)
    raise DidNotStart(f"The server of the last run (process {server.pid}) doesn't stop: end it by hand.")


def disown(layout: Layout) -> None:
    """Write our own number over one that now belongs to a stranger.

    PostgreSQL refuses to start while the number lives, unless it is its parent's. Removing the file instead
    would also remove the key by which it sees sessions that outlived a killed server.
    """
    path = layout.data / "postmaster.pid"
    lines = path.read_text().split("\n")
    with path.open("r+") as file:  # in place: the file stays the server account's
        file.write("\n".join([str(os.getpid()), *lines[1:]]))
        file.truncate()
