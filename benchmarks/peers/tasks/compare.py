"""Answers taken a second from eight workers: ours beside a peer's, in turn on one database server.

Each side is served by two processes of four threads and works on batches of 2,000 and 10,000 units with three
answers each; a cycle is an answer and the next unit, over HTTP. It is measured for 40 seconds after a few
cycles, or until 70 % of a batch's answers are given. `run` starts it, and says where the peer is installed.
"""

import os
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import psycopg
from crowd import WORKERS, cycles_a_second
from private import private_server

UNITS = (2_000, 10_000)
ANSWERS = 3
AIMS = {"label_studio": 20, "turkle": 10}


def main(peer: str, python: Path) -> None:
    """Measure both, and print what they make and what they let happen."""
    ours, theirs = import_module("ours"), import_module(peer)
    with private_server():
        ours_made = measured(ours, ours.laid_out(UNITS, ANSWERS))
        theirs_made = measured(theirs, theirs.laid_out(python, UNITS, ANSWERS))
    for units, mine, other in zip(UNITS, ours_made, theirs_made, strict=True):
        print(f"{units:,} units: {ours.TITLE} / {theirs.TITLE} = {mine / other:.1f} (the aim: {AIMS[peer]})")


def measured(side: Any, staged: Any) -> list[float]:
    """Cycles a second at each size."""
    made = []
    with staged.served():
        settle(staged.address)
        for units in UNITS:
            busy = os.getloadavg()[0]
            hands = staged.hands(units)
            made.append(cycles_a_second(hands, units * ANSWERS))
            said = f"{WORKERS} workers, {units:>6,} units x {ANSWERS}: {made[-1]:7.1f} cycles a second"
            print(f"{side.TITLE:14}{said} (load {busy:.1f} before)", flush=True)
        print(f"{side.TITLE:14}{UNITS[-1]:,} / {UNITS[0]:,} units: {made[-1] / made[0]:.2f}")
        print(f"{side.TITLE:14}{staged.fault(hands)}", flush=True)
    return made


def settle(address: str) -> None:
    """Tidy a database, as its server does by itself in time."""
    with psycopg.connect(address, autocommit=True) as own:
        own.execute("VACUUM ANALYZE")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
