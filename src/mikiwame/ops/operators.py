"""``mikiwame make-operator EMAIL``: whoever keeps the instance says who operates the market."""

import argparse

from mikiwame.core import clock
from mikiwame.market.members import operations as members
from mikiwame.market.members.models import Member

from .embedded import Supervisor
from .errors import OperatorError
from .instance import say


def main(arguments: argparse.Namespace, _database: Supervisor | None) -> int:
    """Appoint the member; raises OperatorError when there is none with that address."""
    member = Member.objects.filter(email__iexact=arguments.email, is_active=True).first()
    if member is None:
        raise OperatorError(f"no member has the address {arguments.email}: let her sign up first.")
    members.appoint_operator(member, at=clock.now())
    say(f"{member} is an operator.")
    return 0
