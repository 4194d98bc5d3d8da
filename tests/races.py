"""Threads that start together, each with a connection of its own."""

import threading
from collections.abc import Callable

from django.db import connection, transaction

from mikiwame.core.errors import Refused


def at_once(*jobs: Callable[[], object]) -> list[str]:
    """Run jobs at the same time; returns the codes of what was refused. Other errors are the test's."""
    gate = threading.Barrier(len(jobs))
    refused: list[str] = []
    broken: list[Exception] = []

    def run(job: Callable[[], object]) -> None:
        try:
            gate.wait()
            job()
        except Refused as refusal:
            refused.append(refusal.code)
        except Exception as error:  # noqa: BLE001  # raised again where the test sees it
            broken.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[job]) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if broken:
        raise ExceptionGroup("broken in a race", broken)
    return sorted(refused)


def is_waited_for() -> bool:
    """Whether somebody waits for what this transaction has locked."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select exists (select from pg_locks "
            "where not granted and pg_backend_pid() = any(pg_blocking_pids(pid)))"
        )
        return bool(cursor.fetchone()[0])


def code_of(attempt: Callable[[], object]) -> str | None:
    """The code of the refusal that an attempt ends with, if it does; then it has changed nothing."""
    try:
        with transaction.atomic():
            attempt()
    except Refused as refusal:
        return refusal.code
    return None
