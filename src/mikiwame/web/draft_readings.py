"""A posting as workers will read it while its client still writes: what is typed, and what is saved."""

from collections.abc import Mapping
from contextlib import suppress
from hashlib import sha256
from typing import Any

from mikiwame.core import money
from mikiwame.core.terms import Format, Term
from mikiwame.discernment import read_posting
from mikiwame.market.terms import queries as terms

from .readings import Reading, of_posting, reader_language

COLUMNS = {
    Term.SCOPE: ("scope",),
    Term.DELIVERABLE: ("deliverable",),
    Term.REWARD_BASIS: ("reward_basis",),
    Term.DEADLINE: ("deadline", "part_1_due"),
    Term.START: ("start_date", "start_condition"),
    Term.PACE: ("repeat", "pace"),
    Term.DURATION: ("duration", "duration_months"),
    Term.HEADCOUNT: ("headcount",),
    Term.REQUIREMENTS: ("requirements", "essential", "welcome"),
    Term.ENVIRONMENT: ("environment",),
    Term.COMMUNICATION: ("communication",),
    Term.INSPECTION: ("inspection_days",),
    Term.PAYMENT: ("payment_days",),
    Term.SELECTION: ("selection",),
    Term.RIGHTS: ("rights",),
    Term.CONFIDENTIALITY: ("confidentiality",),
}
"""In which fields of the form a term is written: the first that says something counts."""


def of_typed(fields: Mapping[str, str]) -> Reading:
    """The reading of what the form holds now, right or wrong.

    Raises:
        Unreadable: the title or the description is too long.
    """
    return _read(
        fields.get("title", ""), fields.get("body", ""), typed_terms(fields), fields.get("category", "")
    )


def of_saved(posting: Any) -> Reading:
    """The reading of a draft as it is saved."""
    stated: dict[str, object] = {str(term): line for term, line in terms.stated(posting.sheet).items()}
    brought = [line.text for line in posting.requirements.all()]
    if brought:
        stated.setdefault(Term.REQUIREMENTS, "\n".join(brought))
    return _read(posting.title, posting.body, stated, posting.category_id or "")


def typed_terms(fields: Mapping[str, str]) -> dict[str, object]:
    """The terms that the form's sheet states, as far as they are written."""
    written = {str(term): _first(fields, names) for term, names in COLUMNS.items()}
    return {**written, str(Term.REWARD): _reward(fields)}


def fingerprint(reading: Reading) -> str:
    """What tells two readings apart that say something else."""
    said = (
        bool(reading.body),
        reading.verdict,
        [(finding.kind, [mark.quote.text for mark in finding.marks]) for finding in reading.findings],
        [one.term for one in reading.missing],
        [(one.name, one.paid, one.relation) for one in reading.pay],
    )
    return sha256(repr(said).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _read(title: str, typed: str, sheet: Mapping[str, object], category: str) -> Reading:
    body = typed.strip()
    report = read_posting(title, body, terms=sheet, format=Format.PROJECT, category=category)
    return of_posting(report, title=title, body=body, language=reader_language())


def _first(fields: Mapping[str, str], names: tuple[str, ...]) -> str:
    return next((value for name in names if (value := fields.get(name, "").strip())), "")


def _reward(fields: Mapping[str, str]) -> object:
    """Amounts as they are read when they are saved; what is no amount yet states nothing."""
    amounts = {}
    for part, name in (("amount", "reward"), ("most", "reward_most"), ("quantity", "quantity")):
        with suppress(ValueError):
            amounts[part] = money.parse_yen(fields.get(name, ""))
    return amounts if "amount" in amounts else None
