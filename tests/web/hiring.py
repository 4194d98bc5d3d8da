"""What the tests of hiring's pages share: who reads, and how many questions a page asks the database."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from mikiwame.market.members.models import Member

QUERIES_MOST = 15


def reading(member: Member) -> Client:
    """A browser in which that member has signed in."""
    client = Client()
    client.force_login(member, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


@contextmanager
def few_queries() -> Iterator[None]:
    """A page asks the database at most fifteen times."""
    with CaptureQueriesContext(connection) as asked:
        yield
    statements = [query["sql"][:90] for query in asked]
    assert len(statements) <= QUERIES_MOST, "\n".join([str(len(statements)), *statements])
