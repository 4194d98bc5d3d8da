"""``mikiwame demo``: plays the demo through the rooms' own operations, in order, clocks included."""

import argparse
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction

from mikiwame.core import clock
from mikiwame.market.members.models import Member
from mikiwame.market.notifications import operations as notifications
from mikiwame.market.reputation.operations import reports
from mikiwame.market.taskwork.operations import figures
from mikiwame.ops.embedded import Supervisor
from mikiwame.ops.errors import OperatorError
from mikiwame.ops.instance import say

from .batches import BATCHES
from .contests import CONTESTS
from .crowd import Crowd
from .deals import DEALS
from .jury import Jury
from .people import PASSWORD, PEOPLE
from .play import Scene
from .postings_now import NOW
from .postings_past import PAST
from .script import Sought
from .stage import Stage

Event = tuple[datetime, Callable[[datetime], object]]

NEWS = timedelta(days=3)
"""Notices older than this have been read."""


def main(_arguments: argparse.Namespace, _database: Supervisor | None) -> int:
    """Build the demo; raises OperatorError where there are members already."""
    if not is_empty():
        raise OperatorError("there are members here already: the demo moves into an empty market only.")
    market(clock.now())
    say(f"The demo has moved in; everybody's password is {PASSWORD}")
    return 0


def is_empty() -> bool:
    """Whether nobody has joined yet."""
    return not Member.objects.exists()


def has_moved_in() -> bool:
    """Whether the demo's people live here."""
    return Member.objects.filter(email=PEOPLE[0].email).exists()


@transaction.atomic
def market(now: datetime) -> None:
    """Everything that happened until now, in order; the clocks strike in between. All of it, or nothing."""
    stage = Stage(now)
    for at, happen in sorted(events(stage), key=lambda event: event[0]):
        stage.advance(at)
        happen(at)
    stage.advance(now)
    reports.weigh_raters(at=now)
    figures.refresh(at=now)
    for member in stage.members.values():
        notifications.mark_all_read(by=member, at=now - NEWS)


def events(stage: Stage) -> Iterator[Event]:
    """All that happens, with its moment."""
    for person in PEOPLE:
        yield stage.moment(person.joined, "08:00"), partial(stage.join, person)
    for wanted in (*PAST, *NOW):
        yield stage.moment(wanted.day, "09:00"), partial(stage.post, wanted)
        if wanted.ends is not None:
            yield stage.moment(wanted.ends.day, "18:00"), partial(stage.end_posting, wanted, wanted.ends)
    for asked in BATCHES:
        crowd = Crowd(stage, asked)
        yield stage.moment(asked.day, "09:30"), crowd.ask
        for given in asked.answers:
            yield stage.moment(given.day, given.time), partial(crowd.answer, given)
            if given.outcome:
                yield stage.moment(given.judged, "23:00"), partial(crowd.judge, given)
    for sought in CONTESTS:
        yield from held(stage, sought)
    for deal in DEALS:
        scene = Scene(stage, deal)
        for act in deal.acts:
            yield stage.moment(act.day, act.time), partial(scene.play, act)


def held(stage: Stage, sought: Sought) -> Iterator[Event]:
    """All that happens in a contest."""
    jury = Jury(stage, sought)
    yield stage.moment(sought.day, "09:45"), jury.open
    for entered in sought.entries:
        yield stage.moment(entered.day, entered.time), partial(jury.enter, entered)
        if entered.listed is not None:
            yield stage.moment(entered.listed, "20:00"), partial(jury.shortlist, entered)
        if entered.breach:
            yield stage.moment(entered.asked, "15:20"), partial(jury.doubt, entered)
        if entered.ruling:
            yield stage.moment(entered.asked - 1, "00:30"), partial(jury.find, entered)
    if sought.decided is not None:
        yield stage.moment(sought.decided, "11:00"), jury.choose
