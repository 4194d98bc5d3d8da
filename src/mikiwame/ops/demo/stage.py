"""The stage on which the demo is played: who has joined, what is posted, what has been agreed; and its clocks."""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from allauth.account.models import EmailAddress

from mikiwame.core.clock import TOKYO, day_in_tokyo
from mikiwame.market.contracts.operations import periods, work
from mikiwame.market.escrow import operations as escrow
from mikiwame.market.hiring.models import Posting
from mikiwame.market.hiring.operations import postings as hiring
from mikiwame.market.members import operations as members
from mikiwame.market.members.models import Member
from mikiwame.market.moderation.operations import stops
from mikiwame.market.notifications import operations as notifications
from mikiwame.market.notifications.choices import SAFETY, Channels, Hours
from mikiwame.market.notifications.states import ByEmail, Group
from mikiwame.ops import consumers, sweep

from .people import PASSWORD
from .script import Ends, Person, Wanted

STRIKE = timedelta(hours=12)
"""How often the clocks strike while nobody does anything."""

IN_THE_PAGE = {group: Channels(ByEmail.NEVER, push=False) for group in set(Group) - SAFETY}
"""How the people of the demo, whose addresses are nobody's, are told things."""


@dataclass
class Stage:
    """Everything that is there, by the names that the script uses."""

    now: datetime
    members: dict[str, Member] = field(default_factory=dict)
    postings: dict[str, Posting] = field(default_factory=dict)
    clock: datetime | None = None

    def moment(self, day: int, hour: str) -> datetime:
        """So many days ago, at that hour in Tokyo."""
        then = day_in_tokyo(self.now) - timedelta(days=day)
        return datetime.combine(then, time.fromisoformat(hour), TOKYO)

    def advance(self, to: datetime) -> None:
        """Let time pass: the clocks strike, facts are taken in, what was earned is paid out."""
        strike = self.clock or to
        while strike < to:
            strike = min(strike + STRIKE, to)
            tend(strike)
        self.clock = to

    def join(self, person: Person, at: datetime) -> None:
        """A member joins, says who she is, and takes notices in the page only."""
        member = members.join(
            email=person.email, password=PASSWORD, display_name=f"demo {person.name}", at=at
        )
        if person.operator:
            member = members.appoint_operator(member, at=at)
        EmailAddress.objects.create(user=member, email=person.email, verified=True, primary=True)
        notifications.choose(member, channels=IN_THE_PAGE, hours=Hours(), by=member, at=at)
        members.change_profile(
            member,
            display_name=person.display_name,
            about=person.about,
            is_business=person.business,
            withholds_tax=person.withholds,
            by=member,
            at=at,
        )
        self.members[person.name] = Member.objects.select_related("party").get(pk=member.pk)

    def post(self, wanted: Wanted, at: datetime) -> None:
        """A client writes a posting and, unless it stays a draft, publishes it."""
        client = self.members[wanted.client]
        posting = hiring.draft(client.party, by=client, at=at)
        posting = hiring.save(posting, values(wanted, at), by=client, at=at)
        if wanted.published:
            posting = hiring.publish(posting, by=client, at=at)
        self.postings[wanted.name] = posting

    def end_posting(self, wanted: Wanted, ends: Ends, at: datetime) -> None:
        """Its client closes or rests a posting, or an operator takes it off the list."""
        posting, client = self.postings[wanted.name], self.members[wanted.client]
        match ends.how:
            case "close":
                hiring.close(posting, by=client, at=at)
            case "pause":
                hiring.pause(posting, by=client, at=at)
            case _:
                stops.suspend(posting, reason=ends.reason, by=self.members["operator"], at=at)


def tend(at: datetime) -> None:
    """What a worker would have done by then."""
    while sweep.perform_due(at):
        pass
    while work.begin_due(at=at) + periods.ask_due(at=at):
        pass
    while consumers.take_in(at):
        pass
    escrow.make_payouts(at=at)


def values(wanted: Wanted, at: datetime) -> dict[str, object]:
    """What the client writes down, with the days on which things are due."""
    today = day_in_tokyo(at)
    days = {"start_date": wanted.start, "start_latest": wanted.start_latest, "deadline": wanted.due}
    return {
        "title": wanted.title,
        "body": wanted.body,
        "category": wanted.category,
        "newcomer_places": wanted.newcomer_places,
        "continuing": wanted.continuing,
        "apply_until": today + timedelta(days=wanted.open_for),
        "decide_days": wanted.decide_days,
        "requirement_lines": wanted.requirements,
        "question_lines": wanted.questions,
        **{name: today + timedelta(days=day) for name, day in days.items() if day is not None},
        **wanted.terms,
    }
