"""Writing to each other, with what terms and money make of it.

Before money is held nothing leads outside (``messaging.contact``); afterwards only what the terms name. A
client's message that hires without an offer, or asks for work that may not be done yet, is marked for both.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from mikiwame.core.clock import day_in_tokyo
from mikiwame.core.errors import require
from mikiwame.core.operation import operation
from mikiwame.discernment.kinds import Act
from mikiwame.discernment.messages.acts import read_acts
from mikiwame.market.contracts import queries, rules
from mikiwame.market.contracts.states import Lamp
from mikiwame.market.members.models import Member
from mikiwame.market.messaging import operations as messaging
from mikiwame.market.messaging import rules as writing
from mikiwame.market.messaging.models import TEXT_MOST, Conversation, KeptLetter, Message, Question
from mikiwame.market.messaging.operations import questions
from mikiwame.market.messaging.states import UNMARKED, Marks

UNAGREED = "unagreed"
"""Why no work may be done while there is no contract; what comes later is the lamp's reason."""

_NOT_YET = {Lamp.RED, Lamp.AMBER}


@operation
def write(
    conversation: Conversation,
    *,
    text: str,
    by: Member,
    at: datetime,
    files: Sequence[messaging.Upload] = (),
    identifier: UUID | None = None,
    draft: int | None = None,
) -> Message:
    """One side writes to the other; raises Refused as ``messaging.send``, and for tools not agreed to."""
    written: dict[str, Any] = {"text": text, "files": files, "identifier": identifier, "draft": draft}
    marks = _read(conversation, text, by=by, at=at)
    return messaging.send(conversation, **written, marks=marks, by=by, at=at)


@operation
def ask(
    conversation: Conversation,
    *,
    text: str,
    by: Member,
    at: datetime,
    files: Sequence[messaging.Upload] = (),
    identifier: UUID | None = None,
    draft: int | None = None,
) -> Question:
    """The same of a message that needs an answer, as long as there is something to answer for."""
    require(rules.may_be_asked(conversation))
    written: dict[str, Any] = {"text": text, "files": files, "identifier": identifier, "draft": draft}
    marks = _read(conversation, text, by=by, at=at)
    return questions.ask(conversation, **written, marks=marks, by=by, at=at)


@operation
def keep(
    conversation: Conversation,
    *,
    text: str,
    by: Member,
    at: datetime,
    files: Sequence[messaging.Upload] = (),
    draft: int | None = None,
) -> KeptLetter:
    """A letter is kept until money is held, as long as some may come."""
    require(writing.takes_part(by, conversation) and rules.money_may_come(conversation))
    return messaging.keep(conversation, text=text, files=files, draft=draft, by=by, at=at)


@operation
def send_kept(letter: KeptLetter, *, by: Member, at: datetime) -> Message:
    """A letter that waited for the money goes out as it is. Raises Refused("letter_waits") before."""
    require(writing.wrote(by, letter) and writing.money_held(letter.conversation))

    marks = _read(letter.conversation, letter.text, by=by, at=at)
    return messaging.send(letter.conversation, text=letter.text, letter=letter, marks=marks, by=by, at=at)


def _read(conversation: Conversation, text: str, *, by: Member, at: datetime) -> Marks:
    """What is to be said of a message, nothing of one too long; raises Refused for tools not agreed to."""
    require(writing.takes_part(by, conversation))
    if len(text) > TEXT_MOST:
        return UNMARKED
    require(rules.names_agreed_tools(conversation, text))
    return _marks(conversation, text, by=by, at=at)


def _marks(conversation: Conversation, text: str, *, by: Member, at: datetime) -> Marks:
    """What is to be said of a client's message; a worker's own words make nothing out of nothing."""
    if not by.acts_for(conversation.client):
        return UNMARKED
    acts = {one.act for one in read_acts(text)}
    return Marks(
        not_an_offer=Act.HIRES in acts and not queries.is_offered(conversation),
        not_yet=_why_not_yet(conversation, at=at) if Act.ASKS_FOR_WORK in acts else "",
    )


def _why_not_yet(conversation: Conversation, *, at: datetime) -> str:
    """Why no work may be done now; empty where it may, or where none is left to do."""
    contract = queries.contract_about(conversation)
    if contract is None:
        return UNAGREED
    light = queries.light(contract, day_in_tokyo(at))
    return light.reason if light.lamp in _NOT_YET else ""
