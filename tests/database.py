"""The tests' databases: a template, migrated once a run, and copies of it."""

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import LiteralString
from urllib.parse import urlsplit

import psycopg
from django.db import connection
from django.test import TransactionTestCase
from psycopg import sql

from mikiwame.ops.embedded import Supervisor

TEMPLATE = "mikiwame_template"
CARELESS = {
    # A test run may lose its data with the machine: nothing is forced to the disk.
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    # An autovacuum worker is the server's own, and may not be thrown out of a database that is to be dropped.
    "autovacuum": "off",
    "max_connections": "200",
}


def begin(home: Path) -> Callable[[], None]:
    """Start the run's private server, unless DATABASE_URL names one; returns what ends it."""
    if "DATABASE_URL" in os.environ:
        return lambda: shutil.rmtree(home, ignore_errors=True)
    server = Supervisor(home, options=CARELESS, say=print)
    server.start()
    os.environ["DATABASE_URL"] = server.url

    def end() -> None:
        server.stop()
        shutil.rmtree(home, ignore_errors=True)

    return end


def open_copy(worker: str) -> None:
    """Point Django at a fresh copy of the template, which the first worker to come here makes."""
    own = f"mikiwame_test_{worker}_{os.getpid()}"
    with Path(os.environ["MIKIWAME_HOME"], "template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not ask("select 1 from pg_database where datname = %s", template()):
            migrate_template()
    renew(own)
    connection.close()
    connection.settings_dict["NAME"] = own


def drop_copy() -> None:
    """Remove this worker's copy."""
    connection.close()
    tell("drop database if exists {} with (force)", connection.settings_dict["NAME"])


def copy_instead_of_flush() -> None:
    """After a test that commits, the database is copied anew: append-only tables refuse the usual TRUNCATE,
    and what migrations wrote must be there again."""

    def renew_own(self: TransactionTestCase) -> None:
        connection.close()
        renew(connection.settings_dict["NAME"])

    TransactionTestCase._fixture_teardown = renew_own  # type: ignore[attr-defined]


def template() -> str:
    """The template's name; one per run, also on a server that several runs share."""
    return f"{TEMPLATE}_{Path(os.environ['MIKIWAME_HOME']).name.rpartition('-')[2].lower()}"


def migrate_template() -> None:
    """Make the template by the migrations, as an operator would."""
    part = f"{template()}_part"
    tell("drop database if exists {} with (force)", part)
    tell("create database {} encoding 'UTF8' locale 'C.UTF-8' template template0", part)
    url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{part}").geturl()
    migrate = [sys.executable, "-m", "django", "migrate", "--verbosity", "0"]
    subprocess.run(migrate, env={**os.environ, "DATABASE_URL": url}, check=True)
    tell("alter database {} rename to {}", part, template())


def renew(name: str) -> None:
    """Replace a database by a copy of the template."""
    tell("drop database if exists {} with (force)", name)
    tell("create database {} template {}", name, template())


def tell(statement: LiteralString, *names: str) -> None:
    """Run one statement about databases, outside of any transaction."""
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        server.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def ask(query: str, value: str) -> tuple[object, ...] | None:
    """The first row that answers a question to the base database."""
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        return server.execute(query, [value]).fetchone()
