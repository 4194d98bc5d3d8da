"""After a crash: what was acknowledged is there, and what the last run left is told apart from strangers."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from mikiwame.ops.embedded import Supervisor
from mikiwame.ops.embedded.errors import DidNotStart
from mikiwame.ops.embedded.leftovers import is_ours
from mikiwame.ops.embedded.processes import look_at


def write_until_killed(url: str, acknowledged: list[int], first: int) -> None:
    """Write rows one by one; remember those whose commit was acknowledged."""
    try:
        with psycopg.connect(url, autocommit=True) as connection:
            for number in range(first, first + 1_000_000):
                connection.execute("insert into written values (%s)", [number])
                acknowledged.append(number)
    except psycopg.OperationalError:
        pass


def test_every_acknowledged_row_survives_kill_9_amid_writes(server: Supervisor) -> None:
    with psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute("create table written (number bigint primary key)")
    acknowledged: list[list[int]] = [[] for _ in range(4)]
    writers = [
        threading.Thread(target=write_until_killed, args=(server.url, rows, writer * 1_000_000))
        for writer, rows in enumerate(acknowledged)
    ]
    for writer in writers:
        writer.start()
    until = time.monotonic() + 30
    while min(map(len, acknowledged)) < 50 and time.monotonic() < until:
        time.sleep(0.01)

    assert server.process is not None
    server.process.kill()
    server.process.wait()
    for writer in writers:
        writer.join()
    server.restart()

    with psycopg.connect(server.url) as connection:
        there = {number for (number,) in connection.execute("select number from written")}
    promised = {number for rows in acknowledged for number in rows}
    assert len(promised) >= 200
    assert promised <= there


@pytest.fixture
def stopped(home: Path) -> Iterator[Supervisor]:
    """A server that has run, whose pid file we can write."""
    with Supervisor(home) as server:
        pass
    yield server
    server.stop()


def leave_pid_file(server: Supervisor, pid: int) -> None:
    """As a server that was killed leaves it."""
    file = server.layout.data / "postmaster.pid"
    file.write_text(f"{pid}\n{server.layout.data}\n0\n5432\n{server.layout.socket}\n\n0 0\nready\n")
    owner = server.layout.data.stat()
    if os.geteuid() == 0:
        os.chown(file, owner.st_uid, owner.st_gid)


def test_a_pid_file_of_nobody_is_passed_over(stopped: Supervisor) -> None:
    gone = subprocess.Popen(["true"])
    gone.wait()
    leave_pid_file(stopped, gone.pid)

    stopped.start()

    assert stopped.running()


def test_a_number_that_a_stranger_has_now_is_no_server_and_is_left_alone(stopped: Supervisor) -> None:
    stranger = subprocess.Popen(["sleep", "600"])
    try:
        leave_pid_file(stopped, stranger.pid)

        stopped.start()

        assert stopped.running()
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_a_stranger_with_our_command_line_but_another_start_is_a_stranger(stopped: Supervisor) -> None:
    process = look_at(os.getpid())
    assert process is not None
    stopped.layout.mark.write_text("1 2 another boot")

    assert not is_ours(process, stopped.layout)


def test_a_server_that_outlived_its_supervisor_is_stopped_in_order(home: Path) -> None:
    program = (
        "import sys, time; from pathlib import Path; from mikiwame.ops.embedded import Supervisor\n"
        "server = Supervisor(Path(sys.argv[1])); server.start(); print(server.process.pid, flush=True)\n"
        "time.sleep(600)"
    )
    supervisor = subprocess.Popen(
        [sys.executable, "-c", program, str(home)], stdout=subprocess.PIPE, text=True
    )
    assert supervisor.stdout is not None
    orphan = int(supervisor.stdout.readline())
    supervisor.send_signal(signal.SIGKILL)
    supervisor.communicate()
    assert look_at(orphan) is not None
    said: list[str] = []

    with Supervisor(home, say=said.append) as server:
        assert look_at(orphan) is None
        assert server.running()
    assert any(f"process {orphan}" in sentence for sentence in said)


def test_a_server_that_cannot_start_says_why(home: Path) -> None:
    with pytest.raises(DidNotStart, match="shared_buffers"):
        Supervisor(home, options={"shared_buffers": "nonsense"}).start()

    with Supervisor(home) as server:  # and leaves nothing locked
        assert server.running()
