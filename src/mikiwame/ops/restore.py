"""``mikiwame restore FILE``: bring back what a backup holds."""

import argparse
import shutil
import tarfile
import tempfile
from pathlib import Path
from typing import IO, cast

from django.conf import settings
from django.db import connection

from . import prepare
from .backup import DUMP, FILES, call, database
from .embedded import Supervisor
from .errors import OperatorError
from .instance import say

ASIDE = "before_restore"


def main(arguments: argparse.Namespace, _database: Supervisor | None) -> int:
    """Replace what is here; raises OperatorError over existing data, unless forced."""
    if not arguments.force and holds_data():
        raise OperatorError(
            "there are data here already: --force replaces them, and nothing brings them back."
        )
    with tempfile.TemporaryDirectory(dir=settings.HOME) as folder:
        unpack(Path(arguments.file), Path(folder))
        restore_database(Path(folder, DUMP))
        restore_files(Path(folder, FILES))
    prepare.migrate()
    say(
        "Restored. Private data open only with the keys that they were sealed under: docs/operating/backup.md"
    )
    return 0


def holds_data() -> bool:
    """Whether anybody has joined here."""
    with connection.cursor() as cursor:
        cursor.execute("select to_regclass('public.members_member') is not null")
        if not cursor.fetchone()[0]:
            return False
        cursor.execute("select exists (select 1 from members_member)")
        return bool(cursor.fetchone()[0])


def unpack(file: Path, folder: Path) -> None:
    """Take the backup apart; raises OperatorError when it is none."""
    try:
        with tarfile.open(file) as tar:
            for member in tar:
                take_out(tar, member, folder)
    except (OSError, ValueError, tarfile.TarError) as error:
        raise OperatorError(f"{file} is no backup that can be read: {error}") from None
    if not (folder / DUMP).is_file():
        raise OperatorError(f"{file} is no backup of Mikiwame: there is no database in it.")


def take_out(tar: tarfile.TarFile, member: tarfile.TarInfo, folder: Path) -> None:
    """Write one file; its owner and mode stay behind. Raises ValueError for one that would lie elsewhere.

    ``extractall(filter="data")`` would do, but Debian 12's Python doesn't know it.
    """
    target = folder / member.name
    if ".." in target.parts or not target.is_relative_to(folder):
        raise ValueError(f"{member.name} leads out of it")
    if member.isreg():
        target.parent.mkdir(parents=True, exist_ok=True)
        with cast(IO[bytes], tar.extractfile(member)) as source, target.open("wb") as copy:
            shutil.copyfileobj(source, copy)


def restore_database(dump: Path) -> None:
    """Bring the tables back, all or none: those that were here stand aside until the others are there."""
    with connection.cursor() as cursor:
        cursor.execute(f"alter schema public rename to {ASIDE}")
        cursor.execute("create schema public")
    connection.close()
    try:
        call("pg_restore", "--single-transaction", "--no-owner", "--no-privileges", database(), str(dump))
    except OperatorError:
        with connection.cursor() as cursor:
            cursor.execute("drop schema public cascade")
            cursor.execute(f"alter schema {ASIDE} rename to public")
        raise
    with connection.cursor() as cursor:
        cursor.execute(f"drop schema {ASIDE} cascade")
    connection.close()


def restore_files(files: Path) -> None:
    """Bring the uploaded files back."""
    shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)
    if files.exists():
        files.chmod(settings.FILE_UPLOAD_DIRECTORY_PERMISSIONS)
        shutil.move(files, settings.MEDIA_ROOT)
