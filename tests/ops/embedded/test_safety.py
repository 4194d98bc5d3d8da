"""Who may enter, whose folders are whose, and under which account the server runs."""

import os
import pwd
import shutil
import stat
import tempfile
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest

from mikiwame.ops.embedded import Supervisor
from mikiwame.ops.embedded.errors import AlreadyRunning, NoAccount
from mikiwame.ops.home import HomeError, secret


def mode(path: Path) -> int:
    """A file's permissions."""
    return stat.S_IMODE(path.stat().st_mode)


def ask(url: str, query: str) -> object:
    """The first value of an answer."""
    with psycopg.connect(url) as connection:
        row = connection.execute(query.encode()).fetchone()
    assert row is not None
    return row[0]


def test_nobody_is_trusted(server: Supervisor) -> None:
    assert ask(server.url, "select 1") == 1
    right = quote(secret(server.layout.home, "database-password"), safe="")

    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(server.url.replace(right, "wrong"))
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(server.url.replace(f":{right}", ""), passfile="/dev/null")

    access = ask(server.superuser_url, "select string_agg(auth_method, ',') from pg_hba_file_rules")
    assert access == "scram-sha-256"
    assert ask(server.superuser_url, "show listen_addresses") == ""


def test_the_application_is_no_superuser(server: Supervisor) -> None:
    assert ask(server.url, "select rolsuper from pg_roles where rolname = current_user") is False


def test_folders_are_closed(server: Supervisor) -> None:
    assert mode(server.layout.socket) == mode(server.layout.cluster) == 0o700
    assert mode(server.layout.home / "secrets") == 0o700
    assert all(mode(path) == 0o600 for path in (server.layout.home / "secrets").iterdir())


def test_a_secret_that_others_can_read_is_none(home: Path) -> None:
    secret(home, "database-password")
    (home / "secrets/database-password").chmod(0o644)

    with pytest.raises(HomeError, match="can be read by others"):
        secret(home, "database-password")


def test_it_never_runs_as_root(server: Supervisor) -> None:
    assert server.process is not None
    owner = Path(f"/proc/{server.process.pid}").stat().st_uid

    assert owner != 0
    assert owner == server.layout.data.stat().st_uid


@pytest.mark.skipif(os.geteuid() != 0, reason="only root lends an account")
def test_root_may_name_the_account(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MIKIWAME_POSTGRES_ACCOUNT", "nobody")
    with Supervisor(home) as server:
        assert server.layout.data.stat().st_uid == pwd.getpwnam("nobody").pw_uid

    monkeypatch.setenv("MIKIWAME_POSTGRES_ACCOUNT", "root")
    with pytest.raises(NoAccount, match="never runs as root"):
        Supervisor(home.with_name("other")).start()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root lends an account")
def test_folders_that_are_not_its_own_stay_as_they_are() -> None:
    closed = Path(tempfile.mkdtemp(prefix="mikiwame-closed-"))  # 0700: the account can't pass through
    try:
        with pytest.raises(NoAccount, match="leave folders of yours as they are"):
            Supervisor(closed / "home").start()
        assert mode(closed) == 0o700

        closed.chmod(0o711)
        (closed / "own").mkdir(mode=0o755)
        with Supervisor(closed / "own"):
            assert mode(closed / "own") == 0o755
        assert mode(closed) == 0o711
    finally:
        shutil.rmtree(closed)


def test_one_home_has_one_server(server: Supervisor) -> None:
    with pytest.raises(AlreadyRunning, match=f"process {os.getpid()}"):
        Supervisor(server.layout.home).start()

    beside = Supervisor(server.layout.home)
    assert beside.attach()
    assert ask(beside.url, "select 1") == 1
    beside.stop()
    assert server.running()


def test_nobody_to_attach_to(home: Path) -> None:
    assert not Supervisor(home).attach()


def test_a_long_path_gets_a_short_socket(home: Path) -> None:
    with Supervisor(home / ("long" * 30)) as server:
        assert ask(server.url, "select 1") == 1
        assert not server.layout.socket.exists()
        beside = Supervisor(server.layout.home)
        assert beside.attach()
        assert ask(beside.url, "select 1") == 1
