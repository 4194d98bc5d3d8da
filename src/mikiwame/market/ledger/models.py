"""accounts    where money stands; tallied ones carry running totals, platform accounts don't
entries    transfers that happened together, once for each key; append-only
transfers    one debit account, one credit account, a positive amount; append-only
"""

from django.db import models
from django.db.models import F, Q

from mikiwame.core.fields import Named
from mikiwame.core.ids import new_id

CURRENCY = "JPY"


class Account(Named):
    """Where money stands. Its balance is what came in less what went out: credits − debits.

    A tallied account carries both as running totals, and every posting locks its row. Accounts that almost
    every posting touches (the bank, the fees) are untallied, so that they are never one hot row.
    A covered account never goes below zero.
    """

    KIND = "account"

    name = models.TextField()
    currency = models.CharField(max_length=3, default=CURRENCY)
    covered = models.BooleanField()
    tallied = models.BooleanField()
    debits = models.BigIntegerField(default=0)
    credits = models.BigIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["name"], name="ledger_account_name_once"),
            # What the compound keys of transfers point to: both sides of a transfer share its currency.
            models.UniqueConstraint(fields=["id", "currency"], name="ledger_account_currency"),
            models.CheckConstraint(
                name="ledger_account_covered", condition=Q(covered=False) | Q(credits__gte=F("debits"))
            ),
            models.CheckConstraint(
                name="ledger_account_covered_is_tallied", condition=Q(covered=False) | Q(tallied=True)
            ),
            models.CheckConstraint(
                name="ledger_account_untallied_is_empty", condition=Q(tallied=True) | Q(debits=0, credits=0)
            ),
            models.CheckConstraint(name="ledger_account_totals", condition=Q(debits__gte=0, credits__gte=0)),
        )


class Entry(models.Model):
    """Transfers that happened together. Triggers refuse every change."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    key = models.TextField()
    fingerprint = models.BinaryField(help_text="SHA-256 of the content, for when the key comes again")
    reason = models.TextField()
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "entries"
        constraints = (models.UniqueConstraint(fields=["key"], name="ledger_entry_key_once"),)


class Transfer(models.Model):
    """Money that left one account and arrived in another. Triggers refuse every change.

    The keys to both accounts are compound, with the currency (migration 0002).
    """

    pk = models.CompositePrimaryKey("entry_id", "number")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="transfers", db_index=False)
    number = models.PositiveSmallIntegerField()
    debit = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    credit = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    amount = models.BigIntegerField(help_text="in minor units of the currency")
    currency = models.CharField(max_length=3)

    class Meta:
        constraints = (
            models.CheckConstraint(name="ledger_transfer_positive", condition=Q(amount__gt=0)),
            models.CheckConstraint(name="ledger_transfer_two_accounts", condition=~Q(debit=F("credit"))),
        )
