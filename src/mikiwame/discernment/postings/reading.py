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

    ``format`` is project, task or contest. ``terms`` are the values of a terms sheet by the keys of
    ``core.terms.Term``: what has a value counts as stated. Where the text hides what the work is, its words
    state no scope.

    Raises:
        Unreadable: the title or the body is too long.
        ValueError: ``terms`` has a key that no terms sheet has.
    """
    first, second = Text(title, "title"), Text(body, "body")
    flags = tuple(find_flags(first, second, format=format or "", category=category or ""))
    kinds = {one.kind for one in flags}
    found = {one.term: one for one in find_stated((first, second))}
    if Flag.VAGUE_WORK in kinds:
        found.pop(Term.SCOPE, None)
    sheet = {Term(key): Stated(Term(key), None) for key, value in (terms or {}).items() if value}
    every = sheet | found
    return PostingReport(
        verdict=verdict(every, kinds, format=format),
        stated=tuple(every[term] for term in Term if term in every),
        flags=flags,
        missing=missing(every, format=format),
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
