"""The terms notice (取引条件明示書) of a contest, in two parts, as the Freelance Act, article 3, allows.

Whoever enters, agrees to terms in which all is set but who wins and what she gets: the first part says so,
why, and when it will be decided; it is written once for all who enter. The second part, at the choice, says
what was left open: the prize or share, and that it is paid. Waiting for the choice with both would tell a
worker her terms after the work; telling everybody at entering alone would leave the amount open for good.
"""

from datetime import datetime

from mikiwame.market.terms import notice

from .models import Award, Contest, Notice
from .rules import SHARED_AMONG_MOST


def issue(contest: Contest, *, at: datetime) -> Notice:
    """Write the first part and keep it with its SHA-256; nothing changes it afterwards."""
    values = {
        "contest": contest,
        "prizes": list(contest.prizes.all()),
        "among_most": SHARED_AMONG_MOST,
        "issued_at": at,
    }
    html, sha256 = notice.document(
        "contests/terms_notice.html", values, page="contest", identifier=contest.pk
    )
    return Notice.objects.create(contest=contest, html=html, sha256=sha256, issued_at=at)


def complete(award: Award, *, number: int, agreed_at: datetime, at: datetime) -> Award:
    """Write the second part into an award that isn't kept yet."""
    values = {
        "award": award,
        "contest": award.entry.contest,
        "number": number,
        "agreed_at": agreed_at,
        "issued_at": at,
    }
    award.html, award.sha256 = notice.document(
        "contests/award_notice.html", values, page="contest", identifier=award.entry.contest_id
    )
    return award
