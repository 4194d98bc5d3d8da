"""What is reported: the operators' queue, a member's own reports, and a thing as it is now."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from mikiwame.core.errors import NotFound, require
from mikiwame.core.ids import id_of
from mikiwame.market.contracts import queries as contracts
from mikiwame.market.hiring import queries as hiring
from mikiwame.market.members import queries as members
from mikiwame.market.members.models import Member, Party
from mikiwame.market.messaging import queries as messaging

from . import rules
from .models import SEEN_MOST, Report
from .states import ReportState

LAST = 5
"""How many messages of the other side are shown with a conversation."""


@dataclass(frozen=True)
class Seen:
    """A thing as whoever reports it sees it."""

    title: str
    text: str
    party: Party


def waiting() -> QuerySet[Report]:
    """What waits for an operator, the oldest first."""
    opened = Report.objects.filter(state=ReportState.OPEN).select_related("reported", "reporter__party")
    return opened.order_by("filed_at", "id")


def report_for(member: Member, id: UUID) -> Report:  # noqa: A002
    """A report, for operators; raises Refused("operators_only"), NotFound."""
    require(rules.may_read(member))
    found = Report.objects.select_related("reported", "reporter__party").filter(pk=id).first()
    if found is None:
        raise NotFound
    return found


def alike(report: Report) -> QuerySet[Report]:
    """The other open reports of the same thing."""
    return waiting().filter(about=report.about).exclude(pk=report.pk)


def reports_of(member: Member) -> QuerySet[Report]:
    """What a member has reported, newest first."""
    return Report.objects.filter(reporter=member).order_by("-filed_at", "-id")


def seen(member: Member, about: str) -> Seen:
    """What a member may see of a thing that she wants to report; raises NotFound."""
    look = _LOOKS.get(about.partition(":")[0])
    if look is None:
        raise NotFound
    try:
        return look(member, id_of(about))
    except ValueError as error:
        raise NotFound from error


def _message(member: Member, id: UUID) -> Seen:  # noqa: A002
    message = contracts.message_for(member, id)
    return Seen(message.conversation.title, message.text, message.author)


def _conversation(member: Member, id: UUID) -> Seen:  # noqa: A002
    talk = messaging.conversation_for(member, id)
    other = talk.worker if talk.client_id == member.party_id else talk.client
    theirs = talk.messages.filter(author=other).order_by("-sent_at", "-id")[:LAST]
    text = "\n\n".join(message.text for message in reversed(theirs))
    return Seen(talk.title, text[:SEEN_MOST], other)


def _party(_member: Member, id: UUID) -> Seen:  # noqa: A002
    party = members.party(id)
    return Seen(party.display_name, party.about, party)


def _posting(member: Member, id: UUID) -> Seen:  # noqa: A002
    posting = hiring.posting_for(member, id)
    return Seen(posting.title, posting.body, posting.client)


_LOOKS: Mapping[str, Callable[[Member, UUID], Seen]] = {
    "message": _message,
    "conversation": _conversation,
    "party": _party,
    "posting": _posting,
}
"""Kind of thing -> how a member sees it."""
