"""Which process is which: a number alone is reused, a number with its start and its command line is not."""

import os
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")


@dataclass(frozen=True)
class Process:
    """A living process: its number, its start in clock ticks since boot, and its command line."""

    pid: int
    started: int
    command: tuple[str, ...]

    @property
    def mark(self) -> str:
        """One line that no other process will ever have on this machine."""
        return f"{self.pid} {self.started} {boot()}"


def look_at(pid: int) -> Process | None:
    """The process with that number, or None when there is none, or only a dead one."""
    try:
        # The name, in brackets, may hold anything, brackets too; the fields after the last one are fixed.
        fields = (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
        command = (PROC / str(pid) / "cmdline").read_bytes()
    except (OSError, ValueError):
        return None
    if fields[0] == "Z":
        return None
    return Process(pid, int(fields[19]), tuple(os.fsdecode(word) for word in command.split(b"\0") if word))


def boot() -> str:
    """What tells one boot of the machine from another."""
    try:
        return (PROC / "sys/kernel/random/boot_id").read_text().strip()
    except OSError:
        return "unknown"
