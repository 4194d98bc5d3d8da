"""What the posting of a contest has beyond any that something owns (``owned``): prizes, and who has entered.

Only its contest calls these.
"""

from datetime import date, datetime

from mikiwame.core.clock import day_in_tokyo
from mikiwame.core.errors import require
from mikiwame.core.fields import lock
from mikiwame.core.operation import operation
from mikiwame.core.terms import PAYMENT_DAYS_MOST, RewardBasis
from mikiwame.market.hiring import rules
from mikiwame.market.hiring.models import Posting, PostingIndex
from mikiwame.market.hiring.states import PostingState
from mikiwame.market.members.models import Member
from mikiwame.market.terms import operations as terms

from . import index, outcomes, writing


@operation
def publish(
    posting: Posting,
    *,
    reward: int,
    prizes: int,
    closes_on: date,
    decide_until: datetime,
    selection: str,
    rights: str,
    by: Member | None,
    at: datetime,
) -> Posting:
    """Offer the contest to everybody: ``reward`` yen for the first of ``prizes`` prizes.

    The sheet is written from this and freezes. Raises Refused: title_missing, body_missing, category_missing.
    """
    posting = lock(posting)
    require(rules.may_move_owned(by, posting, "publish") and rules.is_stated(posting))

    said = {"scope": writing.gist(posting.body), "deliverable": posting.title, "requirements": ""}
    days = {"start_date": day_in_tokyo(at), "deadline": closes_on, "payment_days": PAYMENT_DAYS_MOST}
    paid = {"reward": reward, "reward_basis": RewardBasis.FIXED, "headcount": prizes}
    ruled = {"selection": selection, "rights": rights, "change_rounds": 0}
    posting.sheet = terms.freeze(terms.write(posting.sheet, **said, **days, **paid, **ruled), at=at)
    ends = {"published_at": at, "apply_until": closes_on, "decide_until": decide_until}
    posting.become(PostingState.OPEN, at=at, **ends)
    index.enlist(posting)

    outcomes.record_publication(posting, prizes, by=by, at=at)
    return posting


@operation
def count(posting: Posting, entrants: int) -> None:
    """Put down how many have entered, where lists read how many compete for a prize."""
    require(rules.is_contest(posting))

    PostingIndex.objects.filter(pk=posting.pk).exclude(applicants=entrants).update(applicants=entrants)
