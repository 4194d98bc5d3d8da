"""The supervisor: one private PostgreSQL server per home, from its first start to its orderly end."""

import fcntl
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO, Self
from urllib.parse import quote, urlencode

import psycopg
from psycopg import sql

from mikiwame.ops.home import secret

from .accounts import Account, server_account
from .binaries import Binaries, find_binaries
from .cluster import create_cluster
from .errors import AlreadyRunning, DidNotStart
from .layout import Layout, settle
from .leftovers import clear
from .processes import look_at

ROLE = DATABASE = "mikiwame"
SUPERUSER = "postgres"
PATIENCE = 3.0  # seconds until we say that we wait
STOP_WITHIN = 60.0  # seconds for an orderly stop, its checkpoint included
ORPHANS_WITHIN = 60.0  # seconds for sessions that outlived a killed server
STARTING = ("starting up", "not yet accepting", "in recovery", "shutting down", "No such file", "refused")


def quiet(message: str) -> None:
    """Say nothing."""


class Supervisor:
    """Keeps one private server for a home; ``with Supervisor(home) as server: server.url``.

    ``options`` are server settings by name; ``choice`` overrides the setting MIKIWAME_POSTGRES;
    ``say`` receives one-line messages for the operator. Raises EmbeddedError with what to do.
    """

    def __init__(
        self,
        home: Path,
        *,
        options: Mapping[str, str] | None = None,
        choice: str | None = None,
        say: Callable[[str], None] = quiet,
    ) -> None:
        self.layout = Layout(home)
        self.options = dict(options or {})
        self.choice = choice
        self.say = say
        self.process: subprocess.Popen[bytes] | None = None
        self._lock: IO[str] | None = None
        self._socket = self.layout.socket
        self._means: tuple[Binaries, Account] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.stop()

    @property
    def url(self) -> str:
        """The database's address for the application, password included: not for logs."""
        return self.address(ROLE, "database-password", DATABASE)

    @property
    def superuser_url(self) -> str:
        """The same for the server's administrator, who makes roles and databases."""
        return self.address(SUPERUSER, "superuser-password", "postgres")

    def address(self, role: str, secret_name: str, database: str) -> str:
        """A ``postgresql://`` address over the socket."""
        password = quote(secret(self.layout.home, secret_name), safe="")
        where = urlencode({"host": str(self._socket)}, safe="/")
        return f"postgresql://{role}:{password}@/{database}?{where}"

    def start(self) -> None:
        """Start the server, from nothing or from whatever the last run left, and wait until it answers."""
        try:
            self._start()
        except BaseException:
            self.stop()
            raise

    def attach(self) -> bool:
        """Use the server that another process of ours keeps for this home; False when none does.

        One that is still starting is waited for; nothing of it is ours to stop.
        """
        told = time.monotonic()
        while self._kept_by_another():
            socket = self.layout.socket_in_use()
            if socket is not None:
                self._socket = socket
                return True
            if time.monotonic() - told > PATIENCE:
                told = time.monotonic()
                self.say("Waiting for the database that another process is starting")
            time.sleep(0.05)
        return False

    def _kept_by_another(self) -> bool:
        try:
            lock = os.open(self.layout.lock, os.O_RDWR)
        except FileNotFoundError:
            return False
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        finally:
            os.close(lock)
        return False

    def _start(self) -> None:
        account = server_account(self.layout.data)
        self.layout.prepare(account)
        self._take_lock()
        binaries = find_binaries(self.choice, data_version=self.layout.data_version())
        binaries = settle(binaries, self.layout, account)
        if self.layout.data_version() is None:
            self.say(f"Creating a database with PostgreSQL {binaries.version} ({binaries.folder})")
            create_cluster(binaries, self.layout, account, secret(self.layout.home, "superuser-password"))
        self._socket = self.layout.socket_folder(account)
        self._bring_up(binaries, account)
        self._provide()

    def _bring_up(self, binaries: Binaries, account: Account) -> None:
        clear(self.layout, say=self.say)
        self._launch_until_free(binaries, account)
        self._means = binaries, account

    def restart(self) -> None:
        """Start the server again after it died under us, at the same address."""
        assert self._means is not None
        self._bring_up(*self._means)

    def stop(self) -> None:
        """Stop the server in order: sessions are ended, everything is written; then the lock is let go."""
        process, self.process = self.process, None
        if process is not None and process.poll() is None:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(STOP_WITHIN)
            except subprocess.TimeoutExpired:
                self.say(
                    "PostgreSQL did not stop in a minute; ending it at once, it recovers at the next start"
                )
                process.send_signal(signal.SIGQUIT)
                process.wait()
        if self._lock is not None:
            if self._socket != self.layout.socket:
                shutil.rmtree(self._socket, ignore_errors=True)
                self._socket = self.layout.socket
            self.layout.mark.unlink(missing_ok=True)
            self._lock.close()
            self._lock = None

    def running(self) -> bool:
        """Whether the server's process lives."""
        return self.process is not None and self.process.poll() is None

    def _take_lock(self) -> None:
        lock = os.fdopen(os.open(self.layout.lock, os.O_RDWR | os.O_CREAT, 0o600), "r+", encoding="ascii")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = lock.read().strip()
            lock.close()
            raise AlreadyRunning(
                f"Mikiwame already runs on {self.layout.home} (process {holder}): stop it first, "
                "or choose another folder in MIKIWAME_HOME."
            ) from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        self._lock = lock

    def _launch_until_free(self, binaries: Binaries, account: Account) -> None:
        """Launch; sessions that outlived a killed server hold its memory until they notice: wait for them."""
        until = time.monotonic() + ORPHANS_WITHIN
        while True:
            said_before = self.layout.log.stat().st_size if self.layout.log.exists() else 0
            self._launch(binaries, account)
            try:
                return self._await_answer(said_before)
            except DidNotStart as failure:
                if "shared memory block" not in str(failure) or time.monotonic() > until:
                    raise
                self.say("Waiting for sessions of the previous server to end")
                time.sleep(1)

    def _launch(self, binaries: Binaries, account: Account) -> None:
        options = {
            "listen_addresses": "",
            "unix_socket_directories": str(self._socket),
            "unix_socket_permissions": "0700",
            "port": "5432",
            "logging_collector": "off",
            **self.options,
        }
        settings = [word for name, value in options.items() for word in ("-c", f"{name}={value}")]
        with open(os.open(self.layout.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab") as log:
            self.process = subprocess.Popen(
                [binaries.program("postgres"), "-D", str(self.layout.data), *settings],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.layout.home,
                env=environment(),
                start_new_session=True,  # a Ctrl-C in the terminal is for us: the server stops last
                **account.launch,
            )
        server = look_at(self.process.pid)
        if server is not None:
            self.layout.mark.write_text(server.mark)

    def _await_answer(self, said_before: int) -> None:
        """Ready means that a query was answered; a recovery takes what it takes."""
        began = told = time.monotonic()
        while True:
            assert self.process is not None
            try:
                with psycopg.connect(self.superuser_url, connect_timeout=10) as connection:
                    connection.execute("select 1")
                return
            except psycopg.OperationalError as error:
                if self.process.poll() is not None:
                    raise DidNotStart(f"PostgreSQL ended: {self._said_since(said_before)}") from error
                if not any(word in str(error) for word in STARTING):
                    raise DidNotStart(f"PostgreSQL refused us: {error}") from error
            if time.monotonic() - told > PATIENCE:
                told = time.monotonic()
                last = self._said_since(said_before).splitlines()[-1:]
                self.say(f"PostgreSQL is recovering, {told - began:.0f} s so far: {''.join(last)}")
            time.sleep(0.02)

    def _said_since(self, position: int) -> str:
        with self.layout.log.open("rb") as log:
            log.seek(position)
            return log.read()[-4000:].decode(errors="replace").strip()

    def _provide(self) -> None:
        """Make the application's role and database where they are missing; the role is no superuser."""
        with psycopg.connect(self.superuser_url, autocommit=True) as connection:
            role, database = sql.Identifier(ROLE), sql.Identifier(DATABASE)
            if not connection.execute("select 1 from pg_roles where rolname = %s", [ROLE]).fetchone():
                password = sql.Literal(secret(self.layout.home, "database-password"))
                create = sql.SQL("create role {} login createdb password {}")
                connection.execute(create.format(role, password))
            if not connection.execute("select 1 from pg_database where datname = %s", [DATABASE]).fetchone():
                connection.execute(sql.SQL("create database {} owner {}").format(database, role))
                connection.execute(sql.SQL("revoke all on database {} from public").format(database))


def environment() -> dict[str, str]:
    """What the server inherits: nothing of ours that could steer it (PGDATA, PGPORT, locales, …)."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8", "TZ": "UTC"}
