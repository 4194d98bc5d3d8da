"""What lies where under the home folder, and to whom it belongs."""

import importlib.metadata
import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from mikiwame.ops.home import make_folder, make_home

from .accounts import Account
from .binaries import WHEEL, WHEEL_LIBRARIES, Binaries
from .errors import NoAccount

LONGEST_SOCKET = 107 - len("/.s.PGSQL.5432")  # what the kernel takes as the name of a socket


@dataclass(frozen=True)
class Layout:
    """The paths of one home's private server. ``postgres/`` is the server account's, the rest is ours."""

    home: Path

    @property
    def lock(self) -> Path:
        """Held for the supervisor's lifetime."""
        return self.home / "postgres.lock"

    @property
    def log(self) -> Path:
        """What the server says."""
        return self.home / "postgres.log"

    @property
    def mark(self) -> Path:
        """Which process was the server, last time."""
        return self.home / "postgres.mark"

    @property
    def cluster(self) -> Path:
        """The server account's own folder."""
        return self.home / "postgres"

    @property
    def data(self) -> Path:
        """The data directory."""
        return self.cluster / "data"

    @property
    def socket(self) -> Path:
        """The folder of the socket, where its name is short enough for the kernel."""
        return self.cluster / "socket"

    def data_version(self) -> int | None:
        """The major version that wrote the data, or None before the first start."""
        try:
            return int((self.data / "PG_VERSION").read_text().split(".")[0])
        except FileNotFoundError:
            return None

    def socket_in_use(self) -> Path | None:
        """The folder of a ready server's socket, as its pid file says, or None while there is none."""
        try:
            lines = (self.data / "postmaster.pid").read_text().split("\n")
        except FileNotFoundError:
            return None
        ready = len(lines) > 7 and lines[7].strip() == "ready"
        return Path(lines[4]) if ready else None

    def prepare(self, account: Account) -> None:
        """Make the folders that are missing; raises NoAccount when the server could not reach its own."""
        make_home(self.home)
        if not account.can_reach(self.home):
            raise NoAccount(
                f"The server runs as {account.name}, who can't enter {self.home}. Choose another folder in "
                "MIKIWAME_HOME, or let others pass (chmod o+x): we leave folders of yours as they are."
            )
        if make_folder(self.cluster):
            account.own(self.cluster)

    def socket_folder(self, account: Account) -> Path:
        """A folder that only the server's account can enter, with a name short enough."""
        if len(os.fsencode(self.socket)) <= LONGEST_SOCKET:
            folder = self.socket
            make_folder(folder)
        else:
            folder = Path(tempfile.mkdtemp(prefix="mikiwame-"))
        account.own(folder)
        return folder


def settle(binaries: Binaries, layout: Layout, account: Account) -> Binaries:
    """The same programs where the server's account can run them: root copies the wheel's to the home."""
    if binaries.origin != "wheel" or not account.lent:
        return binaries
    site = binaries.folder.parents[2]
    target = layout.home / "programs" / f"{WHEEL}-{importlib.metadata.version(WHEEL)}"
    if not target.exists():
        make_folder(target.parent, 0o755)
        part = Path(tempfile.mkdtemp(prefix="part-", dir=target.parent))
        shutil.copytree(site / WHEEL_LIBRARIES, part / WHEEL_LIBRARIES)
        shutil.copytree(binaries.folder.parent, part / WHEEL / binaries.folder.parent.name)
        part.chmod(0o755)
        part.rename(target)
    return Binaries(target / WHEEL / binaries.folder.parent.name / "bin", binaries.version, "wheel")
