"""Reads a posting: the terms it states, the flags it raises, what is missing, the verdict."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property

from mikiwame.core.terms import REQUIRED, Format, Term
from mikiwame.discernment.kinds import DANGEROUS, Flag, Verdict
from mikiwame.discernment.reports import Flagged, PostingReport, Stated
from mikiwame.discernment.text import Text

from .contradictions.finding import find_contradictions
from .flags.finding import find_flags
from .pay import Setting, find_pay
from .sheet import read_sheet
from .stated import weighing as terms_weighing
from .stated.finding import find_stated
from .weighing import model as weighing
from .weighing.hearing import Ear, Heard
from .weighing.model import Model
from .weighing.weighing import weigh


@dataclass(frozen=True)
class Models:
    """The trained models that weigh a posting beside the rules: for its signs, and for its terms."""

    signs: Model
    terms: Model

    @cached_property
    def ear(self) -> Ear:
        """What hears postings for both."""
        return Ear(self.signs, self.terms)


STATES: Mapping[Flag, Term] = {
    Flag.OFF_PLATFORM_CONTACT: Term.COMMUNICATION,
    Flag.DISCRIMINATORY: Term.REQUIREMENTS,
    Flag.RIGHTS_GRAB: Term.RIGHTS,
    Flag.UNREALISTIC_REWARD: Term.REWARD,
    Flag.UNDERPRICED: Term.REWARD,
}
"""Flags that can only be raised by words that state a term, however alarming its value is."""

_OF_FEW_WORDS = frozenset({Format.TASK, Format.CONTEST})
_LEAST_OF_FEW_WORDS = (Term.SCOPE, Term.DELIVERABLE, Term.REWARD, Term.DEADLINE)
_LEAST = (*_LEAST_OF_FEW_WORDS, Term.START)
_ASKED: Mapping[str, Collection[Term]] = {
    Format.PROJECT: (*REQUIRED, Term.DEADLINE),
    Format.TASK: (*_LEAST_OF_FEW_WORDS, Term.INSPECTION, Term.PAYMENT),
    Format.CONTEST: (*_LEAST_OF_FEW_WORDS, Term.HEADCOUNT, Term.SELECTION, Term.RIGHTS),
}


def read_posting(
    title: str,
    body: str,
    *,
    terms: Mapping[str, object] | None = None,
    format: str | None = None,  # noqa: A002 — the field's word
    category: str | None = None,
    prefecture: str = "",
    on: date | None = None,
) -> PostingReport:
    """What a posting states, lacks and warns of, and what it pays beside the market.

    ``format`` is project, task or contest. ``terms`` are the values of a terms sheet by the keys of
    ``core.terms.Term`` (shapes: ``postings.sheet``): what has a value counts as stated, and where the
    text says otherwise is a contradiction. Where the text hides what the work is, its words state no scope.
    ``prefecture`` is where the worker lives, for its minimum wage; ``on`` is the day whose
    rates count, the newest without one.

    Raises:
        Unreadable: the title or the body is too long.
        UnknownPrefecture: no prefecture has that name.
        ValueError: ``terms`` has a key that no terms sheet has.
    """
    setting = Setting(category or "", prefecture, on)
    setting.wage()  # a name that is none is refused, whether or not an hour's pay asks for it
    return read_by(shipped(), Text(title, "title"), Text(body), setting, terms=terms, format=format or "")


@cache
def shipped() -> Models:
    """The models that lie beside this code."""
    return Models(weighing.shipped(), terms_weighing.shipped())


def read_by(
    models: Models,
    first: Text,
    second: Text,
    setting: Setting,
    *,
    terms: Mapping[str, object] | None = None,
    format: str = "",  # noqa: A002
) -> PostingReport:
    """The same of a title and a body, weighed by given models."""
    ruled = find_flags(first, second, format=format, category=setting.category)
    heard = models.ear.hear(first, second)
    flags = tuple(weigh(models.signs, heard, ruled, sort=(format, setting.category)))
    kinds = {one.kind for one in flags}
    found = _stated(models.terms, heard, find_stated((first, second)), flags, format)
    sheet = {Term(key): Stated(Term(key), None) for key, value in (terms or {}).items() if value}
    every = sheet | found
    values = read_sheet(terms)
    contradictions = find_contradictions((first, second), values)
    return PostingReport(
        verdict=verdict(every, kinds, format=format, contradicted=[one.term for one in contradictions]),
        stated=tuple(every[term] for term in Term if term in every),
        flags=flags,
        missing=missing(every, format=format),
        pay=find_pay(first, second, setting, values),
        contradictions=contradictions,
    )


def _stated(
    model: Model,
    heard: Heard,
    ruled: Collection[Stated],
    flags: Collection[Flagged],
    format: str,  # noqa: A002
) -> dict[Term, Stated]:
    """What the text states: by its rules and its model together, and by what it warns of."""
    found = terms_weighing.weigh(model, heard, {one.term: one for one in ruled}, format)
    for flag in flags:
        if term := STATES.get(flag.kind):
            found.setdefault(term, Stated(term, flag.quote))
    if Flag.VAGUE_WORK in {one.kind for one in flags}:
        found.pop(Term.SCOPE, None)
    return found


def verdict(
    stated: Collection[Term],
    flags: Collection[Flag],
    *,
    format: str | None,  # noqa: A002
    contradicted: Collection[Term] = (),
) -> Verdict:
    """The verdict: danger by a dangerous flag, caution by another, incomplete by two missing terms.

    A text that contradicts its terms sheet is never less than caution: what was promised isn't clear.
    """
    if DANGEROUS & set(flags):
        return Verdict.DANGER
    if contradicted or set(flags) - {Flag.TERMS_AFTER_HIRE}:
        return Verdict.CAUTION
    return Verdict.INCOMPLETE if len(lacking(stated, format=format)) >= 2 else Verdict.OK


def lacking(stated: Collection[Term], *, format: str | None) -> tuple[Term, ...]:  # noqa: A002
    """The terms without which a posting says too little: of a task or contest no start is asked."""
    return _without(stated, _LEAST_OF_FEW_WORDS if format in _OF_FEW_WORDS else _LEAST, format=format)


def missing(stated: Collection[Term], *, format: str | None) -> tuple[Term, ...]:  # noqa: A002
    """The terms that a worker should ask for before she says yes, in the order of the sheet.

    Of a project what ``core.terms.REQUIRED`` asks before it is published, and a deadline or a pace.
    """
    return _without(stated, _ASKED.get(format or Format.PROJECT, _ASKED[Format.PROJECT]), format=format)


def _without(stated: Collection[Term], asked: Collection[Term], *, format: str | None) -> tuple[Term, ...]:  # noqa: A002
    present = set(stated)
    if Term.PACE in present and format not in _OF_FEW_WORDS:
        present.add(Term.DEADLINE)
    return tuple(term for term in Term if term in asked and term not in present)
