"""``mikiwame shell``: a Python prompt with the market loaded."""

import argparse

from django.core.management import call_command

from .embedded import Supervisor


def main(_arguments: argparse.Namespace, _database: Supervisor | None) -> int:
    """Stay until the reader leaves."""
    call_command("shell")
    return 0
