"""``mikiwame live`` in a process of its own, on the tests' database."""

import os
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.db import connection

PATIENCE = 60.0


@dataclass
class LiveProcess:
    """Where it listens, and for whose pages."""

    port: int
    pages: int
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it; returns when it can be reached."""
        name = str(connection.settings_dict["NAME"])
        url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
        ports = {"PORT": str(self.pages), "MIKIWAME_LIVE_PORT": str(self.port)}
        command = [sys.executable, "-m", "mikiwame", "live"]
        self.process = subprocess.Popen(command, env={**os.environ, "DATABASE_URL": url, **ports})
        until = time.monotonic() + PATIENCE
        while not self._can_be_reached():
            assert time.monotonic() < until
            assert self.process.poll() is None
            time.sleep(0.1)

    def kill(self) -> None:
        """It ends without a word, and its processes with it."""
        if self.process:
            self.process.terminate()
            self.process.wait(PATIENCE)

    def _can_be_reached(self) -> bool:
        with socket.socket() as attempt:
            return attempt.connect_ex(("127.0.0.1", self.port)) == 0
