"""``mikiwame migrate``: the database of this version."""

import argparse

from . import prepare
from .embedded import Supervisor


def main(_arguments: argparse.Namespace, _database: Supervisor | None) -> int:
    """Apply what is missing."""
    prepare.migrate()
    return 0
