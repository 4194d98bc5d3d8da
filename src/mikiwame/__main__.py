"""The command line ``mikiwame``. What a command needs is loaded only when it is called."""

import argparse
import os
import signal
import sys
from collections.abc import Sequence
from importlib import import_module
from types import FrameType, ModuleType

from mikiwame.discernment.command import arguments as reading
from mikiwame.ops.errors import OperatorError

COMMANDS = {
    "run": ("run", "run everything: the database, the web pages, the background worker"),
    "serve": ("serve", "only the web pages and the API"),
    "live": ("live", "only the live updates of open pages"),
    "worker": ("worker", "only the background work: deadlines, notices, e-mails, payouts"),
    "migrate": ("migrate", "bring the database up to this version"),
    "check": (
        "check",
        "prove that every yen adds up and every record is what its facts show; names what isn't",
    ),
    "demo": ("demo.build", "fill an empty market with the demo members, postings and contracts"),
    "backup": ("backup", "write the whole market, its files included, into one FILE"),
    "restore": ("restore", "bring back what a backup FILE holds"),
    "shell": ("shell", "a Python prompt with the market loaded"),
    "make-operator": ("operators", "make the member with this EMAIL an operator"),
}


def parser() -> argparse.ArgumentParser:
    """What may be typed."""
    whole = argparse.ArgumentParser(
        prog="mikiwame",
        description="A crowdsourcing marketplace: terms agreed, money held, silence with a clock.",
        epilog="The command read needs no server. Without DATABASE_URL each other one uses a private "
        "PostgreSQL under MIKIWAME_HOME, and starts it when it isn't running. Every setting is explained "
        "in docs/settings.md.",
    )
    commands = whole.add_subparsers(title="commands", metavar="COMMAND", required=True)
    made = {}
    for name, (module, words) in COMMANDS.items():
        made[name] = commands.add_parser(name, help=words, description=f"{words[0].upper()}{words[1:]}.")
        made[name].set_defaults(module=f"mikiwame.ops.{module}", alone=name == "run", port=None)
    for name in ("run", "serve"):
        made[name].add_argument("--port", type=int, help="where to listen (default: PORT, else 8000)")
    for name in ("backup", "restore"):
        made[name].add_argument("file", metavar="FILE")
    made["restore"].add_argument("--force", action="store_true", help="replace the data that are here")
    made["make-operator"].add_argument("email", metavar="EMAIL")
    reading.add_to(commands)
    return whole


def main(words: Sequence[str] | None = None) -> int:
    """Perform the command; returns the exit code, 0 when all is well."""
    arguments = parser().parse_args(words)
    signal.signal(signal.SIGTERM, leave)
    try:
        if arguments.module == reading.MODULE:
            return int(load(arguments.module).main(arguments))
        if arguments.port is not None:
            os.environ["PORT"] = str(arguments.port)
        with load("mikiwame.ops.instance").opened(alone=arguments.alone) as database:
            return int(load(arguments.module).main(arguments, database))
    except OperatorError as error:
        print(f"mikiwame: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 128 + signal.SIGINT


def leave(number: int, _frame: FrameType | None) -> None:
    """End in order: whatever was started is stopped on the way out."""
    raise SystemExit(128 + number)


def load(module: str) -> ModuleType:
    """The command's module; raises OperatorError where only the library is installed."""
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        if error.name is None or error.name.startswith("mikiwame"):
            raise
        raise OperatorError(
            f"this command needs the server's parts, and {error.name} is not installed. "
            "Install them: pip install 'mikiwame[server]'"
        ) from None


if __name__ == "__main__":
    sys.exit(main())
