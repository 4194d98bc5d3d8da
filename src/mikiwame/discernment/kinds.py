"""What a reading can find, by the names used everywhere: flags, reports, verdicts."""

from enum import StrEnum


class Verdict(StrEnum):
    """What a reader should make of it, from calm to dangerous."""

    OK = "ok"
    INCOMPLETE = "incomplete"
    CAUTION = "caution"
    DANGER = "danger"


class Flag(StrEnum):
    """A warning sign in a posting."""

    OFF_PLATFORM_CONTACT = "off_platform_contact"
    OFF_PLATFORM_PAYMENT = "off_platform_payment"
    UPFRONT_FEE = "upfront_fee"
    PERSONAL_INFORMATION = "personal_information"
    ACCOUNT_LENDING = "account_lending"
    FAKE_REVIEW = "fake_review"
    ILLICIT_WORK = "illicit_work"
    INVESTMENT_OR_MLM = "investment_or_mlm"
    UNREALISTIC_REWARD = "unrealistic_reward"
    UNDERPRICED = "underpriced"
    UNPAID_TRIAL = "unpaid_trial"
    TERMS_AFTER_HIRE = "terms_after_hire"
    OPEN_ENDED_DUTY = "open_ended_duty"
    RIGHTS_GRAB = "rights_grab"
    DISCRIMINATORY = "discriminatory"
    CREDENTIAL_REQUEST = "credential_request"
    ACADEMIC_DISHONESTY = "academic_dishonesty"
    VAGUE_WORK = "vague_work"


DANGEROUS = frozenset(
    {
        Flag.UPFRONT_FEE,
        Flag.ACCOUNT_LENDING,
        Flag.ILLICIT_WORK,
        Flag.INVESTMENT_OR_MLM,
        Flag.CREDENTIAL_REQUEST,
        Flag.OFF_PLATFORM_PAYMENT,
        Flag.FAKE_REVIEW,
    }
)
"""Flags that make a posting dangerous whatever else it says."""


class Sentiment(StrEnum):
    """What a comment's words say, whatever its stars."""

    POSITIVE = "positive"
    MIXED = "mixed"
    NEGATIVE = "negative"


class Report(StrEnum):
    """What a comment says happened to its writer."""

    TERMS_CHANGED = "terms_changed"
    SLOW_CONTACT = "slow_contact"
    NO_CONTACT = "no_contact"
    UNPAID_EXTRA_WORK = "unpaid_extra_work"
    OFF_PLATFORM = "off_platform"
    LATE_PAYMENT = "late_payment"
    SUDDEN_CANCELLATION = "sudden_cancellation"
    HARASSMENT = "harassment"
    UNCLEAR_INSTRUCTIONS = "unclear_instructions"
    GOOD_INSTRUCTIONS = "good_instructions"
    QUICK_CONTACT = "quick_contact"
    FAIR_PAY = "fair_pay"
    ON_TIME_PAYMENT = "on_time_payment"
    LONG_TERM = "long_term"


class Anomaly(StrEnum):
    """Something odd in a client's review history."""

    COPY_PASTE = "copy_paste"
    BURST = "burst"
    RECIPROCAL = "reciprocal"
    SINGLE_USE_REVIEWERS = "single_use_reviewers"
    RATING_TEXT_MISMATCH = "rating_text_mismatch"
    COERCED = "coerced"
    BURIED_WARNING = "buried_warning"
    IRRELEVANT_TEXT = "irrelevant_text"
    TINY_JOBS_FOR_RATING = "tiny_jobs_for_rating"
    RETALIATION = "retaliation"


class Contact(StrEnum):
    """A way around the marketplace that a message gives, asks for, or invites to."""

    EMAIL = "email"
    PHONE = "phone"
    URL = "url"
    CHAT_ID = "chat_id"
    TOOL_INVITATION = "tool_invitation"
    DISGUISED = "disguised"


class Act(StrEnum):
    """What a client's message does, though only terms and money can."""

    HIRES = "hires"
    ASKS_FOR_WORK = "asks_for_work"
