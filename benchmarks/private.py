"""Django on a private server, for benchmarks that call the market itself. To be imported before the market.

The server forces every commit to the disk, listens on a socket only, and is gone with its files at the end.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
import psycopg
from psycopg import sql

HOME = Path(tempfile.mkdtemp(prefix="mikiwame-bench-"))
os.environ |= {
    "DATABASE_URL": "postgresql:///named-below",
    "DJANGO_SETTINGS_MODULE": "mikiwame.settings",
    "MIKIWAME_HOME": str(HOME),
    "MIKIWAME_SECRET_KEY": "bench",
    "MIKIWAME_WEB_PROCESSES": "1",
}
django.setup()

from django.db import connection

from mikiwame import settings
from mikiwame.ops.embedded import Supervisor
from mikiwame.ops.embedded.supervisor import ROLE


@contextmanager
def private_server() -> Iterator[int]:
    """A fresh database with all tables, to which this process and those that it starts connect; its pid."""
    HOME.chmod(0o711)  # the server may run under another account than we
    try:
        with Supervisor(HOME) as server:
            os.environ["DATABASE_URL"] = server.url
            connection.settings_dict.update(settings.database(server.url))
            subprocess.run([sys.executable, "-m", "django", "migrate", "--verbosity", "0"], check=True)
            assert server.process is not None
            yield server.process.pid
            connection.close()
    finally:
        shutil.rmtree(HOME, ignore_errors=True)


def another_database(name: str) -> str:
    """An empty database for others, on the same server and of the same role; its address."""
    server = Supervisor(HOME)
    assert server.attach()
    with psycopg.connect(server.superuser_url, autocommit=True) as own:
        made = sql.SQL("CREATE DATABASE {} OWNER {}")
        own.execute(made.format(sql.Identifier(name), sql.Identifier(ROLE)))
    return server.address(ROLE, "database-password", name)
