"""Work by the hour: a week's sheet with what was worked, and each statement as it was handed in."""

from django.db import models
from django.db.models import F, Q

from mikiwame.core.fields import Named
from mikiwame.market.contracts.hours import A_DAY, AN_HOUR, Spell

from .agreements import Milestone
from .deliveries import ChangeRequest, Delivery
from .disputes import Dispute


class Timesheet(Named):
    """The hours of one week: at which rate, and how many at most, as agreed when its money was asked for."""

    KIND = "timesheet"

    milestone = models.OneToOneField(Milestone, on_delete=models.PROTECT, related_name="timesheet")
    rate = models.BigIntegerField(help_text="yen an hour, tax included")
    hours = models.PositiveSmallIntegerField(help_text="so many at most")
    stated = models.PositiveIntegerField(
        null=True, help_text="minutes of the latest statement; money for more has gone back"
    )

    class Meta:
        constraints = (
            models.CheckConstraint(name="contracts_timesheet_paid", condition=Q(rate__gt=0, hours__gt=0)),
            models.CheckConstraint(
                name="contracts_timesheet_within",
                condition=Q(stated=None) | Q(stated__gt=0, stated__lte=F("hours") * AN_HOUR),
            ),
        )

    @property
    def minutes_most(self) -> int:
        """For how many minutes there is money."""
        return self.hours * AN_HOUR if self.stated is None else self.stated


def _forward(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(name=name, condition=Q(begins__lt=F("ends"), ends__lte=A_DAY))


class Worked(Named):
    """A spell of work, and what was done in it."""

    day = models.DateField()
    begins = models.PositiveSmallIntegerField(help_text="minutes of the day, in Japan")
    ends = models.PositiveSmallIntegerField(help_text="the same; 1440 is midnight")
    note = models.TextField(max_length=200, help_text="what was done")
    written_at = models.DateTimeField()

    class Meta:
        abstract = True

    @property
    def spell(self) -> Spell:
        """When it was."""
        return Spell(self.day, self.begins, self.ends)

    @property
    def minutes(self) -> int:
        """How long it was."""
        return self.spell.minutes


class TimeEntry(Worked):
    """What the worker wrote down; hers to change until the week is handed in.

    No two of a week lie on one another: that constraint stands in a migration of its own (0017).
    """

    KIND = "time_entry"

    timesheet = models.ForeignKey(Timesheet, on_delete=models.CASCADE, related_name="spells")

    class Meta:
        ordering = ("timesheet", "day", "begins")
        constraints = (_forward("contracts_timeentry_forward"),)


class StatementLine(Worked):
    """An entry as it was handed in, for good; the client may name it for a change, or contest it."""

    KIND = "statement_line"

    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="lines")
    number = models.PositiveSmallIntegerField()
    change_request = models.ForeignKey(
        ChangeRequest, null=True, on_delete=models.PROTECT, related_name="lines"
    )
    dispute = models.ForeignKey(
        Dispute, null=True, on_delete=models.PROTECT, related_name="lines", help_text="where it is contested"
    )

    class Meta:
        ordering = ("delivery", "number")
        constraints = (
            _forward("contracts_statementline_forward"),
            models.UniqueConstraint(fields=["delivery", "number"], name="contracts_line_number_once"),
        )
