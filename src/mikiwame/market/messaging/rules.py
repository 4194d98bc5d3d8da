"""Who may write where, and how much may be attached."""

from datetime import datetime, timedelta

from mikiwame.core.calendar import after_business_days
from mikiwame.core.clock import day_in_tokyo
from mikiwame.core.errors import Ruling, rule
from mikiwame.market.members.models import Member

from .models import Attachment, Conversation, KeptLetter, Question, Summary
from .states import ContactPolicy, QuestionState, Scan, SummaryState

FILES_MOST = 10
"""How many files one thing may carry."""

LETTERS_MOST = 10
"""How many letters one side may keep in a conversation."""

ANSWER_DAYS = 3
"""Business days in which a question that needs an answer is to be answered, or a summary."""

SUMMARIES_MOST = 3
"""How many summaries of one side may wait for the other's word in a conversation."""


def answer_until(at: datetime) -> datetime:
    """When the time for an answer is over: the same hour, so many business days later."""
    day = day_in_tokyo(at)
    return at + timedelta(days=(after_business_days(day, ANSWER_DAYS) - day).days)


def takes_part(by: Member, conversation: Conversation) -> Ruling:
    """Either side may read and write; for anybody else there is no such conversation."""
    return rule(by.acts_for(conversation.client) or by.acts_for(conversation.worker), "not_found")


def may_ask(by: Member, conversation: Conversation) -> Ruling:
    """One of the two, as long as no earlier question of hers waits there for its answer."""
    waiting = conversation.questions.filter(asker=by.party, state=QuestionState.OPEN)
    return takes_part(by, conversation) and rule(not waiting.exists(), "question_open")


def may_settle(by: Member, question: Question) -> Ruling:
    """Whoever asked says that it is answered; for anybody else there is nothing to settle."""
    return rule(by.acts_for(question.asker), "not_found") and waits(question)


def waits(question: Question) -> Ruling:
    """The question is still open."""
    return rule(question.state == QuestionState.OPEN, "wrong_state")


def may_summarize(by: Member, conversation: Conversation) -> Ruling:
    """One of the two, once money is held, unless several summaries of hers wait already."""
    is_open = conversation.contact_policy == ContactPolicy.OPEN
    waiting = Summary.objects.filter(
        conversation=conversation, author=by.party, state=SummaryState.PENDING
    ).count()
    few = rule(waiting < SUMMARIES_MOST, "too_many_summaries", most=SUMMARIES_MOST)
    return takes_part(by, conversation) and rule(is_open, "not_funded_yet") and few


def may_answer_summary(by: Member, summary: Summary) -> Ruling:
    """The side that did not write it, once."""
    author = by.acts_for(summary.author)
    return takes_part(by, summary.conversation) and rule(not author, "own_summary") and is_pending(summary)


def is_pending(summary: Summary) -> Ruling:
    """Nobody has confirmed or denied it yet."""
    return rule(summary.state == SummaryState.PENDING, "wrong_state")


def is_safe(attachment: Attachment) -> Ruling:
    """No scanner has found a virus in the file."""
    return rule(attachment.scan != Scan.INFECTED, "file_infected")


def owns(by: Member, attachment: Attachment) -> Ruling:
    """The file is hers."""
    return rule(by.acts_for(attachment.owner), "not_found")


def few_enough(files: int) -> Ruling:
    """The thing carries no more files of one owner than it may: neither side of a dispute uses up all."""
    return rule(files <= FILES_MOST, "too_many_files", field="files", most=FILES_MOST)


def money_held(conversation: Conversation) -> Ruling:
    """Contact details may be exchanged."""
    return rule(conversation.contact_policy == ContactPolicy.OPEN, "letter_waits")


def may_keep(by: Member, conversation: Conversation) -> Ruling:
    """Either side may keep some letters, while there is something to wait for."""
    kept = KeptLetter.objects.filter(conversation=conversation, author=by.party).count()
    return (
        takes_part(by, conversation)
        and rule(conversation.contact_policy == ContactPolicy.CLOSED, "nothing_to_wait_for")
        and rule(kept < LETTERS_MOST, "too_many_letters", most=LETTERS_MOST)
    )


def wrote(by: Member, letter: KeptLetter) -> Ruling:
    """The letter is hers; for anybody else there is none."""
    return rule(by.acts_for(letter.author), "not_found")
