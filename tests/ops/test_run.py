"""``mikiwame run``: everything starts, is watched, and stops in order."""

import os
import shutil
import signal
import socket
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from mikiwame.ops.embedded.processes import look_at
from tests.ops.instance import Instance, call, eventually, free_port, moved_in, running

MAKING = ["Creating a database", "Bringing the database up", "Gathering the pages' assets"]
"""What takes long at the first start, as it is told."""


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    """A folder that the server's account can reach too."""
    folder = Path(tempfile.mkdtemp(prefix="mikiwame-run-"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def used(home: Path) -> Path:
    """A home whose database is there."""
    return moved_in(home / "used")


@pytest.fixture
def instance(used: Path) -> Iterator[Instance]:
    """It runs, each time in the same home."""
    with running(used, free_port()) as instance:
        yield instance


@pytest.fixture(scope="module")
def standing(home: Path) -> Iterator[Instance]:
    """One that goes on running: what is done to it leaves it as it was."""
    with running(moved_in(home / "standing"), free_port()) as instance:
        yield instance


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_stops_everything_it_started(instance: Instance, number: int) -> None:
    children = instance.children()
    assert set(children) == {"serve", "live", "worker", "postgres"}
    assert eventually(instance.answers)

    said = instance.stop(number)

    assert instance.process.returncode == 0, said
    assert [name for name, number in children.items() if look_at(number)] == []


def test_what_the_first_start_makes_the_second_finds(home: Path) -> None:
    with running(home / "new", free_port()) as first:
        assert [words for words in MAKING if words in first.greeting] == MAKING

    with running(home / "new", free_port()) as second:
        assert eventually(second.answers)
        assert [words for words in MAKING if words in second.greeting] == []


@pytest.mark.parametrize("name", ["serve", "live", "worker", "postgres"])
def test_what_dies_is_started_again(standing: Instance, name: str) -> None:
    assert eventually(lambda: name in standing.children())
    victim = standing.children()[name]

    os.kill(victim, signal.SIGKILL)

    assert eventually(lambda: standing.children().get(name, victim) != victim)
    assert eventually(standing.answers)


def test_what_keeps_dying_stops_everything(instance: Instance) -> None:
    for _ in range(4):
        assert eventually(lambda: "worker" in instance.children() or instance.process.poll() is not None)
        if instance.process.poll() is None:
            os.kill(instance.children()["worker"], signal.SIGKILL)
            time.sleep(0.7)

    said = instance.process.communicate(timeout=60)[0]

    assert instance.process.returncode == 1
    assert "the worker ended 4 times in a row" in said


def test_killed_itself_it_leaves_nobody_behind(instance: Instance) -> None:
    children = instance.children()

    instance.process.kill()
    instance.process.wait()

    assert eventually(lambda: not look_at(children["serve"]) and not look_at(children["worker"]))
    with running(instance.home, instance.port) as again:
        assert eventually(again.answers)
        assert look_at(children["postgres"]) is None


def test_a_taken_port_is_named(standing: Instance) -> None:
    ran = call(
        standing.home / "elsewhere",
        "serve",
        PORT=str(standing.port),
        DATABASE_URL="postgresql:///none",
    )

    assert ran.returncode == 1
    assert f"port {standing.port} can't be had" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_without_the_port_of_live_updates_everything_else_runs(instance: Instance) -> None:
    instance.stop()
    port = free_port()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port + 1))
        taken.listen()
        with running(instance.home, port) as again:
            assert eventually(again.answers)
            assert set(again.children()) == {"serve", "worker", "postgres"}


def test_a_second_run_on_one_home_is_refused(standing: Instance) -> None:
    ran = call(standing.home, "run", PORT=str(free_port()))

    assert ran.returncode == 1
    assert "already runs" in ran.stderr


def test_another_command_uses_the_running_database(standing: Instance) -> None:
    ran = call(standing.home, "migrate")

    assert (ran.returncode, ran.stdout) == (0, "")
    assert eventually(standing.answers)


@pytest.mark.parametrize("port", ["many", "0", "70000"])
def test_a_port_that_is_none_is_refused(home: Path, port: str) -> None:
    ran = call(home, "serve", PORT=port, DATABASE_URL="postgresql:///none")

    assert ran.returncode == 1
    assert "PORT" in ran.stderr or "port" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_a_home_that_can_not_be_is_named(tmp_path: Path) -> None:
    taken = tmp_path / "file"
    taken.touch()
    for home in (taken, taken / "below"):
        ran = call(home, "run", PORT=str(free_port()))

        assert ran.returncode == 1
        assert f"the home folder {home} can't be made" in ran.stderr
        assert "Traceback" not in ran.stderr
