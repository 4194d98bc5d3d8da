"""The pulse of the pages: each web process says again and again that it answers, and notices a silence."""

import threading

import structlog
from django.db import connection

from mikiwame import stops
from mikiwame.core import clock

EVERY = 20.0  # seconds

log = structlog.get_logger(__name__)


def start() -> None:
    """Beat once, before the first page is served, and then in the background."""
    beat()
    threading.Thread(target=_keep_beating, name="pulse", daemon=True).start()


def beat() -> None:
    """The pages answer now; whatever goes wrong is logged, and tried again at the next beat."""
    try:
        stop = stops.beat(at=clock.now())
    except Exception:  # whatever goes wrong now, the pages go on answering, and the next beat may say so
        log.exception("beat_failed", during="pulse")
        connection.close()  # the next beat connects anew
        return
    if stop is not None:
        log.warning("clocks_stopped", since=stop.since.isoformat(), until=stop.until.isoformat())


def _keep_beating() -> None:
    pause = threading.Event()
    while not pause.wait(EVERY):
        beat()
