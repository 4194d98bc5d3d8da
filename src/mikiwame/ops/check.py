"""``mikiwame check``: does every yen add up, and is every record what it should be?"""

import argparse

from mikiwame.market.contests import audit as contests
from mikiwame.market.contracts import audit as contracts
from mikiwame.market.contracts import queries as disputes
from mikiwame.market.escrow import queries as escrow
from mikiwame.market.members import queries as members
from mikiwame.market.moderation import queries as moderation
from mikiwame.market.paperwork import audit as documents
from mikiwame.market.reputation import audit as records
from mikiwame.market.taskwork import audit as tasks

from .embedded import Supervisor
from .instance import say


def main(_arguments: argparse.Namespace, _database: Supervisor | None) -> int:
    """Say what doesn't agree; returns 1 when anything doesn't."""
    money = escrow.audit()
    for discrepancy in money:
        say(str(discrepancy))
    say("Every yen adds up." if not money else f"{len(money)} things do not add up.")

    awry = contracts.discrepancies()
    for week in awry:
        say(str(week))
    say("Contracts agree." if not awry else f"{len(awry)} things of contracts do not agree.")

    unequal = tasks.discrepancies()
    for inequality in unequal:
        say(str(inequality))
    say("Task work agrees." if not unequal else f"{len(unequal)} things of task work do not agree.")

    changed = documents.discrepancies()
    for change in changed:
        say(str(change))
    say("Every document is as issued." if not changed else f"{len(changed)} documents are not as issued.")
    uneven = contests.discrepancies()
    for inequality in uneven:
        say(str(inequality))
    say("Contests agree." if not uneven else f"{len(uneven)} things of contests do not agree.")

    wrong = records.discrepancies()  # every thing is read anew, which takes its time
    for thing in wrong:
        say(f"{thing}: its record is not what its facts show")
    say("Every record is what its facts show." if not wrong else f"{len(wrong)} records are not.")
    _say_who_is_missing()
    return 1 if money or awry or unequal or changed or uneven or wrong else 0


def _say_who_is_missing() -> None:
    """Whether there are operators who may decide about appeals."""
    operators = members.operators().count()
    if operators < members.OPERATORS_LEAST:
        say(f"Operators: {operators}. Appoint one more (make-operator EMAIL), or nobody can decide appeals.")
    unheard = len(disputes.unheard_appeals()) + len(moderation.unheard_appeals())
    if unheard:
        say(f"Appeals that no operator may decide: {unheard}. Appoint one who deals with neither side.")
