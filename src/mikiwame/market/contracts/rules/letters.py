"""What may be said, and asked, between the two sides."""

from collections.abc import Mapping

from mikiwame.core.errors import ALLOWED, Ruling, rule
from mikiwame.discernment.kinds import Contact
from mikiwame.discernment.messages.reading import read_message
from mikiwame.discernment.text import LONGEST
from mikiwame.market.contracts import queries, tools
from mikiwame.market.contracts.models import Contract
from mikiwame.market.contracts.states import CONTRACT, OFFER
from mikiwame.market.hiring.models import Application
from mikiwame.market.hiring.states import APPLICATION
from mikiwame.market.members import contact
from mikiwame.market.messaging.models import Conversation
from mikiwame.market.messaging.states import ContactPolicy


def names_agreed_tools(conversation: Conversation, text: str) -> Ruling:
    """Once money is held, a text leads outside only by what the terms name; before, ``messaging`` rules."""
    contract = queries.contract_about(conversation)
    if contract is None or conversation.contact_policy == ContactPolicy.CLOSED:
        return ALLOWED
    return leads_where_agreed(contract, "text", text)


def leads_where_agreed(contract: Contract, field: str, text: str) -> Ruling:
    """What of a text leads outside is named by the terms."""
    found = tools.unagreed(read_message(text).findings, text, contract.sheet.communication)
    return contact.ruling_on(field, [*found], code="tool_unagreed", contract=contract.key)


def gives_agreed_addresses(conversation: Conversation, field: str, text: str) -> Ruling:
    """The same of words about what was said elsewhere; a tool's mere name may stand: it says where."""
    contract = queries.contract_about(conversation)
    if contract is None or conversation.contact_policy == ContactPolicy.CLOSED:
        return contact.text_inside(field, text)
    found = tools.unagreed(read_message(text[:LONGEST]).findings, text, contract.sheet.communication)
    given = [one for one in found if one.kind != Contact.TOOL_INVITATION]
    return contact.ruling_on(field, given, code="tool_unagreed", contract=contract.key)


def may_be_asked(conversation: Conversation) -> Ruling:
    """An answer is owed while the contract lives, or the application or offer may still become one."""
    return is_alive(queries.talked_about(conversation))


def is_alive(states: Mapping[str, str]) -> Ruling:
    """The same of the states of what is talked about, by kind."""
    if Contract.KIND in states:
        alive = states[Contract.KIND] not in CONTRACT.final
    elif Application.KIND in states:
        alive = states[Application.KIND] not in APPLICATION.final
    else:
        alive = all(state in OFFER.sources("accept_offer") for state in states.values())
    return rule(alive, "nothing_to_answer_for")


def money_may_come(conversation: Conversation) -> Ruling:
    """The same of money, for which a letter waits."""
    return rule(bool(may_be_asked(conversation)), "no_money_comes")
