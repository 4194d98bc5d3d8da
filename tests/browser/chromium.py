"""The browser of the tests: an installed one, else Debian's package (for root), else Playwright's download.

Run as a program it sees to it that there is one, prints its path, and fails when none can be had.
BROWSER=none leaves the browser tests out; any other BROWSER is the path of one to use.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
DEBIAN_PACKAGES = ("chromium", "fonts-noto-cjk")
DRIVER_PACKAGES = ("libatomic1",)
"""What Playwright's driver needs that the smallest systems lack."""
LEFT_OUT = os.environ.get("BROWSER") == "none"


def find() -> str | None:
    """The path of an installed Chromium or Chrome, or None."""
    named = os.environ.get("BROWSER", "")
    if named and named != "none":
        return named if os.access(named, os.X_OK) else None
    return next(filter(None, (works(shutil.which(name)) for name in NAMES)), None) or works(downloaded())


def works(path: str | None) -> str | None:
    """The path, if what lies there starts (Ubuntu's package may be an empty shell around snap)."""
    if path is None:
        return None
    try:
        subprocess.run([path, "--version"], capture_output=True, timeout=60, check=True)
    except (OSError, subprocess.SubprocessError):
        return None
    return path


def downloaded() -> str | None:
    """The browser that Playwright downloaded, or None."""
    cache = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache/ms-playwright")
    found = sorted(cache.glob("chromium-*/chrome-linux*/chrome"))
    return str(found[-1]) if found else None


def drives() -> bool:
    """Whether Playwright's driver starts here."""
    started = subprocess.run(
        [sys.executable, "-m", "playwright", "--version"], capture_output=True, check=False
    )
    return started.returncode == 0


def install() -> str | None:
    """Get a browser by whatever way is open, and return its path, or None when no way is."""
    if from_debian(*DEBIAN_PACKAGES) and (path := find()):
        return path
    say("Downloading Playwright's Chromium")
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
    return find()


def from_debian(*packages: str) -> bool:
    """Install Debian's packages, where root may; whether it was tried."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    say(f"Installing Debian's packages {', '.join(packages)}")
    apt = ["apt-get", "-qq", "-y", "-o", "Dpkg::Use-Pty=0"]
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run([*apt, "update"], env=quiet, stdout=subprocess.DEVNULL, check=False)
    command = [*apt, "install", "--no-install-recommends", *packages]
    subprocess.run(command, env=quiet, stdout=subprocess.DEVNULL, check=False)
    return True


def say(sentence: str) -> None:
    """Tell whoever waits."""
    print(sentence, file=sys.stderr, flush=True)


def main() -> int:
    """Return 0 when there is a browser or none is wanted."""
    if LEFT_OUT:
        say("BROWSER=none: THE BROWSER TESTS ARE LEFT OUT")
        return 0
    path = find() or install()
    if path is None:
        say(
            "No Chromium or Chrome was found, and none could be installed. Install one "
            "(Debian: sudo apt install chromium), or name one in BROWSER=, "
            "or leave the browser tests out with BROWSER=none."
        )
        return 1
    if not drives() and not (from_debian(*DRIVER_PACKAGES) and drives()):
        say(
            "Playwright, which drives the browser, doesn't start: `.venv/bin/python -m playwright --version` "
            "says why (Debian: sudo apt install libatomic1). BROWSER=none leaves the browser tests out."
        )
        return 1
    print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
