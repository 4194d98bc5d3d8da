"""``mikiwame worker``: background work, each kind on its own rhythm, until SIGTERM.

It holds no state: any number of workers share the work, and one that is killed leaves nothing half-done.
"""

import argparse
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

import structlog
from django.conf import settings
from django.db import DatabaseError, connection

from mikiwame import stops
from mikiwame.core import clock
from mikiwame.market.contracts.operations import periods, work
from mikiwame.market.escrow import operations as escrow
from mikiwame.market.members.operations import identity
from mikiwame.market.messaging.operations import scanning
from mikiwame.market.notifications import operations as notifications
from mikiwame.market.notifications.operations import pushing
from mikiwame.market.taskwork.approving import AT_ONCE as PORTION
from mikiwame.market.taskwork.operations import approving, contests, endings, figures, judging
from mikiwame.market.taskwork.operations import work as claims
from mikiwame.market.turns import operations as turns
from mikiwame.market.turns import queries as turns_asked
from mikiwame.sight import sides_of

from . import chores, clamav, consumers, sweep
from .embedded import Supervisor

FINISH_WITHIN = 15.0
"""Seconds that what is under way beside the rest gets at the end; what is cut off is done again."""

log = structlog.get_logger(__name__)


@dataclass
class Rhythm:
    """Something to do again and again; ``perform`` returns how much it did: more may wait if that isn't 0."""

    name: str
    every: float  # seconds
    perform: Callable[[datetime], int]
    due: float = field(default=0.0)  # on the monotonic clock


def rhythms(stop: threading.Event) -> tuple[Rhythm, ...]:
    """All that the worker does one after another, in the order in which it does them when all are due."""
    return (
        Rhythm("deadlines", 1, held(lambda at: sweep.perform_due(at, going_on=lambda: not stop.is_set()))),
        Rhythm("reminders", 20, held(lambda at: turns.remind(at=at))),
        Rhythm("starts", 30, lambda at: work.begin_due(at=at)),
        Rhythm("periods", 60, held(lambda at: periods.ask_due(at=at))),
        Rhythm("claims", 10, held(lambda at: claims.release_expired(at=at))),
        Rhythm("rules", 30, held(approve_ruled)),
        Rhythm("answers", 600, held(lambda at: judging.approve_due(at=at))),  # seldom: each time is a payment
        Rhythm("judgements", 10, held(lambda at: contests.refer(at=at))),
        Rhythm("batches", 10, held(lambda at: endings.advance(at=at))),
        Rhythm("limits", 600, follow_clocks),
        Rhythm("figures", 60, refresh_figures),
        Rhythm("long jobs", 1, lambda _at: chores.take_up()),
        Rhythm("facts", 0.5, consumers.take_in),
        Rhythm("digests", 20, lambda at: notifications.gather_digests(at=at)),
        Rhythm("e-mails", 2, lambda at: notifications.send_emails(at=at, limit=20)),
        Rhythm("viruses", 5, look_for_viruses),
        Rhythm("identities", 600, lambda at: identity.end_due(at=at)),
        Rhythm("payouts", 60, lambda at: escrow.make_payouts(at=at)),
    )


def slow_rhythms() -> tuple[Rhythm, ...]:
    """What waits for servers that strangers chose: nothing else may wait with it."""
    return (Rhythm("pushes", 1, lambda at: pushing.send_pushes(at=at, limit=20)),)


def look_for_viruses(at: datetime) -> int:
    """Have the scanner look at what was uploaded; without one nothing is done, and files stay unscanned."""
    address = settings.CLAMAV
    if address is None:
        return 0
    try:
        looked_at = scanning.scan_next(
            lambda content: clamav.look(content, at=address), sides_of=sides_of, at=at
        )
        return int(looked_at is not None)
    except OSError as error:
        log.warning("scanner_unreachable", error=str(error))
        return 0


def held(perform: Callable[[datetime], int]) -> Callable[[datetime], int]:
    """Do nothing while the pages don't answer: it was nobody's choice to let a limit pass."""
    return lambda at: perform(at) if turns_asked.pages_answer(at=at) else 0


def approve_ruled(at: datetime) -> int:
    """What clients' rules approve. More is looked for at once only after a full portion of one: a payment for
    each answer that has just come in would be too many.
    """
    most = approving.approve_ruled(at=at)
    return most if most >= PORTION else 0


def follow_clocks(_at: datetime) -> int:
    """Make up for a stop of the clocks that was cut off before all rooms had followed it."""
    stops.follow()
    return 0


def refresh_figures(at: datetime) -> int:
    """What lists show of open tasks; all of it in one go, so that nothing more ever waits."""
    figures.refresh(at=at)
    return 0


def main(_arguments: argparse.Namespace, _database: Supervisor | None) -> int:
    """Work until SIGTERM or Ctrl-C; what is under way is finished first."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    with chores.in_background(), beside(slow_rhythms(), stop):
        keep(rhythms(stop), stop)
    return 0


@contextmanager
def beside(beats: Sequence[Rhythm], stop: threading.Event) -> Iterator[None]:
    """Keep these rhythms in a thread of their own meanwhile, by a database connection of its own."""

    def carry_out() -> None:
        try:
            keep(beats, stop)
        finally:
            connection.close()

    thread = threading.Thread(target=carry_out, name="beside", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(FINISH_WITHIN)


def keep(beats: Sequence[Rhythm], stop: threading.Event) -> None:
    """Do everything in its rhythm until asked to stop."""
    while not stop.is_set():
        for beat in beats:
            if beat.due <= time.monotonic() and not stop.is_set():
                perform(beat)
        stop.wait(max(0.0, min(beat.due for beat in beats) - time.monotonic()))


def perform(beat: Rhythm) -> None:
    """One beat; whatever goes wrong is logged, and tried again at the next one."""
    did = 0
    try:
        did = beat.perform(clock.now())
    except DatabaseError:
        log.exception("database_failed", during=beat.name)
        connection.close()  # the next beat connects anew
    except Exception:
        log.exception("beat_failed", during=beat.name)
    beat.due = time.monotonic() + (0 if did else beat.every)
