"""Performs ``mikiwame read``."""

import argparse
import json
import os
import shutil
import signal
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from mikiwame.discernment import wire

from . import row, source
from .language import language
from .posting import read
from .printed import Paper, printed
from .rows import write_readings

WIDEST, NARROWEST = 80, 24
"""Columns of a report: lines longer than that are hard to read, shorter ones hold no word."""


def main(arguments: argparse.Namespace) -> int:
    """Read what was asked for; returns the exit code."""
    try:
        return _posting(arguments) if arguments.what == "posting" else _rows(arguments)
    except BrokenPipeError:
        _turn_away()
        return 128 + signal.SIGPIPE  # as if the signal had ended it, like any filter
    except OSError as error:
        if error.filename is None:
            _turn_away()
        reason = ": ".join(filter(None, (error.filename, error.strerror)))
    except ValueError as error:
        reason = str(error)
    print(f"mikiwame: {reason}", file=sys.stderr)
    return 1


def _posting(arguments: argparse.Namespace) -> int:
    title = row.checked(arguments.title, "--title")
    terms = _terms(arguments.terms) if arguments.terms else None
    with _named(arguments.file):
        body = source.text(arguments.file)
        report = read(
            title,
            body,
            terms=terms,
            format=arguments.format,
            category=arguments.category,
            prefecture=arguments.prefecture,
        )
    spoken = language(arguments.lang, os.environ)
    if arguments.json:
        plain = wire.of_posting(report, spoken) | wire.noticed(f"{title}\n{body}", spoken)
        said = json.dumps(plain, ensure_ascii=False).encode()
    else:
        said = printed(report, {"title": title, "body": body}, spoken, _paper()).encode(
            sys.stdout.encoding, "replace"
        )
    sys.stdout.buffer.write(said + b"\n")
    sys.stdout.buffer.flush()
    return 0


def _terms(file: str) -> Mapping[str, object] | None:
    with _named(file), source.opened(file) as content:
        return row.sheet(row.parsed(content.read(source.LONGEST_LINE + 1)))


@contextmanager
def _named(file: str) -> Iterator[None]:
    """Whatever can't be read in a file is told with the file's name."""
    try:
        yield
    except ValueError as error:
        raise ValueError(f"{file}: {error}") from None


def _rows(arguments: argparse.Namespace) -> int:
    with source.opened(arguments.file) as rows:
        return 1 if write_readings(arguments.what, rows, language(arguments.lang, os.environ)) else 0


def _paper() -> Paper:
    """How wide the terminal is, and whether it shows colours."""
    columns = min(shutil.get_terminal_size().columns, WIDEST)
    coloured = sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return Paper(max(columns, NARROWEST), coloured)


def _turn_away() -> None:
    """Nobody takes what we write: let what is left go nowhere, instead of failing again at the end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
