"""``mikiwame backup FILE``: the whole market in one file, which ``mikiwame restore FILE`` brings back.

It is a tar of the database's dump and the uploaded files. The keys under which private data lie are not in
it: they are kept apart, so that who finds a backup can't read them.
"""

import argparse
import os
import subprocess
import tarfile
import tempfile
from pathlib import Path
from typing import IO

from django.conf import settings
from django.db import connection

from .embedded import Supervisor, find_binaries
from .errors import OperatorError
from .instance import say

DUMP, FILES = "database.dump", "files"


def main(arguments: argparse.Namespace, _database: Supervisor | None) -> int:
    """Write the file, whole or not at all; raises OperatorError."""
    target = Path(arguments.file).absolute()
    part = target.with_name(f"{target.name}.part")
    with tempfile.TemporaryDirectory() as folder:
        dump = Path(folder, DUMP)
        call("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={dump}", database())
        try:
            with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
                pack(file, dump)
        except OSError as error:
            part.unlink(missing_ok=True)
            raise OperatorError(f"{target} can't be written: {error.strerror}") from None
    part.rename(target)
    say(f"Written: {target}")
    say(f"Keep a copy of {settings.HOME}/secrets elsewhere: without its keys private data stay sealed.")
    return 0


def pack(file: IO[bytes], dump: Path) -> None:
    """Put dump and uploaded files into a tar."""
    with tarfile.open(fileobj=file, mode="w:gz", compresslevel=3) as tar:
        tar.add(dump, DUMP)
        if Path(settings.MEDIA_ROOT).exists():
            tar.add(settings.MEDIA_ROOT, FILES)


def database() -> str:
    """The address for PostgreSQL's own programs; the password goes another way."""
    own = connection.settings_dict
    parts = {"dbname": own["NAME"], "user": own["USER"], "host": own["HOST"], "port": own["PORT"]}
    return "--dbname=" + " ".join(f"{name}={quoted(value)}" for name, value in parts.items() if value)


def quoted(value: object) -> str:
    """A value as libpq reads it."""
    return "'" + str(value).replace("\\", "\\\\").replace("'", "\\'") + "'"


def call(program: str, *words: str) -> None:
    """Run one of PostgreSQL's programs; raises OperatorError with what it said."""
    path = find_binaries().program(program)
    environment = {**os.environ, "PGPASSWORD": str(connection.settings_dict["PASSWORD"])}
    try:
        ran = subprocess.run([path, *words], env=environment, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        raise OperatorError(f"{path} is missing: install PostgreSQL's client programs.") from None
    if ran.returncode != 0:
        raise OperatorError(f"{program} failed: {ran.stderr.strip()}")
