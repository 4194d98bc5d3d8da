"""Connections that are kept between requests, and looked at before each instead of asked."""

import select

from django.db.backends.postgresql import base
from psycopg.pq import TransactionStatus


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection to PostgreSQL."""

    def is_usable(self) -> bool:
        """Whether the kept connection still stands; Django asks before its first statement in a request.

        A server that has ended a connection leaves something to be read on it, its last words or the end;
        then, and within a transaction, it is asked as Django does. Else it needs no round trip.
        """
        line = self.connection
        if line is None or line.closed:
            return False
        rests = line.info.transaction_status == TransactionStatus.IDLE and is_quiet(line.fileno())
        return rests or super().is_usable()


def is_quiet(line: int) -> bool:
    """Whether nothing has come on an open socket, not even its end."""
    poll = select.poll()
    poll.register(line, select.POLLIN)
    return not poll.poll(0)
