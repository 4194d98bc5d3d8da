"""``mikiwame check``: does every yen add up?"""

import argparse

from mikiwame.market.escrow import queries as escrow

from .embedded import Supervisor
from .instance import say


def main(_arguments: argparse.Namespace, _database: Supervisor | None) -> int:
    """Say what doesn't add up; returns 1 when anything doesn't."""
    discrepancies = escrow.audit()
    for discrepancy in discrepancies:
        say(str(discrepancy))
    say("Every yen adds up." if not discrepancies else f"{len(discrepancies)} things do not add up.")
    return 1 if discrepancies else 0
