"""The terms notice (取引条件明示書) of a contract.

It names the two sides by their display names and keys: the ordinance to article 3 lets a number or sign
stand for a name, so that pseudonyms hold.
"""

from datetime import datetime

from mikiwame.core.terms import RewardBasis
from mikiwame.market.terms import notice
from mikiwame.market.terms import queries as terms

from .models import Contract, TermsNotice


def issue(contract: Contract, *, at: datetime) -> TermsNotice:
    """Write the notice of the terms that were just agreed to and keep it with its SHA-256.

    Nothing changes it afterwards; another version of the terms gets a notice of its own.
    """
    sheet, number = contract.sheet, contract.terms_notices.count() + 1
    values = {
        "contract": contract,
        "sheet": sheet,
        "number": number,
        "issued_at": at,
        "parts": terms.parts(sheet),
        "total": terms.total(sheet),
        "by_count": sheet.reward_basis != RewardBasis.FIXED,
    }
    html, sha256 = notice.document("contracts/terms_notice.html", values)
    return TermsNotice.objects.create(
        sheet=sheet, contract=contract, number=number, html=html, sha256=sha256, issued_at=at
    )
