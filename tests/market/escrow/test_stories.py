"""Money comes in, is held, and goes to whom it is due: told whole."""

from datetime import timedelta

from mikiwame.core.ids import new_id
from mikiwame.core.money import Split
from mikiwame.market.escrow import operations as escrow
from mikiwame.market.escrow import queries
from mikiwame.market.escrow.models import Deposit, Hold
from mikiwame.market.ledger.queries import balance
from mikiwame.market.members.models import Member
from tests.cast import MORNING, Cast

DAY = timedelta(days=1)


def asked(cast: Cast, amount: int = 50_000, *, payee: Member | None = None, purpose: str = "") -> Deposit:
    return escrow.request_deposit(
        purpose or f"milestone:{new_id()}",
        title="ロゴのデザイン",
        payer=cast.sakurai.party,
        payee=(payee or cast.yuki).party,
        amount=amount,
        by=cast.sakurai,
        at=MORNING,
    )


def held(cast: Cast, amount: int = 50_000, *, payee: Member | None = None) -> Hold:
    deposit = asked(cast, amount, payee=payee)
    return escrow.receive(deposit, receipt=f"paid-{deposit.pk}", at=MORNING)


def test_a_reward_is_held_and_released_and_paid_out(cast: Cast) -> None:
    hold = held(cast, 50_000)
    assert balance(hold.key) == 50_000

    release = escrow.release(hold, to=cast.yuki.party, withheld=5_105, at=MORNING + DAY)

    assert (release.gross, release.free) == (50_000, 10_000)
    assert Split(net=release.net, fee=release.fee, withheld=release.withheld) == Split(
        net=40_895, fee=4_000, withheld=5_105
    )
    assert balance(hold.key) == 0
    assert balance(f"earned:{cast.yuki.party.key}") == 40_895
    assert balance(f"refundable:{cast.sakurai.party.key}") == 5_105

    assert escrow.make_payouts(at=MORNING + 2 * DAY) == 2
    assert balance("fees") == 4_000
    assert balance("bank") == -4_000
    assert balance("payouts") == 0
    assert escrow.make_payouts(at=MORNING + 2 * DAY) == 0
    assert queries.audit() == []
