"""What must be ready before the first request: tables, assets, catalogues, and a market to look at."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from mikiwame.core import clock

from . import catalogue
from .demo import build as demo
from .errors import OperatorError
from .home import make_folder
from .instance import say


def everything() -> None:
    """Bring database and assets up to this version."""
    migrate()
    assets()
    outbox()
    if settings.DEMO and demo.is_empty():
        say("Filling the market with its demo members, postings and contracts")
        demo.market(clock.now())
    connection.close()  # those who are started now open their own


def migrate() -> None:
    """Apply the migrations that are missing; raises OperatorError when the database is newer than we are."""
    executor = MigrationExecutor(connection)
    applied = {name for name in executor.loader.applied_migrations if name[0] in settings.ROOMS}
    unknown = applied - executor.loader.disk_migrations.keys()
    if unknown:
        raise OperatorError(
            f"the database was written by a newer version of Mikiwame (it knows {min(unknown)}). "
            "Install that version again, or restore a backup of this one."
        )
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        say("Bringing the database up to this version")
        call_command("migrate", verbosity=0, interactive=False)


def outbox() -> None:
    """Where e-mail is kept instead of sent, its folder is for its owner's eyes only."""
    if settings.EMAIL_FILE_PATH:
        make_folder(Path(settings.EMAIL_FILE_PATH))


def assets() -> None:
    """Compile the catalogues and gather the static files, where they have changed."""
    catalogue.compile_stale()
    mark = Path(settings.STATIC_ROOT, ".gathered")
    now = fingerprint()
    if not mark.exists() or mark.read_text() != now:
        say("Gathering the pages' assets")
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)
        mark.write_text(now)


def fingerprint() -> str:
    """A digest of the names, sizes and times of everything that collectstatic would gather."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            status = Path(storage.path(name)).stat()
            digest.update(f"{storage.location}/{name} {status.st_size} {status.st_mtime_ns}\n".encode())
    return digest.hexdigest()
