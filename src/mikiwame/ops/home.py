"""The home folder: where everything that an instance keeps lies, and its secrets."""

import contextlib
import os
import secrets
from pathlib import Path

from .errors import OperatorError

AS_ROOT = Path("/var/lib/mikiwame")
ELSEWHERE = "Choose another one: MIKIWAME_HOME=~/mikiwame make run"


class HomeError(OperatorError):
    """The home folder can't be used; the message says why and what to do."""


def home_folder() -> Path:
    """MIKIWAME_HOME, else /var/lib/mikiwame for root and ~/.local/share/mikiwame for everybody else."""
    named = os.environ.get("MIKIWAME_HOME", "")
    if named:
        return Path(named).absolute()
    return AS_ROOT if os.geteuid() == 0 else Path.home() / ".local/share/mikiwame"


def make_folder(folder: Path, mode: int = 0o700) -> bool:
    """Make a folder with exactly that mode; one that exists is left as it is. True when it was made."""
    if folder.is_dir():
        return False
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.mkdir(mode=mode)
    folder.chmod(mode)  # mkdir's mode is cut by the umask
    return True


def make_home(home: Path) -> None:
    """Make the home folder; root's lets the server's account pass through, but not look around.

    Raises HomeError where nothing can be made or written.
    """
    try:
        make_folder(home, 0o711 if os.geteuid() == 0 else 0o700)
    except OSError as error:
        raise HomeError(f"the home folder {home} can't be made ({error.strerror}). {ELSEWHERE}") from None
    if not os.access(home, os.W_OK | os.X_OK):
        raise HomeError(f"nothing can be written in the home folder {home}. {ELSEWHERE}")


def secret(home: Path, name: str) -> str:
    """A secret of this home, made on first use, 256 bits, in a file that only its owner reads.

    Raises HomeError when the file can be read by others: then it is no secret.
    """
    make_folder(home / "secrets")
    path = home / "secrets" / name
    if not path.exists():
        write_secret(path, secrets.token_urlsafe(32))
    if path.stat().st_mode & 0o077:
        raise HomeError(f"{path} can be read by others: chmod 600 {path}, and consider making a new one.")
    return path.read_text(encoding="ascii").strip()


def write_secret(path: Path, value: str) -> None:
    """Write a secret whole or not at all, readable by its owner only from the first byte on."""
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        file.write(value + "\n")
        file.flush()
        os.fsync(file.fileno())
    with contextlib.suppress(FileExistsError):
        os.link(part, path)  # unlike a rename, never replaces what another process wrote meanwhile
    part.unlink()
