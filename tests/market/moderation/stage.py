"""What stories of sanctions begin with: reports, operators, and decisions against Kuroda."""

from datetime import datetime, timedelta

from mikiwame.market.members.models import Member
from mikiwame.market.moderation.models import Sanction
from mikiwame.market.moderation.operations import appeals, reports, stops
from mikiwame.market.moderation.states import Decision, SanctionKind, SanctionState
from tests.cast import MORNING, Cast
from tests.market.contests.stage import second_operator
from tests.market.hiring.stage import published

DAY = timedelta(days=1)
NOT_APPEALED = MORNING + 14 * DAY


def again(sanction: Sanction) -> Sanction:
    """The same, read anew."""
    return Sanction.objects.select_related("party").get(pk=sanction.pk)


def other_operator() -> Member:
    """The operator who hasn't decided before."""
    return Member.objects.filter(email__startswith="mori@").first() or second_operator()


def warned(cast: Cast) -> Sanction:
    """Yuki reported Kuroda, and Oda warned him."""
    filed = reports.report(
        cast.kuroda.party.key, reason="outside", words="外で話そうと言われました。", by=cast.yuki, at=MORNING
    )
    reports.decide(filed, decision=Decision.WARNED, ruling="規約の5に反します。", by=cast.oda, at=MORNING)
    return Sanction.objects.select_related("party").get(kind=SanctionKind.WARNING)


def stopped(cast: Cast) -> Sanction:
    """Oda stopped a posting of Kuroda's."""
    return stops.suspend(published(cast.kuroda), reason="口座を集めています。", by=cast.oda, at=MORNING)


def appealed(sanction: Sanction, cast: Cast, *, at: datetime = MORNING) -> Sanction:
    """Kuroda appealed."""
    return appeals.appeal(sanction, text="口座は集めていません。", by=cast.kuroda, at=at)


def judged(sanction: Sanction, cast: Cast, state: SanctionState) -> Sanction:
    """Kuroda appealed, and another operator decided."""
    act = appeals.lift if state == SanctionState.LIFTED else appeals.uphold
    return act(appealed(sanction, cast), ruling="読み直しました。", by=other_operator(), at=MORNING)
