"""The terms notice (取引条件明示書) of a contract.

It names the two sides by their display names and keys: the ordinance to article 3 lets a number or sign
stand for a name, so that pseudonyms hold.
"""

from datetime import date, datetime, timedelta
from typing import Any

from mikiwame.core.terms import PAYMENT_DAYS_MOST, RewardBasis, Term
from mikiwame.market.terms import notice
from mikiwame.market.terms import queries as terms
from mikiwame.market.terms.lines import Part
from mikiwame.market.terms.models import Sheet

from .models import Contract, TermsNotice


def issue(contract: Contract, *, at: datetime) -> TermsNotice:
    """Write the notice of the terms that were just agreed to and keep it with its SHA-256.

    Nothing changes it afterwards; another version of the terms gets a notice of its own.
    """
    sheet, number = contract.sheet, contract.terms_notices.count() + 1
    parts = terms.parts(sheet)
    stated = terms.stated(sheet)
    values = {
        "contract": contract,
        "sheet": sheet,
        "number": number,
        "issued_at": at,
        "rows": [_dates(sheet, part) for part in parts],
        "latest": _after(parts[-1], PAYMENT_DAYS_MOST - 1),
        "total": terms.total(sheet),
        "rights": stated.get(Term.RIGHTS),
        "by_the_hour": contract.is_by_the_hour,
        "paid_per": terms.paid_per(sheet) if contract.is_paid_by_period else "",
        "four_weeks": terms.has_four_weeks(sheet),
        "by_count": sheet.reward_basis != RewardBasis.FIXED and sheet.quantity is not None,
        **({"pace": stated[Term.PACE], "duration": stated[Term.DURATION]} if contract.is_continuing else {}),
    }
    html, sha256 = notice.document(
        "contracts/terms_notice.html", values, page="contract", identifier=contract.pk
    )
    return TermsNotice.objects.create(
        sheet=sheet, contract=contract, number=number, html=html, sha256=sha256, issued_at=at
    )


def _dates(sheet: Sheet, part: Part) -> dict[str, Any]:
    """When the inspection of a part ends and when it is paid, if it is handed over on the day it is due."""
    assert sheet.inspection_days is not None, "terms.rules.agreeable"
    assert sheet.payment_days is not None, "terms.rules.agreeable"
    return {
        "part": part,
        "inspected": _after(part, sheet.inspection_days),
        "paid": _after(part, sheet.payment_days - 1),  # the day of receipt is day 1
    }


def _after(part: Part, days: int) -> date | None:
    return part.due and part.due + timedelta(days=days)
