"""What a conversation allows, and what is known about a file."""

from dataclasses import dataclass
from enum import StrEnum

from mikiwame.core.lifecycle import CLOCK, Lifecycle, moves


class ContactPolicy(StrEnum):
    """Closed until money is held: contact details stay inside. Open afterwards, within the terms."""

    CLOSED = "closed"
    OPEN = "open"


class Scan(StrEnum):
    """Whether a virus scanner has looked at a file."""

    UNSCANNED = "unscanned"
    CLEAN = "clean"
    INFECTED = "infected"


@dataclass(frozen=True)
class Marks:
    """What stands beside a message for both sides: said of it by the market, not by its writer.

    ``not_an_offer``: it hires, and there is no offer. ``not_yet``: why the work that it asks for may not be
    done yet; empty otherwise.
    """

    not_an_offer: bool = False
    not_yet: str = ""


UNMARKED = Marks()


class QuestionState(StrEnum):
    """Open until the other side replies, the asker needs no answer any more, or its time is over.

    It is settled too once the application or the contract has ended that it is about.
    """

    OPEN = "open"
    ANSWERED = "answered"
    SETTLED = "settled"
    MISSED = "missed"


QUESTION = Lifecycle(
    name="question",
    states=QuestionState,
    initial=QuestionState.OPEN,
    moves=(
        *moves("send", frm=QuestionState.OPEN, to=QuestionState.ANSWERED, by="the other side"),
        *moves("settle", frm=QuestionState.OPEN, to=QuestionState.SETTLED, by="the asker"),
        *moves("miss", frm=QuestionState.OPEN, to=QuestionState.MISSED, by=CLOCK),
        *moves("let_go", frm=QuestionState.OPEN, to=QuestionState.SETTLED, by="the end of what it is about"),
    ),
)


class SummaryState(StrEnum):
    """What the other side says of what was written down: nothing yet, yes, no, or nothing in time."""

    PENDING = "pending"
    CONFIRMED = "confirmed"
    DENIED = "denied"
    UNANSWERED = "unanswered"


SUMMARY = Lifecycle(
    name="summary",
    states=SummaryState,
    initial=SummaryState.PENDING,
    moves=(
        *moves("confirm", frm=SummaryState.PENDING, to=SummaryState.CONFIRMED, by="the other side"),
        *moves("deny", frm=SummaryState.PENDING, to=SummaryState.DENIED, by="the other side"),
        *moves("let_stand", frm=SummaryState.PENDING, to=SummaryState.UNANSWERED, by=CLOCK),
    ),
)
