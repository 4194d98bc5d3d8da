"""fee_rates    what the house takes of a reward, from which day on
books    where a party's money waits for its payout; one row per party who was ever owed any
deposits    money that a client is asked to pay in, and for what
receipts    payments as the gateway reports them, each once
holds    money in escrow (仮払い), each on an account of its own
releases    what went to a worker, for what, and how it was divided
drawn_days    what went out of a hold for many, summed up by the day
refunds    what went back to a client, and for what
carries    what went over from one hold of a client's to another, and stays held
payouts    what leaves the house for somebody's bank account
"""

from typing import Any, ClassVar
from uuid import UUID

from django.db import models
from django.db.models import F, Q

from mikiwame.core.fields import Named, Stateful, one_of
from mikiwame.core.ids import key
from mikiwame.core.lifecycle import Lifecycle
from mikiwame.core.money import BASIS_POINTS, MOST
from mikiwame.market.ledger.models import Account, Entry
from mikiwame.market.members.models import Party

from .states import DEPOSIT, HOLD, PAYOUT, STANDING, DepositState, HoldState, Owed, PayoutState


class FeeRate(models.Model):
    """The fee on a worker's reward, and how much a newcomer earns free of it; valid until the next row."""

    since = models.DateField(primary_key=True, help_text="from this day on, in Japan")
    basis_points = models.PositiveIntegerField(help_text="of the gross reward")
    newcomers_free = models.PositiveBigIntegerField(help_text="of a newcomer's first earnings, in yen")

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="escrow_feerate_part_of_whole", condition=Q(basis_points__lte=BASIS_POINTS)
            ),
        )


class Book(models.Model):
    """What is owed to one party. Its row is locked while a release reads and uses up her allowance."""

    party = models.OneToOneField(Party, on_delete=models.PROTECT, primary_key=True, related_name="book")
    earned = models.OneToOneField(Account, on_delete=models.PROTECT, related_name="+")
    refundable = models.OneToOneField(Account, on_delete=models.PROTECT, related_name="+")
    free_used = models.PositiveBigIntegerField(
        default=0, help_text="earned free of the fee as a newcomer, in yen"
    )

    def account(self, owed: str) -> UUID:
        """The ledger's account of what is owed to her as worker, or as client."""
        return self.earned_id if owed == Owed.EARNED else self.refundable_id


class Deposit(Stateful):
    """Money that a client is asked to pay in. One purpose is paid for once."""

    KIND = "deposit"
    LIFECYCLE: ClassVar[Lifecycle] = DEPOSIT

    state = models.TextField(default=DepositState.REQUESTED)
    purpose = models.TextField(help_text="key of what is paid for")
    title = models.CharField(max_length=120, help_text="what both sides call it")
    payer = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="deposits")
    payee = models.ForeignKey(Party, on_delete=models.PROTECT, null=True, related_name="+")
    amount = models.BigIntegerField(help_text="gross, in yen")
    requested_at = models.DateTimeField()

    class Meta:
        constraints = (
            one_of("escrow_deposit_state_known", "state", DepositState),
            models.CheckConstraint(name="escrow_deposit_amount", condition=Q(amount__gt=0, amount__lte=MOST)),
            models.CheckConstraint(
                name="escrow_deposit_two_sides", condition=Q(payee=None) | ~Q(payee=F("payer"))
            ),
            models.UniqueConstraint(
                fields=["purpose"],
                condition=Q(state__in=[*map(str, STANDING)]),
                name="escrow_deposit_paid_once",
            ),
        )

    @property
    def about(self) -> dict[str, Any]:
        """What every fact about this money says."""
        return {
            "client": key(Party.KIND, self.payer_id),
            "worker": key(Party.KIND, self.payee_id) if self.payee_id else None,
            "title": self.title,
            "purpose": self.purpose,
            "amount": self.amount,
        }


class Receipt(Named):
    """A payment that came in, by the gateway's own number; told twice, it counts once."""

    KIND = "receipt"

    number = models.TextField(help_text="the gateway's")
    deposit = models.ForeignKey(Deposit, on_delete=models.PROTECT, related_name="receipts")
    returned = models.BooleanField(help_text="nobody waited for it any more, so it went back")
    received_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["number"], name="escrow_receipt_once"),
            models.UniqueConstraint(
                fields=["deposit"], condition=Q(returned=False), name="escrow_receipt_held_once"
            ),
        )


class Hold(Stateful):
    """Money in escrow, for one worker or for many. Its account in the ledger is empty once it has ended."""

    KIND = "hold"
    LIFECYCLE: ClassVar[Lifecycle] = HOLD

    state = models.TextField(default=HoldState.HELD)
    deposit = models.OneToOneField(Deposit, on_delete=models.PROTECT, related_name="hold")
    account = models.OneToOneField(Account, on_delete=models.PROTECT, related_name="+")
    held_at = models.DateTimeField()

    class Meta:
        constraints = (one_of("escrow_hold_state_known", "state", HoldState),)

    @property
    def amount(self) -> int:
        """What came in, in yen."""
        return self.deposit.amount


class Release(Named):
    """What went to a worker, once for each purpose: gross = net + fee + withheld tax, always."""

    KIND = "release"

    hold = models.ForeignKey(Hold, on_delete=models.PROTECT, related_name="releases")
    purpose = models.TextField(help_text="key of what is paid for; the deposit's where all went at once")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+", db_index=False)
    worker = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="releases", db_index=False)
    gross = models.BigIntegerField()
    net = models.BigIntegerField()
    fee = models.BigIntegerField()
    withheld = models.BigIntegerField(help_text="tax that the client keeps back and remits")
    free = models.BigIntegerField(help_text="part of the gross that a newcomer earned free of the fee")
    rate = models.ForeignKey(FeeRate, on_delete=models.PROTECT, related_name="+", db_index=False)
    released_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["purpose"], name="escrow_release_once"),
            models.CheckConstraint(
                name="escrow_release_adds_up", condition=Q(gross=F("net") + F("fee") + F("withheld"))
            ),
            models.CheckConstraint(
                name="escrow_release_parts",
                condition=Q(
                    gross__gt=0, net__gte=0, fee__gte=0, withheld__gte=0, free__gte=0, free__lte=F("gross")
                ),
            ),
        )
        indexes = (models.Index(fields=["worker", "released_at"], name="escrow_release_worker"),)


class DrawnDay(models.Model):
    """What went out of a hold for many on one day: the sums of its releases, kept along with them.

    Statements add up these, for the releases of one client may be millions.
    """

    pk = models.CompositePrimaryKey("hold_id", "day")
    hold = models.ForeignKey(Hold, on_delete=models.PROTECT, related_name="+", db_index=False)
    day = models.DateField(help_text="in Japan")
    at = models.DateTimeField(help_text="the last time on that day")
    count = models.BigIntegerField()
    gross = models.BigIntegerField()
    fee = models.BigIntegerField()
    withheld = models.BigIntegerField()
    net = models.BigIntegerField()


class Refund(Named):
    """What went back to a client, once for each purpose: held money that is for no worker any more."""

    KIND = "refund"

    hold = models.ForeignKey(Hold, on_delete=models.PROTECT, related_name="refunds")
    purpose = models.TextField(help_text="key of what isn't paid for; the deposit's where the hold ended")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+", db_index=False)
    amount = models.BigIntegerField()
    refunded_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["purpose"], name="escrow_refund_once"),
            models.CheckConstraint(name="escrow_refund_amount", condition=Q(amount__gt=0)),
        )


class Carry(Named):
    """What went over from one hold to another that is alike, once for each purpose: it stays held."""

    KIND = "carry"

    hold = models.ForeignKey(Hold, on_delete=models.PROTECT, related_name="carries")
    to = models.ForeignKey(Hold, on_delete=models.PROTECT, related_name="carried")
    purpose = models.TextField(help_text="key of what it is for from then on, and of what it was for before")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+", db_index=False)
    amount = models.BigIntegerField()
    carried_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "carries"
        constraints = (
            models.UniqueConstraint(fields=["purpose"], name="escrow_carry_once"),
            models.CheckConstraint(name="escrow_carry_amount", condition=Q(amount__gt=0)),
            models.CheckConstraint(name="escrow_carry_between_two", condition=~Q(hold=F("to"))),
        )


class Payout(Stateful):
    """Money on its way from a party's balance to her bank account."""

    KIND = "payout"
    LIFECYCLE: ClassVar[Lifecycle] = PAYOUT

    state = models.TextField(default=PayoutState.DUE)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="payouts")
    owed = models.TextField(help_text="which balance it comes from")
    amount = models.BigIntegerField()
    due_at = models.DateTimeField()
    reference = models.TextField(blank=True, help_text="the gateway's")
    failure = models.TextField(blank=True, help_text="what the gateway said")

    class Meta:
        constraints = (
            one_of("escrow_payout_state_known", "state", PayoutState),
            one_of("escrow_payout_owed_known", "owed", Owed),
            models.CheckConstraint(name="escrow_payout_amount", condition=Q(amount__gt=0)),
        )
        indexes = (models.Index(fields=["due_at", "id"], condition=Q(state="due"), name="escrow_payout_due"),)

    @property
    def about(self) -> dict[str, Any]:
        """What every fact about this payment says."""
        return {"party": key(Party.KIND, self.party_id), "owed": self.owed, "amount": self.amount}
