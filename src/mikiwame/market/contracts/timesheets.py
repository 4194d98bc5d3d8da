"""Questions about hours: what was written down, what was handed in, and what it comes to."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from mikiwame.core.errors import existing
from mikiwame.market.contracts.queries.sides import of_side
from mikiwame.market.escrow import queries as escrow
from mikiwame.market.members.models import Member

from . import hours
from .models import Delivery, Dispute, Milestone, StatementLine, TimeEntry
from .states import WITH_WORKER, MilestoneState

SIDES = (
    "contract__client",
    "contract__worker",
    "contract__sheet",
    "period",
    "timesheet",
    "dispute__opened_by",
)


@dataclass(frozen=True)
class Tally:
    """What a week comes to so far, in minutes and yen: what was worked, what is left, held and paid."""

    minutes: int
    most: int
    pay: int
    held: int
    paid: int

    @property
    def left(self) -> int:
        """So many minutes may still be written down."""
        return self.most - self.minutes


def week_for(member: Member, identifier: UUID) -> Milestone:
    """A week by the hour with its sheet, for one of its contract's sides; raises NotFound."""
    sides = of_side(member.party_id)
    found = Milestone.objects.filter(sides, pk=identifier, timesheet__isnull=False).select_related(*SIDES)
    return existing(found.first())


def entry_for(member: Member, identifier: UUID) -> TimeEntry:
    """What a worker wrote down, for herself; raises NotFound."""
    mine = TimeEntry.objects.filter(pk=identifier, timesheet__milestone__contract__worker=member.party_id)
    return existing(mine.select_related("timesheet__milestone__contract").first())


def entries(member: Member, week: Milestone) -> list[TimeEntry]:
    """What was written down, in order, for the worker alone: the client reads what is handed in."""
    return list(week.timesheet.spells.all()) if member.acts_for(week.contract.worker) else []


def tally(week: Milestone, written: Iterable[TimeEntry]) -> Tally:
    """What a week comes to by its entries."""
    sheet, minutes = week.timesheet, sum(entry.minutes for entry in written)
    return Tally(minutes, sheet.minutes_most, hours.pay(minutes, sheet.rate), _held(week), _paid(week))


def _held(week: Milestone) -> int:
    if week.state == MilestoneState.DISPUTED:
        return week.dispute.contested
    return week.amount if week.state in (*WITH_WORKER, MilestoneState.DELIVERED) else 0


def _paid(week: Milestone) -> int:
    """What went to the worker, gross: at the end, and of what is contested before it."""
    if week.state not in (MilestoneState.DISPUTED, MilestoneState.ACCEPTED):
        return 0
    keys = [week.key, week.dispute.key] if hasattr(week, "dispute") else [week.key]
    return sum(split.gross for split in escrow.released(keys).values())


def statements(week: Milestone) -> QuerySet[Delivery]:
    """What was handed in for a week, the latest first, with its lines and the changes that were asked for."""
    handed_in = Delivery.objects.filter(milestone=week).order_by("-number")
    return handed_in.select_related("change_request").prefetch_related("lines")


def latest_lines(week: Milestone) -> list[StatementLine]:
    """The lines of the latest statement."""
    latest = week.deliveries.order_by("-number").values("pk")[:1]
    return list(StatementLine.objects.filter(delivery__in=latest).order_by("number"))


def contested_in(dispute: Dispute) -> list[StatementLine]:
    """The entries that a dispute is about; of other work than by the hour, none."""
    return list(dispute.lines.order_by("number"))


def contested_by(week: Milestone, lines: Collection[UUID]) -> int:
    """How much less the week is paid without these lines of the latest statement, gross, in yen."""
    stated = latest_lines(week)
    whole = sum(line.minutes for line in stated)
    doubted = sum(line.minutes for line in stated if line.pk in lines)
    return hours.contested(whole, doubted, week.timesheet.rate)


def weeks_to_write(member: Member, contract: UUID) -> list[Milestone]:
    """The weeks of a contract of which the worker may still write hours down, the first first."""
    mine = Milestone.objects.filter(contract=contract, contract__worker=member.party_id)
    still = mine.filter(state__in=sorted(WITH_WORKER), timesheet__isnull=False)
    return list(still.select_related(*SIDES).order_by("number"))
