"""The one connection by which a process hears what is new."""

import asyncio
from collections.abc import Callable

import psycopg
import structlog
from django.db import connections

from mikiwame.core.live import CHANNEL

PAUSES = (0.5, 1, 2, 5, 10, 30)
"""Seconds until the database is tried again."""

log = structlog.get_logger(__name__)


async def listen(deliver: Callable[[str], None], again: Callable[[], None]) -> None:
    """Hand on what the database tells, until cancelled; ``again`` whenever something may have been missed."""
    failures = 0
    while True:
        try:
            async with await connect() as line:
                await line.execute(f"LISTEN {CHANNEL}")
                again()
                failures = 0
                async for told in line.notifies():
                    deliver(told.payload)
        except (psycopg.Error, OSError):
            log.exception("listening_failed")
        await asyncio.sleep(PAUSES[min(failures, len(PAUSES) - 1)])
        failures += 1


async def connect() -> psycopg.AsyncConnection[tuple[object, ...]]:
    """A connection outside of Django's, which hears while it waits; one that goes silent is noticed."""
    named = connections["default"].settings_dict
    return await psycopg.AsyncConnection.connect(
        dbname=named["NAME"],
        user=named["USER"] or None,
        password=named["PASSWORD"] or None,
        host=named["HOST"] or None,
        port=named["PORT"] or None,
        autocommit=True,
        keepalives_idle=30,
        application_name="mikiwame live",
    )
