"""What was said elsewhere, written down by pages and programs: it leads outside no more than a letter."""

from datetime import datetime

from mikiwame.core.errors import require
from mikiwame.core.operation import operation
from mikiwame.market.contracts import rules
from mikiwame.market.members.models import Member
from mikiwame.market.messaging import rules as writing
from mikiwame.market.messaging.models import Conversation, Summary
from mikiwame.market.messaging.operations import summaries


@operation
def paste(conversation: Conversation, *, text: str, by: Member, at: datetime) -> Summary:
    """One side writes down what was said outside; raises Refused as ``messaging``, and for new addresses."""
    require(writing.may_summarize(by, conversation))
    require(rules.gives_agreed_addresses(conversation, "text", text))
    return summaries.paste(conversation, text=text, by=by, at=at)


@operation
def confirm(summary: Summary, *, words: str, by: Member, at: datetime) -> Summary:
    """The other side says that it was so; she may add words."""
    _require_inside(summary, words, by=by)
    return summaries.confirm(summary, words=words, by=by, at=at)


@operation
def deny(summary: Summary, *, words: str, by: Member, at: datetime) -> Summary:
    """The other side says that it was otherwise, and how."""
    _require_inside(summary, words, by=by)
    return summaries.deny(summary, words=words, by=by, at=at)


def _require_inside(summary: Summary, words: str, *, by: Member) -> None:
    require(writing.may_answer_summary(by, summary))
    require(rules.gives_agreed_addresses(summary.conversation, "words", words))
