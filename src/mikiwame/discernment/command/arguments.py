"""What may be typed after ``mikiwame read``. Loads nothing of the engine."""

import argparse

from mikiwame.core.terms import Format

from .language import LANGUAGES

MODULE = "mikiwame.discernment.command.reading"
"""Performs what was typed."""

ROWS = {
    "postings": "a posting a line: body; title, format, category, prefecture and terms if there are any",
    "reviews": "a client's history a line: client, reviews",
    "messages": "a message a line: text",
    "comments": "a comment a line: comment; rating if there is one",
}


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the others."""
    read = commands.add_parser(
        "read",
        help="read postings, reviews, comments or messages: what they say, lack and warn of",
        description="Reads texts and says what they state, lack and warn of. Needs no server.",
        epilog="Exit code 0: everything was read; 1: something couldn't be; 2: the command was mistyped.",
    )
    read.set_defaults(module=MODULE)
    kinds = read.add_subparsers(title="what to read", metavar="WHAT", dest="what", required=True)
    _add_posting(kinds.add_parser("posting", help="one posting, as a report for people"))
    for name, what in ROWS.items():
        rows = kinds.add_parser(
            name,
            help=f"JSON Lines, {what}",
            description=f"Reads JSON Lines, {what}. Writes one JSON line for each, in order, with its id; "
            "for one that can't be read a line with its number and an error.",
        )
        _add_file(rows)


def _add_posting(posting: argparse.ArgumentParser) -> None:
    posting.description = (
        "Reads one posting; the whole file is its body. Prints a report for people, "
        "in colour on a terminal unless NO_COLOR is set."
    )
    _add_file(posting)
    posting.add_argument("--json", action="store_true", help="print the reading as JSON, for programs")
    posting.add_argument("--title", default="", help="the posting's title")
    posting.add_argument("--format", choices=[*map(str, Format)], help="the format of the work")
    posting.add_argument("--category", help="the category of the work, such as ライティング")
    posting.add_argument("--prefecture", help="where the worker lives, for the minimum wage: 東京都")
    posting.add_argument("--terms", metavar="FILE.json", help="the terms sheet: an object with its keys")


def _add_file(command: argparse.ArgumentParser) -> None:
    command.add_argument("file", metavar="FILE", help="UTF-8 text; - is standard input")
    command.add_argument("--lang", choices=LANGUAGES, help="the language of the words; else the locale's")
