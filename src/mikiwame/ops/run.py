"""``mikiwame run``: everything that an instance needs, started in order, watched, and stopped in order."""

import argparse
import signal
import threading
import time
import urllib.error
import urllib.request

from django.conf import settings

from . import prepare
from .children import Child
from .demo import build as demo
from .demo import people
from .embedded import Supervisor
from .errors import OperatorError
from .instance import say
from .serve import claim_port

READY_WITHIN = 120.0  # seconds for the first page
LOOK_EVERY = 0.5
DATABASE_RESTARTS = 3


def main(_arguments: argparse.Namespace, database: Supervisor | None) -> int:
    """Run until Ctrl-C or SIGTERM; returns 0 after an orderly stop."""
    claim_port(settings.PORT, "PORT")
    prepare.everything()
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    children = [Child("web server", ["serve"]), Child("worker", ["worker"]), *live_server()]
    try:
        for child in children:
            child.start()
        await_first_page(children, stop)
        if not stop.is_set():
            greet()
        watch(children, database, stop)
    finally:
        say("Stopping")
        for child in children:
            child.stop()
    return 0


def live_server() -> list[Child]:
    """What tells pages of news at once; without its port they ask by themselves, which serves as well."""
    try:
        claim_port(settings.LIVE_PORT, "MIKIWAME_LIVE_PORT")
    except OperatorError as error:
        say(f"No live updates, pages ask every ten seconds: {error}")
        return []
    return [Child("server of live updates", ["live"])]


def await_first_page(children: list[Child], stop: threading.Event) -> None:
    """Wait until the web server answers; raises OperatorError when it doesn't."""
    until = time.monotonic() + READY_WITHIN
    while not stop.wait(0.05):
        for child in children:
            child.watch()
        try:
            with urllib.request.urlopen(f"http://{settings.LISTEN}:{settings.PORT}/healthz", timeout=5):
                return
        except (urllib.error.URLError, OSError):
            if time.monotonic() > until:
                raise OperatorError("the web server doesn't answer; what it said stands above.") from None


def watch(children: list[Child], database: Supervisor | None, stop: threading.Event) -> None:
    """Keep everything alive until asked to stop; raises OperatorError when something keeps dying."""
    restarts = 0
    while not stop.wait(LOOK_EVERY):
        if database is not None and not database.running():
            restarts += 1
            if restarts > DATABASE_RESTARTS:
                raise OperatorError(f"the database keeps ending: see {database.layout.log}")
            say("The database ended unexpectedly; starting it again")
            database.restart()
        for child in children:
            child.watch()


def greet() -> None:
    """Where to go."""
    say(f"\n  Mikiwame is at  {settings.SITE_URL}\n")
    if demo.has_moved_in():
        say(f"  Demo sign-ins (the password is {people.PASSWORD} for everybody):")
        for person in people.SHOWN:
            say(f"    {person.email:<24} {person.words}")
        say("")
    if settings.EMAIL_FILE_PATH:
        say(f"  E-mail isn't sent, each message becomes a file in {settings.EMAIL_FILE_PATH}\n")
    say("  Ctrl-C stops everything.")
