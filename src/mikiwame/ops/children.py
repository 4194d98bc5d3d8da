"""The processes that ``run`` starts: watched, started again when they die, stopped in order."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress

from .errors import OperatorError
from .instance import say

RESTARTS = 3
FORGIVEN_AFTER = 60.0  # seconds of life after which earlier deaths are forgotten
STOP_WITHIN = 15.0  # seconds to finish what is under way
DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG, see prctl(2)


class Child:
    """One command of ours in a process of its own."""

    def __init__(self, name: str, command: Sequence[str]) -> None:
        self.name = name
        self.command = [sys.executable, "-m", "mikiwame", *command]
        self.deaths = 0
        self.process: subprocess.Popen[bytes] | None = None
        self.started = 0.0

    def start(self) -> None:
        """Start it. A Ctrl-C in the terminal is for us, who stop it in order; if we are killed, so is it."""
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            self.command,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=die_with_parent,  # noqa: PLW1509  # one system call, and no thread of ours holds a lock
        )

    def watch(self) -> None:
        """Start it again when it has died; raises OperatorError when it dies again and again."""
        assert self.process is not None
        code = self.process.poll()
        if code is None:
            return
        self._end_rest()
        self.deaths = 1 if time.monotonic() - self.started > FORGIVEN_AFTER else self.deaths + 1
        if self.deaths > RESTARTS:
            raise OperatorError(
                f"the {self.name} ended {self.deaths} times in a row (last: {code}). Stopping."
            )
        say(f"The {self.name} ended unexpectedly ({code}); starting it again")
        self.start()

    def stop(self) -> None:
        """Ask it to finish; end it at once when it doesn't."""
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(STOP_WITHIN)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self._end_rest()

    def _end_rest(self) -> None:
        """End what it had started itself and could not end: its session is its process group."""
        assert self.process is not None
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)


def die_with_parent() -> None:
    """Runs in the child before its program: the kernel ends it with us, even when we are killed."""
    LIBC.prctl(DIE_WITH_PARENT, signal.SIGTERM)


LIBC = ctypes.CDLL(None)
