"""The first start: a new data directory, whole or not at all."""

import os
import shutil
import subprocess
from pathlib import Path

from .accounts import Account
from .binaries import Binaries
from .errors import DidNotStart
from .layout import Layout

# No line trusts anybody: a password over the socket, and no network at all.
ACCESS = "local all all scram-sha-256\n"


def create_cluster(binaries: Binaries, layout: Layout, account: Account, password: str) -> None:
    """Make the data directory (UTF-8, C.UTF-8, checksums, scram), its administrator having that password.

    Raises DidNotStart with what initdb said.
    """
    part = layout.cluster / "data.part"
    shutil.rmtree(part, ignore_errors=True)  # an earlier attempt that was interrupted
    password_file = lend_password(layout.cluster / "password", password, account)
    try:
        made = subprocess.run(
            [
                *[binaries.program("initdb"), "-D", str(part)],
                *["--username=postgres", f"--pwfile={password_file}"],
                *["--encoding=UTF8", "--locale=C.UTF-8", "--data-checksums"],
                *["--auth-local=scram-sha-256", "--auth-host=scram-sha-256"],
            ],
            cwd=layout.cluster,
            env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8", "TZ": "UTC"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            **account.launch,
        )
    finally:
        password_file.unlink()
    if made.returncode != 0:
        raise DidNotStart(f"initdb could not make a database in {layout.cluster}: {made.stderr.strip()}")
    (part / "pg_hba.conf").write_text(ACCESS)
    part.rename(layout.data)


def lend_password(path: Path, password: str, account: Account) -> Path:
    """A file for initdb, in the server's own folder, which only its account reads."""
    path.unlink(missing_ok=True)
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        file.write(password)
    account.own(path)
    return path
