"""offers    a sheet put before one worker
contracts    what both agreed to: one sheet, one client, one worker
terms_notices    取引条件明示書, one for each version of the terms that both agreed to, immutable
periods    a week or a month of deliveries in work that goes on, paid ahead in one
milestones    money and work of one part; in work that goes on, of one delivery
deliveries, change_requests    what was handed over, what was asked to change
cancellations    a proposal to part, which the other side answers
amendments    a proposal to change terms, which the other side answers
amount_changes    parts whose money was held already, and is more or less by other terms
timesheets, time_entries, statement_lines    a week by the hour: what was worked, and as it was handed in
breaks    days off in work that goes on, which the other side answers
ending_notices    one side ends work that goes on by a last day, and the client says why
trials    small paid work of an applicant, after which the client decides
standby_fees    what is owed to a worker who waited for money that never came
disputes    two views of one delivery, for an operator to decide
decisions    how an operator divided what is contested; at most two, by two operators
settlements    how one side would divide it
"""

from .agreements import (
    Amendment,
    Cancellation,
    Contract,
    Milestone,
    Period,
    TermsNotice,
)
from .amounts import AmountChange
from .deliveries import ChangeRequest, Delivery
from .disputes import Decision, Dispute, Settlement
from .offers import Offer
from .rests import Break, EndingNotice
from .standby import StandbyFee
from .timesheets import StatementLine, TimeEntry, Timesheet
from .trials import Trial

__all__ = (
    "Amendment",
    "AmountChange",
    "Break",
    "Cancellation",
    "ChangeRequest",
    "Contract",
    "Decision",
    "Delivery",
    "Dispute",
    "EndingNotice",
    "Milestone",
    "Offer",
    "Period",
    "Settlement",
    "StandbyFee",
    "StatementLine",
    "TermsNotice",
    "TimeEntry",
    "Timesheet",
    "Trial",
)
