"""The terms notice (取引条件明示書) of the Freelance Act, article 3: written once, kept as it was.

It names the two sides by their display names and keys: the ordinance to article 3 lets a number or sign
stand for a name, so that pseudonyms hold. It is a document in Japanese, whatever the reader's language.
"""

import hashlib
from datetime import datetime

from django.template.loader import render_to_string
from django.utils import timezone, translation

from mikiwame.core.clock import TOKYO
from mikiwame.core.terms import RewardBasis
from mikiwame.market.terms import queries as terms

from .models import Contract, TermsNotice


def issue(contract: Contract, *, at: datetime) -> TermsNotice:
    """Write the notice of a fresh contract and keep it with its SHA-256; nothing changes it afterwards."""
    html = render(contract)
    return TermsNotice.objects.create(
        contract=contract, html=html, sha256=hashlib.sha256(html.encode()).digest(), issued_at=at
    )


def render(contract: Contract) -> str:
    """The notice as a document that needs nothing but itself."""
    sheet = contract.sheet
    context = {
        "contract": contract,
        "sheet": sheet,
        "parts": terms.parts(sheet),
        "total": terms.total(sheet),
        "by_count": sheet.reward_basis != RewardBasis.FIXED,
    }
    with translation.override("ja"), timezone.override(TOKYO):
        return render_to_string("contracts/terms_notice.html", context)
