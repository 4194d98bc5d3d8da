"""The tests' databases: a template, migrated once for each state of the migrations, and copies of it."""

import contextlib
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import LiteralString
from urllib.parse import urlsplit

import psycopg
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.test import TransactionTestCase
from psycopg import sql

from mikiwame.ops.embedded import Supervisor, find_binaries
from tests.clearing import Fresh

TEMPLATE = "mikiwame_template"
ROOT = Path(__file__).parents[1]
READ_BY_MIGRATIONS = (
    "core/**/*.py",
    "**/migrations/*.py",
    "**/states.py",
    "**/models*",
    "**/models/*.py",
    "**/accounts.py",
)
MIGRATED = "migrated"
"""Where in the run's home a copy of the stopped server lies with which it began."""
KEPT_AS = b"a home, migrated"
"""What is kept; other words where it becomes something else."""
KEPT_MOST = 6
"""Of servers with a template, for as many states of the migrations."""
CARELESS = {
    # A test run may lose its data with the machine: nothing is forced to the disk.
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    # An autovacuum worker is the server's own, and may not be thrown out of a database that is to be dropped.
    "autovacuum": "off",
    "max_connections": "200",
}

held: list[str] = []
"""The databases in which this worker holds what its later tests begin with."""

fresh: list[Fresh] = []
"""This worker's database as it was at first, if its rows can be deleted."""


def begin(home: Path) -> Callable[[], None]:
    """Start the run's private server, unless DATABASE_URL names one; returns what ends it."""
    if "DATABASE_URL" in os.environ:
        return lambda: shutil.rmtree(home, ignore_errors=True)
    kept, migrated = kept_home(), home / MIGRATED
    found = take(kept, migrated)
    if found:
        copy_home(migrated, home)
    server = Supervisor(home, options=CARELESS, say=print)
    server.start()
    os.environ["DATABASE_URL"] = server.url
    if not found:
        migrate_template()
        migrate_base()
        server.stop()
        copy_home(home, migrated)
        keep(migrated, kept)
        server.start()

    def end() -> None:
        server.stop()
        shutil.rmtree(home, ignore_errors=True)

    return end


def kept_home() -> Path:
    """Where the server stands whose template was made by what migrations read now."""
    told = hashlib.sha256(KEPT_AS)
    read = (path for pattern in READ_BY_MIGRATIONS for path in (ROOT / "src/mikiwame").glob(pattern))
    for path in sorted({ROOT / "uv.lock", *filter(Path.is_file, read)}):
        told.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes() + b"\0")
    told.update(str(find_binaries()).encode())
    caches = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return caches / "mikiwame-tests" / told.hexdigest()[:32]


def take(kept: Path, home: Path) -> bool:
    """Copy what an earlier run kept; whether there was anything."""
    if not kept.exists():
        return False
    with locked(kept.parent, fcntl.LOCK_SH):
        if not kept.exists():  # any more
            return False
        kept.touch()  # the least used makes room
        copy_home(kept, home)
    return True


def keep(home: Path, kept: Path) -> None:
    """Keep a stopped server for later runs, whole or not at all; the least used make room."""
    with contextlib.suppress(
        OSError, subprocess.CalledProcessError
    ):  # where nothing can be kept, we do without
        kept.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with locked(kept.parent, fcntl.LOCK_EX):
            if kept.exists():  # by another run that began with us
                return
            part = Path(tempfile.mkdtemp(prefix="part-", dir=kept.parent))
            copy_home(home, part)
            part.rename(kept)
            for old in sorted(kept.parent.iterdir(), key=lambda path: path.stat().st_mtime)[:-KEPT_MOST]:
                shutil.rmtree(old, ignore_errors=True)


@contextlib.contextmanager
def locked(folder: Path, how: int) -> Iterator[None]:
    """Shared, nobody makes room in the folder meanwhile; exclusive, nobody copies out of it."""
    with folder.with_suffix(".lock").open("a") as lock:
        fcntl.flock(lock, how)
        yield


def copy_home(old: Path, new: Path) -> None:
    """Copy a stopped server with its secrets, each file staying its owner's."""
    new.mkdir(mode=0o711, exist_ok=True)
    for name in ("postgres", "secrets"):
        subprocess.run(["cp", "-a", str(old / name), str(new)], check=True)


def open_copy(worker: str) -> None:
    """Point Django at a fresh copy of the template; on a server that was named, the first worker makes it."""
    own = f"mikiwame_test_{worker}_{os.getpid()}"
    with Path(os.environ["MIKIWAME_HOME"], "template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not ask("select 1 from pg_database where datname = %s", template()):
            migrate_template()
    renew(own)
    connection.close()
    connection.settings_dict["NAME"] = own
    fresh.extend(filter(None, [Fresh.found()]))


def hold(name: str, make: Callable[[], object]) -> None:
    """For tests that commit: what takes long to make is made for the first, and copied for the later ones."""
    own = connection.settings_dict["NAME"]
    kept = f"{own}_{name}"
    if kept in held:
        connection.close()
        renew(own, kept)
        return
    make()
    connection.close()
    renew(kept, own)
    held.append(kept)


def script_of(make: Callable[[], object]) -> str:
    """Statements that write what ``make`` writes into a fresh database, where nothing of it stays.

    For things that nearly every test begins with, of which no number comes from a sequence.
    """
    written = "select relname from pg_stat_xact_user_tables where n_tup_ins > 0 order by relname"
    with transaction.atomic(), connection.cursor() as cursor:
        make()
        cursor.execute(written)
        script = [insertion(cursor, name) for (name,) in cursor.fetchall()]
        transaction.set_rollback(True)
    return "; ".join(script)


def insertion(cursor: CursorWrapper, table: str) -> str:
    """The statement that writes all that stands in a table."""
    name = sql.Identifier(table)
    cursor.execute(sql.SQL("select json_agg(row)::text from {} as row").format(name))
    (rows,) = cursor.fetchone()
    again = sql.SQL("insert into {name} select * from json_populate_recordset(null::{name}, {rows})")
    return again.format(name=name, rows=sql.Literal(rows)).as_string(cursor.connection)


def drop_copy() -> None:
    """Remove this worker's copy, and what it held."""
    connection.close()
    for name in (connection.settings_dict["NAME"], *held):
        tell("drop database if exists {} with (force)", name)


def clear_instead_of_flush() -> None:
    """After a test that commits, its rows are deleted or the database is copied anew: append-only tables
    refuse the usual TRUNCATE, and what migrations wrote must be there again."""

    def clear_own(self: TransactionTestCase) -> None:
        connection.close()
        if not (fresh and fresh[0].is_back()):
            renew(connection.settings_dict["NAME"])

    TransactionTestCase._fixture_teardown = clear_own  # type: ignore[attr-defined]


def template() -> str:
    """The template's name, whose end is the server's or, where several runs share one, the run's."""
    own = "own" if Path(os.environ["MIKIWAME_HOME"], "postgres").exists() else os.environ["MIKIWAME_HOME"]
    return f"{TEMPLATE}_{Path(own).name.rpartition('-')[2].lower()}"


def migrate_template() -> None:
    """Make the template by the migrations, as an operator would."""
    part = f"{template()}_part"
    tell("drop database if exists {} with (force)", part)
    tell("create database {} encoding 'UTF8' locale 'C.UTF-8' template template0", part)
    url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{part}").geturl()
    migrate = [sys.executable, "-m", "django", "migrate", "--verbosity", "0"]
    subprocess.run(migrate, env={**os.environ, "DATABASE_URL": url}, check=True)
    tell("alter database {} rename to {}", part, template())


def migrate_base() -> None:
    """Make the server's own database a copy of the template: the server's home is an instance's then."""
    url = urlsplit(os.environ["DATABASE_URL"])
    base, made = (sql.Identifier(name) for name in (url.path.strip("/"), template()))
    with psycopg.connect(url._replace(path=f"/{template()}").geturl(), autocommit=True) as server:
        server.execute(sql.SQL("drop database {}").format(base))
        server.execute(sql.SQL("create database {} template {}").format(base, made))


def furnish(home: Path) -> bool:
    """Put a migrated database into a new home; False where the run was given a server and has none."""
    migrated = Path(os.environ["MIKIWAME_HOME"], MIGRATED)
    if migrated.exists():
        copy_home(migrated, home)
    return migrated.exists()


def renew(name: str, source: str = "") -> None:
    """Replace a database by a copy of another one, else of the template."""
    tell("drop database if exists {} with (force)", name)
    tell("create database {} template {}", name, source or template())


def tell(statement: LiteralString, *names: str) -> None:
    """Run one statement about databases, outside of any transaction."""
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        server.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def ask(query: str, value: str) -> tuple[object, ...] | None:
    """The first row that answers a question to the base database."""
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        return server.execute(query, [value]).fetchone()
