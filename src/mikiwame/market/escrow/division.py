"""What becomes of held money: the worker's part, the rest, and the books that both go to.

Pieces of operations, called within their transaction and with the hold locked.
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, F, OuterRef

from mikiwame.core.fields import lock
from mikiwame.core.ids import key
from mikiwame.core.money import split
from mikiwame.market.history.events import Event
from mikiwame.market.ledger.operations import open_accounts
from mikiwame.market.members.models import Party

from . import entries, queries, statements
from .accounts import FEES
from .events import MoneyGivenBack
from .models import Book, FeeRate, Hold, Payout, Refund, Release
from .statements import Purse, Terms
from .states import HoldState, Owed, PayoutState

BATCH = 500
TRY_AGAIN_AFTER = timedelta(days=1)
"""How long a balance waits whose payout has failed."""


def earned(hold: Hold, terms: Terms, gross: int, *, by: Party, withheld: int, at: datetime) -> Release:
    """So much of a hold becomes the worker's; unsaved."""
    free = queries.free_part(gross, worker=by, used=terms.free_used, rate=terms.rate)
    if free:
        free = _use_allowance(gross, by, terms.rate)
    parts = split(gross, fee_rate=terms.rate.basis_points, withheld=withheld, free=free)
    return Release(
        hold=hold,
        purpose=hold.deposit.purpose,
        worker=by,
        gross=gross,
        net=parts.net,
        fee=parts.fee,
        withheld=parts.withheld,
        free=free,
        rate=terms.rate,
        released_at=at,
    )


def _use_allowance(gross: int, newcomer: Party, rate: FeeRate) -> int:
    """What a newcomer earns free of the fee. Her book is locked, lest two releases use one allowance."""
    own = lock(book(newcomer.pk))
    free = queries.free_part(gross, worker=newcomer, used=own.free_used, rate=rate)
    own.free_used += free
    own.save(update_fields=["free_used"])
    return free


def part(hold: Hold, terms: Terms, release: Release, *, fact: Event, at: datetime) -> None:
    """What was earned goes to the worker, the house and the tax; what is left stays held."""
    client = terms.refundable or book(hold.deposit.payer_id).refundable_id
    entry = entries.released_part(release.key, hold.account_id, _shares(release, terms, client))
    release.entry_id = entry.id
    statements.end(hold, HoldState.HELD, release=release, refund=None, entry=entry, fact=fact, at=at)


def end(
    hold: Hold,
    state: HoldState,
    terms: Terms,
    release: Release | None,
    *,
    left: int,
    fact: Event,
    at: datetime,
) -> Hold:
    """A hold ends, of which so much is left: what was earned goes its ways, the rest back to the client."""
    rest = left - (release.gross if release else 0)
    client = terms.refundable or book(hold.deposit.payer_id).refundable_id
    shares = [(client, rest)]
    if release:
        shares += _shares(release, terms, client)
    entry = entries.divided(hold.key, hold.account_id, shares)
    refund = Refund(hold=hold, purpose=hold.deposit.purpose, amount=rest, refunded_at=at) if rest else None
    if refund:
        refund.entry_id = entry.id
    if release:
        release.entry_id = entry.id
    statements.end(hold, state, release=release, refund=refund, entry=entry, fact=fact, at=at)
    hold.state, hold.state_since = state, at
    return hold


def back(hold: Hold, terms: Terms, amount: int, *, purpose: str, at: datetime) -> Refund:
    """So much of a hold goes back to the client; with nothing left it is spent."""
    refund = Refund(hold=hold, purpose=purpose, amount=amount, refunded_at=at)
    owed = terms.refundable or book(hold.deposit.payer_id).refundable_id
    entry = entries.given_back(refund.key, amount=amount, held=hold.account_id, owed=owed)
    refund.entry_id = entry.id

    fact = MoneyGivenBack(subject=hold.key, **hold.deposit.about | {"amount": amount})
    if statements.give_back(refund, entry=entry, fact=fact):
        hold.state, hold.state_since = HoldState.SPENT, at
    return refund


def _shares(release: Release, terms: Terms, client: UUID) -> list[entries.Share]:
    """The three parts of a reward, and the accounts that they go to."""
    worker = terms.earned or book(release.worker_id).earned_id
    return [(worker, release.net), (FEES, release.fee), (client, release.withheld)]


def book(party: UUID) -> Book:
    """A party's book, opened when her money moves for the first time."""
    found = Book.objects.filter(pk=party).first()
    if found is None:
        _open_books([party])
        found = Book.objects.get(pk=party)
    return found


def purses(parties: Collection[UUID]) -> dict[UUID, Purse]:
    """Of the books of many, what payments must know; those that are missing are opened together."""
    found = statements.purses(parties)
    if missing := sorted(set(parties) - found.keys()):
        _open_books(missing)
        found |= statements.purses(missing)
    return found


def owed_now(owed: Owed, *, at: datetime) -> Iterator[tuple[Payout, UUID]]:
    """Payouts of balances, unsaved, with the account that each comes from; the accounts are locked."""
    failed = Payout.objects.filter(
        party=OuterRef("pk"), owed=owed, state=PayoutState.FAILED, state_since__gt=at - TRY_AGAIN_AFTER
    )
    books = (
        Book.objects.filter(~Exists(failed), **{f"{owed}__credits__gt": F(f"{owed}__debits")})
        .select_related(owed)
        .select_for_update(skip_locked=True, of=(owed,), no_key=True)
    )
    for own in books[:BATCH]:
        account = getattr(own, owed)
        amount = account.credits - account.debits
        yield Payout(party_id=own.pk, owed=owed, amount=amount, due_at=at, state_since=at), account.pk


def _open_books(parties: Sequence[UUID]) -> None:
    """Open books, in the order of their parties, lest two who open many wait for each other."""
    names = [f"{owed}:{key(Party.KIND, party)}" for party in parties for owed in Owed]
    accounts = open_accounts(names, covered=True, tallied=True)
    earned, refundable = ([accounts[name] for name in names[nth :: len(Owed)]] for nth, _ in enumerate(Owed))
    statements.open_books(parties, earned=earned, refundable=refundable)
