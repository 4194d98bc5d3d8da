"""What is reported and decided: the operators' queues, a member's own, and a thing as it is now."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from mikiwame.core.errors import NotFound, existing, require
from mikiwame.core.ids import id_of, key
from mikiwame.market.contracts import queries as contracts
from mikiwame.market.hiring import queries as hiring
from mikiwame.market.members import queries as members
from mikiwame.market.members.models import Member, Party
from mikiwame.market.messaging import queries as messaging
from mikiwame.market.messaging.models import Message

from . import rules
from .models import SEEN_MOST, Report, Sanction
from .states import UNSETTLED, ReportReason, ReportState, SanctionKind, SanctionState

LAST = 5
"""How many messages of the other side are kept with a conversation, the newest."""

BETWEEN_TWO = frozenset({"message", "conversation", "offer"})
"""What nobody sees but its two sides."""


@dataclass(frozen=True)
class Seen:
    """A thing as whoever reports it sees it; ``about`` is its key as the thing itself is called by."""

    about: str
    title: str
    text: str
    party: Party

    @property
    def is_between_two(self) -> bool:
        """Whether two alone see it: told of a warning about it, one of them can tell who reported."""
        return self.about.partition(":")[0] in BETWEEN_TWO


def waiting(operator: Member) -> QuerySet[Report]:
    """What waits for an operator, the oldest first; who reported herself is nothing for her to read."""
    opened = _whole().filter(state=ReportState.OPEN).exclude(reported=operator.party)
    return opened.order_by("filed_at", "id")


def report_for(member: Member, id: UUID) -> Report:  # noqa: A002
    """A report, for operators whom it isn't about; raises Refused("operators_only"), NotFound."""
    require(rules.may_read(member))
    return existing(_whole().filter(pk=id).exclude(reported=member.party).first())


def alike(report: Report) -> QuerySet[Report]:
    """The other open reports that are decided with one: of the same thing, but wrong stops each by itself."""
    if report.reason == ReportReason.WRONG_STOP:
        return Report.objects.none()
    same = _whole().filter(about=report.about, state=ReportState.OPEN).exclude(pk=report.pk)
    return same.exclude(reason=ReportReason.WRONG_STOP).order_by("id")


def _whole() -> QuerySet[Report]:
    """Reports with whom they name."""
    return Report.objects.select_related("reported", "reporter__party")


def reports_of(member: Member) -> QuerySet[Report]:
    """What a member has reported, newest first."""
    return Report.objects.filter(reporter=member).order_by("-filed_at", "-id")


def sanction_for(member: Member, id: UUID) -> Sanction:  # noqa: A002
    """A sanction, for whom it concerns and for operators; raises NotFound."""
    found = _sanctions().filter(pk=id).first()
    if found is None or not (member.is_operator or member.acts_for(found.party)):
        raise NotFound
    return found


def sanction_to_review(operator: Member, id: UUID) -> Sanction:  # noqa: A002
    """A sanction with what operators know of it, for those whom it doesn't concern; raises NotFound."""
    require(rules.may_read(operator))
    return existing(_sanctions().filter(pk=id).exclude(party=operator.party_id).first())


def reports_behind(sanction: Sanction) -> QuerySet[Report]:
    """The reports of which a sanction came, for operators alone."""
    return _whole().filter(sanction=sanction).order_by("filed_at", "id")


def own_sanction(member: Member, id: UUID) -> Sanction:  # noqa: A002
    """A sanction against the member herself; raises NotFound."""
    return existing(sanctions_of(member).filter(pk=id).first())


def sanctions_of(member: Member) -> QuerySet[Sanction]:
    """What operators decided against a member, the newest first."""
    return _sanctions().filter(party=member.party_id).order_by("-imposed_at", "-id")


def last_stop(member: Member, posting: UUID) -> Sanction:
    """The latest stop of a posting of the member's own; raises NotFound."""
    return existing(
        sanctions_of(member).filter(kind=SanctionKind.STOP, about=key("posting", posting)).first()
    )


def unsettled_stop(about: str) -> Sanction | None:
    """The stop of a thing that isn't settled, locked."""
    found = Sanction.objects.filter(kind=SanctionKind.STOP, about=about, state__in=UNSETTLED)
    return found.select_for_update().first()


def appeals(operator: Member) -> QuerySet[Sanction]:
    """What waits for another operator, the oldest first; an appeal of her own waits for others."""
    appealed = _sanctions().filter(state=SanctionState.APPEALED).exclude(party=operator.party_id)
    return appealed.order_by("appealed_at", "id")


def unheard_appeals() -> list[Sanction]:
    """Appealed sanctions that no operator may review: each decided, is a side of it or deals with one."""
    operators = list(members.operators())
    dealt = contracts.dealings(operator.party_id for operator in operators)
    appealed = _sanctions().filter(state=SanctionState.APPEALED)
    sides = {sanction.pk: {sanction.party_id} for sanction in appealed}
    behind = Report.objects.filter(sanction__in=list(sides))
    for pk, reporter in behind.values_list("sanction", "reporter__party"):
        sides[pk].add(reporter)

    def may_hear(operator: Member, sanction: Sanction) -> bool:
        concerned = sides[sanction.pk]
        partners = {(operator.party_id, side) for side in concerned}
        apart = operator.party_id not in concerned and not partners & dealt
        return apart and operator.pk != sanction.imposed_by_id

    return [one for one in appealed if not any(may_hear(operator, one) for operator in operators)]


def _sanctions() -> QuerySet[Sanction]:
    """Sanctions with whom they name."""
    return Sanction.objects.select_related("party__person", "imposed_by__party")


def seen(member: Member, about: str) -> Seen:
    """What a member may see of a thing that she wants to report; raises NotFound."""
    look = _LOOKS.get(about.partition(":")[0])
    if look is None:
        raise NotFound
    try:
        identifier = id_of(about)
    except ValueError as error:
        raise NotFound from error
    return look(member, identifier)


def _message(member: Member, id: UUID) -> Seen:  # noqa: A002
    (message,) = messaging.with_files([contracts.message_for(member, id)])
    return Seen(message.key, message.conversation.title, _said(message), message.author)


def _conversation(member: Member, id: UUID) -> Seen:  # noqa: A002
    talk = messaging.conversation_for(member, id)
    other = talk.other_than(member.party_id)
    theirs = talk.messages.filter(author=other).order_by("-sent_at", "-id")[:LAST]
    text = "\n\n".join(_said(message) for message in messaging.with_files(reversed(theirs)))
    return Seen(talk.key, talk.title, text[-SEEN_MOST:], other)


def _said(message: Message) -> str:
    """What a message says, and what its files are called."""
    names = (file.name for file in message.files)
    return "\n".join(part for part in (message.text, *names) if part)


def _party(_member: Member, id: UUID) -> Seen:  # noqa: A002
    party = members.party(id)
    return Seen(party.key, party.display_name, party.about, party)


def _posting(member: Member, id: UUID) -> Seen:  # noqa: A002
    posting = hiring.posting_for(member, id)
    return Seen(posting.key, posting.title, posting.body, posting.client)


def _offer(member: Member, id: UUID) -> Seen:  # noqa: A002
    offer = contracts.offer_for(member, id)
    text = "\n\n".join(filter(None, (offer.message, offer.sheet.scope)))
    return Seen(offer.key, offer.title, text[:SEEN_MOST], offer.client)


_LOOKS: Mapping[str, Callable[[Member, UUID], Seen]] = {
    "message": _message,
    "conversation": _conversation,
    "party": _party,
    "posting": _posting,
    "offer": _offer,
}
"""Kind of thing -> how a member sees it."""
