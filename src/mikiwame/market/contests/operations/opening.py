"""From a draft to an open contest: the whole prize is paid in, workers may enter."""

from datetime import datetime, time, timedelta
from typing import Any

from django.template.loader import render_to_string

from mikiwame.core.clock import TOKYO
from mikiwame.core.errors import ALLOWED, require
from mikiwame.core.fields import lock
from mikiwame.core.ids import id_of
from mikiwame.core.operation import operation
from mikiwame.market.contests import events, notice, queries, rules
from mikiwame.market.contests.models import Contest
from mikiwame.market.contests.states import ContestState
from mikiwame.market.escrow import operations as escrow
from mikiwame.market.escrow import queries as money
from mikiwame.market.escrow.models import Deposit
from mikiwame.market.hiring.operations import contests as postings
from mikiwame.market.history.operations import record
from mikiwame.market.members.models import Member
from mikiwame.market.turns import operations as turns
from mikiwame.market.turns.states import TurnKind


@operation
def prepare(contest: Contest, *, by: Member, at: datetime) -> Contest:
    """The client is done with writing, and the amount is fixed; raises Refused with what is missing first."""
    contest = lock(contest)
    require(rules.may_steer(by, contest, "prepare"))
    require(next(iter(queries.missing(contest, at)), ALLOWED))

    return contest.become(ContestState.PREPARED, at=at)


@operation
def redraft(contest: Contest, *, by: Member, at: datetime) -> Contest:
    """The client goes back to writing; what she was asked to pay is no longer waited for."""
    contest = lock(contest)
    require(rules.may_steer(by, contest, "redraft"))

    deposit = money.open_deposit(contest.key)
    if deposit is not None:
        escrow.cancel_deposit(deposit, at=at)
    return contest.become(ContestState.DRAFT, at=at)


@operation
def begin_payment(contest: Contest, *, by: Member, at: datetime) -> Deposit:
    """The client sets about paying in the whole prize; asked again, it is the same deposit."""
    contest = lock(contest)
    require(rules.may_pay(by, contest, at))

    amount = queries.price(contest)
    return escrow.request_deposit(
        contest.key, title=contest.title, payer=contest.client, payee=None, amount=amount, by=by, at=at
    )


@operation
def fund(deposit: Deposit, *, receipt: str, at: datetime) -> Contest | None:
    """The money has come: the contest opens; None where nobody waits for it any more, and it goes back.

    ``receipt`` names the payment; the same one, told twice, counts once.
    """
    found = Contest.objects.filter(pk=id_of(deposit.purpose)).first()
    contest = found and lock(found)
    if contest is None or not rules.wants_money(contest, deposit, at):
        escrow.receive_and_return(deposit, receipt=receipt, at=at)
        return None

    contest.hold = escrow.receive(deposit, receipt=receipt, at=at)
    return _open(contest, at=at)


def _open(contest: Contest, *, at: datetime) -> Contest:
    """Workers may enter."""
    assert contest.closes_on is not None
    category = contest.posting.category
    assert category is not None
    closes_at = datetime.combine(contest.closes_on + timedelta(days=1), time.min, TOKYO)
    contest.become(
        ContestState.OPEN,
        at=at,
        hold=contest.hold,
        opened_at=at,
        closes_at=closes_at,
        withholds_tax=category.withholding and contest.client.withholds_tax,
    )
    _publish(contest, closes_at=closes_at, at=at)
    notice.issue(contest, at=at)
    turns.open_turn(
        TurnKind.CONTEST_CLOSING,
        contest.key,
        whose=contest.client,
        waiting=None,
        title=contest.title,
        page=contest.key,
        since=at,
        until=closes_at,
    )

    prizes, amount = len(queries.prizes(contest)), queries.price(contest)
    about: dict[str, Any] = {
        "category": category.pk,
        "amount": amount,
        "prizes": prizes,
        "closes_at": closes_at,
    }
    record(events.ContestOpened(subject=contest.key, **about, **contest.about), by=None, at=at)
    return contest


def _publish(contest: Contest, *, closes_at: datetime, at: datetime) -> None:
    """Its posting says what its terms are, by the words of two documents."""
    assert contest.closes_on is not None
    prizes = queries.prizes(contest)
    values = {"contest": contest, "among_most": rules.SHARED_AMONG_MOST}
    postings.publish(
        contest.posting,
        reward=prizes[0],
        prizes=len(prizes),
        closes_on=contest.closes_on,
        decide_until=closes_at + timedelta(days=contest.decide_days),
        selection=render_to_string("contests/selection.txt", values).strip(),
        rights=render_to_string("contests/rights.txt", values).strip(),
        by=None,
        at=at,
    )
