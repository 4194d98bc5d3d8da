"""Answers taken a second from eight workers: ours beside a peer's, in turn on one database server.

Each side is served by two processes of four threads and works on batches of 2,000 and 10,000 units with three
answers each; a cycle is an answer and the next unit, over HTTP. It is measured for 40 seconds after a few
cycles, or until 70 % of a batch's answers are given; CPU is that of web server and database, and tells what a
busy machine hides. `run` starts it, and says where the peer is installed.
"""

import os
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import psycopg
from crowd import WORKERS, Made, made
from private import private_server

UNITS = (2_000, 10_000)
ANSWERS = 3
AIMS = {"label_studio": 20, "turkle": 10}


def main(peer: str, python: Path) -> None:
    """Measure both, and print what they make and what they let happen."""
    ours, theirs = import_module("ours"), import_module(peer)
    with private_server() as database:
        mine = measured(ours, ours.laid_out(UNITS, ANSWERS), database)
        others = measured(theirs, theirs.laid_out(python, UNITS, ANSWERS), database)
    for units, my, their in zip(UNITS, mine, others, strict=True):
        print(f"{units:,} units: {ours.TITLE} / {theirs.TITLE} = {my.rate / their.rate:.1f} ", end="")
        print(f"(the aim: {AIMS[peer]}); by what a cycle costs, {their.cpu / my.cpu:.1f}")


def measured(side: Any, staged: Any, database: int) -> list[Made]:
    """What it makes at each size."""
    found = []
    with staged.served() as server:
        settle(staged.address)
        for units in UNITS:
            busy, hands = os.getloadavg()[0], staged.hands(units)
            it = made(hands, units * ANSWERS, (server, database))
            found.append(it)
            said = f"{WORKERS} workers, {units:>6,} units x {ANSWERS}: {it.rate:7.1f} cycles a second"
            print(f"{side.TITLE:14}{said}, {it.cpu:.1f} ms of CPU each (load {busy:.1f} before)", flush=True)
        print(f"{side.TITLE:14}{UNITS[-1]:,} / {UNITS[0]:,} units: {found[-1].rate / found[0].rate:.2f}")
        print(f"{side.TITLE:14}{staged.fault(hands)}", flush=True)
    return found


def settle(address: str) -> None:
    """Tidy a database, as its server does by itself in time."""
    with psycopg.connect(address, autocommit=True) as own:
        own.execute("VACUUM ANALYZE")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
