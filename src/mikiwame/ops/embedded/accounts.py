"""Under which account the server runs: PostgreSQL refuses root, so root lends it an unprivileged one."""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .errors import NoAccount

PREFERRED = ("postgres", "mikiwame")
CREATED = "mikiwame"


@dataclass(frozen=True)
class Account:
    """A user of this machine; ``lent`` when we are root and it isn't."""

    name: str
    uid: int
    gid: int
    lent: bool

    @property
    def launch(self) -> dict[str, Any]:
        """What makes ``subprocess`` start a program under this account, with none of our rights."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []} if self.lent else {}

    def own(self, path: Path) -> None:
        """Give a file or folder that we just made to this account."""
        if self.lent:
            os.chown(path, self.uid, self.gid)

    def can_reach(self, folder: Path) -> bool:
        """Whether this account can enter the folder, parents included; tried, not guessed."""
        if not self.lent:
            return os.access(folder, os.X_OK)
        tried = subprocess.run(["test", "-x", str(folder)], cwd="/", check=False, **self.launch)
        return tried.returncode == 0


def server_account(data: Path) -> Account:
    """The account for the server: ourselves, or, for root, an unprivileged one. Raises NoAccount."""
    if os.geteuid() != 0:
        own = pwd.getpwuid(os.geteuid())
        return Account(own.pw_name, own.pw_uid, own.pw_gid, lent=False)
    return unprivileged(data)


def unprivileged(data: Path) -> Account:
    """Whoever owns existing data keeps them; else MIKIWAME_POSTGRES_ACCOUNT; else postgres, else mikiwame."""
    if data.exists() and data.stat().st_uid != 0:
        return known(pwd.getpwuid(data.stat().st_uid))
    named = os.environ.get("MIKIWAME_POSTGRES_ACCOUNT", "")
    for name in (named,) if named else PREFERRED:
        try:
            return known(pwd.getpwnam(name))
        except KeyError:
            continue
    if named:
        raise NoAccount(f"MIKIWAME_POSTGRES_ACCOUNT={named}: there is no such account.")
    return create()


def known(entry: pwd.struct_passwd) -> Account:
    """An account of the machine; raises NoAccount for root itself."""
    if entry.pw_uid == 0:
        raise NoAccount("PostgreSQL never runs as root: name another account in MIKIWAME_POSTGRES_ACCOUNT.")
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid, lent=True)


def create() -> Account:
    """A system account of our own, without password, shell or home; raises NoAccount."""
    useradd = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
    command = [useradd, "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
    command += ["--shell", "/usr/sbin/nologin", CREATED]
    if useradd is None or subprocess.run([str(word) for word in command], check=False).returncode != 0:
        raise NoAccount(
            "PostgreSQL never runs as root, and no account could be made for it: "
            "create one and name it in MIKIWAME_POSTGRES_ACCOUNT, or run as an ordinary user."
        )
    return known(pwd.getpwnam(CREATED))
