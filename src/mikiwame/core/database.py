"""What one statement answers instead of several, for paths where every round trip counts."""

from collections.abc import Sequence
from typing import Any, LiteralString, TypeVar

import psycopg
from django.db import connection
from django.db.models import IntegerField, Model, QuerySet, Subquery

Row = TypeVar("Row", bound=Model)


def one_row(statement: LiteralString, *values: object) -> Any:
    """The one row that a statement gives; it is prepared, and planned once for each connection."""
    connection.close_if_health_check_failed()  # as Django's own cursors begin
    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        return cursor.execute(statement, values, prepare=True).fetchone()


class Counted(Subquery):
    """How many rows a question finds, as a value beside others in one statement."""

    template = "(SELECT count(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()

    def __init__(self, rows: QuerySet[Any]) -> None:
        super().__init__(rows.order_by().values("pk"))


def loaded(model: type[Row], columns: Sequence[str], values: Sequence[Any]) -> Row:
    """A row of a table from some of its columns; any other is read when somebody asks for it."""
    given = dict(zip(columns, values, strict=True))
    known = [field.attname for field in model._meta.concrete_fields if field.attname in given]
    return model.from_db(connection.alias, known, [given[name] for name in known])
