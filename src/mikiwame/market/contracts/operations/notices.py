"""Work that goes on ends by notice: after the paid time, and where it is long a month after its client's."""

from datetime import date, datetime

from mikiwame.core.errors import require
from mikiwame.core.fields import lock
from mikiwame.core.operation import operation
from mikiwame.core.texts import clean, written
from mikiwame.market.contracts import events, limits, rules
from mikiwame.market.contracts.models import Contract, EndingNotice
from mikiwame.market.contracts.states import Ending
from mikiwame.market.history.operations import record
from mikiwame.market.members.models import Member
from mikiwame.market.turns import operations as turns
from mikiwame.market.turns.states import TurnKind

from . import leaving_out, periods

REASON_MOST = 1_000


@operation
def give_notice(
    contract: Contract, *, last: date, reason: str = "", by: Member, at: datetime
) -> EndingNotice:
    """One side ends work that goes on by a last day; until then everything is due and paid as ever."""
    contract = lock(contract)
    periods.catch_up(contract, at=at)
    require(rules.may_give_notice(by, contract, last, at))

    words = clean(reason, most=REASON_MOST, field="reason")
    require(rules.stays_inside(contract, "reason", words))
    by_client = by.acts_for(contract.client)
    notice = EndingNotice.objects.create(
        contract=contract,
        given_by=contract.client if by_client else contract.worker,
        last=last,
        reason=words,
        given_at=at,
    )
    ending = Ending.NOTICE_BY_CLIENT if by_client else Ending.NOTICE_BY_WORKER
    fact = events.NoticeGiven(subject=contract.key, by_client=by_client, last=last, **contract.sides)
    record(fact, by=by.key, at=at)
    leaving_out.run_out(contract, ending, last=last, by=by.key, at=at)
    return notice


@operation
def ask_for_reason(notice: EndingNotice, *, by: Member, at: datetime) -> EndingNotice:
    """The worker asks why; the client answers within days (Freelance Act, article 16)."""
    notice = _locked(notice)
    require(rules.may_ask_for_reason(by, notice))

    contract = notice.contract
    notice.asked_at = at
    notice.save(update_fields=["asked_at"])
    turn = turns.open_turn(
        TurnKind.REASON,
        notice.key,
        whose=contract.client,
        waiting=contract.worker,
        title=contract.title,
        page=contract.key,
        since=at,
        until=limits.for_reason(at),
    )
    fact = events.ReasonRequested(subject=contract.key, until=turn.until, **contract.sides)
    record(fact, by=by.key, at=at)
    return notice


@operation
def give_reason(notice: EndingNotice, *, reason: str, by: Member, at: datetime) -> EndingNotice:
    """The client says why she ends it."""
    notice = _locked(notice)
    require(rules.may_give_reason(by, notice, at))

    turns.take(TurnKind.REASON, notice.key, at=at)
    contract = notice.contract
    notice.reason = written(reason, most=REASON_MOST, field="reason")
    require(rules.stays_inside(contract, "reason", notice.reason))
    notice.save(update_fields=["reason"])
    record(events.ReasonGiven(subject=contract.key, **contract.sides), by=by.key, at=at)
    return notice


@operation
def withhold_reason(notice: EndingNotice, *, at: datetime) -> EndingNotice:
    """The client did not say why in time: that is recorded, and she is asked no more."""
    notice = _locked(notice)
    require(rules.lacks_reason(notice))

    turns.pass_by(TurnKind.REASON, notice.key, at=at)
    contract = notice.contract
    record(events.ReasonWithheld(subject=contract.key, **contract.sides), by=None, at=at)
    return notice


def _locked(notice: EndingNotice) -> EndingNotice:
    contract = lock(notice.contract)
    notice = lock(notice)
    notice.contract = contract
    return notice
