"""Statements written by hand, for paths where every round trip counts."""

from typing import Any, LiteralString

import psycopg
from django.db import connection


def one_row(statement: LiteralString, *values: object) -> Any:
    """The one row that a statement gives; it is prepared, and planned once for each connection."""
    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        return cursor.execute(statement, values, prepare=True).fetchone()
