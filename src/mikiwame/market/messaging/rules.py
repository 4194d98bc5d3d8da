"""Who may write where, and how much may be attached."""

from mikiwame.core.errors import Ruling, rule
from mikiwame.market.members.models import Member

from .models import Attachment, Conversation

FILES_MOST = 10
"""How many files one thing may carry."""


def takes_part(by: Member, conversation: Conversation) -> Ruling:
    """Either side may read and write; for anybody else there is no such conversation."""
    return rule(by.acts_for(conversation.client) or by.acts_for(conversation.worker), "not_found")


def owns(by: Member, attachment: Attachment) -> Ruling:
    """The file is hers."""
    return rule(by.acts_for(attachment.owner), "not_found")


def few_enough(files: int) -> Ruling:
    """The thing doesn't carry more files than it may."""
    return rule(files <= FILES_MOST, "too_many_files", field="files", most=FILES_MOST)
