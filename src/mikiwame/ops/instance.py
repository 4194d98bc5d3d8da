"""One instance: its home, its settings, its database. Every command begins by opening it."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import django

from .embedded import Supervisor
from .home import home_folder, make_home, secret

OWN: dict[str, Callable[[Path], str]] = {
    "DJANGO_SETTINGS_MODULE": lambda _home: "mikiwame.settings",
    "MIKIWAME_HOME": str,
    "MIKIWAME_SECRET_KEY": lambda home: secret(home, "secret-key"),
    "MIKIWAME_PUSH_KEY": lambda home: secret(home, "push-key"),
    "MIKIWAME_PRIVATE_DATA_KEYS": lambda home: f"home:{secret(home, 'private-data-key')}",
}
"""Variables that an instance sets itself when nobody else has."""


def say(sentence: str) -> None:
    """Tell whoever sits at the terminal."""
    print(sentence, flush=True)


def prepare_settings(home: Path) -> None:
    """Fill what the settings need and nobody has set: the home, and the home's own secrets."""
    make_home(home)
    unset = {name for name in OWN if not os.environ.get(name)}
    os.environ |= {name: value(home) for name, value in OWN.items() if name in unset}


@contextmanager
def database(home: Path, *, alone: bool) -> Iterator[Supervisor | None]:
    """DATABASE_URL is set inside: as it was given, or to the home's private server, started where it isn't.

    Gives the server when it is ours to watch; ``alone``: it has to be. Raises EmbeddedError.
    """
    if os.environ.get("DATABASE_URL"):
        yield None
        return
    server = Supervisor(home, say=say)
    shared = not alone and server.attach()
    if not shared:
        server.start()
    try:
        os.environ["DATABASE_URL"] = server.url
        yield None if shared else server
    finally:
        server.stop()


@contextmanager
def opened(*, alone: bool = False) -> Iterator[Supervisor | None]:
    """The market is loaded inside, its database answers; ``alone``: nobody else may keep the private one."""
    home = home_folder()
    prepare_settings(home)
    with database(home, alone=alone) as server:
        django.setup()
        yield server
