"""sheets    one version of the terms of one subject (a posting or a contract); frozen once it counts
milestones are terms too: sheet_milestones    what is due when for how much
"""

from django.db import models
from django.db.models import F, Q

from mikiwame.core.fields import Named
from mikiwame.core.money import MOST
from mikiwame.core.schedules import OnHoliday, Repeat
from mikiwame.core.terms import (
    INSPECTION_DAYS_MOST,
    PAYMENT_DAYS_MOST,
    STANDBY_FEE_LEAST,
    STANDBY_FEE_MOST,
    RewardBasis,
)


class Sheet(Named):
    """A terms sheet: one column or group of columns per key of ``core.terms.Term``.

    A trigger keeps frozen sheets and their milestones as they are.
    """

    KIND = "sheet"

    subject = models.TextField(help_text="posting:… or contract:…")
    number = models.PositiveIntegerField()
    written_at = models.DateTimeField(help_text="when this version was begun")
    frozen_at = models.DateTimeField(null=True, help_text="from then on nothing in it changes")
    fingerprint = models.BinaryField(null=True, help_text="SHA-256 of its values, when frozen")

    scope = models.TextField(blank=True, max_length=5_000)
    deliverable = models.TextField(blank=True, max_length=3_000)
    reward_basis = models.TextField(blank=True, default="")
    reward = models.BigIntegerField(
        null=True, help_text="yen, tax included: per whole, piece or hour by its basis"
    )
    reward_most = models.BigIntegerField(null=True, help_text="upper end, where a range is posted")
    quantity = models.PositiveIntegerField(null=True, help_text="pieces or hours agreed, unless fixed")
    currency = models.CharField(max_length=3, default="JPY")
    deadline = models.DateField(null=True)
    start_date = models.DateField(null=True)
    start_condition = models.TextField(
        blank=True, max_length=500, help_text="e.g. after the kick-off meeting"
    )
    start_latest = models.DateField(null=True, help_text="past it the worker may leave without fault")
    pace = models.TextField(blank=True, max_length=500)
    repeat = models.TextField(
        blank=True, default="", help_text="how often something is due, in work that goes on"
    )
    weekdays = models.TextField(blank=True, default="", max_length=40, help_text="mon tue …")
    times_a_week = models.PositiveSmallIntegerField(null=True)
    weekly_hours = models.PositiveSmallIntegerField(
        null=True, help_text="so many hours a week at most, in work by the hour"
    )
    month_day = models.PositiveSmallIntegerField(null=True, help_text="31 is the last of every month")
    on_holiday = models.TextField(blank=True, default=OnHoliday.KEPT)
    duration = models.TextField(blank=True, max_length=500)
    duration_months = models.PositiveSmallIntegerField(null=True, help_text="open ended, unless there is one")
    renews = models.BooleanField(
        default=False, help_text="it goes on for as long again, unless one side says no"
    )
    headcount = models.PositiveIntegerField(null=True)
    requirements = models.TextField(blank=True, max_length=3_000)
    environment = models.TextField(blank=True, max_length=2_000)
    communication = models.TextField(blank=True, max_length=1_000)
    inspection_days = models.PositiveSmallIntegerField(null=True)
    change_rounds = models.PositiveSmallIntegerField(
        default=2, help_text="how often changes may be asked for"
    )
    payment_days = models.PositiveSmallIntegerField(
        null=True, help_text="days from receipt, the delivery being day 1"
    )
    standby_fee = models.PositiveIntegerField(
        null=True, help_text="yen, tax included, that the worker is owed where the first money never comes"
    )
    trial_hours = models.PositiveSmallIntegerField(
        null=True, help_text="of a trial: so many hours of work at most; empty: it is none"
    )
    selection = models.TextField(blank=True, max_length=1_000)
    rights = models.TextField(blank=True, max_length=2_000)
    confidentiality = models.TextField(blank=True, max_length=2_000)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["subject", "number"], name="terms_sheet_version_once"),
            models.CheckConstraint(
                name="terms_sheet_basis_known",
                condition=Q(reward_basis__in=["", *(str(basis) for basis in RewardBasis)]),
            ),
            models.CheckConstraint(
                name="terms_sheet_reward_within", condition=Q(reward=None) | Q(reward__gt=0, reward__lte=MOST)
            ),
            models.CheckConstraint(
                name="terms_sheet_range_upward",
                condition=Q(reward_most=None) | Q(reward_most__gte=F("reward")),
            ),
            models.CheckConstraint(
                name="terms_sheet_repeat_known", condition=Q(repeat__in=["", *map(str, Repeat)])
            ),
            models.CheckConstraint(
                name="terms_sheet_holiday_known", condition=Q(on_holiday__in=[*map(str, OnHoliday)])
            ),
            models.CheckConstraint(
                name="terms_sheet_inspection_within",
                condition=Q(inspection_days=None)
                | Q(inspection_days__gte=1, inspection_days__lte=INSPECTION_DAYS_MOST),
            ),
            models.CheckConstraint(
                name="terms_sheet_payment_within",
                condition=Q(payment_days=None) | Q(payment_days__gte=1, payment_days__lte=PAYMENT_DAYS_MOST),
            ),
            models.CheckConstraint(
                name="terms_sheet_standby_within",
                condition=Q(standby_fee=None)
                | Q(standby_fee__gte=STANDBY_FEE_LEAST, standby_fee__lte=STANDBY_FEE_MOST),
            ),
            models.CheckConstraint(
                name="terms_sheet_condition_has_limit",
                condition=Q(start_condition="") | Q(start_latest__isnull=False) | Q(frozen_at=None),
            ),
        )


class SheetMilestone(Named):
    """One part of the work with its own amount and due date; a sheet with none is one part itself."""

    KIND = "sheet_milestone"

    sheet = models.ForeignKey(Sheet, on_delete=models.CASCADE, related_name="milestones")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    amount = models.BigIntegerField()
    due = models.DateField()

    class Meta:
        ordering = ("sheet", "number")
        constraints = (
            models.UniqueConstraint(fields=["sheet", "number"], name="terms_milestone_number_once"),
            models.CheckConstraint(
                name="terms_milestone_amount_within", condition=Q(amount__gt=0, amount__lte=MOST)
            ),
        )
