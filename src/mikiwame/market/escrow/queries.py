"""Questions about money: what is held, what a reward leaves, what came and went."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from django.db import connection
from django.db.models import Count, F, QuerySet, Subquery, Sum
from django.db.models.functions import TruncMonth

from mikiwame.core.audit import Discrepancy
from mikiwame.core.clock import TOKYO, day_in_tokyo
from mikiwame.core.errors import existing
from mikiwame.core.money import Split, split
from mikiwame.core.tax import withholding
from mikiwame.market.ledger.models import Account
from mikiwame.market.members.models import Member, Party, Standing
from mikiwame.market.members.queries import NEWCOMER_BELOW, is_newcomer

from .audit import discrepancies
from .gateways import gateway
from .models import Book, Deposit, FeeRate, Hold, Payout, Receipt, Release
from .states import DepositState, HoldState, Owed, PayoutState


@dataclass(frozen=True)
class Balances:
    """Where a party's money is, in yen."""

    held: int
    """as client: paid in and not yet decided"""
    expected: int
    """as worker: held for her, gross"""
    spent: int
    """as client: gone to workers, before fee and tax"""
    earned: int
    """as worker: hers, waits for the next round of payouts"""
    earned_on_the_way: int
    earned_paid: int
    refundable: int
    """as client: comes back, waits for the next round of payouts"""
    refund_on_the_way: int
    refund_paid: int


class LineKind(StrEnum):
    """What a line of a statement tells."""

    HELD = "held"
    SPENT = "spent"
    REFUNDED = "refunded"
    RETURNED = "returned"
    EARNED = "earned"
    DUE = "due"
    SENT = "sent"
    PAID = "paid"
    FAILED = "failed"


@dataclass(frozen=True)
class Line:
    """One dated line of a party's statement; in yen, always positive: the kind says which way.

    What went out of one hold on one day of Japan is one line, dated by the last of it.
    """

    at: datetime
    side: Owed
    """as worker, or as client"""
    kind: LineKind
    title: str
    purpose: str
    amount: int
    fee: int
    withheld: int
    net: int
    count: int
    """how many payments it sums up"""


@dataclass(frozen=True)
class Month:
    """What a worker earned in one month of Japan."""

    month: date
    releases: int
    gross: int
    fee: int
    withheld: int
    net: int


def open_deposit(purpose: str) -> Deposit | None:
    """The payment for this purpose that is waited for."""
    return Deposit.objects.filter(purpose=purpose, state=DepositState.REQUESTED).first()


def deposit_for(member: Member, identifier: UUID) -> Deposit:
    """One of the member's own payments; raises NotFound."""
    deposits = Deposit.objects.select_related("payer", "payee")
    return existing(deposits.filter(pk=identifier, payer=member.party_id).first())


def checkout(deposit: Deposit) -> str:
    """The address where the client pays in."""
    return gateway().checkout(deposit.pk)


def is_received(deposit: Deposit, *, receipt: str) -> bool:
    """Whether this payment has been counted already: held, or given back."""
    return Receipt.objects.filter(deposit=deposit, number=receipt).exists()


def hold_for(purpose: str) -> Hold | None:
    """The money that is held for this purpose."""
    holds = Hold.objects.select_related("deposit")
    return holds.filter(deposit__purpose=purpose, state=HoldState.HELD).first()


def left(hold: Hold) -> int:
    """What has not gone out of a hold, in yen."""
    account = Account.objects.get(pk=hold.account_id)
    return account.credits - account.debits


def left_of(holds: Iterable[UUID]) -> dict[UUID, int]:
    """What has not gone out of each of several holds, in yen, by their identifiers."""
    accounts = dict(Hold.objects.filter(pk__in=list(holds)).values_list("pk", "account_id"))
    left = F("credits") - F("debits")
    found = dict(Account.objects.filter(pk__in=accounts.values()).values_list("pk", left))
    return {hold: found[account] for hold, account in accounts.items()}


def left_in(holds: Iterable[UUID]) -> int:
    """What has not gone out of several holds together, in yen; ``holds`` are their identifiers."""
    of_holds = Hold.objects.filter(pk__in=list(holds)).values("account_id")
    accounts = Account.objects.filter(pk__in=of_holds)
    return int(accounts.aggregate(left=Sum(F("credits") - F("debits"), default=0))["left"])


def has_released(hold: Hold) -> bool:
    """Whether part of what was held has gone to a worker."""
    return hold.releases.exists()


def released(purposes: Iterable[str]) -> dict[str, Split]:
    """How the money of these purposes was divided, where it went to a worker."""
    releases = Release.objects.filter(purpose__in=list(purposes))
    divided = releases.values_list("purpose", "net", "fee", "withheld")
    return {purpose: Split(net, fee, withheld) for purpose, net, fee, withheld in divided}


def payouts_due() -> QuerySet[Payout]:
    """Payments that wait to be sent, the longest due first."""
    return Payout.objects.filter(state=PayoutState.DUE).order_by("due_at", "id")


def fee_rate(*, at: datetime) -> FeeRate:
    """The fee in force at a moment."""
    return _rates(at)[0]


def free_part(gross: int, *, worker: Party, used: int, rate: FeeRate) -> int:
    """How much of a reward is free of the fee: a newcomer's first earnings are."""
    left = rate.newcomers_free - used
    return min(gross, left) if left > 0 and is_newcomer(worker) else 0


def preview(*parts: int, worker: Party, withholds_tax: bool, at: datetime) -> Split:
    """How the parts of a reward, gross in yen, would be divided in all if each were released now.

    Each is taxed and rounded by itself, as it will be: tax is kept back from a payment, not from a contract.
    """
    rate, free = _rate_and_free(worker, at=at)
    divided = []
    for gross in parts:
        divided.append(_divided(gross, rate, free, withholds_tax))
        free -= divided[-1].free
    return Split(
        net=sum(part.net for part in divided),
        fee=sum(part.fee for part in divided),
        withheld=sum(part.withheld for part in divided),
        free=sum(part.free for part in divided),
    )


def preview_each(*parts: int, worker: Party, withholds_tax: bool, at: datetime) -> list[Split]:
    """How each of several parts would be divided if it were the next one to be released; one statement."""
    rate, free = _rate_and_free(worker, at=at)
    return [_divided(gross, rate, free, withholds_tax) for gross in parts]


def _divided(gross: int, rate: int, free: int, withholds_tax: bool) -> Split:
    withheld = withholding(gross) if withholds_tax else 0
    return split(gross, fee_rate=rate, withheld=withheld, free=min(gross, free))


def _rate_and_free(worker: Party, *, at: datetime) -> tuple[int, int]:
    """The fee in force, in basis points, and what the worker may still earn free of it; one statement."""
    standing = Standing.objects.filter(pk=worker.pk).values("contracts_finished")
    book = Book.objects.filter(pk=worker.pk).values("free_used")
    known = _rates(at).values_list("basis_points", "newcomers_free", Subquery(standing), Subquery(book))
    rate, free, finished, used = known[0]
    return rate, max(free - (used or 0), 0) if (finished or 0) < NEWCOMER_BELOW else 0


def _rates(at: datetime) -> QuerySet[FeeRate]:
    """The fees up to a moment, the one in force first."""
    return FeeRate.objects.filter(since__lte=day_in_tokyo(at)).order_by("-since")


_BALANCES = """
SELECT client.held, worker.expected, client.spent,
    coalesce(earned.credits - earned.debits, 0), sums.earned_on_the_way, sums.earned_paid,
    coalesce(refundable.credits - refundable.debits, 0), sums.refund_on_the_way, sums.refund_paid
FROM (
    SELECT coalesce(sum(account.credits - account.debits) FILTER (WHERE hold.state = 'held'), 0) AS held,
        coalesce(sum(account.debits - back.amount - over.amount), 0) AS spent
    FROM escrow_deposit AS deposit
    JOIN escrow_hold AS hold ON hold.deposit_id = deposit.id
    JOIN ledger_account AS account ON account.id = hold.account_id
    CROSS JOIN LATERAL (
        SELECT coalesce(sum(amount), 0) AS amount FROM escrow_refund WHERE hold_id = hold.id
    ) AS back
    CROSS JOIN LATERAL (
        SELECT coalesce(sum(amount), 0) AS amount FROM escrow_carry WHERE hold_id = hold.id
    ) AS over
    WHERE deposit.payer_id = %(party)s
) AS client, (
    SELECT coalesce(sum(account.credits - account.debits), 0) AS expected
    FROM escrow_deposit AS deposit JOIN escrow_hold AS hold ON hold.deposit_id = deposit.id
    JOIN ledger_account AS account ON account.id = hold.account_id
    WHERE deposit.payee_id = %(party)s AND hold.state = 'held'
) AS worker, (
    SELECT coalesce(sum(amount) FILTER (WHERE earned AND under_way), 0) AS earned_on_the_way,
        coalesce(sum(amount) FILTER (WHERE earned AND state = 'paid'), 0) AS earned_paid,
        coalesce(sum(amount) FILTER (WHERE NOT earned AND under_way), 0) AS refund_on_the_way,
        coalesce(sum(amount) FILTER (WHERE NOT earned AND state = 'paid'), 0) AS refund_paid
    FROM escrow_payout, LATERAL (SELECT owed = 'earned', state IN ('due', 'sent')) AS it (earned, under_way)
    WHERE party_id = %(party)s
) AS sums
LEFT JOIN escrow_book AS book ON book.party_id = %(party)s
LEFT JOIN ledger_account AS earned ON earned.id = book.earned_id
LEFT JOIN ledger_account AS refundable ON refundable.id = book.refundable_id
"""

_STATEMENT = """
WITH deposit AS (
    SELECT deposit.*, hold.id AS hold_id, hold.state AS hold_state, hold.held_at
    FROM escrow_deposit AS deposit LEFT JOIN escrow_hold AS hold ON hold.deposit_id = deposit.id
    WHERE deposit.payer_id = %(party)s
), own AS (
    SELECT hold_id, max(released_at) AS at, sum(gross)::bigint AS gross, sum(fee)::bigint AS fee,
        sum(withheld)::bigint AS withheld, sum(net)::bigint AS net, count(*)
    FROM escrow_release WHERE worker_id = %(party)s
    GROUP BY hold_id, (released_at AT TIME ZONE 'Asia/Tokyo')::date
), line (at, side, kind, title, purpose, amount, fee, withheld, net, count) AS (
    SELECT held_at, 'refundable', 'held', title, purpose, amount, 0, 0, 0, 1
    FROM deposit WHERE hold_id IS NOT NULL
    UNION ALL
    SELECT released_at, 'refundable', 'spent', title, deposit.purpose, gross, fee, withheld, net, 1
    FROM deposit JOIN escrow_release AS release USING (hold_id)
    WHERE hold_state IN ('released', 'settled') OR payee_id IS NOT NULL
    UNION ALL
    SELECT at, 'refundable', 'spent', title, purpose, gross, fee, withheld, net, count
    FROM deposit JOIN escrow_drawnday USING (hold_id)
    UNION ALL
    SELECT refunded_at, 'refundable', 'refunded', title, deposit.purpose, refund.amount, 0, 0, 0, 1
    FROM deposit JOIN escrow_refund AS refund USING (hold_id)
    UNION ALL
    SELECT received_at, 'refundable', 'returned', title, purpose, amount, 0, 0, 0, 1
    FROM deposit JOIN escrow_receipt ON deposit_id = deposit.id WHERE returned
    UNION ALL
    SELECT at, 'earned', 'earned', title, purpose, gross, fee, withheld, net, count
    FROM own JOIN escrow_hold AS hold ON hold.id = hold_id
    JOIN escrow_deposit AS others ON others.id = hold.deposit_id
    UNION ALL
    SELECT state_since, owed, state, '', '', amount, 0, 0, 0, 1
    FROM escrow_payout WHERE party_id = %(party)s
)
SELECT * FROM line ORDER BY at DESC, kind
"""


def balances(party: Party) -> Balances:
    """Where a party's money is, in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_BALANCES, {"party": party.pk})
        return Balances(*map(int, cursor.fetchone()))


def statement(party: Party) -> list[Line]:
    """Everything that happened to a party's money, newest first."""
    with connection.cursor() as cursor:
        cursor.execute(_STATEMENT, {"party": party.pk})
        return [Line(at, Owed(side), LineKind(kind), *rest) for at, side, kind, *rest in cursor.fetchall()]


def income(party: Party) -> list[Month]:
    """What a worker earned, month by month, newest first."""
    months = (
        Release.objects.filter(worker=party)
        .annotate(month=TruncMonth("released_at", tzinfo=TOKYO))
        .values("month")
        .annotate(
            releases=Count("id"), gross=Sum("gross"), fee=Sum("fee"), withheld=Sum("withheld"), net=Sum("net")
        )
        .order_by("-month")
    )
    return [Month(**{**row, "month": row["month"].date()}) for row in months]


def audit() -> list[Discrepancy]:
    """Everything in the books that doesn't add up; empty when every yen is where it should be."""
    return discrepancies()
