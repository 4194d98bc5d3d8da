"""Kept connections: looked at without a round trip, and replaced when their server has ended them."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import psycopg
import pytest
from django.db import DataError, connection, transaction
from django.db.backends.postgresql import base

from mikiwame.core.database import one_row


@contextmanager
def somebody_else() -> Iterator[psycopg.Connection]:
    """Another connection to the same database."""
    own = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}")
    with psycopg.connect(own.geturl(), autocommit=True) as other:
        yield other


def number() -> int:
    """By which the server knows the connection."""
    (found,) = one_row("SELECT pg_backend_pid()")
    return int(found)


def end(pid: int) -> None:
    """As when the server is restarted."""
    with somebody_else() as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])


def next_request() -> None:
    """What Django does before each."""
    connection.close_if_unusable_or_obsolete()


@pytest.mark.django_db(transaction=True)
def test_a_quiet_connection_is_kept_unasked(monkeypatch: pytest.MonkeyPatch) -> None:
    first = number()
    monkeypatch.setattr(base.DatabaseWrapper, "is_usable", lambda _self: pytest.fail("it was asked"))
    next_request()
    assert number() == first


@pytest.mark.django_db(transaction=True)
def test_an_ended_connection_is_replaced() -> None:
    first = number()
    end(first)
    next_request()
    assert number() != first


@pytest.mark.django_db(transaction=True)
def test_a_connection_on_which_something_was_said_is_asked_and_kept() -> None:
    first = number()
    with connection.cursor() as cursor:
        cursor.execute("LISTEN door")
    with somebody_else() as other:
        other.execute("NOTIFY door")
    next_request()
    assert number() == first


@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_has_failed_makes_it_unusable() -> None:
    with transaction.atomic():
        with pytest.raises(DataError), connection.cursor() as cursor:
            cursor.execute("SELECT 1 / 0")
        assert not connection.is_usable()
        transaction.set_rollback(True)
    assert connection.is_usable()


@pytest.mark.django_db(transaction=True)
def test_a_closed_connection_is_not_usable() -> None:
    number()
    connection.connection.close()
    assert not connection.is_usable()
