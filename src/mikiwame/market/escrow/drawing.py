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
from .models import FeeRate, Hold, Release
from .statements import Purse, Terms
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
    hold: Hold, rate: FeeRate, draws: Sequence[Draw], *, by: Mapping[UUID, Purse], at: datetime
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
            rate_id=rate.pk,
            released_at=at,
        )
        releases.append(release)
    return releases


def _allowances(purses: Mapping[UUID, Purse], rate: FeeRate) -> dict[UUID, int]:
    """What newcomers may still earn free of the fee. Their books are locked, lest two use one allowance."""
    unused = [party for party, purse in purses.items() if purse.free_used < rate.newcomers_free]
    used = statements.lock_books(members.newcomers(unused)) if unused else {}
    return {party: max(rate.newcomers_free - own, 0) for party, own in used.items()}


def pay(
    hold: Hold, terms: Terms, releases: Sequence[Release], *, to: Mapping[UUID, Purse], at: datetime
) -> None:
    """What was earned goes to the workers, the house and the tax; the hold may be spent by it."""
    of = defaultdict(list)
    for release in releases:
        of[release.worker_id].append(release)
    client = terms.refundable or division.book(hold.deposit.payer_id).refundable_id
    entry = entries.drawn(
        hold.account_id,
        [
            *((to[worker].earned, sum(part.net for part in own)) for worker, own in of.items()),
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
