"""Rows that a test committed are deleted. Where it changed more than rows, the database is copied anew."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import psycopg
from django.db import connection
from psycopg import Connection, sql

from mikiwame.ops.embedded import Supervisor

GROWN_MOST = 8 * 2**20
"""By how many bytes deleted rows may swell a database before it is copied anew."""

TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"

SCHEMA = """
SELECT md5(concat(
    (SELECT string_agg(concat(oid, ':', xmin), ' ' ORDER BY oid) FROM pg_class WHERE relnamespace = home),
    (SELECT string_agg(concat(oid, ':', xmin), ' ' ORDER BY oid) FROM pg_proc WHERE pronamespace = home),
    (SELECT string_agg(concat(oid, ':', xmin), ' ' ORDER BY oid) FROM pg_trigger),
    (SELECT string_agg(concat(oid, ':', xmin), ' ' ORDER BY oid) FROM pg_attrdef),
    (SELECT string_agg(concat(oid, ':', xmin), ' ' ORDER BY oid) FROM pg_constraint),
    (SELECT count(*) FROM pg_statistic)
)) FROM to_regnamespace('public') AS home
"""
"""What tables, functions, triggers and constraints there are, each as it was, and what the planner knows."""

ADDED = sql.SQL("DELETE FROM {} AS row WHERE md5(row::text) != ALL (%s)")
"""Rows that aren't those."""

OTHERS = """
SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


@dataclass(frozen=True)
class Fresh:
    """A database as it was copied: schema, size, what migrations wrote, and which tables are empty."""

    schema: str
    size: int
    written: dict[str, frozenset[str]]
    empty: list[str]

    @classmethod
    def found(cls) -> Self | None:
        """The worker's own database, just copied; None on a server whose administrator we aren't."""
        if not Path(os.environ["MIKIWAME_HOME"], "postgres").exists():
            return None
        with administrator() as server:
            tables = [str(name) for (name,) in server.execute(TABLES)]
            written = {name: _rows(server, name) for name in _filled(server, tables)}
            empty = [name for name in tables if name not in written]
            return cls(_schema(server), _size(server), written, empty)

    def is_back(self) -> bool:
        """Delete what was committed since, and whether everything is as it was."""
        with administrator() as server:
            server.execute(OTHERS)
            if _size(server) > self.size + GROWN_MOST or _schema(server) != self.schema:
                return False
            # Append-only tables have triggers that refuse this, and rows refer to one another.
            server.execute("SET session_replication_role = replica")
            for name in _filled(server, self.empty):
                server.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(name)))
            for name, rows in self.written.items():
                if _rows(server, name) != rows:
                    server.execute(ADDED.format(sql.Identifier(name)), [list(rows)])
            return all(_rows(server, name) == rows for name, rows in self.written.items())


def administrator() -> Connection:
    """A connection to the worker's own database that no trigger stops."""
    server = Supervisor(Path(os.environ["MIKIWAME_HOME"]))
    base = server.superuser_url.replace("/postgres?", f"/{connection.settings_dict['NAME']}?")
    return psycopg.connect(base, autocommit=True)


def _schema(server: Connection) -> str:
    return str(server.execute(SCHEMA).fetchone())


def _size(server: Connection) -> int:
    [(size,)] = server.execute("SELECT pg_database_size(current_database())").fetchall()
    return int(size)


def _filled(server: Connection, tables: list[str]) -> list[str]:
    """Those in which there is a row."""
    one = sql.SQL("SELECT {} WHERE EXISTS (SELECT FROM {})")
    asked = [one.format(name, sql.Identifier(name)) for name in tables]
    return [str(name) for (name,) in server.execute(sql.SQL(" UNION ALL ").join(asked))]


def _rows(server: Connection, table: str) -> frozenset[str]:
    """What stands in it, each row in short."""
    asked = sql.SQL("SELECT md5(row::text) FROM {} AS row").format(sql.Identifier(table))
    return frozenset(str(told) for (told,) in server.execute(asked))
