"""Reads a posting: the terms it states, the flags it raises, what is missing, the verdict."""

from collections.abc import Collection, Mapping

from mikiwame.core.terms import Term
from mikiwame.discernment.kinds import Flag, Verdict
from mikiwame.discernment.reports import PostingReport, Stated
from mikiwame.discernment.text import Text

from .flags.finding import find_flags
from .stated.finding import find_stated

DANGEROUS = frozenset(
    {
        Flag.UPFRONT_FEE,
        Flag.ACCOUNT_LENDING,
        Flag.ILLICIT_WORK,
        Flag.INVESTMENT_OR_MLM,
        Flag.CREDENTIAL_REQUEST,
        Flag.OFF_PLATFORM_PAYMENT,
        Flag.FAKE_REVIEW,
    }
)
"""Flags that make a posting dangerous whatever else it says."""

_CORE = (Term.SCOPE, Term.DELIVERABLE, Term.REWARD)


def read_posting(
    title: str,
    body: str,
    *,
    terms: Mapping[str, object] | None = None,
    format: str | None = None,  # noqa: A002 — the field's word
    category: str | None = None,
) -> PostingReport:
    """What a posting states, lacks and warns of.

    ``format`` is project, task or contest; the values of a terms sheet, ``terms``, count as stated.
    A term is not called stated scope where the text hides what the work is.

    Raises:
        Unreadable: the title or the body is too long.
    """
    first, second = Text(title, "title"), Text(body, "body")
    flags = tuple(find_flags(first, second, format=format or "", category=category or ""))
    kinds = {one.kind for one in flags}
    stated = [
        one for one in find_stated((first, second)) if one.term != Term.SCOPE or Flag.VAGUE_WORK not in kinds
    ]
    known = {one.term for one in stated}
    stated += [Stated(Term(key), None) for key, value in (terms or {}).items() if value and key not in known]
    keys = {one.term for one in stated}
    return PostingReport(
        verdict(keys, kinds, format=format), tuple(stated), flags, missing(keys, format=format)
    )


def verdict(
    stated: Collection[Term],
    flags: Collection[Flag],
    *,
    format: str | None,  # noqa: A002
) -> Verdict:
    """The verdict: danger by a dangerous flag, caution by another, incomplete by two missing terms."""
    if DANGEROUS & set(flags):
        return Verdict.DANGER
    if set(flags) - {Flag.TERMS_AFTER_HIRE}:
        return Verdict.CAUTION
    return Verdict.INCOMPLETE if len(missing(stated, format=format)) >= 2 else Verdict.OK


def missing(stated: Collection[Term], *, format: str | None) -> tuple[Term, ...]:  # noqa: A002
    """The terms without which a posting says too little: of a task or contest no start is asked."""
    lacking = [term for term in _CORE if term not in stated]
    if format in {"task", "contest"}:
        lacking += [Term.DEADLINE] if Term.DEADLINE not in stated else []
    else:
        lacking += [Term.DEADLINE] if not {Term.DEADLINE, Term.PACE} & set(stated) else []
        lacking += [Term.START] if Term.START not in stated else []
    return tuple(lacking)
