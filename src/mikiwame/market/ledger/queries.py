"""Questions to the ledger."""

from uuid import UUID

from django.db.models import Q, Sum

from mikiwame.core.errors import NotFound

from .models import Account, Transfer


def balance(name: str) -> int:
    """What stands on an account: credits − debits, in minor units; raises NotFound for an unknown name."""
    account = Account.objects.filter(name=name).first()
    if account is None:
        raise NotFound
    return account.credits - account.debits if account.tallied else _summed(account.pk)


def _summed(account: UUID) -> int:
    """The balance of an account without totals, from all its transfers."""
    sums = Transfer.objects.aggregate(
        credits=Sum("amount", filter=Q(credit=account), default=0),
        debits=Sum("amount", filter=Q(debit=account), default=0),
    )
    return int(sums["credits"] - sums["debits"])
