"""Many workers are paid out of one hold at once: what each earned, in a few statements for all of them.

Pieces of ``operations.draw``, called within its transaction and with the hold locked.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from mikiwame.core.ids import key
from mikiwame.core.money import split
from mikiwame.market.members import queries as members
from mikiwame.market.members.models import Party

from . import division, entries, statements
from .accounts import FEES
from .events import MoneyDrawn
from .models import Book, FeeRate, Hold, Release
from .statements import Terms
from .states import HoldState


@dataclass(frozen=True, slots=True)
class Draw:
    """One payment out of a hold: for what, as a key, to whom, and how much; in yen."""

    purpose: str
    worker: Party | UUID
    gross: int
    withheld: int

    @property
    def party(self) -> UUID:
        """The worker's identifier."""
        return self.worker.pk if isinstance(self.worker, Party) else self.worker


def earned(
    hold: Hold, rate: FeeRate, draws: Sequence[Draw], *, by: Mapping[UUID, Book], at: datetime
) -> list[Release]:
    """Each draw as it is divided, a newcomer's first earnings free of the fee; unsaved."""
    left = _allowances(by, rate)
    releases = []
    for draw in draws:
        worker = draw.party
        free = min(draw.gross, left.get(worker, 0))
        left[worker] = left.get(worker, 0) - free
        parts = split(draw.gross, fee_rate=rate.basis_points, withheld=draw.withheld, free=free)
        release = Release(
            hold=hold,
            purpose=draw.purpose,
            worker_id=worker,
            gross=draw.gross,
            net=parts.net,
            fee=parts.fee,
            withheld=parts.withheld,
            free=free,
            rate=rate,
            released_at=at,
        )
        releases.append(release)
    return releases


def _allowances(books: Mapping[UUID, Book], rate: FeeRate) -> dict[UUID, int]:
    """What newcomers may still earn free of the fee. Their books are locked, in one order for everybody."""
    unused = [party for party, book in books.items() if book.free_used < rate.newcomers_free]
    own = Book.objects.filter(pk__in=members.newcomers(unused)).order_by("pk").select_for_update(no_key=True)
    return {book.pk: max(rate.newcomers_free - book.free_used, 0) for book in own}


def pay(
    hold: Hold, terms: Terms, releases: Sequence[Release], *, books: Mapping[UUID, Book], at: datetime
) -> None:
    """What was earned goes to the workers, the house and the tax; the hold may be spent by it."""
    of = defaultdict(list)
    for release in releases:
        of[release.worker_id].append(release)
    client = terms.refundable or division.book(hold.deposit.payer_id).refundable_id
    entry = entries.drawn(
        hold.account_id,
        [
            *((books[worker].earned_id, sum(part.net for part in own)) for worker, own in of.items()),
            (FEES, sum(release.fee for release in releases)),
            (client, sum(release.withheld for release in releases)),
        ],
    )
    for release in releases:
        release.entry_id = entry.id

    facts = [_drawn(hold, worker, own) for worker, own in of.items()]
    if statements.draw(hold, releases, entry=entry, facts=facts, at=at):
        hold.state, hold.state_since = HoldState.SPENT, at


def _drawn(hold: Hold, worker: UUID, releases: Sequence[Release]) -> MoneyDrawn:
    about = hold.deposit.about | {
        "worker": key(Party.KIND, worker),
        "amount": sum(release.gross for release in releases),
    }
    return MoneyDrawn(
        subject=hold.key,
        count=len(releases),
        net=sum(release.net for release in releases),
        fee=sum(release.fee for release in releases),
        withheld=sum(release.withheld for release in releases),
        **about,
    )
